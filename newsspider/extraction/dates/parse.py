"""The first date that a text names, with what is known of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Literal

from newsspider.extraction.dates.calendars import BUDDHIST_OFFSET, from_jalali
from newsspider.extraction.dates.clock import clock, digits
from newsspider.extraction.dates.months import fold, jalali_months, month_names
from newsspider.timestamps import Precision, Timestamp

EARLIEST = date(1990, 1, 1)
"""Older dates on news pages are what the news is about, not when it was published."""

MAX_CHARACTERS = 2_000
"""How much of a text is searched: a date line is short."""

YMD = re.compile(
    r"(?<!\d)(\d{4})(?:-(\d{1,2})-(\d{1,2})(?!\d)|/(\d{1,2})/(\d{1,2})(?!\d)"
    r"|\.\s?(\d{1,2})\.\s?(\d{1,2})(?!\d)|(\d{2})(\d{2})(?!\d)"
    r"|\s?[年년]\s*(\d{1,2})\s?[月월]\s*(\d{1,2})\s?[日일])"
)
DMY = re.compile(r"(?<![\d./-])(\d{1,2})\s?([./-])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2})(?![\d/-]|\.\d)")
WORD = r"[^\W\d_][^\s\d.,،/()|:-]*(?:\.[^\W\d_]+)*\.?"
DAY_MONTH = re.compile(
    rf"(?<!\d)(\d{{1,2}})(?:st|nd|rd|th|er|º|ª|\.|،|,)?(?:\s|\u00a0|-|/)*(?:de\s+|of\s+|a\s+|e\s+)?"
    rf"({WORD}(?:\s{WORD})?)(?:\s?/\s?{WORD}(?:\s{WORD})?)?"
    rf"(?:\s|,|،|-|/|\.|de\b|del\b|م\b)*(\d{{4}})(?!\d)"
    r"(?:\s?(?:г\.|р\.|года\b|року\b|م\b))?",
    re.IGNORECASE,
)
"""A month may be given by two names: "7 أيار/مايو 2024"."""

MONTH_DAY = re.compile(
    rf"({WORD})\s*(\d{{1,2}})(?:st|nd|rd|th)?\s*[,،]?\s*(\d{{4}})(?!\d)", re.IGNORECASE
)
MONTH_FIRST_LANGUAGES = {"en-us", "en-ph"}

Order = Literal["dmy", "mdy"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """What one needs to know to read a page's dates."""

    now: datetime
    """UTC and aware: no publication is later than a day after it."""

    language: str | None = None
    """A BCP 47 tag; its region tells ``mm/dd`` from ``dd/mm`` where both can be."""

    order: Order | None = None
    timezone: str | None = None
    """IANA name, for a time that names no zone."""


@dataclass(frozen=True, slots=True)
class Found:
    """A date in a text, and where it stands there."""

    timestamp: Timestamp
    start: int
    end: int


def parse_date(text: str, reader: Reader) -> Timestamp | None:
    """The first credible date of the text, ``None`` where it names none."""
    found = find_date(text, reader)
    return found.timestamp if found else None


def find_date(text: str, reader: Reader) -> Found | None:
    """The first credible date of the text, with its place (the time beside it included).

    A lone year or a month with a year is no date. A time without a zone is dropped, the day is
    kept, unless the reader knows the site's zone.
    """
    plain = digits(text[:MAX_CHARACTERS])
    matches = sorted(found for rule in RULES for found in rule(plain, reader))
    for start, end, day in matches:
        if EARLIEST <= day <= (reader.now + timedelta(days=1)).date():
            before = max((other for _, other, _ in matches if other <= start), default=0)
            after = min((other for other, _, _ in matches if other >= end), default=len(plain))
            # The time of another date that stands beside this one is not this one's.
            own = _with_time(plain[before:after], start - before, end - before, day, reader)
            return own and Found(own.timestamp, own.start + before, own.end + before)
    return None


def _with_time(text: str, start: int, end: int, day: date, reader: Reader) -> Found | None:
    time = clock(text, start, end, reader.timezone)
    if time is None:
        return Found(Timestamp.of_day(day), start, end)
    start, end = min(start, time.start), max(end, time.end)
    if time.zone is None:
        return Found(Timestamp.of_day(day), start, end)
    moment = datetime(day.year, day.month, day.day, *time.hms, tzinfo=time.zone)
    if moment.astimezone(UTC) > reader.now + timedelta(days=1):
        return None
    precision = Precision.SECOND if time.has_seconds else Precision.MINUTE
    return Found(Timestamp.of_instant(moment, precision), start, end)


Match = tuple[int, int, date]


def _year_first(text: str, reader: Reader) -> Iterator[Match]:
    for match in YMD.finditer(text):
        year, month, day = (int(group) for group in match.groups() if group is not None)
        yield from _valid(match, year, month, day)


def _numeric(text: str, reader: Reader) -> Iterator[Match]:
    month_first = reader.order == "mdy" or (
        reader.order is None and (reader.language or "").lower() in MONTH_FIRST_LANGUAGES
    )
    for match in DMY.finditer(text):
        first, second, year = int(match[1]), int(match[3]), int(match[4])
        year += 2000 if year < 100 else 0
        swapped = (month_first and match[2] != "." and first <= 12) or second > 12
        day, month = (second, first) if swapped else (first, second)
        yield from _valid(match, year, month, day)


def _named(text: str, reader: Reader) -> Iterator[Match]:
    language = (reader.language or "").split("-")[0]
    for match in DAY_MONTH.finditer(text):
        yield from _month_named(match, match[2], int(match[1]), int(match[3]), language)
    for match in MONTH_DAY.finditer(text):
        yield from _month_named(match, match[1], int(match[2]), int(match[3]), language)


def _month_named(
    match: re.Match[str], name: str, day: int, year: int, language: str
) -> Iterator[Match]:
    folded = fold(name)
    first = folded.split(" ")[0]
    for candidate in (folded, first, first.removeprefix("ב")):
        if year < 1600 and candidate in jalali_months():
            yield from _valid(match, year, jalali_months()[candidate], day)
            return
        month = _month(candidate, language)
        if month is not None:
            yield from _valid(match, year, month, day)
            return


@cache
def _month(name: str, language: str) -> int | None:
    """The month by its name in the page's language, else in English."""
    known = (month_names(tongue) for tongue in (language, "en") if tongue)
    return next((names[name] for names in known if name in names), None)


def _valid(match: re.Match[str], year: int, month: int, day: int) -> Iterator[Match]:
    """The day in the Gregorian calendar, where such a day exists."""
    try:
        if 1300 <= year <= 1500:
            yield match.start(), match.end(), from_jalali(year, month, day)
        else:
            year -= BUDDHIST_OFFSET if 2500 <= year <= 2650 else 0
            yield match.start(), match.end(), date(year, month, day)
    except ValueError:
        return


RULES: tuple[Callable[[str, Reader], Iterator[Match]], ...] = (_year_first, _numeric, _named)
