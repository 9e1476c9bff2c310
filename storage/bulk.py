"""Many new articles at once: the same rows that ``articles.save`` makes, in few statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from sqlalchemy import select, tuple_, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from newsspider.hosts import site_host
from newsspider.items import Article
from newsspider.urls import address_key
from storage import articles, copies, index
from storage.analysis import fold
from storage.insert import fill, pour
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
class New:
    """An article that the corpus may not hold yet."""

    article: Article
    first_stored_at: datetime
    changed_at: datetime


def add(session: Session, items: Sequence[New]) -> list[bool]:
    """Store those of the articles whose address is new; for each whether it was.

    Of several with one address the first is stored. What is already there is left as it is: it is
    for ``articles.save``. Give some hundreds at once.
    """
    given = [storable(item.article) for item in items]
    keys = [address_key(article.url) for article in given]
    known = _known(session, keys)
    firsts = {key: at for at, key in reversed(list(enumerate(keys))) if key not in known}
    places = sorted(firsts.values())
    if not places:
        return [False] * len(given)
    hosts = _sites(session, [given[at] for at in places])
    ids = _rows(session, [(given[at], items[at]) for at in places], hosts)
    added = [given[at] for at in places if given[at].url in ids]
    _links(session, added, ids, hosts)
    index.write_all(session, [(ids[article.url], article) for article in added])
    copies.save_new(session, [(ids[article.url], article) for article in added])
    return [firsts.get(key) == at and given[at].url in ids for at, key in enumerate(keys)]


def _known(session: Session, keys: Collection[str]) -> set[str]:
    return set(session.scalars(select(ArticleRow.key).where(ArticleRow.key.in_(keys))))


def _rows(
    session: Session, new: Sequence[tuple[Article, New]], hosts: Mapping[str, int]
) -> dict[str, int]:
    """The articles' own rows; their ids by URL, less those that another writer was first with."""
    rows = [
        articles.columns(article)
        | {
            "site_id": hosts[site_host(article.url)],
            "first_stored_at": item.first_stored_at,
            "changed_at": item.changed_at,
        }
        for article, item in new
    ]
    into = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    written = into(ArticleRow).on_conflict_do_nothing().returning(ArticleRow.id, ArticleRow.url)
    return {row.url: row.id for row in session.connection().execute(written, rows)}


def _sites(session: Session, given: Sequence[Article]) -> dict[str, int]:
    """The ids of the articles' sites by host, each with the name that the last article gives it."""
    names = dict.fromkeys(sorted(site_host(article.url) for article in given))
    names |= {site_host(article.url): article.site for article in given if article.site}
    fill(session, SiteRow, [{"host": host} for host in names])
    wanted = select(SiteRow.host, SiteRow.id, SiteRow.name).where(SiteRow.host.in_(names))
    rows = session.execute(wanted).all()
    for row in rows:
        if names[row.host] not in (None, row.name):
            named = update(SiteRow).where(SiteRow.id == row.id).values(name=names[row.host])
            session.connection().execute(named)
    return {row.host: row.id for row in rows}


def _links(
    session: Session, added: Sequence[Article], ids: Mapping[str, int], hosts: Mapping[str, int]
) -> None:
    """Their sections, authors and tags."""
    sections = _sections(session, {(hosts[site_host(a.url)], s) for a in added for s in a.sections})
    authors = _named(session, AuthorRow, {name for a in added for name in a.authors})
    tags = _named(session, TagRow, {name for a in added for name in a.tags})
    rows: dict[type[Base], list[tuple[int, int, int]]] = defaultdict(list)
    for article in added:
        number, site = ids[article.url], hosts[site_host(article.url)]
        named: tuple[tuple[type[Base], list[int]], ...] = (
            (ArticleSection, [sections[site, name] for name in article.sections]),
            (ArticleAuthor, [authors[name] for name in article.authors]),
            (ArticleTag, [tags[name] for name in article.tags]),
        )
        for table, found in named:
            rows[table] += [(number, at, one) for at, one in enumerate(found)]
    for table, linked in rows.items():
        pour(session, table, linked)


def _sections(session: Session, names: Iterable[tuple[int, str]]) -> dict[tuple[int, str], int]:
    wanted = sorted(names)
    rows = [{"site_id": site, "name": name, "folded": fold(name)} for site, name in wanted]
    fill(session, SectionRow, rows)
    key = tuple_(SectionRow.site_id, SectionRow.name)
    found = select(SectionRow.site_id, SectionRow.name, SectionRow.id).where(key.in_(wanted))
    return {(row.site_id, row.name): row.id for row in session.execute(found)} if wanted else {}


def _named(session: Session, table: type[_Named], names: Iterable[str]) -> dict[str, int]:
    # Sorted, so that two writers with the same new names do not wait for each other in a circle.
    wanted = sorted(names)
    fill(session, table, [{"name": name, "folded": fold(name)} for name in wanted])
    found = select(table.name, table.id).where(table.name.in_(wanted))
    return {row.name: row.id for row in session.execute(found)} if wanted else {}
