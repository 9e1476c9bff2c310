"""The forms in which days are written: numbers in any order, months by name, eras."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from newsspider.dates.calendars import (
    BUDDHIST_OFFSET,
    from_hebrew,
    from_hijri,
    from_jalali,
    hebrew_dates,
)
from newsspider.dates.names import fold_name, hijri_months, jalali_months, month_of
from newsspider.dates.reader import DateReader
from newsspider.dates.year_first import year_first_days

YEAR = re.compile(r"\d{4}")
YMD = re.compile(
    r"(?<!\d)(\d{4})(?:-(\d{1,2})-(\d{1,2})(?!\d)|/(\d{1,2})/(\d{1,2})(?!\d)"
    r"|\.\s?(\d{1,2})\.\s?(\d{1,2})(?!\d)|(\d{2})(\d{2})(?!\d)"
    r"|\s?[年년]\s*(\d{1,2})\s?[月월]\s*(\d{1,2})\s?[日일])"
)
DMY = re.compile(
    r"(?<![\d./-])(\d{1,2})[\s\u200f]?([./-])\s?(\d{1,2})[\s\u200f]?\2\s?(\d{4}|\d{2})(?![\d/-]|\.\d)"
)
WORD = r"[^\W\d_][^\s\d.,،/()|:-]*(?:\.[^\W\d_]+)*\.?"
SHORT_YEAR = r"|(?:(?<=-)|(?<=['’]))\d{2}"
"""A year of two figures counts where it can be nothing else: "23-Oct-24", "23 Oct '24"."""

DAY_MONTH = (
    rf"(?<!\d)(\d{{1,2}})(?:st|nd|rd|th|er|º|ª|\.|،|,)?(?:\s|\u00a0|-|/)*(?:de\s+|of\s+|a\s+|e\s+)?"
    rf"({WORD}(?:\s{WORD})?)(?:\s?/\s?{WORD}(?:\s{WORD})?)?"
    r"(?:\s|,|،|-|/|\.|['’]|de\b|del\b|م\b)*(\d{4}"
)
YEAR_END = r")(?!\d)(?:\s?(?:г\.|р\.|года\b|року\b|م\b))?"
DAY_MONTH_YEAR = re.compile(DAY_MONTH + SHORT_YEAR + YEAR_END, re.IGNORECASE)
DAY_MONTH_THAI_YEAR = re.compile(DAY_MONTH + r"|\d{2}" + YEAR_END, re.IGNORECASE)
"""A month may be given by two names: "7 أيار/مايو 2024"."""

DAY_YEAR = re.compile(r"(?<!\d)(\d{1,2})(?:st|nd|rd|th)?\s*[,،]?\s*(\d{4})(?!\d)", re.IGNORECASE)
MONTH_BEFORE = re.compile(rf"({WORD})\s*$")
NAME_CHARACTERS = 24

ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "民國": 1911, "民国": 1911}
"""The year before each era's first."""

ERA = re.compile(rf"({'|'.join(ERAS)})\s*(\d{{1,3}}|元)\s*年\s*(\d{{1,2}})\s*月\s*(\d{{1,2}})\s*日")
HIJRI = re.compile(
    r"(?<!\d)(1[34]\d\d)\s?([/.-])\s?(\d{1,2})\s?\2\s?(\d{1,2})\s?(?:هـ|ه(?!\w)|هجري)"
    r"|(?<!\d)(\d{1,2})\s?([/.-])\s?(\d{1,2})\s?\6\s?(1[34]\d\d)\s?(?:هـ|ه(?!\w)|هجري)"
)
MONTH_FIRST_REGIONS = frozenset(("en-us", "en-ph"))

DayMatch = tuple[int, int, date]


def named_days(text: str, reader: DateReader) -> Iterator[DayMatch]:
    """The days of solar calendars that the text names, credible or not, in no order."""
    yield from _numeric(text, reader)
    has_year = YEAR.search(text) is not None
    if has_year:
        yield from _year_first(text)
        yield from _month_first(text, reader)
        for start, end, year, month, day in year_first_days(text, reader.tongue):
            yield from _valid(start, end, year, month, day)
    if has_year or "-" in text or "'" in text or "’" in text or reader.tongue == "th":
        yield from _day_first(text, reader)
    if "年" in text:
        yield from _of_era(text)


