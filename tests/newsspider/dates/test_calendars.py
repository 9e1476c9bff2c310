"""Days of the Iranian calendar."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsspider.dates.calendars import from_jalali

KNOWN = [
    ((1357, 11, 22), date(1979, 2, 11)),
    ((1370, 12, 30), date(1992, 3, 20)),
    ((1375, 1, 1), date(1996, 3, 20)),
    ((1375, 12, 30), date(1997, 3, 20)),
    ((1376, 1, 1), date(1997, 3, 21)),
    ((1379, 12, 30), date(2001, 3, 20)),
    ((1391, 12, 30), date(2013, 3, 20)),
    ((1395, 12, 30), date(2017, 3, 20)),
    ((1399, 1, 1), date(2020, 3, 20)),
    ((1399, 12, 30), date(2021, 3, 20)),
    ((1400, 1, 1), date(2021, 3, 21)),
    ((1402, 12, 29), date(2024, 3, 19)),
    ((1403, 1, 1), date(2024, 3, 20)),
    ((1403, 6, 31), date(2024, 9, 21)),
    ((1403, 7, 1), date(2024, 9, 22)),
    ((1403, 8, 2), date(2024, 10, 23)),
    ((1403, 12, 30), date(2025, 3, 20)),
    ((1404, 1, 1), date(2025, 3, 21)),
    ((1408, 12, 30), date(2030, 3, 20)),
]
NO_DAYS = [
    (1402, 12, 30),
    (1404, 12, 30),
    (1403, 7, 31),
    (1403, 1, 32),
    (1403, 1, 0),
    (1403, 13, 1),
    (1403, 0, 1),
    (1200, 1, 1),
    (1600, 1, 1),
]


@pytest.mark.parametrize(("jalali", "gregorian"), KNOWN)
def test_known_days(jalali, gregorian):
    assert from_jalali(*jalali) == gregorian


@pytest.mark.parametrize("jalali", NO_DAYS)
def test_days_that_do_not_exist(jalali):
    with pytest.raises(ValueError, match="no such Jalali"):
        from_jalali(*jalali)


def _exists(year: int, month: int, day: int) -> bool:
    try:
        from_jalali(year, month, day)
    except ValueError:
        return False
    return True


def _next(year: int, month: int, day: int) -> tuple[int, int, int]:
    following = ((year, month, day + 1), (year, month + 1, 1), (year + 1, 1, 1))
    return next(candidate for candidate in following if _exists(*candidate))


DAYS = st.tuples(st.integers(1300, 1500), st.integers(1, 12), st.integers(1, 31)).filter(
    lambda day: _exists(*day)
)


@given(DAYS)
def test_consecutive_days_are_consecutive(day):
    assert from_jalali(*_next(*day)) - from_jalali(*day) == timedelta(days=1)


@given(st.integers(1300, 1500))
def test_the_year_begins_at_the_spring_equinox(year):
    first = from_jalali(year, 1, 1)
    assert first.year == year + 621
    assert (first.month, first.day) in {(3, 20), (3, 21), (3, 22)}
