"""Articles read again, and what changed stored batch by batch: a kill loses little."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from newsspider import __version__
from newsspider import settings as project
from newsspider.processing.profiles import StoredProfiles
from newsspider.processing.readers import ReaderPool
from newsspider.processing.reading import PageReader, read_and_judge
from newsspider.services.reextraction.outcomes import UNREADABLE, Outcome, Summary
from newsspider.services.reextraction.reader import Reader
from newsspider.sources import Sources, read_sources
from storage import reextractions
from storage.crawl import runs
from storage.db.engine import readers
from storage.db.retries import Patience
from storage.reextractions import ReextractionRun
from storage.search.search import Query, count_matches

ASKED = ("words", "since", "until", "section", "site", "language", "author")
"""Fields of a query that tell one re-extraction from another."""


class Reextraction:
    """The archived pages of the articles that a query finds, read again and summed up."""

    def __init__(
        self,
        engine: Engine,
        query: Query,
        *,
        folder: Path,
        sources: str,
        apply: bool = False,
        examples: int = 5,
    ) -> None:
        """``folder`` is the archive's, ``sources`` a file of sources, ``""`` for none.

        ``apply`` stores what changes; else it is only counted. ``examples`` are summed up in full.
        """
        self.query = query
        self.summary = Summary(examples)
        with readers(engine)() as session:
            self.total = count_matches(session, query)
        said = read_sources(Path(sources)) if sources else Sources()
        pool = ReaderPool.from_settings(vars(project))
        self.reader = Reader(
            engine, folder, PageReader(pool, StoredProfiles(engine, said), read_and_judge)
        )
        self.applying: Applying | None = None
        if apply:
            values = {name: getattr(query, name) for name in ASKED}
            asked = {name: None if value is None else str(value) for name, value in values.items()}
            self.applying = Applying(engine, asked | {"sources": sources})

    @property
    def goes_on(self) -> int | None:
        """The interrupted run that this one goes on from."""
        return self.applying.going.goes_on if self.applying else None

    @property
    def counts(self) -> Mapping[str, int] | None:
        """How many articles were stored, by what became of them; ``None`` where none is stored."""
        return self.applying.going.counts if self.applying else None

    @property
    def unreadable(self) -> int:
        """How many answers cannot be read; also those that an interrupted run came upon."""
        if self.counts is not None:
            return self.counts.get("unreadable", 0)
        return self.summary.missing[UNREADABLE]

    def run(self, on_progress: Callable[[int], None] = lambda more: None) -> None:
        """Read all; ``on_progress`` is called with how many more articles were.

        Raises ``KeyboardInterrupt`` after Ctrl-C: the summary is of what was read until then, and
        what was stored stays.
        """
        try:
            asyncio.run(self._run(on_progress))
        except asyncio.CancelledError:
            raise KeyboardInterrupt from None

    async def _run(self, on_progress: Callable[[int], None]) -> None:
        self.reader.reader.start()
        try:
            if self.applying is not None:
                await self.applying.run(self.reader, self.query, self.summary, on_progress)
                return
            async for outcomes, _ in self.reader.outcomes(self.query):
                self.summary.add_all(outcomes)
                on_progress(len(outcomes))
        finally:
            self.reader.reader.abort()
            self.reader.reader.close()


class Applying:
    """One run that stores new readings; asked the same again, it goes on where it was."""

    def __init__(self, engine: Engine, asked: Mapping[str, Any]) -> None:
        self.engine = engine
        self.patience = Patience()
        self.asked = {**asked, "extractor": __version__}
        self.going = self.patience.transact(engine, self._begin)

    async def run(
        self, reader: Reader, query: Query, summary: Summary, on_progress: Callable[[int], None]
    ) -> None:
        """Store each batch in one transaction, with the place that the run came to."""
        status = "interrupted"
        try:
            async for outcomes, cursor in reader.outcomes(replace(query, after=self.going.after)):
                self._store(outcomes, cursor)
                summary.add_all(outcomes)
                on_progress(len(outcomes))
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
