"""The one writer of articles: prepared first, in any process, and then written with all their rows.

New articles are written many at once or one alone by the same function; a changed one takes the
place of its earlier version with the same prepared columns, links, index entry and fingerprint.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import delete, select, tuple_, update
from sqlalchemy.orm import Session

from newsspider.duplicates import Fingerprint, fingerprint_of
from newsspider.items import Article, Change, Paragraph, Stored
from newsspider.text.hosts import site_host
from storage import index
from storage.analysis import fold
from storage.corpus import articles, revisions
from storage.db.upsert import add_missing, insert_if_missing, insert_tuples
from storage.duplicates import near_duplicates
from storage.models import (
    ArticleAuthor,
    ArticleRow,
    ArticleSection,
    ArticleTag,
    AuthorRow,
    Base,
    SectionRow,
    SiteRow,
    TagRow,
)
from storage.text import storable

_Named = TypeVar("_Named", AuthorRow, TagRow)

LINKS: tuple[type[ArticleSection | ArticleAuthor | ArticleTag], ...] = (
    ArticleSection,
    ArticleAuthor,
    ArticleTag,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewArticle:
    """An article that the corpus may not hold yet."""

    article: Article
    first_stored_at: datetime
    changed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparedArticle:
    """An article as the tables take it."""

    columns: dict[str, Any]
    """Of its own row, less its id and its site."""

    host: str
    site: str | None
    sections: tuple[str, ...]
    authors: tuple[str, ...]
    tags: tuple[str, ...]
    indexed: dict[str, str]
    fingerprint: Fingerprint | None

    @property
    def url(self) -> str:
        """Its canonical address."""
        return str(self.columns["url"])

    @property
    def key(self) -> str:
        """The key that all spellings of its address have in common."""
        return str(self.columns["key"])


class TransactionSize:
    """The number of articles for one transaction: as many as it stores in a second.

    Others wait for no longer. In a large corpus each article touches pages of the indexes that no
    other one does, and these are written for all of a transaction at once.
    """

    SECONDS = 1.0
    LEAST, MOST = 100, 2_000

    def __init__(self) -> None:
        self.size = self.LEAST

    def took(self, count: int, seconds: float) -> None:
        """Hear how long it took to store so many."""
        fitting = round(count * min(self.SECONDS / max(seconds, 0.001), 2.0))
        self.size = min(max(fitting, self.LEAST), self.MOST)


def prepare_article(new: NewArticle, dialect: str) -> PreparedArticle:
    """All that can be done of storing it without the database, so in any process.

    It is half of the work. ``dialect`` is the kind of database, ``sqlite`` or ``postgresql``.
    """
    article = storable(new.article)
    moments = {"first_stored_at": new.first_stored_at, "changed_at": new.changed_at}
    return PreparedArticle(
        columns=articles.article_columns(article) | moments,
        host=site_host(article.url),
        site=article.site,
        sections=article.sections,
        authors=article.authors,
        tags=article.tags,
        indexed=index.prepare_entry(article, dialect),
        fingerprint=fingerprint_of(article.text),
    )


def add_articles(session: Session, prepared: Sequence[PreparedArticle]) -> list[bool]:
    """Store those of the articles whose address is new; for each whether it was.

    Of several with one address the first is stored. What is already there is left as it is: it is
    for ``store_article``. Give some hundreds at once.
    """
    return [number is not None for number in _add(session, prepared)]


def store_article(session: Session, article: Article, *, now: datetime) -> Stored:
    """Store the article under its URL; the same record again rewrites nothing.

    Another spelling of a known address (``http``, ``www.``, AMP) is no other article: it is stored
    under the one that came first.

    Provenance alone is no change: a feed that names a page does not make it another article. What
    a changed record takes the place of is kept (``storage.corpus.revisions``).
    """
    article = storable(article)
    row = _locked_row(session, article.url)
    if row is None:
        ids = _add_new(session, [_prepared(session, article, now)])
        if article.url in ids:
            return Stored(id=ids[article.url], article=article, change=Change.NEW)
        # Another writer was first: its transaction has ended, and its article is there now.
        row = _locked_row(session, article.url)
        assert row is not None  # noqa: S101 - only what is there is not added
    if row.url != article.url:
        article = replace(article, url=row.url)
    if row.content_hash == articles.content_hash(article):
        return Stored(id=row.id, article=articles.load_article(row), change=Change.UNCHANGED)
    revisions.keep_version(session, row, articles.load_article(row), article, now=now)
    _rewrite(session, row, _prepared(session, article, now))
    return Stored(id=row.id, article=article, change=Change.UPDATED)


def reclean_article(
    session: Session, row: ArticleRow, body: tuple[Paragraph, ...], *, now: datetime
) -> None:
    """Give the article another body, by its site's boilerplate: no visit, no new version.

    ``changed_at`` stays, for the publisher changed nothing; ``cleaned_at`` moves.
    """
    prepared = _prepared(session, replace(articles.load_article(row), body=body), now)
    for name in ("body", "text", "content_hash"):
        setattr(row, name, prepared.columns[name])
    row.cleaned_at = now
    session.flush()
    _write_texts(session, row.id, prepared)


def _prepared(session: Session, article: Article, now: datetime) -> PreparedArticle:
    new = NewArticle(article=article, first_stored_at=now, changed_at=now)
    return prepare_article(new, session.get_bind().dialect.name)


def _locked_row(session: Session, url: str) -> ArticleRow | None:
    """The article's row, by this or another spelling of its address.

    Another writer of it waits until this transaction ends.
    """
    locked = articles.at_address(select(ArticleRow), url).with_for_update()
    return session.scalar(locked.execution_options(populate_existing=True))


def _add(session: Session, batch: Sequence[PreparedArticle]) -> list[int | None]:
    """Store the new ones of the articles; for each its id, ``None`` where it was not new."""
    known = _known_keys(session, [prepared.key for prepared in batch])
    firsts: dict[str, int] = {}
    for at, prepared in enumerate(batch):
        if prepared.key not in known:
            firsts.setdefault(prepared.key, at)
    new = [batch[at] for at in firsts.values()]
    ids = _add_new(session, new) if new else {}
    return [
        ids.get(prepared.url) if firsts.get(prepared.key) == at else None
        for at, prepared in enumerate(batch)
    ]


def _add_new(session: Session, new: Sequence[PreparedArticle]) -> dict[str, int]:
    """Store articles that are not known; their ids by URL, less those that others came before."""
    sites = _ensure_sites(session, new)
    ids = _insert_rows(session, new, sites)
    added = [prepared for prepared in new if prepared.url in ids]
    _insert_links(session, added, ids, sites)
    index.write_entries(session, [(ids[prepared.url], prepared.indexed) for prepared in added])
    near_duplicates.cluster_new_articles(
        session, [(ids[prepared.url], prepared.fingerprint) for prepared in added]
    )
    return ids


def _rewrite(session: Session, row: ArticleRow, prepared: PreparedArticle) -> None:
    """Put the article in place of its row's version; the time of its first storing stays."""
    for name, value in prepared.columns.items():
        if name != "first_stored_at":
            setattr(row, name, value)
    session.flush()
    _drop_links(session, row)
    sites = _ensure_sites(session, [prepared])
    _insert_links(session, [prepared], {prepared.url: row.id}, sites)
    _write_texts(session, row.id, prepared)


