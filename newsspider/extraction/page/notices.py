"""Sentences in which the site speaks of itself: its links, its rights, its readers, its players."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from newsspider.extraction.data import table
from newsspider.extraction.page.folding import FOLDED, fold_line
from newsspider.extraction.page.texts import DENSE, size

SHORT = 160
"""A line up to this size may be told by one phrase that stands in it anywhere."""

REACH = 80
"""Characters within which the second phrase of an entry follows the first."""

KEY = 4
"""Letters of a word by which the entries that begin with it are looked up."""

Phrases = tuple[str, ...]
"""An entry's phrases in order, each with the space before its first word."""


def is_notice(text: str, folded: str | None = None) -> bool:
    """Whether the line is one of the site's own sentences, and none of a story's.

    ``folded`` is the line as ``fold_line`` gives it, where that is known.
    """
    is_word = " " not in text and text.isascii()
    if is_word or len(text) > FOLDED:
        return False
    folded = fold_line(text) if folded is None else folded
    known, line = _notices(), f" {folded}"
    if any(_holds(line, phrases, 0) for phrases in known.beginning(folded)):
        return True
    is_short = size(text) <= SHORT
    return any(
        (is_short or len(phrases) > 1)
        and (at := line.find(phrases[0])) >= 0
        and _holds(line, phrases, at)
        for phrases in known.within(folded)
    )


def _holds(line: str, phrases: Phrases, at: int) -> bool:
    """Whether the first phrase stands here, and each other one within reach behind it."""
    first, *others = phrases
    if not line.startswith(first, at):
        return False
    at += len(first)
    for phrase in others:
        at = line.find(phrase, at, at + REACH + len(phrase))
        if at < 0:
            return False
        at += len(phrase)
    return True


@dataclass(frozen=True, slots=True)
class _Notices:
    """The entries of the table, by the first letters of their first word."""

    starts: dict[str, list[Phrases]]
    """Those that a line begins with."""

    anywhere: dict[str, list[Phrases]]
    dense: list[Phrases]
    """Those that may stand anywhere in it; those of scripts without spaces."""

    def beginning(self, folded: str) -> Iterable[Phrases]:
        """The entries that a line such as this may begin with."""
        return self.starts.get(folded.partition(" ")[0][:KEY], ())

    def within(self, folded: str) -> Iterable[Phrases]:
        """The entries that may stand anywhere in a line such as this."""
        if not folded.isascii() and DENSE.search(folded):
            yield from self.dense
        for key in self.anywhere.keys() & {word[:KEY] for word in folded.split()}:
            yield from self.anywhere[key]


@cache
def _notices() -> _Notices:
    starts: defaultdict[str, list[Phrases]] = defaultdict(list)
    anywhere: defaultdict[str, list[Phrases]] = defaultdict(list)
    dense: list[Phrases] = []
    for languages in table("notices").values():
        for entry in (entry for entries in languages.values() for entry in entries):
            phrases = tuple(_phrase(part) for part in entry.split("*") if part.strip())
            first = phrases[0].strip()
            key = first.partition(" ")[0][:KEY]
            if not entry.startswith("*"):
                starts[key].append((f" {first}", *phrases[1:]))
            elif phrases[0].startswith(" "):
                anywhere[key].append(phrases)
            else:
                dense.append(phrases)
    return _Notices(starts, anywhere, dense)


def _phrase(written: str) -> str:
    """The phrase as lines are compared; with a space before it where words have spaces."""
    folded = fold_line(written)
    return folded if DENSE.search(folded) else f" {folded}"
