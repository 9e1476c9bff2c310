"""Every known address, and the state of its latest visit."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from newsspider.items import Page
from storage.corpus import sites
from storage.db.upsert import add_missing
from storage.models import PageRow, PageState

GONE = frozenset({404, 410})
"""HTTP statuses of a page that is gone."""


def find_page(session: Session, url: str) -> PageRow | None:
    """The page of this address, as it was asked for."""
    return session.scalar(select(PageRow).where(PageRow.url == url))


def note_visit(session: Session, page: Page, known: PageRow | None, run_id: int | None) -> PageRow:
    """The page's row with this visit noted; its state is for the caller to set.

    ``known`` is the row as ``find_page`` gave it.
    """
    row = known or _add(session, page)
    row.final_url = page.final_url if page.final_url != page.url else None
    row.status = page.status
    row.fetched_at = page.fetched_at
    row.run_id = run_id
    row.content_type = page.headers.get("content-type")
    if page.failure is None and page.status in (None, 200):
        # A failed visit leaves them: the next one can still ask "changed since?".
        row.etag = page.headers.get("etag")
        row.last_modified = page.headers.get("last-modified")
    if page.status in GONE and row.gone_at is None:
        row.gone_at = page.fetched_at
    return row


def find_gone_page(session: Session, article_id: int) -> PageRow | None:
    """The article's page that was visited last, where it is gone; ``None`` where it is not."""
    pages = select(PageRow).where(PageRow.article_id == article_id)
    latest = pages.order_by(PageRow.fetched_at.desc(), PageRow.id.desc()).limit(1)
    row = session.scalar(latest)
    return row if row is not None and row.gone_at is not None else None


def _add(session: Session, page: Page) -> PageRow:
    columns = {
        "url": page.url,
        "site_id": sites.ensure_site(session, page.url).id,
        "state": PageState.KNOWN,
        "first_seen_at": page.fetched_at,
    }
    add_missing(session, PageRow, [columns])
    return session.scalars(select(PageRow).where(PageRow.url == page.url)).one()
