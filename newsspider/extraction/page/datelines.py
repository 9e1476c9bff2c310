"""Of which of a line's dates it is the line: the publication's, or a change's."""

from __future__ import annotations

import re
from functools import cache

from newsspider.dates import DateMatch, DateReader, find_date
from newsspider.extraction.data import table

FIGURES = re.compile(
    r"\d{4}|\d\s?[-./]\s?\d\d?\s?[-./]\s?\d\d|\d\s?[年년/]\s?\d"
    r"|\d[^\d\n]{2,16}['’]\d\d(?!\d)|\d-[^\W\d_]{3,10}-\d\d|\d\s[\u0e00-\u0e7f.]{2,12}\s\d\d"
)
"""Figures that every date has in it: a year, or three short numbers; a short year by its form."""

LABEL = 40
NOUN = re.compile(r"\bupdates\b|\baktualisierungen\b|\bactuali[sz]ac[a-z]+es\b")

REACH = 60
"""Characters before its date within which the word stands that says what it is of."""


def published_in(line: str, reader: DateReader) -> DateMatch | None:
    """The line's publication date: what follows a word for that, else a date not of a change."""
    if not FIGURES.search(line):
        return None
    lower = line.casefold()
    named = published_word().search(lower) if len(lower) == len(line) else None
    if named and (date := _after(line, named.end(), reader)):
        return date
    date = find_date(line, reader)
    return None if date is None or is_of_change(line, date) else date


def changed_in(line: str, reader: DateReader) -> DateMatch | None:
    """The date of the last change, where the line says that it is one."""
    named = modified_word().search(line.casefold()) if FIGURES.search(line) else None
    return _after(line, named.end(), reader) if named else None


def is_of_change(line: str, date: DateMatch) -> bool:
    """Whether a word for a change stands before the date, with none for the publication."""
    before = line[max(date.start - REACH, 0) : date.start].casefold()
    return bool(modified_word().search(before)) and not published_word().search(before)


def is_change_label(text: str) -> bool:
    """Whether a short text without a date says that what follows it is the date of a change.

    A rubric of that name ("News and updates") says nothing of a date.
    """
    lower = NOUN.sub("", text.casefold())
    return (
        len(text) <= LABEL
        and not FIGURES.search(text)
        and modified_word().search(lower) is not None
        and not published_word().search(lower)
    )


def published_word() -> re.Pattern[str]:
    """A word, or the start of one, that says that a date is the publication's."""
    return _words("published")


def modified_word() -> re.Pattern[str]:
    """A word, or the start of one, that says that a date is a change's."""
    return _words("modified")


def _after(line: str, at: int, reader: DateReader) -> DateMatch | None:
    """The date that follows within reach, its place that in the line."""
    date = find_date(line[at:], reader)
    if date is None or date.start > REACH:
        return None
    return DateMatch(date.timestamp, date.start + at, date.end + at)


@cache
def _words(kind: str) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, table("dates")[kind])))
