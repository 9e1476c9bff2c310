"""Search: the articles that fit a query, by relevance or by time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any, Self, TypeVar

from sqlalchemy import (
    ColumnElement,
    Select,
    Subquery,
    and_,
    column,
    func,
    or_,
    select,
)
from sqlalchemy.orm import Session

from newsspider.errors import UsageError
from newsspider.items import Article
from storage import index
from storage.corpus import articles
from storage.duplicates import near_duplicates
from storage.models import (
    ArticleRow,
)
from storage.query import And, Filter, Node, Not, conjuncts, parse
from storage.query.tree import Field
from storage.search.conditions import Condition, condition, languages_of

FACTS = "INDEXED BY ix_articles_facts"
"""For SQLite, which would look into the articles themselves, whose rows are long."""

PAGE = 500
"""Articles that are read at once."""

Statement = TypeVar("Statement", bound=Select[*tuple[Any, ...]])


class Order(StrEnum):
    """The order of hits."""

    RELEVANCE = "relevance"
    TIME = "time"


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A search of the corpus; a field that is ``None`` or empty narrows nothing."""

    words: str = ""
    """A question as people type it: see ``storage.query``."""

    since: date | None = None
    until: date | None = None
    """The last day that counts; days are as the pages show them."""

    section: str | None = None
    """Any of the article's sections, in any case."""

    site: str | None = None
    """The site's host or its name."""

    language: str | None = None
    author: str | None = None
    """A part of an author's name, in any case."""

    unique: bool = False
    """Of the copies that fit, only the first publisher's."""

    order: Order | None = None
    """By default the best first where words are asked for, else the newest."""

    after: str | None = None
    """The cursor of the hit that this page follows."""

    limit: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One article that was found."""

    id: int
    article: Article
    cursor: str
    """Where a next page starts that follows this hit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cursor:
    """The place of the last article of a page."""

    id: int
    score: float | None = None
    """Its score, where the list is by relevance."""

    published_at: datetime | None = None
    """Where the list is by time; ``None`` among the undated."""

    def __str__(self) -> str:
        place = self.published_at.isoformat() if self.published_at else "-"
        return f"{self.id}@{self.score!r}" if self.score is not None else f"{self.id}@{place}"

    @classmethod
    def of(cls, written: str, *, by_relevance: bool) -> Self:
        """The cursor that ``str`` wrote; raises ``UsageError`` for any other text."""
        number, _, place = written.partition("@")
        try:
            if by_relevance:
                return cls(id=_in_range(int(number)), score=float(place))
            moment = None if place == "-" else datetime.fromisoformat(place)
            # A moment without a zone names no instant: the column refuses it.
            at = moment and moment.astimezone(UTC)
            return cls(id=_in_range(int(number)), published_at=at)
        except (ValueError, OverflowError):
            raise UsageError(
                f"“{written}” is not where this list goes on: take it from the page before."
            ) from None

    def by_time(self) -> ColumnElement[bool]:
        """That an article stands behind it: newest first, the undated last."""
        behind = ArticleRow.id < self.id
        if self.published_at is None:
            return and_(ArticleRow.published_at.is_(None), behind)
        return or_(
            ArticleRow.published_at < self.published_at,
            and_(ArticleRow.published_at == self.published_at, behind),
            ArticleRow.published_at.is_(None),
        )

    def by_score(
        self, score: ColumnElement[float], number: ColumnElement[int]
    ) -> ColumnElement[bool]:
        """That an article stands behind it: what fits best first."""
        return or_(score < self.score, and_(score == self.score, number < self.id))


def search(session: Session, query: Query) -> list[Hit]:
    """The articles that fit all of the query, in its order.

    Raises ``UsageError`` for a question or a cursor that cannot be understood.
    """
    asked = CompiledQuery(session, query)
    return asked.by_relevance() if asked.order is Order.RELEVANCE else asked.by_time()


def stream(session: Session, query: Query) -> Iterator[Hit]:
    """As ``search`` by time, a page in memory at a time."""
    page = replace(query, order=Order.TIME, limit=PAGE)
    left = query.limit
    while left is None or left > 0:
        hits = search(session, page)
        yield from hits[:left]
        if len(hits) < PAGE:
            return
        left = None if left is None else left - len(hits)
        page = replace(page, after=hits[-1].cursor)
        session.expunge_all()


def count_matches(session: Session, query: Query) -> int:
    """Count the articles that fit, whatever the limit and the page."""
    matches = CompiledQuery(session, query).all_ids().subquery()
    return session.scalars(select(func.count()).select_from(matches)).one()


