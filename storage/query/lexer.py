"""A question as pieces: words, phrases, fields, brackets."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto

from newsspider.errors import UsageError

QUOTES = {'"': '"', "“": "”", "„": "“”", "«": "»", "「": "」", "『": "』"}
"""Opening marks and what closes each."""

FIELD = re.compile(r"(title|section|site|author|language|lang|tag|since|until):\s*", re.IGNORECASE)
WORD = re.compile(r'[^\s()"“„«「『]+')
MOST_CHARACTERS = 2_000


class Kind(Enum):
    """What a piece is."""

    WORD = auto()
    PHRASE = auto()
    FIELD = auto()
    AND = auto()
    OR = auto()
    NOT = auto()
    OPEN = auto()
    CLOSE = auto()


SIGNS = {"AND": Kind.AND, "OR": Kind.OR, "NOT": Kind.NOT}
"""What stands for itself in capitals."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece, and its text where it has one."""

    kind: Kind
    text: str = ""


def pieces(question: str) -> list[Piece]:
    """The question's pieces in order.

    Raises ``UsageError`` for a quotation that is not closed, and for a question that is too long.
    """
    if len(question) > MOST_CHARACTERS:
        raise UsageError(f"The question is longer than {MOST_CHARACTERS:,} characters: shorten it.")
    found: list[Piece] = []
    at = 0
    while at < len(question):
        if question[at].isspace():
            at += 1
            continue
        piece, at = _next(question, at, after_field=bool(found) and found[-1].kind is Kind.FIELD)
        found.append(piece)
    return found


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
