"""Sources crawled when they are due: which ones, when the next one is, and by what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from newsspider.crawling.due import DueRunner, cores
from newsspider.errors import UsageError
from newsspider.services.runs import RunSettings, source_command
from storage.crawl import sources

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

    from storage.crawl.sources import StoredSource


@dataclass(frozen=True, slots=True, kw_only=True)
class Upcoming:
    """When the sources that are not paused are crawled next."""

    number: int
    first: StoredSource | None
    """The one that is due first; ``None`` without any."""

    is_due: bool
    """Whether one is due now."""


def upcoming(session: Session, now: datetime) -> Upcoming:
    """The sources that wait for a run."""
    waiting = [source for source in sources.list_sources(session) if source.paused_at is None]
    first = min(waiting, key=lambda source: source.due_at, default=None)
    is_due = bool(sources.due_sources(session, now))
    return Upcoming(number=len(waiting), first=first, is_due=is_due)


def named_sources(session: Session, names: Iterable[str]) -> list[int]:
    """The ids of the sources; raises ``UsageError`` for one that is none, or that is paused."""
    named = [sources.find_source(session, name) for name in dict.fromkeys(names)]
    for source in named:
        if source.paused_at is not None:
            raise UsageError(
                f"{source.site} is paused: newsspider sources resume {source.site} wakes it."
            )
    return list(dict.fromkeys(source.id for source in named))


def due_runner(
    engine: Engine, settings: RunSettings, *, most: int | None, at_once: bool
) -> DueRunner:
    """Crawls sources in processes of their own, at most so many, else one a core.

    ``at_once`` reads their pages whatever the rhythm of these.
    """
    return DueRunner(
        engine,
        lambda source_id: source_command(source_id, settings, at_once=at_once),
        most=most or cores(),
    )