class CompiledQuery:
    """A query with its parsed question, its languages and the statements for the database."""

    def __init__(self, session: Session, query: Query) -> None:
        self.session = session
        self.query = query
        self.parts = (*conjuncts(parse(query.words)), *_filters(query))
        self.languages = languages_of(session, self.parts)
        self.texts = _texts(self.parts)
        _refuse_no_days(self.parts)
        self.order = query.order or (Order.RELEVANCE if self.texts else Order.TIME)
        if self.order is Order.RELEVANCE and not self.texts:
            raise UsageError("Only words can be more or less relevant: name some, or sort by time.")
        self.ranked = self._ranked() if self.texts else None

    def _ranked(self) -> Subquery:
        matched = index.match(self.session, And(self.texts), self.languages)
        return matched.columns(column("id"), column("score")).subquery()

    def all_ids(self) -> Select[int]:
        """The ids of all articles that fit."""
        return self._ids(*self._others(), *self._firsts())

    def by_time(self) -> list[Hit]:
        """The newest first, the undated last."""
        statement = select(ArticleRow.id, ArticleRow.published_at)
        statement = self._fitting(statement, *self._others(), *self._firsts())
        if self.query.after:
            statement = statement.where(Cursor.of(self.query.after, by_relevance=False).by_time())
        newest = ArticleRow.published_at.desc().nulls_last()
        rows = self.session.execute(
            statement.order_by(newest, ArticleRow.id.desc()).limit(self.query.limit)
        )
        return self._hits([Cursor(id=row.id, published_at=row.published_at) for row in rows])

    def by_relevance(self) -> list[Hit]:
        """The hits that fit best first; of those that fit alike, the latest."""
        assert self.ranked is not None  # noqa: S101 - by relevance are words only
        number, score = self.ranked.c.id, self.ranked.c.score
        statement: Select[int, float] = select(number, score)
        others = [*self._others(), *self._firsts()]
        if others:
            statement = self._fitting(statement, *others)
        if self.query.after:
            cursor = Cursor.of(self.query.after, by_relevance=True)
            statement = statement.where(cursor.by_score(score, number))
        ordered = statement.order_by(score.desc(), number.desc()).limit(self.query.limit)
        rows = self.session.execute(ordered)
        return self._hits([Cursor(id=row.id, score=row.score) for row in rows])

    def _others(self) -> list[Condition]:
        """The conditions beside those that the index alone answers."""
        others = (part for part in self.parts if part not in self.texts)
        return [condition(self.session, part, self.languages) for part in others]

    def _firsts(self) -> list[Condition]:
        """That no copy came before the article that fits as well."""
        if not self.query.unique:
            return []
        return [
            near_duplicates.is_first_publisher(self._ids(*self._others()) if self.parts else None)
        ]

    def _ids(self, *others: Condition) -> Select[int]:
        if self.ranked is None:
            return self._fitting(select(ArticleRow.id), *others)
        statement: Select[int] = select(self.ranked.c.id)
        return self._fitting(statement, *others) if others else statement

    def _fitting(self, statement: Statement, *others: Condition) -> Statement:
        """The articles, all or those that the index finds, that fit all other parts."""
        if self.ranked is None:
            return statement.where(*others)
        joined = statement.select_from(self.ranked).join(
            ArticleRow, ArticleRow.id == self.ranked.c.id
        )
        return joined.where(*others).with_hint(ArticleRow, FACTS, "sqlite")

    def _hits(self, places: Sequence[Cursor]) -> list[Hit]:
        loaded: dict[int, Article] = {}
        for at in range(0, len(places), PAGE):
            loaded |= articles.load_articles(
                self.session, [place.id for place in places[at : at + PAGE]]
            )
        return [Hit(id=place.id, article=loaded[place.id], cursor=str(place)) for place in places]


def _filters(query: Query) -> Iterator[Filter]:
    filters = (
        (Field.SINCE, query.since and query.since.isoformat()),
        (Field.UNTIL, query.until and query.until.isoformat()),
        (Field.SECTION, query.section),
        (Field.SITE, query.site),
        (Field.LANGUAGE, query.language),
        (Field.AUTHOR, query.author),
    )
    return (Filter(field, value) for field, value in filters if value)


def _refuse_no_days(parts: Sequence[Node]) -> None:
    days = {part.field: part.value for part in parts if isinstance(part, Filter)}
    since, until = days.get(Field.SINCE), days.get(Field.UNTIL)
    if since and until and since > until:
        raise UsageError(f"No day is since {since} and until {until}: the first one is later.")


def _texts(parts: Sequence[Node]) -> tuple[Node, ...]:
    """The parts that the index alone can answer, where something is wanted, not only unwanted."""
    rankable = tuple(
        part for part in parts if index.is_rankable(part.part if isinstance(part, Not) else part)
    )
    return rankable if any(not isinstance(part, Not) for part in rankable) else ()


def _in_range(number: int) -> int:
    """The number, if a database can hold it; raises ``ValueError``."""
    if not 0 < number < 2**31:
        raise ValueError(number)
    return number
