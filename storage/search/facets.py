"""Facets: the articles that a query finds, counted by site, section, language, author and day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from storage.models import (
    ArticleAuthor,
    ArticleRow,
    ArticleSection,
    AuthorRow,
    SectionRow,
    SiteRow,
)
from storage.search.search import CompiledQuery, Query

MOST = 10


@dataclass(frozen=True, slots=True)
class Facet:
    """Counts of the articles that fit by one field: the most first, days the latest first."""

    name: str
    counts: tuple[tuple[str, int], ...]


def count_facets(session: Session, query: Query, *, most: int = MOST) -> list[Facet]:
    """The counts of all articles that fit, whatever the query's limit and page.

    An article with several sections or authors counts for each of them.
    """
    matches = CompiledQuery(session, query).all_ids().cte("found")
    ids = select(matches.c.id)
    made = [
        Facet(name, _most_first(session, statement.where(number.in_(ids)), most))
        for name, statement, number in _counts()
    ]
    return [*made, Facet("day", _latest(session, ids, most))]


def _counts() -> Iterator[tuple[str, Select[Any, int], Any]]:
    """Each facet's name, its counts, and the article's id in them."""
    sites = _each(SiteRow.host).join(ArticleRow, ArticleRow.site_id == SiteRow.id)
    yield "site", sites, ArticleRow.id
    section, author = ArticleSection.article_id, ArticleAuthor.article_id
    yield "section", _linked(SectionRow, ArticleSection.section_id, section), section
    yield "language", _each(ArticleRow.language), ArticleRow.id
    yield "author", _linked(AuthorRow, ArticleAuthor.author_id, author), author


def _each(key: Any) -> Select[Any, int]:
    return select(key, func.count()).where(key.is_not(None)).group_by(key)


def _linked(row: Any, key: Any, number: Any) -> Select[Any, int]:
    counted = func.count(number.distinct())
    return select(row.name, counted).join(row, key == row.id).group_by(row.name)


def _latest(session: Session, ids: Any, most: int) -> tuple[tuple[str, int], ...]:
    day = ArticleRow.published_day
    statement = select(day, func.count()).where(ArticleRow.id.in_(ids), day.is_not(None))
    rows = session.execute(statement.group_by(day).order_by(day.desc()).limit(most))
    return tuple((str(row[0]), row[1]) for row in rows)


def _most_first(
    session: Session, statement: Select[Any, int], most: int
) -> tuple[tuple[str, int], ...]:
    rows = session.execute(statement).all()
    # Sorted here: databases sort text by rules of their own.
    return tuple(
        sorted(((row[0], row[1]) for row in rows), key=lambda row: (-row[1], row[0]))[:most]
    )
