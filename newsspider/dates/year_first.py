"""Days whose year stands first beside a month's name, or whose month is a number with a word."""

from __future__ import annotations

import re
from collections.abc import Iterator

from newsspider.dates.names import month_of

YEAR_WORDS = (
    "m", "metų", "gada", "gadā", "ж", "жылы", "жылғы", "жылдың", "жылдын", "г", "р", "року",
    "оны", "он", "թ", "թվականի", "(e)ko", "eko", "ko", "د", "yil", "yilning", "йил", "йилнинг",
    "il", "елның",
)  # fmt: skip
"""Words for "year" behind its number: Lithuanian, Latvian, Kazakh, Kyrgyz, Mongolian, Basque, …"""

WORD_OF_YEAR = "|".join(map(re.escape, sorted(YEAR_WORDS, key=len, reverse=True)))
NAME = r"[^\W\d_][^\s\d.,،/()|:-]*(?:\.[^\W\d_]+)*"
YEAR = rf"(?<!\d)(\d{{4}})[\s.-]{{0,3}}(?:(?:{WORD_OF_YEAR})(?![^\W\d_])\.?)"
"""A year with its word; one alone may stand before a month's name, never before a day."""

MONTH_FIRST = re.compile(
    rf"(?:{YEAR}|(?<!\d)(\d{{4}})(?!\d)\.?)[\s,]{{1,3}}(?:د\s)?({NAME}(?:\s{NAME}){{0,2}})[.,]?\s(\d{{1,2}})"
    r"(?!\d|:\d|\s?,?\s\d{4}(?!\d))",
    re.IGNORECASE,
)
DAY_FIRST = re.compile(
    rf"{YEAR}[\s,]{{1,3}}(\d{{1,2}})\.?(?:\s|-){{1,2}}({NAME})(?!\s?,?\s\d{{4}}(?!\d))",
    re.IGNORECASE,
)
VIETNAMESE = re.compile(
    r"(?<!\d)(\d{1,2})\s?(?:tháng|thg|th)\.?\s?(\d{1,2})\s?[,./-]?\s?(?:năm\s?)?(\d{4})(?!\d)",
    re.IGNORECASE,
)
MONGOLIAN = re.compile(
    r"(?<!\d)(\d{4})\s?(?:оны?)?\.?\s(\d{1,2})(?:\s?-?\s?р)?\s?сар(?:ын)?\s(\d{1,2})(?!\d)",
    re.IGNORECASE,
)

Day = tuple[int, int, int, int, int]
"""Start and end in the text; year, month and day of the month."""


def year_first_days(text: str, language: str) -> Iterator[Day]:
    """The days of these forms that the text names, whether they exist or not."""
    for match in MONTH_FIRST.finditer(text):
        year = match[1] or match[2]
        yield from _named(match, match[3], int(year), int(match[4]), language)
    for match in DAY_FIRST.finditer(text):
        yield from _named(match, match[3], int(match[1]), int(match[2]), language)
    if "th" in text.casefold():
        for match in VIETNAMESE.finditer(text):
            yield match.start(), match.end(), int(match[3]), int(match[2]), int(match[1])
    if "сар" in text:
        for match in MONGOLIAN.finditer(text):
            yield match.start(), match.end(), int(match[1]), int(match[2]), int(match[3])


def _named(match: re.Match[str], name: str, year: int, day: int, language: str) -> Iterator[Day]:
    month = month_of(name, language)
    if month:
        yield match.start(), match.end(), year, month, day
