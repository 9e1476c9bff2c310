"""One visit to a page: the page, and the article or the reason why there is none, together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from newsspider.errors import UsageError
from newsspider.items import Article, Change, IndexPage, Page, Reason, Rejected, Stored, Unmodified
from newsspider.sources import revisits
from storage.boilerplate import learning
from storage.corpus import articles
from storage.crawl import captures, frontier, pages, rejected
from storage.crawl.revisits import schedule_revisit
from storage.models import ArticleRow, FrontierRow, PageRow, PageState
from storage.text import storable

KEY_BYTES = 2_600
"""A URL or a name of more does not fit into PostgreSQL's index, which takes 2,704 bytes."""


Verdict = Article | Rejected | IndexPage | Unmodified
Outcome = Stored | Rejected | IndexPage | Unmodified


MOST_NAMES = 1_000
"""No article has so many; a statement of PostgreSQL takes 65,535 values."""


def record_visit(
    session: Session,
    page: Page,
    verdict: Verdict,
    *,
    run_id: int | None,
    steps: Sequence[int] = revisits.ARTICLE_STEPS,
) -> Outcome:
    """Store the outcome of a visit, all of it, in the caller's transaction. Doing it twice is once.

    A page that gave an article keeps it when a later visit is rejected; one that answers 404 or 410
    is marked gone until it gives an article again. A page of a source gets its next visit, and the
    entries of an index page go into the frontier; the ``IndexPage`` that comes back counts the new
    ones. ``steps`` are the waits between the visits of an article. Raises ``UsageError`` for an
    address that is too long to be kept.
    """
    page = replace(page, url=storable(page.url), final_url=storable(page.final_url))
    if _too_long(page.url):
        raise UsageError(f"The address {page.url[:60]}... is longer than {KEY_BYTES:,} bytes.")
    known = pages.find_page(session, page.url)
    if (newer := _find_superseding(session, known, page, run_id)) is not None:
        return newer
    row = pages.note_visit(session, page, known, run_id)
    session.flush()
    if page.capture is not None:
        captures.add_capture(session, row.id, page.capture, run_id)
    if isinstance(verdict, IndexPage):
        return _store_index_page(session, row, page, verdict)
    if isinstance(verdict, Unmodified):
        outcome: Stored | Rejected | Unmodified = _recover(session, row, verdict)
    else:
        outcome = _store(session, row, page, verdict)
    schedule_revisit(session, row, page, outcome, steps=steps)
    return outcome


def _store(
    session: Session, row: PageRow, page: Page, verdict: Article | Rejected
) -> Stored | Rejected:
    verdict = _that_fits(page, storable(verdict))
    if isinstance(verdict, Rejected):
        rejected.keep_rejection(session, row.id, page, verdict, row.run_id)
        row.state = PageState.REJECTED
        session.flush()
        return verdict
    stored = _find_newer_article(session, page, verdict.url) or learning.store_cleaned(
        session, verdict, now=page.fetched_at
    )
    _forget_rejection(session, row)
    row.state, row.article_id, row.gone_at = PageState.STORED, stored.id, None
    session.flush()
    return stored


def _recover(session: Session, row: PageRow, verdict: Unmodified) -> Unmodified:
    """Give a page that did not change its state of before, though a visit between failed."""
    held = session.get(FrontierRow, row.id)
    if row.article_id is not None:
        _forget_rejection(session, row)
        row.state, row.gone_at = PageState.STORED, None
    elif held is not None and held.kind != frontier.ARTICLE:
        _forget_rejection(session, row)
        row.state = PageState.INDEX_PAGE
    return verdict


def _forget_rejection(session: Session, row: PageRow) -> None:
    if row.state == PageState.REJECTED:
        rejected.forget_rejection(session, row.id)


def _store_index_page(
    session: Session, row: PageRow, page: Page, index_page: IndexPage
) -> IndexPage:
    _forget_rejection(session, row)
    row.state = PageState.INDEX_PAGE
    held = session.get(FrontierRow, row.id)
    if held is None:
        return index_page
    fitting = [entry for entry in index_page.entries if not _too_long(entry.url)]
    news, cut = frontier.add_entries(
        session, held.source_id, storable(fitting), now=page.fetched_at
    )
    schedule_revisit(session, row, page, index_page, news=news)
    return IndexPage(new_articles=news, cut={**index_page.cut, **cut})


def too_long(article: Article) -> str | None:
    """The sentence that says which URL or name of the article cannot be kept, if one cannot."""
    keys = (article.url, *article.sections, *article.authors, *article.tags)
    if len(keys) > MOST_NAMES:
        return f"It names more than {MOST_NAMES:,} sections, authors and tags."
    longest = max(keys, key=lambda key: len(key.encode()))
    if not _too_long(longest):
        return None
    return f"A URL or name is longer than {KEY_BYTES:,} bytes: {longest[:60]}..."


def _that_fits(page: Page, verdict: Article | Rejected) -> Article | Rejected:
    evidence = too_long(verdict) if isinstance(verdict, Article) else None
    if evidence is None:
        return verdict
    return Rejected(url=page.url, reason=Reason.EXTRACTION_FAILED, evidence=evidence)


def _too_long(key: str) -> bool:
    return len(key.encode()) > KEY_BYTES


def _find_superseding(
    session: Session, row: PageRow | None, page: Page, run_id: int | None
) -> Stored | None:
    """The page's article where a newer visit gave it, the older answer only noted beside it."""
    if page.capture is None or row is None or row.article_id is None:
        return None
    if row.fetched_at is None or row.fetched_at <= page.fetched_at:
        return None
    captures.add_capture(session, row.id, page.capture, run_id)
    return _unchanged(session, row.article_id)


def _find_newer_article(session: Session, page: Page, url: str) -> Stored | None:
    """The article of this address, where another page gave it after this one was fetched."""
    if page.capture is None:
        return None
    statement = select(ArticleRow.id).join(PageRow, PageRow.article_id == ArticleRow.id)
    later = statement.where(ArticleRow.url == url, PageRow.fetched_at > page.fetched_at)
    article_id = session.scalar(later.limit(1))
    return None if article_id is None else _unchanged(session, article_id)


def _unchanged(session: Session, article_id: int) -> Stored:
    row = session.get_one(ArticleRow, article_id)
    return Stored(id=row.id, article=articles.load_article(row), change=Change.UNCHANGED)
