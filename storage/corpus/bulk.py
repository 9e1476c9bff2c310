"""Many new articles at once: the same rows that ``articles.save`` makes, in few statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import select, tuple_, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from newsspider.duplicates import Fingerprint, fingerprint_of
from newsspider.items import Article
from newsspider.text.hosts import site_host
from storage import index
from storage.analysis import fold
from storage.corpus import articles
from storage.db.upsert import add_many_missing, insert_tuples
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


@dataclass(frozen=True, slots=True, kw_only=True)
class NewArticle:
    """An article that the corpus may not hold yet."""

    article: Article
    first_stored_at: datetime
    changed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparedArticle:
    """A new article as the tables take it."""

    columns: dict[str, Any]
    host: str
    site: str | None
    sections: tuple[str, ...]
    authors: tuple[str, ...]
    tags: tuple[str, ...]
    indexed: dict[str, str]
    print: Fingerprint | None

    @property
    def url(self) -> str:
        """Where it stands."""
        return str(self.columns["url"])

    @property
    def key(self) -> str:
        """What all spellings of its address have in common."""
        return str(self.columns["key"])


class TransactionSize:
    """How many articles a transaction takes: those that it stores in a second.

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
        print=fingerprint_of(article.text),
    )


def add_articles(session: Session, given: Sequence[PreparedArticle]) -> list[bool]:
    """Store those of the articles whose address is new; for each whether it was.

    Of several with one address the first is stored. What is already there is left as it is: it is
    for ``articles.save``. Give some hundreds at once.
    """
    known = _known(session, [one.key for one in given])
    firsts = {one.key: at for at, one in reversed(list(enumerate(given))) if one.key not in known}
    new = [given[at] for at in sorted(firsts.values())]
    if not new:
        return [False] * len(given)
    hosts = _sites(session, new)
    ids = _rows(session, new, hosts)
    added = [one for one in new if one.url in ids]
    _links(session, added, ids, hosts)
    index.write_entries(session, [(ids[one.url], one.indexed) for one in added])
    near_duplicates.cluster_new_articles(session, [(ids[one.url], one.print) for one in added])
    return [firsts.get(one.key) == at and one.url in ids for at, one in enumerate(given)]


def _known(session: Session, keys: Collection[str]) -> set[str]:
    return set(session.scalars(select(ArticleRow.key).where(ArticleRow.key.in_(keys))))


def _rows(
    session: Session, new: Sequence[PreparedArticle], hosts: Mapping[str, int]
) -> dict[str, int]:
    """The articles' own rows; their ids by URL, less those that another writer was first with."""
    rows = [one.columns | {"site_id": hosts[one.host]} for one in new]
    into = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    written = into(ArticleRow).on_conflict_do_nothing().returning(ArticleRow.id, ArticleRow.url)
    return {row.url: row.id for row in session.connection().execute(written, rows)}


def _sites(session: Session, given: Sequence[PreparedArticle]) -> dict[str, int]:
    """The ids of the articles' sites by host, each with the name that the last article gives it."""
    names = dict.fromkeys(sorted(one.host for one in given))
    names |= {one.host: one.site for one in given if one.site}
    add_many_missing(session, SiteRow, [{"host": host} for host in names])
    wanted = select(SiteRow.host, SiteRow.id, SiteRow.name).where(SiteRow.host.in_(names))
    rows = session.execute(wanted).all()
    for row in rows:
        if names[row.host] not in (None, row.name):
            named = update(SiteRow).where(SiteRow.id == row.id).values(name=names[row.host])
            session.connection().execute(named)
    return {row.host: row.id for row in rows}


def _links(
    session: Session,
    added: Sequence[PreparedArticle],
    ids: Mapping[str, int],
    hosts: Mapping[str, int],
) -> None:
    """Their sections, authors and tags."""
    sections = _sections(
        session, {(hosts[one.host], name) for one in added for name in one.sections}
    )
    authors = _named(session, AuthorRow, {name for one in added for name in one.authors})
    tags = _named(session, TagRow, {name for one in added for name in one.tags})
    rows: dict[type[Base], list[tuple[int, int, int]]] = defaultdict(list)
    for one in added:
        number, site = ids[one.url], hosts[one.host]
        named: tuple[tuple[type[Base], list[int]], ...] = (
            (ArticleSection, [sections[site, name] for name in one.sections]),
            (ArticleAuthor, [authors[name] for name in one.authors]),
            (ArticleTag, [tags[name] for name in one.tags]),
        )
        for table, found in named:
            rows[table] += [(number, at, linked) for at, linked in enumerate(found)]
    for table, linked in rows.items():
        insert_tuples(session, table, linked)


def _sections(session: Session, names: Iterable[tuple[int, str]]) -> dict[tuple[int, str], int]:
    wanted = sorted(names)
    rows = [{"site_id": site, "name": name, "folded": fold(name)} for site, name in wanted]
    add_many_missing(session, SectionRow, rows)
    key = tuple_(SectionRow.site_id, SectionRow.name)
    found = select(SectionRow.site_id, SectionRow.name, SectionRow.id).where(key.in_(wanted))
    return {(row.site_id, row.name): row.id for row in session.execute(found)} if wanted else {}


def _named(session: Session, table: type[_Named], names: Iterable[str]) -> dict[str, int]:
    # Sorted, so that two writers with the same new names do not wait for each other in a circle.
    wanted = sorted(names)
    add_many_missing(session, table, [{"name": name, "folded": fold(name)} for name in wanted])
    found = select(table.name, table.id).where(table.name.in_(wanted))
    return {row.name: row.id for row in session.execute(found)} if wanted else {}
