"""Whether the page writes the day or the month first, by what else it says of the same days."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import chain, islice

from newsspider.dates import DateReader, Order, find_date, order_of, written_date
from newsspider.extraction.page.datelines import FIGURES, modified_word, published_word
from newsspider.extraction.page.evidence import Evidence
from newsspider.extraction.page.jsonld import strings

EITHER_WAY = re.compile(
    r"(?<![\d/-])(0?\d|1[0-2])([/-])(0?\d|1[0-2])\2((?:19|20)\d\d)(?![\d/-]|\.\d)"
)
"""Two numbers that may both be the month, and a year."""

NUMBERS = re.compile(r"\d[/-]\d")
AMERICAN = re.compile(r"\b(?i:[ap]\.?m\.?),?\s\(?(?:[ECMP][SD]?T)\b")
"""A clock of the United States, which write the month first."""

MOST, LINE = 40, 160


def page_order(evidence: Evidence, reader: DateReader) -> Order | None:
    """The order in which the page's own dates make sense together, ``None`` where none tells."""
    written = list(islice(_written(evidence), MOST))
    pairs = {
        (int(m[1]), int(m[3]), int(m[4])) for text in written for m in EITHER_WAY.finditer(text)
    }
    pairs = {pair for pair in pairs if pair[0] != pair[1]}
    if not pairs:
        return None
    known = set(islice(_known_days(evidence, reader), MOST))
    month_first = sum(_day(year, first, second) in known for first, second, year in pairs)
    day_first = sum(_day(year, second, first) in known for first, second, year in pairs)
    if month_first != day_first:
        return "mdy" if month_first > day_first else "dmy"
    if any(AMERICAN.search(text) and EITHER_WAY.search(text) for text in written):
        return "mdy"
    return order_of(written)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _written(evidence: Evidence) -> Iterator[str]:
    """The texts that may hold a date in numbers: lines, ``<time>``, declared dates."""
    for block in evidence.blocks:
        if len(block.text) <= LINE and NUMBERS.search(block.text):
            yield block.text
    for name, values in evidence.meta.items():
        if "date" in name or "time" in name or "publi" in name:
            yield from (text for text in values if len(text) <= LINE and NUMBERS.search(text))


def _known_days(evidence: Evidence, reader: DateReader) -> Iterator[date]:
    """The days that the page names in a form that can be read one way only."""
    article = evidence.linked.article or {}
    declared = [
        text for key in ("datePublished", "dateModified") for text in strings(article.get(key))
    ]
    times = (element.get("datetime") or "" for element in evidence.document.tree.iter("time"))
    metas = chain.from_iterable(evidence.meta.values())
    for text in chain(declared, islice(times, MOST), (text for text in metas if len(text) < LINE)):
        if written := written_date(text[:25]):
            yield written.day
    for block in evidence.blocks:
        text = block.text
        is_dated = len(text) <= LINE and FIGURES.search(text) and not EITHER_WAY.search(text)
        is_dated = is_dated and _says_when(text)
        match = find_date(text, reader) if is_dated else None
        if match:
            yield match.timestamp.day


def _says_when(text: str) -> bool:
    """Whether the line has a word for a publication or a change: its date is the article's."""
    lower = text.casefold()
    return bool(published_word().search(lower) or modified_word().search(lower))
