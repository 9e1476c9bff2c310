"""The frontier: when each known address of a source is visited next; and its captures."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base


class Queue(StrEnum):
    """The queue in which an address waits."""

    INDEX_PAGE = "hub"
    """A feed, sitemap or section page, to be read for links."""

    NEW = "new"
    """An article that was not fetched yet."""

    REVISIT = "again"
    """A page that was fetched and is looked at again."""

    DONE = "done"
    """Nothing more: it is kept, so that it is known."""


class FrontierRow(Base):
    """One address of a source."""

    __tablename__ = "frontier"
    __table_args__ = (
        Index("ix_frontier_due", "source_id", "queue", "due_at"),
        Index("ix_frontier_fresh", "source_id", "queue", "fresh_at"),
        Index("ix_frontier_pattern", "source_id", "pattern"),
        # Of rows with lost > 0 alone, by migration 0009: to say so here would load what SQLAlchemy
        # has for PostgreSQL in every command.
        Index("ix_frontier_lost", "source_id", "lost"),
    )

    page_id: Mapped[int] = mapped_column(
        ForeignKey("pages.id", ondelete="CASCADE"), primary_key=True
    )
    source_id: Mapped[int] = mapped_column(ForeignKey("sources.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(comment="article, section, further, archive, feed or sitemap")
    queue: Mapped[str] = mapped_column(comment="hub, new, again or done")
    due_at: Mapped[datetime] = mapped_column(comment="Not before, UTC")
    fresh_at: Mapped[datetime] = mapped_column(
        comment="When it was published, as far as known, else when it was found; UTC"
    )
    lease_id: Mapped[int | None] = mapped_column(
        ForeignKey("runs.id", ondelete="SET NULL"), index=True, comment="The run that fetches it"
    )
    wait: Mapped[int] = mapped_column(comment="Seconds from the latest visit to the next one")
    unchanged: Mapped[int] = mapped_column(comment="Visits in a row that found nothing new")
    failures: Mapped[int] = mapped_column(comment="Visits in a row that failed")
    lost: Mapped[int] = mapped_column(
        default=0, server_default="0", comment="Runs in a row that were killed while they had it"
    )
    pattern: Mapped[str] = mapped_column(comment="What addresses of its kind share")
    depth: Mapped[int] = mapped_column(comment="Steps from a start address")
    hints: Mapped[dict[str, Any]] = mapped_column(comment="What the place that named it says of it")
    digest: Mapped[str | None] = mapped_column(comment="SHA-256 of the latest good answer's bytes")


class CaptureRow(Base):
    """One answer in the archive."""

    __tablename__ = "captures"

    id: Mapped[int] = mapped_column(primary_key=True)
    page_id: Mapped[int] = mapped_column(ForeignKey("pages.id", ondelete="CASCADE"), index=True)
    run_id: Mapped[int | None] = mapped_column(
        ForeignKey("runs.id", ondelete="SET NULL"), index=True
    )
    fetched_at: Mapped[datetime] = mapped_column(comment="UTC")
    status: Mapped[int] = mapped_column(comment="HTTP status")
    file: Mapped[str] = mapped_column(index=True, comment="The WARC file's name in the archive")
    place: Mapped[int] = mapped_column(BigInteger, comment="Where its record begins, in bytes")
    length: Mapped[int] = mapped_column(BigInteger, comment="Of the record as it lies, in bytes")
    digest: Mapped[str] = mapped_column(index=True, comment="The payload's, as WARC writes it")
