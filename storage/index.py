"""The search index: analysed words, in FTS5 on SQLite and as a tsvector on PostgreSQL."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, column, text
from sqlalchemy.orm import Session

from newsspider.items import Article
from storage.analysis import analyse
from storage.models import ArticleRow

INDEXED_CHARACTERS = 200_000
"""Of each field: PostgreSQL's index of an article holds 1 MB at most."""

# Words of two fields that stand this far apart are no phrase.
_FIELD_GAP = 10

_WRITE_SQLITE = text(
    "INSERT OR REPLACE INTO article_words (rowid, title, summary, body)"
    " VALUES (:id, :title, :summary, :body)"
)
_WRITE_POSTGRESQL = text(
    "INSERT INTO article_words (article_id, words) VALUES (:id, CAST(:words AS tsvector))"
    " ON CONFLICT (article_id) DO UPDATE SET words = excluded.words"
)
_MATCH_SQLITE = "SELECT rowid FROM article_words WHERE article_words MATCH :terms"
_MATCH_POSTGRESQL = "SELECT article_id FROM article_words WHERE words @@ CAST(:terms AS tsquery)"


def write(session: Session, article_id: int, article: Article) -> None:
    """Index the article's title, summary and text in place of what was indexed for it."""
    title, summary, body = (
        analyse(field)[:INDEXED_CHARACTERS]
        for field in (article.title or "", article.summary or "", article.text)
    )
    if _is_postgresql(session):
        words = _tsvector((title, summary, body))
        session.execute(_WRITE_POSTGRESQL, {"id": article_id, "words": words})
    else:
        given = {"id": article_id, "title": title, "summary": summary, "body": body}
        session.execute(_WRITE_SQLITE, given)


def matches(session: Session, words: str) -> ColumnElement[bool]:
    """The condition that an article holds all the words.

    What is written together ("Covid-19", "東京都") has to stand together in the article too.
    """
    phrases = [tokens for word in words.split() if (tokens := analyse(word).split())]
    postgresql = _is_postgresql(session)
    found = text(_MATCH_POSTGRESQL if postgresql else _MATCH_SQLITE)
    terms = _tsquery(phrases) if postgresql else _fts5_query(phrases)
    return ArticleRow.id.in_(found.bindparams(terms=terms).columns(column("id")))


def _is_postgresql(session: Session) -> bool:
    return session.get_bind().dialect.name == "postgresql"


# Analysed words are letters, marks and digits, so quoting them leaves no syntax to break out of.


def _fts5_query(phrases: Sequence[Sequence[str]]) -> str:
    return " AND ".join(f'"{" ".join(tokens)}"' for tokens in phrases)


def _tsquery(phrases: Sequence[Sequence[str]]) -> str:
    return " & ".join(
        "(" + " <-> ".join(f"'{token}'" for token in tokens) + ")" for tokens in phrases
    )


def _tsvector(fields: Sequence[str]) -> str:
    # Written out with positions: PostgreSQL's own parser would split words by its locale.
    parts: list[str] = []
    position = 1
    for field in fields:
        for word in field.split():
            parts.append(f"'{word}':{min(position, 16_383)}")
            position += 1
        position += _FIELD_GAP
    return " ".join(parts)
