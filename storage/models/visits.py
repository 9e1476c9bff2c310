"""Runs, the pages they visited, and why a page is no article."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base


class PageState(StrEnum):
    """The state of a page after its latest visit."""

    KNOWN = "known"
    STORED = "stored"
    REJECTED = "rejected"
    INDEX_PAGE = "listed"
    """Read for its links: a feed, a sitemap, a list of articles."""


class RunRow(Base):
    """One crawl, ingest or reading of the archive."""

    __tablename__ = "runs"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(comment="crawl, ingest ...")
    arguments: Mapped[dict[str, Any]] = mapped_column(
        comment="What it was asked to do, and how far a re-extraction has come"
    )
    started_at: Mapped[datetime] = mapped_column(index=True, comment="UTC")
    finished_at: Mapped[datetime | None] = mapped_column(comment="UTC; none while it runs")
    status: Mapped[str] = mapped_column(comment="running, then how it ended")
    holder: Mapped[str | None] = mapped_column(comment="Its process, host:pid:start")
    counts: Mapped[dict[str, Any]] = mapped_column(comment="What it did: {name: number}")
    # No foreign key: SQLite cannot add one to a table that others refer to.
    source_id: Mapped[int | None] = mapped_column(
        index=True, comment="The source that it crawled, be that removed or not"
    )
    measures: Mapped[dict[str, Any]] = mapped_column(
        default=dict, server_default="{}", comment="What its pages were like: {name: number}"
    )


class PageRow(Base):
    """One known address, and what its latest visit gave."""

    __tablename__ = "pages"

    id: Mapped[int] = mapped_column(primary_key=True)
    url: Mapped[str] = mapped_column(unique=True, comment="The address asked for")
    final_url: Mapped[str | None] = mapped_column(
        comment="The address that answered, after redirects; none where it is url"
    )
    site_id: Mapped[int] = mapped_column(ForeignKey("sites.id"), index=True)
    state: Mapped[str] = mapped_column(
        index=True, comment="known, stored, rejected or listed: the outcome of the latest visit"
    )
    status: Mapped[int | None] = mapped_column(comment="HTTP status; none if no server answered")
    etag: Mapped[str | None] = mapped_column(comment="Of the latest good answer, to ask again with")
    last_modified: Mapped[str | None] = mapped_column(comment="As etag")
    content_type: Mapped[str | None] = mapped_column(comment="As the server named it")
    first_seen_at: Mapped[datetime] = mapped_column(comment="UTC")
    fetched_at: Mapped[datetime | None] = mapped_column(comment="The latest visit, UTC")
    gone_at: Mapped[datetime | None] = mapped_column(
        comment="When it first answered 404 or 410, until it gives an article again"
    )
    article_id: Mapped[int | None] = mapped_column(
        ForeignKey("articles.id", ondelete="SET NULL"),
        index=True,
        comment="The article that it gave, kept when a later visit fails",
    )
    run_id: Mapped[int | None] = mapped_column(
        ForeignKey("runs.id", ondelete="SET NULL"), index=True, comment="The latest visit's run"
    )


class RejectedRow(Base):
    """Why a page's latest visit gave no article."""

    __tablename__ = "rejected_pages"

    page_id: Mapped[int] = mapped_column(
        ForeignKey("pages.id", ondelete="CASCADE"), primary_key=True
    )
    reason: Mapped[str] = mapped_column(index=True, comment="See newsspider.items.Reason")
    evidence: Mapped[str] = mapped_column(comment="A sentence or figure that a person can check")
    status: Mapped[int | None] = mapped_column(comment="HTTP status; none if no server answered")
    rejected_at: Mapped[datetime] = mapped_column(index=True, comment="UTC")
    run_id: Mapped[int | None] = mapped_column(ForeignKey("runs.id", ondelete="SET NULL"))
