"""Export: all articles that a query finds, in bounded memory."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from sqlalchemy import select
from sqlalchemy.orm import Session

from newsspider.items import Article
from storage.corpus import revisions
from storage.corpus.revisions import Revision
from storage.models import ArticleRow, RevisionRow
from storage.search.search import PAGE, Hit, Query, stream


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportedArticle:
    """One article as the database holds it."""

    id: int
    article: Article
    first_stored_at: datetime
    changed_at: datetime
    earlier: tuple[Revision, ...] = ()
    """Its earlier versions, the first one first; only where they were asked for."""


def export_articles(
    session: Session, query: Query, *, earlier: bool = False
) -> Iterator[ExportedArticle]:
    """All that the query finds, newest first, a page in memory at a time."""
    hits = stream(session, query)
    while page := list(islice(hits, PAGE)):
        ids = [hit.id for hit in page]
        versions = _earlier(session, ids) if earlier else {}
        yield from _dated(session, page, ids, versions)


def _dated(
    session: Session,
    hits: Sequence[Hit],
    ids: Sequence[int],
    versions: Mapping[int, tuple[Revision, ...]],
) -> Iterator[ExportedArticle]:
    statement = select(ArticleRow.id, ArticleRow.first_stored_at, ArticleRow.changed_at)
    dates = {row.id: row for row in session.execute(statement.where(ArticleRow.id.in_(ids)))}
    for hit in hits:
        yield ExportedArticle(
            id=hit.id,
            article=hit.article,
            first_stored_at=dates[hit.id].first_stored_at,
            changed_at=dates[hit.id].changed_at,
            earlier=versions.get(hit.id, ()),
        )


def _earlier(session: Session, ids: Sequence[int]) -> dict[int, tuple[Revision, ...]]:
    revised = select(RevisionRow.article_id).where(RevisionRow.article_id.in_(ids)).distinct()
    rows = session.scalars(select(ArticleRow).where(ArticleRow.id.in_(revised)))
    return {row.id: tuple(revisions.list_revisions(session, row)[:-1]) for row in rows}
