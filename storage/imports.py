"""Articles that an export holds, back into a corpus.

A record that was exported is clean: what was learned to be boilerplate of its site is not in it. So
it is stored as it stands, without a trace, and is no evidence of how the site's pages read. Its
next visit gives it its trace. → docs/decisions/0012-an-import-is-no-visit.md
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from newsspider.items import Article, Change
from newsspider.text.hosts import site_host
from newsspider.text.urls import address_key
from storage.corpus import sites, writing
from storage.models import ArticleRow, CutRow, TraceRow
from storage.text import storable


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRecord:
    """One record of an export."""

    article: Article
    first_stored_at: datetime
    changed_at: datetime
    earlier: tuple[tuple[datetime, Article], ...] = ()
    """Its earlier versions and since when each held, the first one first."""


@dataclass(frozen=True, slots=True)
class PreparedImport:
    """A record, with the part of storing that can be done before the database is asked."""

    record: ImportRecord
    prepared: writing.PreparedArticle | None
    """``None`` where it has earlier versions: these come in one after the other."""


def prepare_import(record: ImportRecord, dialect: str) -> PreparedImport:
    """The record, ready for a database of this kind; for any process."""
    if record.earlier:
        return PreparedImport(record, None)
    new = writing.NewArticle(
        article=record.article,
        first_stored_at=min(record.first_stored_at, record.changed_at),
        changed_at=record.changed_at,
    )
    return PreparedImport(record, writing.prepare_article(new, dialect))


def store_records(session: Session, prepared: Sequence[PreparedImport]) -> list[Change]:
    """Store the records; returns the change that each made. Doing it twice is once.

    An article that the corpus holds in a version that is as new or newer is left as it is.
    """
    records = [each.record for each in prepared]
    # As with visits, one transaction at a time writes a site's articles. The sites are sorted, so
    # that two imports do not wait for each other in a circle.
    hosts = {site_host(record.article.url): record.article.url for record in records}
    for host in sorted(hosts):
        sites.lock_site(session, hosts[host])
    added = _add_new(session, prepared)
    known = _known(session, [address_key(storable(record.article.url)) for record in records])
    return [
        Change.NEW if at in added else _save(session, record, known)
        for at, record in enumerate(records)
    ]


def _add_new(session: Session, records: Sequence[PreparedImport]) -> set[int]:
    """Store at once those that are new and have one version only; their places."""
    prepared = [
        (at, record.prepared) for at, record in enumerate(records) if record.prepared is not None
    ]
    added = writing.add_articles(session, [new for _, new in prepared])
    return {at for (at, _), is_new in zip(prepared, added, strict=True) if is_new}


def _save(session: Session, record: ImportRecord, known: dict[str, datetime]) -> Change:
    article = storable(record.article)
    key = address_key(article.url)
    changed_at = known.get(key)
    if changed_at is not None and changed_at >= record.changed_at:
        return Change.UNCHANGED
    if changed_at is None:
        # So the versions come to be as they once did; where the article is, it has its own.
        for seen_at, version in record.earlier:
            writing.store_article(session, version, now=seen_at)
    stored = writing.store_article(session, article, now=record.changed_at)
    known[key] = record.changed_at
    if changed_at is None:
        row = update(ArticleRow).where(ArticleRow.id == stored.id)
        session.execute(row.values(first_stored_at=min(record.first_stored_at, record.changed_at)))
        return Change.NEW
    if stored.change is Change.UPDATED:
        _forget_reading(session, stored.id)
    return stored.change


def _known(session: Session, keys: Sequence[str]) -> dict[str, datetime]:
    statement = select(ArticleRow.key, ArticleRow.changed_at).where(ArticleRow.key.in_(keys))
    return {row.key: row.changed_at for row in session.execute(statement)}


def _forget_reading(session: Session, article_id: int) -> None:
    """Drop how the earlier version was read: it is no longer what the body rests on."""
    for table in (TraceRow, CutRow):
        session.execute(delete(table).where(table.article_id == article_id))
