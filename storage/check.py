"""Whether the database is sound: its file, its references, its search index; and how to mend it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from sqlalchemy import (
    ColumnElement,
    Executable,
    ForeignKeyConstraint,
    and_,
    delete,
    exists,
    func,
    select,
    text,
    update,
)
from sqlalchemy.orm import Session

from newsspider.text.hosts import site_host
from storage import index
from storage.corpus import articles
from storage.models import ArticleRow, Base, PageRow, PageState, SiteRow
from storage.search.search import PAGE, Query, stream

MOST_MESSAGES = 100
"""Of a damaged file: each page of it may have one."""

MOST_NAMED = 5

Mend = Callable[[Session], None]

LINKS = frozenset({"article_sections", "article_authors", "article_tags"})

# A page that is called stored is not fetched again; one that is known is.
WITHOUT_ARTICLE = (PageRow.state == PageState.STORED) & PageRow.article_id.is_(None)

_STRAYS = {
    "sqlite": "article_words WHERE rowid NOT IN (SELECT id FROM articles)",
    "postgresql": "article_words WHERE article_id NOT IN (SELECT id FROM articles)",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One fault of the database."""

    sentence: str
    mend: Mend | None = None
    """Puts it right, in a transaction of its own; ``None`` where a person has to."""


def problems(session: Session, on_progress: Callable[[int], None]) -> Iterator[Problem]:
    """Yield each problem; ``on_progress`` is called with how many more articles were checked."""
    yield from _damage(session)
    yield from _orphans(session)
    yield from _pages_without_article(session)
    yield from _index(session, on_progress)


def _damage(session: Session) -> Iterator[Problem]:
    # PostgreSQL has no such question; its own pg_amcheck is for that.
    if session.get_bind().dialect.name != "sqlite":
        return
    # Since SQLite 3.44 it looks into FTS5's tables too, and goes by what the connection remembers
    # of them: asked for anything, it forgets what others have changed since.
    session.execute(text("SELECT rowid FROM article_words LIMIT 1"))
    for message in session.scalars(text(f"PRAGMA integrity_check({MOST_MESSAGES})")):
        if message == "ok":
            continue
        of_an_index = any(name in message for name in ("inverted index", "from index", "in index"))
        mend = _rebuild_indexes if of_an_index else None
        yield Problem(sentence=f"The file is damaged: {message}.", mend=mend)


def _orphans(session: Session) -> Iterator[Problem]:
    for table in Base.metadata.sorted_tables:
        for key in sorted(table.foreign_key_constraints, key=lambda key: str(key.name)):
            orphaned = _orphaned(key)
            statement = select(func.count()).select_from(table).where(orphaned)
            if count := session.scalars(statement).one():
                yield Problem(
                    sentence=f"Rows of {table.name} whose row in {key.referred_table.name}"
                    f" is missing: {count:,}.",
                    mend=_mend_orphans(key, orphaned),
                )


def _orphaned(key: ForeignKeyConstraint) -> ColumnElement[bool]:
    parent = key.referred_table.alias()
    pairs = [(element.parent, parent.c[element.column.name]) for element in key.elements]
    there = exists().where(and_(*(theirs == own for own, theirs in pairs)))
    return and_(*(own.is_not(None) for own, _ in pairs), ~there)


def _pages_without_article(session: Session) -> Iterator[Problem]:
    statement = select(func.count(PageRow.id)).where(WITHOUT_ARTICLE)
    if count := session.scalars(statement).one():
        yield Problem(
            sentence=f"Pages that are called stored and have no article: {count:,}.",
            mend=_fetch_again,
        )


def _index(session: Session, on_progress: Callable[[int], None]) -> Iterator[Problem]:
    if count := _count_strays(session):
        yield Problem(
            sentence=f"Entries of the search index without an article: {count:,}.",
            mend=_forget_strays,
        )
    hits = stream(session, Query())
    while page := list(islice(hits, PAGE)):
        stale = [hit.id for hit in page if not index.is_indexed(session, hit.id, hit.article)]
        if stale:
            named = ", ".join(map(str, stale[:MOST_NAMED])) + (", …" if stale[MOST_NAMED:] else "")
            yield Problem(
                sentence=f"Articles that the search index lacks or has in other words:"
                f" {len(stale):,} (id {named}).",
                mend=_index_again(stale),
            )
        on_progress(len(page))


def _mend_orphans(key: ForeignKeyConstraint, orphaned: ColumnElement[bool]) -> Mend | None:
    """The repair of rows whose parent is not there; ``None`` where something would be lost.

    It does what the database would have done when the parent went (the key's ``ondelete``). A
    site comes back, for its articles still name it.
    """
    if key.referred_table.name == SiteRow.__tablename__:
        return _restore_sites
    if key.ondelete == "CASCADE" or key.table.name in LINKS:
        return _running(delete(key.table).where(orphaned))
    if key.ondelete == "SET NULL":
        empty = dict.fromkeys(key.column_keys)
        return _running(update(key.table).where(orphaned).values(empty))
    return None


def _restore_sites(session: Session) -> None:
    """Add the sites again that articles and pages name, under their old ids."""
    known = set(session.scalars(select(SiteRow.id)))
    taken = set(session.scalars(select(SiteRow.host)))
    for rows in (select(ArticleRow.site_id, ArticleRow.url), select(PageRow.site_id, PageRow.url)):
        for site_id, url in session.execute(rows.where(rows.selected_columns[0].not_in(known))):
            if site_id not in known and site_host(url) not in taken:
                session.add(SiteRow(id=site_id, host=site_host(url)))
                known.add(site_id)
                taken.add(site_host(url))


def _fetch_again(session: Session) -> None:
    """Have the pages fetched again that are called stored and have no article."""
    session.execute(update(PageRow).where(WITHOUT_ARTICLE).values(state=PageState.KNOWN))


def _count_strays(session: Session) -> int:
    """Count the entries of the index that are of no article."""
    return int(session.scalar(text(f"SELECT count(*) FROM {_of_strays(session)}")))  # noqa: S608


def _forget_strays(session: Session) -> None:
    """Drop the index's entries that are of no article."""
    session.execute(text(f"DELETE FROM {_of_strays(session)}"))  # noqa: S608 - our own words


def _index_again(ids: Sequence[int]) -> Mend:
    """The repair that indexes these articles as they are now."""

    def mend(session: Session) -> None:
        for row in session.scalars(select(ArticleRow).where(ArticleRow.id.in_(ids))):
            index.index_article(session, row.id, articles.load_article(row))

    return mend


def _rebuild_indexes(session: Session) -> None:
    """Make SQLite's indexes anew from the rows that they are of."""
    session.execute(text("INSERT INTO article_words (article_words) VALUES ('rebuild')"))
    session.execute(text("REINDEX"))


def _of_strays(session: Session) -> str:
    return _STRAYS[session.get_bind().dialect.name]


def _running(statement: Executable) -> Mend:
    def mend(session: Session) -> None:
        session.execute(statement)

    return mend
