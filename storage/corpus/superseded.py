"""Answers that come later than newer ones: an archive that is read in after a crawl."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from newsspider.items import Change, Page, Stored
from storage.corpus import articles
from storage.crawl import captures, pages
from storage.models import ArticleRow, PageRow


def find_superseding(session: Session, page: Page, run_id: int | None) -> Stored | None:
    """The page's article where a newer visit gave it, the older answer only noted beside it."""
    if page.capture is None:
        return None
    row = pages.find_page(session, page.url)
    if row is None or row.fetched_at is None or row.fetched_at <= page.fetched_at:
        return None
    if row.article_id is None:
        return None
    captures.add_capture(session, row.id, page.capture, run_id)
    return _stored(session, row.article_id)


def find_newer_article(session: Session, page: Page, url: str) -> Stored | None:
    """The article of this address, where another page gave it after this one was fetched."""
    if page.capture is None:
        return None
    wanted = select(ArticleRow.id).join(PageRow, PageRow.article_id == ArticleRow.id)
    later = wanted.where(ArticleRow.url == url, PageRow.fetched_at > page.fetched_at)
    found = session.scalar(later.limit(1))
    return None if found is None else _stored(session, found)


def _stored(session: Session, article_id: int) -> Stored:
    row = session.get_one(ArticleRow, article_id)
    return Stored(id=row.id, article=articles.load_article(row), change=Change.UNCHANGED)
