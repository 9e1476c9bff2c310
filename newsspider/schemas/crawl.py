"""The JSON of sources and runs, of the pages that gave no article, and of the archive."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Self

from newsspider.items import Reason
from newsspider.schemas.jsonable import ON_REQUEST, same_fields

if TYPE_CHECKING:
    from storage.crawl.captures import FileSummary, StoredCapture
    from storage.crawl.rejected import RejectedPage
    from storage.crawl.runs import Run
    from storage.crawl.source_status import LatestRun, SourceStatus
    from storage.crawl.sources import StoredSource


class SourceState(StrEnum):
    """Whether a source is crawled now, waits, or failed."""

    RUNNING = "running"
    PAUSED = "paused"
    ERROR = "error"
    """Its latest run ended with an error."""

    DUE = "due"
    WAITS = "waits"

    @classmethod
    def of(cls, source: StoredSource, now: datetime) -> Self:
        """That of the source at this moment."""
        if source.is_held(now):
            return cls.RUNNING
        if source.paused_at:
            return cls.PAUSED
        if source.last_error:
            return cls.ERROR
        return cls.DUE if source.due_at <= now else cls.WAITS


@dataclass(frozen=True, slots=True, kw_only=True)
class LatestRunSchema:
    """A source's latest run, with its counts."""

    id: int
    started_at: datetime
    finished_at: datetime | None
    """``null`` while it runs, and where its process was killed."""

    status: str
    """``running``, ``finished``, ``killed``, or why it ended."""

    counts: dict[str, int]
    """Pages by outcome."""

    @classmethod
    def of(cls, run: LatestRun) -> Self:
        """That of a source's status."""
        return same_fields(cls, run)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceSchema:
    """A source, with the settings and the status of its crawl."""

    id: int
    site: str
    """Its host, with the path where the source is a part of a site."""

    settings: dict[str, Any]
    """The table by which a person describes it, as in ``sources.toml``."""

    found: dict[str, Any]
    """The result of the latest probe of its site; ``{}`` where none was made."""

    articles: int
    """On its site and those subdomains that are no sources themselves."""

    alarms: tuple[str, ...]
    """Those that are open: a sentence each, the latest first."""

    state: SourceState
    added_at: datetime
    paused_at: datetime | None
    """``null`` while it is crawled."""

    due_at: datetime
    beat_at: datetime | None
    """The latest sign of life of a process that crawled it; ``null`` where none did."""

    last_error: str | None
    """Why its latest run failed; ``null`` where it did not."""

    latest_run: LatestRunSchema | None
    """``null`` where it was never crawled."""

    waiting: dict[str, int] | None = field(default=None, metadata=ON_REQUEST)
    """Addresses that wait, by kind; only where one source is shown."""

    @classmethod
    def of(cls, status: SourceStatus, now: datetime, waiting: dict[str, int] | None = None) -> Self:
        """That of a source's status at this moment."""
        return same_fields(
            cls,
            status.source,
            articles=status.articles,
            alarms=status.alarms,
            state=SourceState.of(status.source, now),
            latest_run=LatestRunSchema.of(status.run) if status.run else None,
            waiting=waiting,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class RunSchema:
    """One crawl, ingest or re-extraction."""

    id: int
    kind: str
    """``crawl``, ``ingest``, ``reextract`` …"""

    site: str | None
    """Of its source, be that removed or not; ``null`` for a run that has none."""

    source_id: int | None
    arguments: dict[str, Any]
    """The arguments that it was given."""

    started_at: datetime
    finished_at: datetime | None
    """``null`` while it runs, and where its process was killed."""

    status: str
    """``running``, ``finished``, ``killed``, or why it ended."""

    counts: dict[str, int]
    """Pages by outcome."""

    measures: dict[str, float]
    """Measures of its pages, by name; empty where nothing was measured."""

    @classmethod
    def of(cls, run: Run) -> Self:
        """That of a run."""
        return same_fields(cls, run)


@dataclass(frozen=True, slots=True, kw_only=True)
class RejectedPageSchema:
    """A page whose latest visit gave no article."""

    url: str
    site: str
    """Its host."""

    reason: Reason
    evidence: str
    """One sentence or figure that a person can check."""

    status: int | None
    """HTTP status; ``null`` where no server answered."""

    rejected_at: datetime

    @classmethod
    def of(cls, page: RejectedPage) -> Self:
        """That of a rejected page."""
        return same_fields(cls, page)


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveFileSchema:
    """A WARC file of the archive."""

    file: str
    """Its name in the archive, or its whole path where it lies elsewhere."""

    bytes: int | None
    """Its size; ``null`` where it is missing."""

    pages: int
    """Answers in it that the database knows."""

    first_at: datetime | None
    """The earliest of them; ``null`` where there is none."""

    last_at: datetime | None
    """The latest of them; ``null`` where there is none."""

    state: Literal["open", "closed", "missing"]
    """``open`` while a run may write to it."""

    @classmethod
    def of(cls, name: str, path: Path, summary: FileSummary | None) -> Self:
        """That of the file at ``path``, of which the database knows the summary."""
        from newsspider.archive import OPEN

        exists = path.exists()
        state: Literal["open", "closed"] = "open" if path.name.endswith(OPEN) else "closed"
        return cls(
            file=name,
            bytes=path.stat().st_size if exists else None,
            pages=summary.answers if summary else 0,
            first_at=summary.first_at if summary else None,
            last_at=summary.last_at if summary else None,
            state=state if exists else "missing",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerSchema:
    """An answer of one address in the archive."""

    at: int
    """Its number among the address's answers, the newest is 1."""

    url: str
    """The address asked for."""

    fetched_at: datetime
    status: int
    file: str
    """The WARC file's name in the archive, or its whole path where it lies elsewhere."""

    place: int
    """Where its record begins, in bytes."""

    length: int
    """Of the record as it lies in the file, in bytes."""

    digest: str
    """Of the payload, as WARC writes it: ``sha1:`` and base 32."""

    @classmethod
    def of(cls, number: int, answer: StoredCapture) -> Self:
        """That of the answer with this number."""
        return same_fields(cls, answer.capture, at=number, url=answer.url)
