"""Read articles again and store what became of them, batch by batch: a kill loses little."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from newsspider import __version__
from newsspider.services.reextraction.outcomes import UNREADABLE, Outcome, Summary
from newsspider.services.reextraction.reader import Reader
from storage import reextractions
from storage.crawl import runs
from storage.db.retries import Patience
from storage.reextractions import ReextractionRun
from storage.search.search import Query


async def preview(
    reader: Reader, query: Query, summary: Summary, told: Callable[[int], None]
) -> None:
    """Count what would change; nothing is stored."""
    async for outcomes, _ in reader.outcomes(query):
        for outcome in outcomes:
            summary.add(outcome)
        told(len(outcomes))


class Applying:
    """One run that stores new readings; asked the same again, it goes on where it was."""

    def __init__(self, engine: Engine, asked: Mapping[str, Any]) -> None:
        self.engine = engine
        self.patience = Patience()
        self.asked = {**asked, "extractor": __version__}
        self.going = self.patience.transact(engine, self._begin)

    async def run(
        self, reader: Reader, query: Query, summary: Summary, told: Callable[[int], None]
    ) -> None:
        """Store each batch in one transaction, with the place that the run came to."""
        status = "interrupted"
        try:
            async for outcomes, cursor in reader.outcomes(replace(query, after=self.going.after)):
                self._store(outcomes, cursor)
                for outcome in outcomes:
                    summary.add(outcome)
                told(len(outcomes))
            status = "finished"
        finally:
            self._end(status)

    def _begin(self, session: Session) -> ReextractionRun:
        return reextractions.begin_run(session, self.asked, datetime.now(UTC))

    def _store(self, outcomes: Sequence[Outcome], cursor: str) -> None:
        pairs = [
            (outcome.known, outcome.read)
            for outcome in outcomes
            if outcome.made is not None and outcome.read is not None
        ]

        def work(session: Session) -> ReextractionRun:
            now = datetime.now(UTC)
            changes = reextractions.store_readings(session, pairs, extractor=__version__, now=now)
            named = Counter("skipped" if each is None else each.value for each in changes)
            named["unreadable"] = sum(outcome.missing == UNREADABLE for outcome in outcomes)
            going = replace(self.going, after=cursor, counts=Counter(self.going.counts) + named)
            reextractions.record_progress(session, going)
            return going

        self.going = self.patience.transact(self.engine, work)

    def _end(self, status: str) -> None:
        def work(session: Session) -> None:
            runs.finish_run(session, self.going.id, status, self.going.counts, datetime.now(UTC))

        self.patience.transact(self.engine, work)
