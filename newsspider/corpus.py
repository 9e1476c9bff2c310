"""The corpus in Python, for notebooks and programs: search it, go through it, take it as a table.

from newsspider import corpus

with corpus.open("sqlite:///newsspider.db") as news:
    for hit in news.search("flood", language="en", since="2024-10-01"):
        print(hit.id, hit.article.title)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields
from datetime import date
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from sqlalchemy import Engine, func, select

from newsspider.errors import NewsspiderError, UsageError
from newsspider.items import Article
from newsspider.schemas import arrow
from newsspider.text.urls import canonical_url
from storage import schema
from storage.corpus import articles
from storage.db.engine import connect, readers
from storage.export import ExportedArticle, export_articles
from storage.models import ArticleRow
from storage.search import search
from storage.search.search import Hit, Query

if TYPE_CHECKING:
    import pandas
    import pyarrow

FILTERS = frozenset(field.name for field in fields(Query)) - {"words", "limit"}


def open(url: str) -> Corpus:
    """The corpus in this database, to read; raises ``DatabaseError`` where it cannot be read."""
    engine = connect(url, must_exist=True)
    try:
        schema.prepare(engine)
    except BaseException:
        engine.dispose()
        raise
    return Corpus(engine)


class Corpus:
    """Articles to ask. Each call sees the corpus as it is at that moment.

    ``filters`` are those of ``newsspider search``: ``since``, ``until`` (a day, as ``date`` or as
    ``2024-10-23``), ``section``, ``site``, ``language``, ``author``. An unknown one, or a question
    that cannot be read, raises ``UsageError``.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def __len__(self) -> int:
        with readers(self.engine)() as session:
            return session.scalars(select(func.count(ArticleRow.id))).one()

    def __iter__(self) -> Iterator[Article]:
        return self.articles()

    def search(self, words: str = "", *, limit: int | None = None, **filters: Any) -> list[Hit]:
        """The articles that fit, in the order of ``newsspider search``, each with its id."""
        with readers(self.engine)() as session:
            return search.search(session, _query(words, limit, filters))

    def articles(
        self, words: str = "", *, limit: int | None = None, **filters: Any
    ) -> Iterator[Article]:
        """The articles that fit, newest first, a page in memory at a time."""
        return (row.article for row in self._rows(_query(words, limit, filters)))

    def get(self, key: int | str) -> Article | None:
        """The article of this id or address, ``None`` where none is stored."""
        name = str(key)
        with readers(self.engine)() as session:
            row = articles.find_article(session, name) or articles.find_article(
                session, canonical_url(name)
            )
            return None if row is None else articles.load_article(row)

    def to_arrow(
        self,
        words: str = "",
        *,
        limit: int | None = None,
        extras: Iterable[str] = (),
        **filters: Any,
    ) -> pyarrow.Table:
        """The articles that fit, with the columns of Parquet; needs ``newsspider[export]``.

        ``extras`` are ``provenance`` and ``revisions``, as of ``newsspider export --with``.
        """
        chosen = _extras(extras)
        query = _query(words, limit, filters)
        rows = self._rows(query, earlier=arrow.Extra.REVISIONS in chosen)
        batches = arrow.batches(rows, extras=chosen)
        return arrow.library().Table.from_batches(batches, schema=arrow.schema(chosen))

    def to_pandas(
        self, words: str = "", *, limit: int | None = None, **filters: Any
    ) -> pandas.DataFrame:
        """The articles that fit as a data frame, a row each; needs ``newsspider[pandas]``."""
        try:
            import pandas  # noqa: F401 - Arrow asks for it only when all has been read
        except ImportError:
            raise NewsspiderError(
                "A data frame needs pandas: install it with pip install 'newsspider[pandas]'."
            ) from None
        return self.to_arrow(words, limit=limit, **filters).to_pandas()

    def close(self) -> None:
        """End the connections."""
        self.engine.dispose()

    def _rows(self, query: Query, *, earlier: bool = False) -> Iterator[ExportedArticle]:
        with readers(self.engine)() as session:
            yield from export_articles(session, query, earlier=earlier)


def _query(words: str, limit: int | None, filters: dict[str, Any]) -> Query:
    unknown = sorted(filters.keys() - FILTERS)
    if unknown:
        known = ", ".join(sorted(FILTERS))
        raise UsageError(f"There is no filter {unknown[0]}: there are {known}.")
    days = {name: _day(name, filters.get(name)) for name in ("since", "until")}
    return Query(words=words, limit=limit, **{**filters, **days})


def _extras(names: Iterable[str]) -> frozenset[arrow.Extra]:
    try:
        return frozenset(map(arrow.Extra, names))
    except ValueError:
        known = ", ".join(arrow.Extra)
        raise UsageError(f"There are no such extras: there are {known}.") from None


def _day(name: str, day: date | str | None) -> date | None:
    try:
        return date.fromisoformat(day) if isinstance(day, str) else day
    except ValueError:
        raise UsageError(f"{name}={day} is no day: write it like 2024-10-23.") from None