def named_by_rule(text: str) -> Iterator[DayMatch]:
    """The days of lunar calendars that the text names: Hijri and Hebrew."""
    if text.isascii():
        return
    for match in HIJRI.finditer(text):
        year, month, day = match[1] or match[8], match[3] or match[7], match[4] or match[5]
        yield from _hijri(match, int(year), int(month), int(day))
    for match in DAY_MONTH_YEAR.finditer(text):
        month = _first_known(fold_name(match[2]), hijri_months())
        if month and len(match[3]) == 4:
            yield from _hijri(match, int(match[3]), month, int(match[1]))
    for start, end, (year, month, day) in hebrew_dates(text):
        try:
            yield start, end, from_hebrew(year, month, day)
        except ValueError:
            continue


def _year_first(text: str) -> Iterator[DayMatch]:
    for match in YMD.finditer(text):
        year, month, day = (int(group) for group in match.groups() if group is not None)
        yield from _valid(match.start(), match.end(), year, month, day)


def _numeric(text: str, reader: DateReader) -> Iterator[DayMatch]:
    month_first = reader.order == "mdy" or (
        reader.order is None and (reader.language or "").lower() in MONTH_FIRST_REGIONS
    )
    for match in DMY.finditer(text):
        first, second, year = int(match[1]), int(match[3]), _full_year(match[4], reader)
        swapped = (month_first and match[2] != "." and first <= 12) or second > 12
        day, month = (second, first) if swapped else (first, second)
        yield from _valid(match.start(), match.end(), year, month, day)


def _full_year(written: str, reader: DateReader) -> int:
    """The year of two figures: a Thai one that would be to come is of the Buddhist era."""
    year = int(written)
    if year >= 100:
        return year
    buddhist = reader.tongue == "th" and year > reader.now.year % 100 + 1
    return year + (2500 if buddhist else 2000)


def _day_first(text: str, reader: DateReader) -> Iterator[DayMatch]:
    pattern = DAY_MONTH_THAI_YEAR if reader.tongue == "th" else DAY_MONTH_YEAR
    for match in pattern.finditer(text):
        year = _full_year(match[3], reader)
        yield from _of_month(match.start(), match.end(), match[2], int(match[1]), year, reader)


def _month_first(text: str, reader: DateReader) -> Iterator[DayMatch]:
    for match in DAY_YEAR.finditer(text):
        start = max(match.start() - NAME_CHARACTERS, 0)
        name = MONTH_BEFORE.search(text, start, match.start())
        if name:
            day, year = int(match[1]), int(match[2])
            yield from _of_month(name.start(), match.end(), name[1], day, year, reader)


def _of_month(
    start: int, end: int, name: str, day: int, year: int, reader: DateReader
) -> Iterator[DayMatch]:
    folded = fold_name(name)
    first = folded.split(" ")[0].strip(".")
    for candidate in (folded, first, first.removeprefix("ב")):
        if year < 1600 and candidate in jalali_months():
            yield from _valid(start, end, year, jalali_months()[candidate], day)
            return
        month = month_of(candidate, reader.tongue)
        if month is not None:
            yield from _valid(start, end, year, month, day)
            return


def _of_era(text: str) -> Iterator[DayMatch]:
    for match in ERA.finditer(text):
        year = ERAS[match[1]] + (1 if match[2] == "元" else int(match[2]))
        yield from _valid(match.start(), match.end(), year, int(match[3]), int(match[4]))


def _first_known(folded: str, names: dict[str, int]) -> int | None:
    """The month that the one or two words name; of two words the second may be the era's."""
    return names.get(folded) or names.get(folded.split(" ")[0])


def _hijri(match: re.Match[str], year: int, month: int, day: int) -> Iterator[DayMatch]:
    try:
        yield match.start(), match.end(), from_hijri(year, month, day)
    except ValueError:
        return


def _valid(start: int, end: int, year: int, month: int, day: int) -> Iterator[DayMatch]:
    """The day in the Gregorian calendar, where such a day exists."""
    try:
        if 1300 <= year <= 1500:
            yield start, end, from_jalali(year, month, day)
        else:
            year -= BUDDHIST_OFFSET if 2500 <= year <= 2650 else 0
            yield start, end, date(year, month, day)
    except ValueError:
        return
