"""One run of one source in this process: held, crawled, released until it is due again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from newsspider.crawling.report import RunReport, Tally
from newsspider.crawling.run import run
from newsspider.errors import DatabaseError, UsageError
from newsspider.processing.run_state import RunState
from newsspider.sources import Source, from_table, revisits
from newsspider.sources.schedules import ADAPTIVE, next_due
from newsspider.spiders.source import SourceSpider
from storage.crawl import frontier, process_lock, sources
from storage.db.engine import connect
from storage.db.retries import Patience
from storage.schema import prepare

LONGEST = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRun:
    """A run of a source that has ended."""

    source: Source
    report: RunReport
    due_at: datetime
    """When the next one is due, UTC."""

    error: str | None
    """Why the run did not do all it should have; ``None`` where it did."""


def run_source(
    database: str,
    source_id: int,
    settings: Mapping[str, Any],
    *,
    at_once: bool = False,
    on_tick: Callable[[Tally], None] = lambda tally: None,
) -> SourceRun | None:
    """Crawl the source; ``None`` where another process crawls it, or it was removed.

    ``at_once`` reads its starts and feeds even where they are not due. Raises ``DatabaseError``.
    """
    engine = connect(database)
    try:
        prepare(engine)
        held = _Held.take(engine, source_id)
        if held is None:
            return None
        return held.run(database, settings, at_once=at_once, on_tick=on_tick)
    finally:
        engine.dispose()


class _Held:
    """A source that this process has for itself."""

    def __init__(self, engine: Engine, source_id: int, holder: str, source: Source) -> None:
        self.engine = engine
        self.source_id = source_id
        self.holder = holder
        self.source = source
        self.began_at = datetime.now(UTC)
        self.run_state = RunState(
            kind="source",
            arguments={"source": source.site},
            source_id=source_id,
            holder=holder,
        )

    @classmethod
    def take(cls, engine: Engine, source_id: int) -> _Held | None:
        holder = process_lock.current_holder()

        def hold(session: Session) -> Source | None:
            if not sources.hold_source(session, source_id, holder, datetime.now(UTC)):
                return None
            stored = sources.get_source(session, source_id)
            return from_table(stored.settings) if stored is not None else None

        source = Patience().transact(engine, hold)
        return cls(engine, source_id, holder, source) if source is not None else None

    def run(
        self,
        database: str,
        settings: Mapping[str, Any],
        *,
        at_once: bool,
        on_tick: Callable[[Tally], None],
    ) -> SourceRun:
        """Crawl, and release the source whatever happens."""
        chosen = {**settings, "DATABASE_URL": database, "RENDER": self.source.render}
        if self.source.delay is not None:
            chosen["DOWNLOAD_DELAY"] = self.source.delay
        arguments = {
            "source": self.source,
            "run": self.run_state,
            "at_once": at_once or self.source.schedule != ADAPTIVE,
        }
        try:
            report = run(SourceSpider, arguments, chosen, on_tick=on_tick)
        except DatabaseError as problem:
            self._release(str(problem), goes_on=True)
            raise
        except UsageError as problem:  # There is no browser, say: soon again would be no use.
            self._release(str(problem), goes_on=False)
            raise
        except BaseException as problem:
            self._release(f"{type(problem).__name__}: {problem}"[:LONGEST], goes_on=True)
            raise
        error = _error_of(report)
        due_at = self._release(error, goes_on=report.interrupted)
        return SourceRun(source=self.source, report=report, due_at=due_at, error=error)

    def _release(self, error: str | None, *, goes_on: bool) -> datetime:
        def release(session: Session) -> datetime:
            now = datetime.now(UTC)
            due_at = now if goes_on else self._due(session, now)
            due_at = max(due_at, self.run_state.held_off_until or due_at)
            sources.release_source(
                session, self.source_id, due_at=due_at, error=error, holder=self.holder
            )
            return due_at

        return Patience().transact(self.engine, release)

    def _due(self, session: Session, now: datetime) -> datetime:
        if self.source.schedule == ADAPTIVE:
            return revisits.next_run(frontier.next_due(session, self.source_id), now)
        return next_due(self.source.schedule, self.began_at, now, timezone=self.source.timezone)


def _error_of(report: RunReport) -> str | None:
    if report.interrupted:
        return None
    if report.ended != "finished":
        return f"The crawl ended early ({report.ended})."
    if report.errors:
        return f"{report.errors} pages were lost to errors: the log says which."
    if report.failures and not report.answered:
        first = report.failures[0]
        return f"Nothing could be fetched: {first.reason.value}: {first.evidence}"
    return None