def _write_texts(session: Session, article_id: int, prepared: PreparedArticle) -> None:
    """Index the article's texts anew, and find its near-duplicates."""
    index.write_entries(session, [(article_id, prepared.indexed)])
    near_duplicates.cluster_article(session, article_id, prepared.fingerprint)


def _drop_links(session: Session, row: ArticleRow) -> None:
    for table in LINKS:
        session.connection().execute(delete(table).where(table.article_id == row.id))
    # The session knows nothing of statements that pass it by.
    for link in (*row.section_links, *row.author_links, *row.tag_links):
        session.expunge(link)
    session.expire(row, ["section_links", "author_links", "tag_links"])


def _known_keys(session: Session, keys: Collection[str]) -> set[str]:
    return set(session.scalars(select(ArticleRow.key).where(ArticleRow.key.in_(keys))))


def _insert_rows(
    session: Session, new: Sequence[PreparedArticle], sites: Mapping[str, int]
) -> dict[str, int]:
    """The articles' own rows; their ids by URL, less those that another writer was first with."""
    rows = [prepared.columns | {"site_id": sites[prepared.host]} for prepared in new]
    insert = insert_if_missing(session.get_bind().dialect.name, ArticleRow)
    written = insert.returning(ArticleRow.id, ArticleRow.url)
    return {row.url: row.id for row in session.connection().execute(written, rows)}


