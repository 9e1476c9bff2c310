"""Whether the database is sound: its file, its references, its search index."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from sqlalchemy import ColumnElement, ForeignKeyConstraint, and_, exists, func, select, text
from sqlalchemy.orm import Session

from storage import index, repair
from storage.models import Base, PageRow
from storage.search.search import PAGE, Query, stream

MOST_MESSAGES = 100
"""Of a damaged file: each page of it may have one."""

MOST_NAMED = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something that should not be."""

    sentence: str
    mend: repair.Mend | None = None
    """Puts it right, in a transaction of its own; ``None`` where a person has to."""


def problems(session: Session, told: Callable[[int], None]) -> Iterator[Problem]:
    """All that is wrong; ``told`` hears how many more articles were looked at."""
    yield from _damage(session)
    yield from _orphans(session)
    yield from _pages_without_article(session)
    yield from _index(session, told)


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
        mend = repair.rebuild_indexes if of_an_index else None
        yield Problem(sentence=f"The file is damaged: {message}.", mend=mend)


def _orphans(session: Session) -> Iterator[Problem]:
    for table in Base.metadata.sorted_tables:
        for key in sorted(table.foreign_key_constraints, key=lambda key: str(key.name)):
            orphaned = _orphaned(key)
            wanted = select(func.count()).select_from(table).where(orphaned)
            if count := session.scalars(wanted).one():
                yield Problem(
                    sentence=f"Rows of {table.name} whose row in {key.referred_table.name}"
                    f" is missing: {count:,}.",
                    mend=repair.of_orphans(key, orphaned),
                )


def _orphaned(key: ForeignKeyConstraint) -> ColumnElement[bool]:
    parent = key.referred_table.alias()
    pairs = [(element.parent, parent.c[element.column.name]) for element in key.elements]
    there = exists().where(and_(*(theirs == own for own, theirs in pairs)))
    return and_(*(own.is_not(None) for own, _ in pairs), ~there)


def _pages_without_article(session: Session) -> Iterator[Problem]:
    wanted = select(func.count(PageRow.id)).where(repair.WITHOUT_ARTICLE)
    if count := session.scalars(wanted).one():
        yield Problem(
            sentence=f"Pages that are called stored and have no article: {count:,}.",
            mend=repair.fetch_again,
        )


def _index(session: Session, told: Callable[[int], None]) -> Iterator[Problem]:
    if count := repair.strays(session):
        yield Problem(
            sentence=f"Entries of the search index without an article: {count:,}.",
            mend=repair.forget_strays,
        )
    hits = stream(session, Query())
    while page := list(islice(hits, PAGE)):
        stale = [hit.id for hit in page if not index.is_indexed(session, hit.id, hit.article)]
        if stale:
            named = ", ".join(map(str, stale[:MOST_NAMED])) + (", …" if stale[MOST_NAMED:] else "")
            yield Problem(
                sentence=f"Articles that the search index lacks or has in other words:"
                f" {len(stale):,} (id {named}).",
                mend=repair.index_again(stale),
            )
        told(len(page))
