"""One visit to a page: the page, and the article or the reason why there is none, together."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy.orm import Session

from newsspider.errors import UsageError
from newsspider.items import Article, Page, Reason, Rejected, Stored
from storage import learning, pages, rejected
from storage.models import PageState
from storage.text import storable

KEY_BYTES = 2_600
"""A URL or a name of more does not fit into PostgreSQL's index, which takes 2,704 bytes."""


def save(
    session: Session, page: Page, verdict: Article | Rejected, *, run_id: int | None
) -> Stored | Rejected:
    """Store what a visit came to: all of it, in the caller's transaction. Doing it twice is once.

    A page that gave an article keeps it when a later visit is rejected; one that answers 404 or 410
    is marked gone until it gives an article again. Raises ``UsageError`` for an address that is too
    long to be kept.
    """
    page = replace(page, url=storable(page.url), final_url=storable(page.final_url))
    if _too_long(page.url):
        raise UsageError(f"The address {page.url[:60]}... is longer than {KEY_BYTES:,} bytes.")
    verdict = _that_fits(page, storable(verdict))
    row = pages.visit(session, page, run_id)
    session.flush()
    if isinstance(verdict, Rejected):
        rejected.save(session, row.id, page, verdict, run_id)
        row.state = PageState.REJECTED
        session.flush()
        return verdict
    stored = learning.save(session, verdict, now=page.fetched_at)
    rejected.forget(session, row.id)
    row.state, row.article_id, row.gone_at = PageState.STORED, stored.id, None
    session.flush()
    return stored


def too_long(article: Article) -> str | None:
    """The sentence that says which URL or name of the article cannot be kept, if one cannot."""
    keys = (article.url, *article.sections, *article.authors, *article.tags)
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
