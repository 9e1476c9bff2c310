"""The site's own words: which short lines are boilerplate, in any language."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from newsspider.extraction.data import table
from newsspider.extraction.page.folding import fold_line as fold_line
from newsspider.extraction.page.notices import is_notice

MAX_CHARACTERS, MAX_WORDS = 120, 12
SEPARATOR = re.compile(r"[|•·/]")
MORE_WORDS = r"(?: \S+){0,5}"

POINTER = "pointer"
MAX_POINTER = 200
POINTS = re.compile(r"[:：]\s*(?=\S)")
"""The mark between "Read also" and the other article's headline."""

END_CLASSES = frozenset(("related", "comments"))
"""Classes of lines to which the lines behind them belong, and not to the article."""

NOTICE = "notice"


@lru_cache(maxsize=4096)
def boilerplate_class(line: str) -> str | None:
    """The lexicon's class of a whole line (``related``, ``action`` …), ``None`` for other text.

    A line of several parts ("Print | Share") is boilerplate where every part is; one that names a
    single other article ("Read also: …") is a ``pointer``, a sentence on links, rights, readers or
    players a ``notice``. Only the words are compared: whether a line of another class may be cut
    depends on its place and form, which the caller knows.
    """
    folded = fold_line(line)
    if len(line) <= MAX_POINTER:
        opening, *rest = POINTS.split(line, maxsplit=1)
        first = fold_line(opening) if rest else folded
        if _class(first) == "related" or (rest and first in _pointers()):
            return POINTER if rest else "related"
    if len(line) <= MAX_CHARACTERS:
        parts = map(fold_line, SEPARATOR.split(line)) if SEPARATOR.search(line) else [folded]
        classes = [_class(part) for part in parts if part]
        if classes and None not in classes:
            return classes[0]
    return NOTICE if is_notice(line, folded) else None


@lru_cache(maxsize=1024)
def _class(folded: str) -> str | None:
    if folded.count(" ") >= MAX_WORDS:
        return None
    exact, patterns = _lexicon()
    if folded in exact:
        return exact[folded]
    match = patterns.fullmatch(folded)
    return match.lastgroup if match else None


@cache
def _lexicon() -> tuple[dict[str, str], re.Pattern[str]]:
    """Whole lines by class, and one pattern with a group a class for the open ones."""
    exact: dict[str, str] = {}
    open_ended: dict[str, list[str]] = {}
    for name, languages in table("chrome").items():
        for entry in _entries(languages.values()):
            if "*" in entry:
                open_ended.setdefault(name, []).append(_pattern(entry))
            else:
                exact.setdefault(entry, name)
    groups = (f"(?P<{name}>{'|'.join(entries)})" for name, entries in open_ended.items())
    return exact, re.compile("|".join(groups))


@cache
def _pointers() -> frozenset[str]:
    return frozenset(_entries(table("chrome")[POINTER].values()))


def _entries(lists: Iterable[list[str]]) -> Iterable[str]:
    return (fold_line(entry) for entries in lists for entry in entries)


def _pattern(entry: str) -> str:
    """``follow us on *`` as a pattern: a star is up to five words, or the rest of one and more."""
    pattern = ""
    for part in entry.split():
        words = re.escape(part.strip("*"))
        if part == "*":
            pattern += MORE_WORDS
            continue
        pattern += (MORE_WORDS if part.startswith("*") else "") + (" " if pattern else "") + words
        pattern += rf"\S*{MORE_WORDS}" if part.endswith("*") else ""
    return pattern
