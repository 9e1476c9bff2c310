"""Days of other calendars as Gregorian days, and dates in Hebrew letters: כ״א בתשרי תשפ״ה."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

BUDDHIST_OFFSET = 543
"""Years that the Thai calendar is ahead."""

HIJRI_EPOCH = date(622, 7, 19).toordinal()
HEBREW_EPOCH = -1_373_427
"""The first days, as proleptic Gregorian ordinals: 16 July 622 and 7 October -3761 (Julian)."""

JALALI_CYCLE, JALALI_LEAPS = 33, (1, 5, 9, 13, 17, 22, 26, 30)
"""The cycle, and its leap years: the year modulo 33."""

LETTER_VALUES = dict(
    zip(
        "אבגדהוזחטיכלמנסעפצקרשת",
        (*range(1, 10), *range(10, 100, 10), *range(100, 500, 100)),
        strict=True,
    )
)
HEBREW_MONTHS = {
    "תשרי": 7, "חשוון": 8, "חשון": 8, "מרחשוון": 8, "כסלו": 9, "כסליו": 9, "טבת": 10, "שבט": 11,
    "אדר א": 12, "אדר ב": 13, "אדר": 12, "ניסן": 1, "אייר": 2, "סיוון": 3, "סיון": 3, "תמוז": 4,
    "אב": 5, "אלול": 6,
}  # fmt: skip
"""Numbered from Nisan, as the calendar's leap month needs it."""

MARKS = "\"'״׳”’"
HEBREW_DATE = re.compile(
    rf"(?<![א-ת])([א-ל][{MARKS}]?[א-ט]?[{MARKS}]?)\s+ב?(?:חודש\s+)?({'|'.join(HEBREW_MONTHS)})[{MARKS}]?,?\s+"
    rf"(ה?[{MARKS}]?ת[א-ת]{{1,3}}[{MARKS}][א-ת])(?![א-ת])"
)


def from_jalali(year: int, month: int, day: int) -> date:
    """The Gregorian day of a day in the Iranian (Solar Hijri) calendar.

    Raises ``ValueError`` for a day that the calendar does not have. The 33-year cycle agrees with
    the official calendar for the years 1244 to 1503 (1865 to 2124 CE): K. M. Borkowski, "The
    Persian calendar for 3000 years", Earth, Moon, and Planets 74 (1996).
    """
    if not 1244 <= year <= 1503 or not 1 <= month <= 12:
        raise ValueError(f"no such Jalali month: {year}-{month}")
    length = 31 if month <= 6 else 30 if month < 12 or _is_leap(year) else 29
    if not 1 <= day <= length:
        raise ValueError(f"no such Jalali day: {year}-{month}-{day}")
    start = date(1921, 3, 21) + timedelta(days=_days_before(year) - _days_before(1300))
    return start + timedelta(days=31 * min(month - 1, 6) + 30 * max(month - 7, 0) + day - 1)


def _is_leap(year: int) -> bool:
    return year % JALALI_CYCLE in JALALI_LEAPS


def _days_before(year: int) -> int:
    """Days from the era's first year to the start of this one."""
    cycles, rest = divmod(year - 1, JALALI_CYCLE)
    leaps = cycles * len(JALALI_LEAPS) + sum(1 for leap in JALALI_LEAPS if leap <= rest)
    return 365 * (year - 1) + leaps


def from_hijri(year: int, month: int, day: int) -> date:
    """The Gregorian day of a day in the Islamic calendar, by the civil (tabular) rule.

    At most a day from the sighted and the Umm al-Qura calendar: N. Dershowitz and E. M. Reingold,
    "Calendrical Calculations" (2018), chapter 7. Raises ``ValueError`` for a day that it lacks.
    """
    if not 1300 <= year <= 1500 or not 1 <= month <= 12 or not 1 <= day <= 30:
        raise ValueError(f"no such Hijri day: {year}-{month}-{day}")
    before = 29 * (month - 1) + month // 2 + 354 * (year - 1) + (3 + 11 * year) // 30
    return date.fromordinal(HIJRI_EPOCH + before + day - 1)


def from_hebrew(year: int, month: int, day: int) -> date:
    """The Gregorian day of a day in the Hebrew calendar, its months numbered from Nisan.

    Month 12 of a year without a second Adar is its only one. Raises ``ValueError`` for a day that
    the calendar does not have. Dershowitz and Reingold, chapter 8.
    """
    if not 5600 <= year <= 5900 or not 1 <= month <= 13 or not 1 <= day <= 30:
        raise ValueError(f"no such Hebrew day: {year}-{month}-{day}")
    months = _hebrew_months(year)
    if month not in months or day > months[month]:
        raise ValueError(f"no such Hebrew day: {year}-{month}-{day}")
    order = list(months)
    before = sum(months[earlier] for earlier in order[: order.index(month)])
    return date.fromordinal(_hebrew_new_year(year) + before + day - 1)


def _hebrew_months(year: int) -> dict[int, int]:
    """The year's months from Tishri on, and how many days each has."""
    length = _hebrew_new_year(year + 1) - _hebrew_new_year(year)
    is_leap = length > 360
    lengths = {7: 30, 8: 30 if length % 10 == 5 else 29, 9: 29 if length % 10 == 3 else 30}
    lengths |= {10: 29, 11: 30, 12: 30 if is_leap else 29} | ({13: 29} if is_leap else {})
    return lengths | {1: 30, 2: 29, 3: 30, 4: 29, 5: 30, 6: 29}


def _hebrew_new_year(year: int) -> int:
    """The proleptic ordinal of 1 Tishri."""
    delays = [_hebrew_delay(other) for other in (year - 1, year, year + 1)]
    shift = 2 if delays[2] - delays[1] == 356 else 1 if delays[1] - delays[0] == 382 else 0
    return HEBREW_EPOCH + delays[1] + shift


def _hebrew_delay(year: int) -> int:
    """Days from the epoch to the year's first new moon, put off where the weekday asks for it."""
    months = (235 * year - 234) // 19
    parts = 12_084 + 13_753 * months
    days = 29 * months + parts // 25_920
    return days + 1 if 3 * (days + 1) % 7 < 3 else days


def hebrew_dates(text: str) -> Iterator[tuple[int, int, tuple[int, int, int]]]:
    """Where such dates stand, and their year, month and day."""
    if "ת" in text:
        for match in HEBREW_DATE.finditer(text):
            year = match[3].removeprefix("ה").lstrip(MARKS)
            month, day = HEBREW_MONTHS[match[2]], _hebrew_number(match[1])
            yield match.start(), match.end(), (5000 + _hebrew_number(year), month, day)


def _hebrew_number(letters: str) -> int:
    return sum(LETTER_VALUES.get(letter, 0) for letter in letters)
