"""The sources: their settings, holders and alarms; and the hosts that they ask."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base


class SourceRow(Base):
    """One site that is crawled on a schedule."""

    __tablename__ = "sources"

    id: Mapped[int] = mapped_column(primary_key=True)
    site: Mapped[str] = mapped_column(
        unique=True, comment="Its host, as the hosts of sites are written"
    )
    settings: Mapped[dict[str, Any]] = mapped_column(
        comment="What a person says of it: the table of a sources file"
    )
    found: Mapped[dict[str, Any]] = mapped_column(
        comment="What the probe of the site found when it was added"
    )
    added_at: Mapped[datetime] = mapped_column(comment="UTC")
    paused_at: Mapped[datetime | None] = mapped_column(comment="UTC; none while it is crawled")
    due_at: Mapped[datetime] = mapped_column(index=True, comment="When its next run is due, UTC")
    held_by: Mapped[str | None] = mapped_column(
        comment="The process that crawls it now: host, number and start"
    )
    beat_at: Mapped[datetime | None] = mapped_column(
        comment="When that process last said that it lives, UTC"
    )
    last_error: Mapped[str | None] = mapped_column(
        comment="Of the latest run; none if all went well"
    )


class RemovedSourceRow(Base):
    """One source that is there no more: its id stays its own, for its runs name it."""

    __tablename__ = "removed_sources"

    # It is given, never counted.
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    site: Mapped[str] = mapped_column(comment="Its host, as the hosts of sites are written")
    removed_at: Mapped[datetime] = mapped_column(comment="UTC")


class HostRow(Base):
    """The robots.txt and the delay of a host, kept across runs."""

    __tablename__ = "hosts"

    name: Mapped[str] = mapped_column(primary_key=True, comment="Scheme, host and port")
    robots: Mapped[bytes | None] = mapped_column(comment="robots.txt; none where it has none")
    robots_at: Mapped[datetime | None] = mapped_column(comment="When that was fetched, UTC")
    delay: Mapped[float | None] = mapped_column(comment="Seconds between two requests, as learned")
    delay_at: Mapped[datetime | None] = mapped_column(comment="When that was learned, UTC")


class AlarmRow(Base):
    """A measure of a source that left its band."""

    __tablename__ = "alarms"

    id: Mapped[int] = mapped_column(primary_key=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("sources.id", ondelete="CASCADE"), index=True)
    run_id: Mapped[int | None] = mapped_column(ForeignKey("runs.id", ondelete="SET NULL"))
    measure: Mapped[str] = mapped_column(comment="What was measured: authors, text_length ...")
    sentence: Mapped[str] = mapped_column(comment="What happened, for people")
    raised_at: Mapped[datetime] = mapped_column(index=True, comment="UTC")
    cleared_at: Mapped[datetime | None] = mapped_column(comment="When it was well again, UTC")
