"""Articles into the index."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, text
from sqlalchemy.orm import Session

from newsspider.items import Article
from storage.analysis import analyse

INDEXED_CHARACTERS = {"title": 20_000, "summary": 20_000, "body": 200_000}
"""Of each field: a tsvector holds 1 MB at most, and a character takes up to four bytes."""

WEIGHTS = {"title": "A", "summary": "B", "body": "D"}
MOST_POSITIONS, LAST_POSITION = 250, 16_000
"""The positions that a tsvector keeps of a word, nearly; later ones are only counted as held."""

CHUNK = 500

_WRITE_SQLITE = text(
    "INSERT OR REPLACE INTO article_words (rowid, title, summary, body)"
    " VALUES (:id, :title, :summary, :body)"
)
_WRITE_POSTGRESQL = text(
    "INSERT INTO article_words (article_id, words, analysed)"
    " VALUES (:id, CAST(:words AS tsvector), :analysed)"
    " ON CONFLICT (article_id)"
    " DO UPDATE SET words = excluded.words, analysed = excluded.analysed"
)
_INDEXED_SQLITE = text("SELECT title, summary, body FROM article_words WHERE rowid = :id")
_INDEXED_POSTGRESQL = text("SELECT analysed FROM article_words WHERE article_id = :id")
_ARTICLES = text(
    "SELECT id, title, summary, text, language FROM articles WHERE id > :after"
    " ORDER BY id LIMIT :chunk"
)
_FORGET_STRAYS = {
    "sqlite": text("DELETE FROM article_words WHERE rowid NOT IN (SELECT id FROM articles)"),
    "postgresql": text(
        "DELETE FROM article_words w"
        " WHERE NOT EXISTS (SELECT 1 FROM articles a WHERE a.id = w.article_id)"
    ),
}


def index_article(session: Session, article_id: int, article: Article) -> None:
    """Index the article's title, summary and text in place of its earlier entry."""
    connection = session.connection()
    _write(connection, [{"id": article_id, **prepare_entry(article, connection.dialect.name)}])


def prepare_entry(article: Article, dialect: str) -> dict[str, str]:
    """The article's entry for the index of this kind of database."""
    return _prepared(_fields_of(article), dialect)


def write_entries(session: Session, entries: Sequence[tuple[int, dict[str, str]]]) -> None:
    """As ``index_article``, for several articles by their ids."""
    if entries:
        _write(session.connection(), [{"id": number, **row} for number, row in entries])


def rebuild(connection: Connection, on_progress: Callable[[int], None] = lambda more: None) -> None:
    """Index every article anew, and nothing else; ``on_progress`` hears how many more are done."""
    connection.execute(_FORGET_STRAYS[connection.dialect.name])
    after = 0
    while rows := connection.execute(_ARTICLES, {"after": after, "chunk": CHUNK}).all():
        entries = [
            (
                row.id,
                _fields(
                    {"title": row.title, "summary": row.summary, "body": row.text}, row.language
                ),
            )
            for row in rows
        ]
        dialect = connection.dialect.name
        _write(connection, [{"id": number} | _prepared(f, dialect) for number, f in entries])
        after = rows[-1].id
        on_progress(len(rows))


def is_indexed(session: Session, article_id: int, article: Article) -> bool:
    """Whether the article's entry in the index is as it would be written today."""
    fields = _fields_of(article)
    if _is_postgresql(session.connection()):
        analysed = session.scalar(_INDEXED_POSTGRESQL, {"id": article_id})
        return bool(analysed == _joined(fields))
    row = session.execute(_INDEXED_SQLITE, {"id": article_id}).one_or_none()
    return row is not None and tuple(row) == tuple(fields.values())


def _fields_of(article: Article) -> dict[str, str]:
    texts = {"title": article.title, "summary": article.summary, "body": article.text}
    return _fields(texts, article.language)


def _fields(texts: Mapping[str, str | None], language: str | None) -> dict[str, str]:
    return {
        name: analyse(texts[name] or "", language)[:most]
        for name, most in INDEXED_CHARACTERS.items()
    }


def _prepared(fields: dict[str, str], dialect: str) -> dict[str, str]:
    if dialect == "postgresql":
        return {"words": _tsvector(fields), "analysed": _joined(fields)}
    return fields


def _write(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    statement = _WRITE_POSTGRESQL if _is_postgresql(connection) else _WRITE_SQLITE
    connection.execute(statement, rows)


def _joined(fields: Mapping[str, str]) -> str:
    """A line a field and a space around each word: no phrase goes over the end of a field."""
    return "\n".join(f" {field} " for field in fields.values())


def _tsvector(fields: Mapping[str, str]) -> str:
    """The words with their places and weights, as PostgreSQL reads a tsvector.

    Tokens are letters, marks and figures: quoted they leave no syntax to break out of.
    """
    places: dict[str, list[str]] = defaultdict(list)
    at = 0
    for name, field in fields.items():
        for word in field.split():
            at += 1
            positions = places[word]
            if at <= LAST_POSITION and len(positions) < MOST_POSITIONS:
                positions.append(f"{at}{WEIGHTS[name]}")
        at += 1  # No two fields' words are neighbours.
    return " ".join(
        f"'{word}':{','.join(positions)}" if positions else f"'{word}'"
        for word, positions in places.items()
    )


def _is_postgresql(connection: Connection) -> bool:
    return connection.dialect.name == "postgresql"
