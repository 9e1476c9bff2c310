"""Pages without markup of use: a text dump, or one ``<p>`` a line.

Their first lines hold labels, headline, desk and date; their last lines are boilerplate.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from newsspider.dates import DateReader, find_date
from newsspider.extraction.data import table
from newsspider.extraction.fields.sections import is_known, split_labels
from newsspider.extraction.page.blocks import Block
from newsspider.extraction.page.lexicon import (
    END_CLASSES,
    NOTICE,
    POINTER,
    boilerplate_class,
)
from newsspider.extraction.page.texts import bare, ends_sentence, words
from newsspider.items import Kind, Paragraph
from newsspider.timestamps import Timestamp

PROSE_CHARACTERS = 80
"""A line that ends as a sentence and is this long is text of the article."""

LONG_CHARACTERS = 200
"""A line this long is text whatever it ends with."""

HEADER_LINES = 30
DATE_LINE_CHARACTERS = 120
LABEL_CHARACTERS = 60
MENU = re.compile(r"\s*[|·•/»›>]\s*")
INTERRUPTING = frozenset((POINTER, NOTICE, "offer"))
"""Classes of lines that stand between two of the text and are no part of it."""

STRUCTURE = frozenset("article main nav header footer aside section h1 time form table".split())


@dataclass(frozen=True, slots=True, kw_only=True)
class FlatPage:
    """The fields that the lines of a flat page give."""

    title: str | None = None
    labels: tuple[str, ...] = ()
    date: Timestamp | None = None
    byline: str | None = None
    body: tuple[Paragraph, ...] = ()


def flat_lines(blocks: Sequence[Block], plain: Sequence[str]) -> tuple[str, ...] | None:
    """The page's lines where it is flat, ``None`` where its markup says more than its lines.

    Flat is a page whose lines are all paragraphs without a link, under no element that gives
    structure.
    """
    if plain:
        return tuple(plain)
    if len(blocks) < 3 or any(block.links or block.in_button for block in blocks):
        return None
    for block in blocks:
        if block.element.tag not in ("p", "div", "body", "pre", "br"):
            return None
        if any(element.tag in STRUCTURE for element in block.element.iterancestors()):
            return None
    return tuple(block.text for block in blocks)


def read_flat(lines: Sequence[str], known: tuple[str, ...], reader: DateReader) -> FlatPage:
    """The record as the lines give it; lines under headline and date belong to the text."""
    start = _text_start(lines)
    header = [line for line in lines[:start] if boilerplate_class(line) is None]
    dated = next((at for at, line in enumerate(header) if _dated(line, reader)), None)
    title_at = _title_at(header, dated, known)
    date, byline = _date_line(header[dated], reader) if dated is not None else (None, None)
    last = max((at for at in (title_at, dated) if at is not None), default=-1)
    if dated is not None and byline is None:
        named = _neighbour(header, dated, title_at)
        byline = header[named] if named is not None else None
        last = max(last, named or 0)
    text = [*header[last + 1 :], *_without_tail(lines[start:])]
    text = [line for line in text if boilerplate_class(line) not in INTERRUPTING]
    return FlatPage(
        title=header[title_at] if title_at is not None else None,
        labels=_labels(header[: title_at or 0], known),
        date=date,
        byline=byline,
        body=tuple(Paragraph(text=line, kind=Kind.PARAGRAPH) for line in text),
    )


def _text_start(lines: Sequence[str]) -> int:
    for at, line in enumerate(lines[:HEADER_LINES]):
        if _is_prose(line):
            return at
    return 0 if len(lines) > HEADER_LINES else min(len(lines), 3)


def _is_prose(line: str) -> bool:
    """Whether the line is running text; scripts without spaces say as much in fewer characters."""
    size = len(line) if len(line.split()) > 3 else 3 * words(line)
    return size >= LONG_CHARACTERS or (size >= PROSE_CHARACTERS and ends_sentence(line))


def _dated(line: str, reader: DateReader) -> bool:
    return len(line) <= DATE_LINE_CHARACTERS and find_date(line, reader) is not None


def _date_line(line: str, reader: DateReader) -> tuple[Timestamp | None, str | None]:
    date = find_date(line, reader)
    if date is None:
        return None, None
    rest = f"{line[: date.start]} {line[date.end :]}".strip(" \t|-–—·•,،:/()")
    return date.timestamp, rest or None


def _title_at(header: Sequence[str], dated: int | None, known: tuple[str, ...]) -> int | None:
    """The headline: the longest line before the date, or else of all the header's lines."""
    above = [at for at in range(dated if dated else len(header)) if at != dated]
    candidates = [at for at in above if not is_known(header[at], known)]
    return max(candidates, key=lambda at: len(header[at]), default=None)


def _neighbour(header: Sequence[str], dated: int, title_at: int | None) -> int | None:
    """The place of the short line right before or after a lone date: who wrote it."""
    for at in (dated - 1, dated + 1):
        below = title_at is None or at > title_at
        if 0 <= at < len(header) and below and len(header[at]) <= LABEL_CHARACTERS:
            return at
    return None


def _labels(above: Sequence[str], known: tuple[str, ...]) -> tuple[str, ...]:
    """Section names of the lines above the headline, those that run together split."""
    labels: dict[str, str] = {}
    for line in (line for line in above if not _is_menu(line)):
        if is_known(line, known) or (len(above) == 1 and len(line) <= LABEL_CHARACTERS):
            for name in split_labels(line, known):
                labels.setdefault(bare(name), name)
    return tuple(labels.values())


def _is_menu(line: str) -> bool:
    """Whether the line leads home: it is the site's navigation."""
    return any(step.casefold() in table("sections")["home"] for step in MENU.split(line))


def _without_tail(lines: Sequence[str]) -> Sequence[str]:
    """The lines up to the site's boilerplate.

    Behind the last line of prose every line of the lexicon ends the text; before it, a line that
    introduces other articles does, where less than half of the text follows.
    """
    prose = [at for at, line in enumerate(lines) if _is_prose(line)]
    last = prose[-1] if prose else -1
    for at, line in enumerate(lines):
        kind = boilerplate_class(line)
        ends = kind in END_CLASSES and sum(map(len, lines[:at])) > sum(map(len, lines[at:]))
        if kind and (at > last or ends):
            return lines[:at]
    return lines
