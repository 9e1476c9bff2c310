"""From a question's texts to the condition for each database's index.

A tsvector keeps 256 places of a word and none beyond 16,383, so PostgreSQL finds with it the
articles that hold the words, and looks in the analysed text for what must stand together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import ColumnElement, TextClause, and_, bindparam, column, not_, or_, text
from sqlalchemy.orm import Session

from storage.analysis import Form, forms
from storage.models import ArticleRow
from storage.query import And, Node, Not, Or, Text, texts

_MATCH_SQLITE = text("SELECT rowid FROM article_words WHERE article_words MATCH :terms")
_RANK_SQLITE = text(
    "SELECT rowid AS id, -rank AS score FROM article_words WHERE article_words MATCH :terms"
)
_MATCH_POSTGRESQL = "SELECT article_id FROM article_words WHERE "
_RANK_POSTGRESQL = (
    "SELECT article_id AS id,"
    " CAST(ts_rank_cd('{0.1, 0.3, 0.3, 1.0}', words, CAST(:ranked AS tsquery), 1)"
    " AS double precision) AS score"
    " FROM article_words WHERE "
)
"""Titles weigh ten times as much as the text, as in SQLite's index; long texts weigh less."""


def condition(session: Session, node: Node, languages: Sequence[str]) -> ColumnElement[bool] | None:
    """That an article holds these texts; ``None`` where the tree holds more than texts."""
    if not _is_of_texts(node):
        return None
    if _is_postgresql(session):
        where, values = _Sql(languages).of(node)
        matched = _bound(text(_MATCH_POSTGRESQL + where), values)
        return ArticleRow.id.in_(matched.columns(column("id")))
    return _sqlite(node, languages)


def match(session: Session, node: Node, languages: Sequence[str]) -> TextClause:
    """A select of ``id`` and ``score`` of the articles that hold the texts, by how well they fit.

    The tree is one that ``is_rankable``.
    """
    if _is_postgresql(session):
        where, values = _Sql(languages).of(node)
        ranked = _tsquery(node, languages)
        return _bound(text(_RANK_POSTGRESQL + where), {"ranked": ranked, **values})
    return _bound(_RANK_SQLITE, {"terms": _fts5(node, languages)})


def is_rankable(node: Node) -> bool:
    """Whether the index alone can answer it: texts, and one required wherever one is excluded."""
    if isinstance(node, Or):
        return all(map(is_rankable, node.parts))
    if isinstance(node, And):
        required = [part for part in node.parts if not isinstance(part, Not)]
        excluded = [part.part for part in node.parts if isinstance(part, Not)]
        return bool(required) and all(map(is_rankable, (*required, *excluded)))
    return isinstance(node, Text)


def _is_of_texts(node: Node) -> bool:
    if isinstance(node, And | Or):
        return all(map(_is_of_texts, node.parts))
    return _is_of_texts(node.part) if isinstance(node, Not) else isinstance(node, Text)


def _is_postgresql(session: Session) -> bool:
    return session.get_bind().dialect.name == "postgresql"


def _bound(clause: TextClause, values: Mapping[str, str]) -> TextClause:
    """With names of their own: several stand in one statement."""
    return clause.bindparams(
        *(bindparam(name, value, unique=True) for name, value in values.items())
    )


def _forms(asked: Text, languages: Sequence[str]) -> list[Form]:
    return forms(asked.words, languages, is_prefix=asked.is_prefix)


def _sqlite(node: Node, languages: Sequence[str]) -> ColumnElement[bool]:
    if is_rankable(node):
        matched = _bound(_MATCH_SQLITE, {"terms": _fts5(node, languages)})
        return ArticleRow.id.in_(matched.columns(column("id")))
    if isinstance(node, Not):
        return not_(_sqlite(node.part, languages))
    assert isinstance(node, And | Or)  # noqa: S101 - a text alone can be ranked
    parts = [_sqlite(part, languages) for part in node.parts]
    return and_(*parts) if isinstance(node, And) else or_(*parts)


# Tokens are letters, marks and figures: quoted they leave no syntax to break out of, and in a
# pattern none of them stands for another.


def _fts5(node: Node, languages: Sequence[str]) -> str:
    """A tree that can be ranked in FTS5's language, which negates only beside a required text."""
    if isinstance(node, Text):
        terms = " OR ".join(
            f'"{" ".join(form.tokens)}"{" *" if form.is_prefix else ""}'
            for form in _forms(node, languages)
        )
        return f"(title : ({terms}))" if node.in_title else f"({terms})"
    assert isinstance(node, And | Or)  # noqa: S101 - nothing else can be ranked
    required = [_fts5(part, languages) for part in node.parts if not isinstance(part, Not)]
    if isinstance(node, Or):
        return f"({' OR '.join(required)})"
    excluded = [_fts5(part.part, languages) for part in node.parts if isinstance(part, Not)]
    terms = " AND ".join(required)
    return f"(({terms}) NOT ({' OR '.join(excluded)}))" if excluded else f"({terms})"


def _tsquery(node: Node, languages: Sequence[str]) -> str:
    """Any of the words that are required: for the rank."""
    tokens = {
        f"'{token}'" + (":*" if form.is_prefix else "")
        for asked in texts(node)
        for form in _forms(asked, languages)
        for token in form.tokens
    }
    return " | ".join(sorted(tokens))


class _Sql:
    """The tree as a condition on PostgreSQL's table, and the values it names."""

    def __init__(self, languages: Sequence[str]) -> None:
        self.languages = languages
        self.values: dict[str, str] = {}

    def of(self, node: Node) -> tuple[str, dict[str, str]]:
        """The condition with its values."""
        return self._part(node), self.values

    def _part(self, node: Node) -> str:
        if isinstance(node, Text):
            return self._text(node)
        if isinstance(node, Not):
            return f"NOT {self._part(node.part)}"
        assert isinstance(node, And | Or)  # noqa: S101 - the caller saw that it is of texts
        word = " AND " if isinstance(node, And) else " OR "
        return f"({word.join(map(self._part, node.parts))})"

    def _text(self, asked: Text) -> str:
        plain, phrases = [], []
        weight = "A" if asked.in_title else ""
        for form in _forms(asked, self.languages):
            mark = ":" + ("*" if form.is_prefix else "") + weight
            words = [f"'{token}'{':' + weight if weight else ''}" for token in form.tokens[:-1]]
            words.append(f"'{form.tokens[-1]}'{mark if len(mark) > 1 else ''}")
            if len(words) == 1:
                plain.append(words[0])
            else:
                phrases.append(self._phrase(form, " & ".join(words), asked.in_title))
        if plain:
            phrases.append(f"words @@ CAST({self._value(' | '.join(plain))} AS tsquery)")
        return f"({' OR '.join(phrases)})"

    def _phrase(self, form: Form, words: str, in_title: bool) -> str:
        pattern = self._value(f"% {' '.join(form.tokens)}{'' if form.is_prefix else ' '}%")
        held = "split_part(analysed, E'\\n', 1)" if in_title else "analysed"
        return f"(words @@ CAST({self._value(words)} AS tsquery) AND {held} LIKE {pattern})"

    def _value(self, value: str) -> str:
        name = f"v{len(self.values)}"
        self.values[name] = value
        return f":{name}"
