"""The date that a reader sees on a page whose header names none: by the words beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from lxml.html import HtmlElement

from newsspider.dates import DateMatch, DateReader, find_date
from newsspider.extraction.page.blocks import Block, is_foreign
from newsspider.extraction.page.datelines import (
    FIGURES,
    is_change_label,
    is_of_change,
    published_in,
    published_word,
)
from newsspider.extraction.page.evidence import Witness
from newsspider.extraction.page.header import Header
from newsspider.timestamps import Timestamp

LINE, LEAD = 160, 60
"""The length of a line of dates; the part of a longer one's start that is read, in characters."""

LONGEST, AROUND = 400, 60
"""A longer line says when it was published right beside the word for that, or not at all."""

AT_START = 40
"""Characters of a longer line within which that word stands: further in, it is prose."""

DATELINE = re.compile(r"\W{0,2}|[^\W\d_a-z][\w .'’/-]{1,30}[,:]?\s?[(\[–—|][\s(\[–—]*")
"""What stands before the date that a text begins with: nothing, or its town."""

MOST = 40
"""Lines with figures that are read."""

DATE_CLASS = re.compile(
    r"date|datum|time|publi|posted|created|fecha|tarih|meta|byline|info(?![a-z])", re.IGNORECASE
)
HEADER = {"worded": 0.96, "marked": 0.95, "plain": 0.9, "prose": 0.6, "dateline": 0.6}
ELSEWHERE = {
    "worded": 0.95, "dateline": 0.8, "marked": 0.8, "plain": 0.6, "mentioned": 0.5, "changed": 0.4,
}  # fmt: skip
"""The share of dates of each kind that are the publication's, best kind first."""

ABOVE_BESIDE = 0.75
"""As much for a date above the headline in a box of something else."""

Dates = Iterator[Witness[Timestamp]]


def shown_dates(blocks: list[Block], header: Header, reader: DateReader) -> Dates:
    """The date of the header, else the best dated line from the headline on."""
    if header.date is None:
        yield from _elsewhere(blocks[header.title_at or 0 :], reader)
    else:
        yield Witness(header.date, "visible", _of_header(header, reader))


def _of_header(header: Header, reader: DateReader) -> float:
    line = header.date_line
    date = published_in(line.text, reader) if line else None
    if line is None or date is None:
        return HEADER["plain"]
    if line not in header.below and is_foreign(line.element):
        return ABOVE_BESIDE
    return HEADER.get(_kind(line.text, date, line), HEADER["prose"])


def _elsewhere(blocks: list[Block], reader: DateReader) -> Dates:
    timestamps: dict[str, Timestamp] = {}
    labels = ["", *(block.text for block in blocks)]
    dated = (
        (block, text, label)
        for block, label in zip(blocks, labels, strict=False)
        for text in _parts(block)
    )
    for block, text, label in islice(dated, MOST):
        date = published_in(text, reader) or find_date(text, reader)
        kind = _kind(text, date, block) if date else ""
        if kind and is_change_label(label):
            kind = "changed"
        if date and not is_foreign(block.element, footers=kind != "worded"):
            timestamps.setdefault(kind, date.timestamp)
        if "worded" in timestamps:
            break
    for kind, confidence in ELSEWHERE.items():
        if kind in timestamps:
            yield Witness(timestamps[kind], "visible", confidence)
            return


def _parts(block: Block) -> Iterator[str]:
    """The parts of the line that may hold its date."""
    text = block.text
    if not FIGURES.search(text):
        return
    if len(text) <= LINE:
        yield text
        return
    yield text[:LEAD]
    named = published_word().search(text.casefold()) if len(text) <= LONGEST else None
    if named:
        yield text[max(named.start() - AROUND, 0) : named.end() + AROUND]


def _kind(text: str, date: DateMatch, block: Block) -> str:
    if is_of_change(text, date):
        return "changed"
    named = published_word().search(text.casefold())
    if named:
        is_prose = len(block.text) > LINE and block.text.find(text) + named.start() > AT_START
        return "mentioned" if is_prose else "worded"
    if len(block.text) > LINE:
        return "dateline" if DATELINE.fullmatch(text[: date.start]) else "prose"
    if DATE_CLASS.search(_marks(block.element)):
        return "marked"
    return "plain" if len(text) <= LEAD else "prose"


def _marks(element: HtmlElement) -> str:
    parent = element.getparent()
    boxes = [element, *element[:3], *([parent] if parent is not None else [])]
    return " ".join(
        str(part or "") for box in boxes for part in (box.get("class"), box.get("id"), box.tag)
    )