def _ensure_sites(session: Session, batch: Sequence[PreparedArticle]) -> dict[str, int]:
    """The ids of the articles' sites by host, each with the name that the last article gives it."""
    names = dict.fromkeys(sorted(prepared.host for prepared in batch))
    names |= {prepared.host: prepared.site for prepared in batch if prepared.site}
    statement = select(SiteRow.host, SiteRow.id, SiteRow.name).where(SiteRow.host.in_(names))
    rows = session.execute(statement).all()
    missing = sorted(names.keys() - {row.host for row in rows})
    if missing:
        add_missing(session, SiteRow, [{"host": host} for host in missing])
        rows = session.execute(statement).all()
    for row in rows:
        if names[row.host] not in (None, row.name):
            named = update(SiteRow).where(SiteRow.id == row.id).values(name=names[row.host])
            session.execute(named)
    return {row.host: row.id for row in rows}


def _insert_links(
    session: Session,
    added: Sequence[PreparedArticle],
    ids: Mapping[str, int],
    sites: Mapping[str, int],
) -> None:
    """The links of articles that have none to their sections, authors and tags."""
    sections = _ensure_sections(
        session, {(sites[prepared.host], name) for prepared in added for name in prepared.sections}
    )
    authors = _ensure_named(
        session, AuthorRow, {name for prepared in added for name in prepared.authors}
    )
    tags = _ensure_named(session, TagRow, {name for prepared in added for name in prepared.tags})
    rows: dict[type[Base], list[tuple[int, int, int]]] = defaultdict(list)
    for prepared in added:
        article_id, site_id = ids[prepared.url], sites[prepared.host]
        named: tuple[tuple[type[Base], list[int]], ...] = (
            (ArticleSection, [sections[site_id, name] for name in prepared.sections]),
            (ArticleAuthor, [authors[name] for name in prepared.authors]),
            (ArticleTag, [tags[name] for name in prepared.tags]),
        )
        for table, name_ids in named:
            rows[table] += [(article_id, at, name_id) for at, name_id in enumerate(name_ids)]
    for table, links in rows.items():
        insert_tuples(session, table, links)


def _ensure_sections(
    session: Session, names: AbstractSet[tuple[int, str]]
) -> dict[tuple[int, str], int]:
    """The ids of the sections by site and name, added where they are new."""
    sections = _find_sections(session, names)
    # Sorted, so that two writers with the same new names do not wait for each other in a circle.
    missing = sorted(names - sections.keys())
    if missing:
        rows = [{"site_id": site, "name": name, "folded": fold(name)} for site, name in missing]
        add_missing(session, SectionRow, rows)
        sections |= _find_sections(session, missing)
    return sections


def _find_sections(
    session: Session, names: Collection[tuple[int, str]]
) -> dict[tuple[int, str], int]:
    if not names:
        return {}
    key = tuple_(SectionRow.site_id, SectionRow.name)
    statement = select(SectionRow.site_id, SectionRow.name, SectionRow.id).where(key.in_(names))
    return {(row.site_id, row.name): row.id for row in session.execute(statement)}


def _ensure_named(session: Session, table: type[_Named], names: AbstractSet[str]) -> dict[str, int]:
    """The ids of the authors or tags by name, added where they are new."""
    named = _find_named(session, table, names)
    missing = sorted(names - named.keys())  # Sorted as sections are.
    if missing:
        add_missing(session, table, [{"name": name, "folded": fold(name)} for name in missing])
        named |= _find_named(session, table, missing)
    return named


def _find_named(session: Session, table: type[_Named], names: Collection[str]) -> dict[str, int]:
    if not names:
        return {}
    statement = select(table.name, table.id).where(table.name.in_(names))
    return {row.name: row.id for row in session.execute(statement)}
