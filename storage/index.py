"""The search index: analysed words, in FTS5 on SQLite and as a tsvector on PostgreSQL.

A tsvector keeps 256 positions of a word and none beyond 16,383, so PostgreSQL only finds with it
the articles that hold the words, and looks in the analysed text for what must stand together.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, column, text
from sqlalchemy.orm import Session

from newsspider.items import Article
from storage.analysis import analyse
from storage.models import ArticleRow

INDEXED_CHARACTERS = {"title": 20_000, "summary": 20_000, "body": 200_000}
"""Of each field: a tsvector holds 1 MB at most, and a character takes up to four bytes."""

_WRITE_SQLITE = text(
    "INSERT OR REPLACE INTO article_words (rowid, title, summary, body)"
    " VALUES (:id, :title, :summary, :body)"
)
_WRITE_POSTGRESQL = text(
    "INSERT INTO article_words (article_id, words, analysed)"
    " VALUES (:id, array_to_tsvector(CAST(:words AS text[])), :analysed)"
    " ON CONFLICT (article_id)"
    " DO UPDATE SET words = excluded.words, analysed = excluded.analysed"
)
_MATCH_SQLITE = text("SELECT rowid FROM article_words WHERE article_words MATCH :terms")
_MATCH_POSTGRESQL = text(
    "SELECT article_id FROM article_words WHERE words @@ CAST(:terms AS tsquery)"
    " AND analysed LIKE ALL (CAST(:phrases AS text[]))"
)


def write(session: Session, article_id: int, article: Article) -> None:
    """Index the article's title, summary and text in place of what was indexed for it."""
    given = {"title": article.title or "", "summary": article.summary or "", "body": article.text}
    fields = {name: analyse(given[name])[:most] for name, most in INDEXED_CHARACTERS.items()}
    if _is_postgresql(session):
        # A line a field and a space around each word: no phrase goes over the end of a field.
        analysed = "\n".join(f" {field} " for field in fields.values())
        row = {"id": article_id, "words": sorted(set(analysed.split())), "analysed": analysed}
        session.execute(_WRITE_POSTGRESQL, row)
    else:
        session.execute(_WRITE_SQLITE, {"id": article_id, **fields})


def matches(session: Session, words: str) -> ColumnElement[bool]:
    """The condition that an article holds all the words.

    What is written together ("Covid-19", "東京都") has to stand together in the article too.
    """
    phrases = [tokens for word in words.split() if (tokens := analyse(word).split())]
    if _is_postgresql(session):
        found = _MATCH_POSTGRESQL.bindparams(terms=_tsquery(phrases), phrases=_patterns(phrases))
    else:
        found = _MATCH_SQLITE.bindparams(terms=_fts5_query(phrases))
    return ArticleRow.id.in_(found.columns(column("id")))


def _is_postgresql(session: Session) -> bool:
    return session.get_bind().dialect.name == "postgresql"


# Analysed words are letters, marks and digits: quoted they leave no syntax to break out of, and in
# a pattern none of them stands for another.


def _fts5_query(phrases: Sequence[Sequence[str]]) -> str:
    return " AND ".join(f'"{" ".join(tokens)}"' for tokens in phrases)


def _tsquery(phrases: Sequence[Sequence[str]]) -> str:
    words = dict.fromkeys(token for tokens in phrases for token in tokens)
    return " & ".join(f"'{word}'" for word in words)


def _patterns(phrases: Sequence[Sequence[str]]) -> list[str]:
    together = dict.fromkeys(" ".join(tokens) for tokens in phrases if len(tokens) > 1)
    return [f"% {phrase} %" for phrase in together]
