"""Days of other calendars as Gregorian days."""

from __future__ import annotations

from datetime import date, timedelta

BUDDHIST_OFFSET = 543
"""Years that the Thai calendar is ahead."""

JALALI_CYCLE, JALALI_LEAPS = 33, (1, 5, 9, 13, 17, 22, 26, 30)
"""The cycle, and its leap years: the year modulo 33."""


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
