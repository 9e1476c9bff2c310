"""Days and moments, and their one spelling."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsspider.timestamps import Precision, Timestamp

OFFSETS = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
WALLS = st.datetimes(datetime(1970, 1, 2), datetime(2100, 1, 1)).map(
    lambda moment: moment.replace(microsecond=0)
)
TIMESTAMPS = st.dates().map(Timestamp.of_day) | st.builds(
    lambda wall, zone, precision: Timestamp.of_instant(
        wall.replace(tzinfo=zone, second=0 if precision is Precision.MINUTE else wall.second),
        precision,
    ),
    WALLS,
    OFFSETS,
    st.sampled_from([Precision.MINUTE, Precision.SECOND]),
)


@given(TIMESTAMPS)
def test_parsing_is_the_inverse_of_writing(timestamp):
    assert Timestamp.parse(timestamp.isoformat()) == timestamp


@given(st.dates())
def test_a_day_stays_that_day(day):
    timestamp = Timestamp.of_day(day)
    assert timestamp.day == day
    assert timestamp.isoformat() == day.isoformat()
    assert timestamp.offset is None
    assert timestamp.instant == datetime(day.year, day.month, day.day, tzinfo=UTC)


@given(WALLS, OFFSETS)
def test_a_moment_keeps_the_clock_of_its_zone(wall, zone):
    moment = wall.replace(tzinfo=zone)
    timestamp = Timestamp.of_instant(moment)
    assert timestamp.instant == moment
    assert timestamp.instant.tzinfo is UTC
    assert timestamp.local.replace(tzinfo=None) == wall
    assert timestamp.day == wall.date()


@pytest.mark.parametrize(
    ("text", "precision", "instant"),
    [
        ("2024-10-23", Precision.DAY, datetime(2024, 10, 23, tzinfo=UTC)),
        ("2024-10-23T14:05+03:00", Precision.MINUTE, datetime(2024, 10, 23, 11, 5, tzinfo=UTC)),
        ("2024-10-23T14:05:09Z", Precision.SECOND, datetime(2024, 10, 23, 14, 5, 9, tzinfo=UTC)),
        ("2024-10-23T23:30:00-05:00", Precision.SECOND, datetime(2024, 10, 24, 4, 30, tzinfo=UTC)),
        ("2024-02-29T00:00-00:30", Precision.MINUTE, datetime(2024, 2, 29, 0, 30, tzinfo=UTC)),
    ],
)
def test_known_spellings(text, precision, instant):
    timestamp = Timestamp.parse(text)
    assert timestamp.precision is precision
    assert timestamp.instant == instant
    assert timestamp.day == date.fromisoformat(text[:10])


@pytest.mark.parametrize(
    "text",
    ["", "2024", "2024-13-01", "2023-02-29", "yesterday", "2024-10-23T14:05", "2024-10-23T25:00Z"],
)
def test_what_is_no_timestamp(text):
    with pytest.raises(ValueError):
        Timestamp.parse(text)


def test_a_naive_moment_names_no_instant():
    with pytest.raises(ValueError, match="has no zone"):
        Timestamp.of_instant(datetime(2024, 10, 23, 14, 5))


def test_timestamps_are_values():
    assert Timestamp.of_day(date(2024, 10, 23)) == Timestamp.of_day(date(2024, 10, 23))
    assert len({Timestamp.parse("2024-10-23"), Timestamp.parse("2024-10-23")}) == 1
    assert Timestamp.parse("2024-10-23") != Timestamp.parse("2024-10-23T00:00:00Z")
