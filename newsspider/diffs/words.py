"""Two texts side by side, word by word."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import groupby, pairwise

from newsspider.diffs.alignment import Budget, align

LEAST_SAME = 0.25
"""Share of the words that two wordings have in common; with less they are two texts."""

JOINERS = "'’.,:-٫٬"
"""Between two letters or digits they are part of the word."""

# Written without spaces between words, so each letter counts: Thai to Myanmar, Khmer, kana and Han.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff]"
)


class Edit(StrEnum):
    """The fate of a piece of text."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words in a row with the same fate."""

    edit: Edit
    text: str


Pieces = tuple[Piece, ...]


def compare_words(old: str, new: str, budget: Budget | None = None) -> Pieces:
    """The pieces that lead from the old text to the new one.

    Without what was added the pieces make the old text, without what was removed the new one.
    """
    before, after = split(old), split(new)
    pairs = align(before, after, budget or Budget())
    if not _alike(before, after, sum(_is_word(before[x]) for x, _ in pairs)):
        return _replaced(old, new)
    pieces: list[Piece] = []
    for (x, y), (next_x, next_y) in pairwise([(-1, -1), *pairs, (len(before), len(after))]):
        pieces += _replaced("".join(before[x + 1 : next_x]), "".join(after[y + 1 : next_y]))
        if next_x < len(before):
            pieces.append(Piece(Edit.SAME, before[next_x]))
    return _tidy(pieces)


def split(text: str) -> list[str]:
    """The words, and the spaces and signs between them; joined they are the text."""
    starts: list[int] = []
    sort = ""
    for at, letter in enumerate(text):
        here = _sort(letter)
        if here == "mark" and at:
            continue  # Part of the letter that it is on.
        follows = _sort(text[at + 1 : at + 2])
        if at and letter in JOINERS and sort == follows == "word":
            here = "joiner"
        if not starts or not _go_on(sort, here):
            starts.append(at)
        sort = here
    return [text[start:end] for start, end in pairwise([*starts, len(text)])] if text else []


def words(tokens: list[str]) -> list[str]:
    """Those that are no spaces and no signs."""
    return [token for token in tokens if _is_word(token)]


@lru_cache(maxsize=4096)
def _sort(letter: str) -> str:
    if letter.isspace():
        return "space"
    if letter and (unicodedata.category(letter)[0] == "M" or letter in "\u200c\u200d"):
        return "mark"
    if _UNSPACED.match(letter):
        return "unspaced"
    return "word" if letter.isalnum() or letter == "_" else "sign"


def _go_on(sort: str, following: str) -> bool:
    """Whether letters of these sorts in a row are one token."""
    together = {("word", "joiner"), ("joiner", "word"), ("word", "word"), ("space", "space")}
    return (sort, following) in together


def _is_word(token: str) -> bool:
    return _sort(token[0]) in ("word", "unspaced")


def _alike(before: list[str], after: list[str], same: int) -> bool:
    return same >= LEAST_SAME * max(len(words(before)), len(words(after)))


def _replaced(old: str, new: str) -> Pieces:
    pieces = (Piece(Edit.REMOVED, old), Piece(Edit.ADDED, new))
    return tuple(piece for piece in pieces if piece.text)


def _tidy(pieces: list[Piece]) -> Pieces:
    """Neighbours of one fate as one piece; a space between two changes is part of both."""
    runs = [list(run) for _, run in groupby(pieces, lambda piece: piece.edit is Edit.SAME)]
    tidied: list[Piece] = []
    changed: list[Piece] = []
    for number, run in enumerate(runs):
        same = run[0].edit is Edit.SAME
        if same and (number in (0, len(runs) - 1) or any(_is_word(piece.text) for piece in run)):
            tidied += [*_merged(changed), Piece(Edit.SAME, _text(run))]
            changed = []
        else:
            changed += run
    return (*tidied, *_merged(changed))


def _merged(changed: list[Piece]) -> Iterator[Piece]:
    old = _text([piece for piece in changed if piece.edit is not Edit.ADDED])
    new = _text([piece for piece in changed if piece.edit is not Edit.REMOVED])
    yield from _replaced(old, new)


def _text(pieces: list[Piece]) -> str:
    return "".join(piece.text for piece in pieces)
