"""Section labels that run together: "AsiaWorld newsMiddle East"."""

from __future__ import annotations

from functools import cache

from newsspider.extraction.data import table
from newsspider.extraction.page.texts import clean

MAX_CHARACTERS = 200
SEPARATORS = " ,،;|/·•-–—"


def split_labels(text: str, known: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The labels of a run of section names without spaces between them.

    A text that is a known name itself, or that known names do not cover whole, comes back as it
    is: one label. Of several ways to split, the one with the fewest names wins.
    """
    line = clean(text)
    if not line:
        return ()
    if len(line) > MAX_CHARACTERS:
        return (line,)
    names = _common() | {name.casefold() for name in known}
    lower = line.casefold()
    if lower in names or len(lower) != len(line):
        return (line,)
    spans = _cover(lower, frozenset(names))
    return tuple(line[start:end] for start, end in spans) if spans else (line,)


def is_known(text: str, known: tuple[str, ...] = ()) -> bool:
    """Whether the text is a section name, or several that run together."""
    lower = clean(text).casefold()
    names = _common() | {name.casefold() for name in known}
    return lower in names or len(split_labels(text, known)) > 1


@cache
def _common() -> frozenset[str]:
    return frozenset(
        name.casefold() for names in table("sections")["common"].values() for name in names
    )


def _cover(text: str, names: frozenset[str]) -> list[tuple[int, int]]:
    """The fewest names that cover the text from start to end; ``[]`` where none do."""
    longest = max(map(len, names), default=0)
    best: list[list[tuple[int, int]] | None] = [[]] + [None] * len(text)
    for end in range(1, len(text) + 1):
        if text[end - 1] in SEPARATORS and best[end - 1] is not None:
            best[end] = best[end - 1]
        for start in range(max(0, end - longest), end):
            before = best[start]
            if before is None or text[start:end] not in names:
                continue
            current = best[end]
            if current is None or len(before) + 1 < len(current):
                best[end] = [*before, (start, end)]
    return best[-1] or []
