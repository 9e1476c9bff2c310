"""From a typed question to a tree; every mistake is answered with one sentence.

``words`` (all of them, ``AND`` or not), ``"phrases"``, ``OR``, ``-not`` or ``NOT``, ``prefix*``,
brackets, and the fields ``title: section: site: author: lang: tag: since: until:``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto

from newsspider.errors import UsageError
from storage.analysis import fold, tokens
from storage.query.tree import And, Field, Filter, Node, Not, Or, Text

DEEPEST = 20
NOTHING_THERE = "AND, OR, NOT and brackets stand beside words: one of them has none."
DAYS = (Field.SINCE, Field.UNTIL)

QUOTES = {'"': '"', "“": "”", "„": "“”", "«": "»", "「": "」", "『": "』"}
"""Opening marks, and the mark that closes each."""

FIELD = re.compile(r"(title|section|site|author|language|lang|tag|since|until):\s*", re.IGNORECASE)
WORD = re.compile(r'[^\s()"“„«「『]+')
MOST_CHARACTERS = 2_000


class Kind(Enum):
    """The kind of a piece."""

    WORD = auto()
    PHRASE = auto()
    FIELD = auto()
    AND = auto()
    OR = auto()
    NOT = auto()
    OPEN = auto()
    CLOSE = auto()


SIGNS = {"AND": Kind.AND, "OR": Kind.OR, "NOT": Kind.NOT}
"""Operators, which are written in capitals."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece, and its text where it has one."""

    kind: Kind
    text: str = ""


def parse(question: str) -> Node | None:
    """The question's tree; ``None`` where nothing was typed.

    Raises ``UsageError`` where a bracket, a quotation or a field's value is missing, where a day
    is none, and where there is no letter or figure to look for.
    """
    parsed = pieces(question)
    if not parsed:
        return None
    reader = _Reader(parsed)
    tree = reader.either(0)
    if reader.peek is not None:
        raise UsageError("A closing bracket has no opening one: leave it out, or open one before.")
    if tree is None:
        raise UsageError(f"“{question.strip()}” has no letter or figure to look for.")
    return tree


class _Reader:
    """The pieces that are left. Parts without letters or figures say nothing and are dropped."""

    def __init__(self, pieces: list[Piece]) -> None:
        self.pieces = pieces
        self.at = 0

    @property
    def peek(self) -> Kind | None:
        return self.pieces[self.at].kind if self.at < len(self.pieces) else None

    def take(self) -> Piece:
        self.at += 1
        return self.pieces[self.at - 1]

    def either(self, depth: int) -> Node | None:
        """Parts between ``OR``."""
        parts = [self.all(depth)]
        while self.peek is Kind.OR:
            self.take()
            parts.append(self.all(depth))
        kept = tuple(part for part in parts if part is not None)
        return Or(kept) if len(kept) > 1 else next(iter(kept), None)

    def all(self, depth: int) -> Node | None:
        """Parts that stand beside each other."""
        parts: list[Node] = []
        if self.peek not in _STARTS:
            raise UsageError(NOTHING_THERE)
        while self.peek not in (None, Kind.OR, Kind.CLOSE):
            if self.peek is Kind.AND:
                self.take()
                if self.peek not in _STARTS:
                    raise UsageError(NOTHING_THERE)
            part = self.part(depth)
            if isinstance(part, And):
                parts += part.parts
            elif part is not None:
                parts.append(part)
        return And(tuple(parts)) if len(parts) > 1 else next(iter(parts), None)

    def part(self, depth: int) -> Node | None:
        piece = self.take()
        if piece.kind is Kind.NOT:
            if self.peek not in _STARTS:
                raise UsageError(NOTHING_THERE)
            part = self.part(depth)
            return None if part is None else part.part if isinstance(part, Not) else Not(part)
        if piece.kind is Kind.OPEN:
            return self.bracket(depth + 1)
        if piece.kind is Kind.FIELD:
            return self.field(piece.text)
        return _text(piece)

    def bracket(self, depth: int) -> Node | None:
        if depth > DEEPEST:
            raise UsageError(f"Brackets stand in each other more than {DEEPEST} deep.")
        inner = self.either(depth)
        if self.peek is not Kind.CLOSE:
            raise UsageError("An opening bracket is not closed: close it, or leave it out.")
        self.take()
        return inner

    def field(self, name: str) -> Node | None:
        if self.peek not in (Kind.WORD, Kind.PHRASE):
            raise UsageError(f"{name}: stands before a word or a quotation, and here it has none.")
        piece = self.take()
        if name == "title":
            return _text(piece, in_title=True)
        return _filter(Field(name), piece.text.strip())


_STARTS = (Kind.WORD, Kind.PHRASE, Kind.FIELD, Kind.OPEN, Kind.NOT)


def _text(piece: Piece, *, in_title: bool = False) -> Text | None:
    """The words of a piece; words written together ("Covid-19") stand together."""
    if not tokens(piece.text):
        return None
    is_prefix = piece.kind is Kind.WORD and piece.text.endswith("*") and piece.text[-2:-1] != "*"
    return Text(tuple(piece.text.split()), is_prefix, in_title)


def _filter(field: Field, value: str) -> Filter:
    if field in DAYS:
        value = fold(value)
        try:
            date.fromisoformat(value)
        except ValueError:
            raise UsageError(f"{field}:{value} is not a day: write it like 2024-10-23.") from None
    if not value:
        raise UsageError(f"{field}: stands before a word or a quotation, and here it has none.")
    return Filter(field, value)


def pieces(question: str) -> list[Piece]:
    """The question's pieces in order.

    Raises ``UsageError`` for a quotation that is not closed, and for a question that is too long.
    """
    if len(question) > MOST_CHARACTERS:
        raise UsageError(f"The question is longer than {MOST_CHARACTERS:,} characters: shorten it.")
    made: list[Piece] = []
    at = 0
    while at < len(question):
        if question[at].isspace():
            at += 1
            continue
        piece, at = _next(question, at, after_field=bool(made) and made[-1].kind is Kind.FIELD)
        made.append(piece)
    return made


def _next(question: str, at: int, *, after_field: bool) -> tuple[Piece, int]:
    character = question[at]
    if character in "()":
        return Piece(Kind.OPEN if character == "(" else Kind.CLOSE), at + 1
    if character in QUOTES:
        return _phrase(question, at)
    if not after_field:
        if character == "-" and _negates(question, at):
            return Piece(Kind.NOT), at + 1
        field = FIELD.match(question, at)
        if field:
            name = field[1].lower()
            return Piece(Kind.FIELD, "lang" if name == "language" else name), field.end()
    word = WORD.match(question, at)
    text = word[0] if word else character
    kind = Kind.WORD if after_field else SIGNS.get(text, Kind.WORD)
    return Piece(kind, text), at + len(text)


def _negates(question: str, at: int) -> bool:
    """Whether the hyphen stands before what it negates, not within a word or alone."""
    before = question[at - 1] if at else " "
    behind = question[at + 1] if at + 1 < len(question) else " "
    return (before.isspace() or before == "(") and not behind.isspace() and behind != "-"


def _phrase(question: str, at: int) -> tuple[Piece, int]:
    closing = QUOTES[question[at]]
    end = next((i for i in range(at + 1, len(question)) if question[i] in closing), None)
    if end is None:
        raise UsageError(
            f"The quotation mark before “{question[at + 1 : at + 30]}” is not closed:"
            " close it, or leave it out."
        )
    return Piece(Kind.PHRASE, question[at + 1 : end]), end + 1
