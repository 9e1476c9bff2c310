"""The raw side of ``corpus.py``: the rows of a corpus by ``executemany``, with nothing around."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from typing import Any

from rich.console import Console
from rich.progress import track
from sqlalchemy import Connection, Engine, Executable, func, insert, select, text

from newsspider.duplicates import bands
from storage.models import Base

BATCH = 1_000
"""Articles whose rows one transaction writes: as many as newsspider's, or more."""

TABLES = Base.metadata.tables
SHARED = ("sites", "sections", "authors", "tags")
LINKS = ("article_sections", "article_authors", "article_tags")

READ_WORDS = {
    "sqlite": "SELECT rowid AS id, title, summary, body FROM article_words"
    " WHERE rowid BETWEEN :first AND :last",
    "postgresql": "SELECT article_id AS id, words::text, analysed FROM article_words"
    " WHERE article_id BETWEEN :first AND :last",
}
WRITE_WORDS = {
    "sqlite": "INSERT INTO article_words (rowid, title, summary, body)"
    " VALUES (:id, :title, :summary, :body)",
    "postgresql": "INSERT INTO article_words (article_id, words, analysed)"
    " VALUES (:id, CAST(:words AS tsvector), :analysed)",
}
"""The search index."""

Rows = tuple[Executable, list[dict[str, Any]]]
"""A statement and what ``executemany`` gives it."""


def store(engine: Engine, source: Engine) -> float:
    """Seconds that writing all rows of the source takes, as they came: article after article."""
    spent = 0.0
    with source.connect() as reading:
        count = reading.scalars(select(func.max(TABLES["articles"].c.id))).one()
        written = track(
            _transactions(reading, count), "raw", count / BATCH, console=Console(stderr=True)
        )
        for rows in written:
            start = time.perf_counter()
            _write(engine, rows)
            spent += time.perf_counter() - start
    return spent


def _write(engine: Engine, groups: Sequence[Rows]) -> None:
    with engine.begin() as connection:
        for statement, rows in groups:
            if rows:
                connection.execute(statement, rows)


def _transactions(reading: Connection, count: int) -> Iterator[list[Rows]]:
    """The rows that articles share, then the rows of the articles, some at a time."""
    yield [(insert(TABLES[of]), _read(reading, select(TABLES[of]))) for of in SHARED]
    texts: set[int] = set()
    for first in range(1, count + 1, BATCH):
        yield _of_articles(reading, first, first + BATCH - 1, texts)


def _of_articles(reading: Connection, first: int, last: int, texts: set[int]) -> list[Rows]:
    """All rows of these articles, with those of their texts that none before had."""
    dialect, ids = reading.dialect.name, {"first": first, "last": last}

    def between(of: str, key: str = "article_id") -> Rows:
        query = select(TABLES[of]).where(TABLES[of].c[key].between(first, last))
        return insert(TABLES[of]), _read(reading, query)

    copies = between("copies")
    new = {row["text_id"] for row in copies[1]} - texts
    texts |= new
    of_texts = _read(reading, select(TABLES["texts"]).where(TABLES["texts"].c.id.in_(new)))
    signed = [row for row in of_texts if row["signature"]]
    keys = sorted({(key, row["id"]) for row in signed for key in bands(row["signature"])})
    return [
        between("articles", "id"),
        *map(between, LINKS),
        (text(WRITE_WORDS[dialect]), _read(reading, text(READ_WORDS[dialect]), ids)),
        (insert(TABLES["texts"]), of_texts),
        (insert(TABLES["bands"]), [{"key": key, "text_id": of} for key, of in keys]),
        copies,
    ]


def _read(
    reading: Connection, query: Executable, parameters: dict[str, int] | None = None
) -> list[dict[str, Any]]:
    return [dict(row) for row in reading.execute(query, parameters).mappings()]
