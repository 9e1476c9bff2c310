"""When a run is due: missed ones once, cron by the clock on the wall, adaptive within bounds."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsspider.sources.schedules import OFTENEST, RAREST, check, next_due, period_of

LAST = datetime(2024, 11, 5, 12, 0, tzinfo=UTC)  # a Tuesday
HOUR = timedelta(hours=1)

SCHEDULES = ("adaptive", "every 30m", "every 2h", "0 6 * * *", "*/10 9-17 * * mon-fri", "0 0 1 * 5")


def due(schedule: str, last: datetime = LAST, **more: object) -> str:
    return next_due(schedule, last, last, **more).strftime("%m-%d %H:%M")


@pytest.mark.parametrize(
    ("schedule", "period"),
    [
        ("every 30m", timedelta(minutes=30)),
        ("every 2h", 2 * HOUR),
        ("every 1d", 24 * HOUR),
        ("every hour", HOUR),
        ("EVERY 90 seconds", timedelta(seconds=90)),
        ("every 15 minutes", timedelta(minutes=15)),
        ("every 2 weeks", timedelta(weeks=2)),
    ],
)
def test_a_period_counts_from_the_last_run(schedule, period):
    check(schedule)
    assert next_due(schedule, LAST, LAST) == LAST + period


@pytest.mark.parametrize(
    ("learned", "period"),
    [
        (None, HOUR),
        (timedelta(minutes=40), timedelta(minutes=40)),
        (timedelta(seconds=1), OFTENEST),
        (timedelta(days=30), RAREST),
    ],
)
def test_adaptive_follows_the_site_within_bounds(learned, period):
    assert period_of("adaptive", learned) == period
    assert next_due("adaptive", LAST, LAST, learned=learned) == LAST + period


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("0 6 * * *", "11-06 06:00"),
        ("*/20 * * * *", "11-05 12:20"),
        ("0 6 * * 0", "11-10 06:00"),  # Sunday, as cron counts
        ("0 6 * * 7", "11-10 06:00"),
        ("0 6 * * sun", "11-10 06:00"),
        ("0 6 * * 1-5", "11-06 06:00"),
        ("0 6 * * fri-sun", "11-08 06:00"),
        ("0 6 * * 6,1", "11-09 06:00"),
        ("0 6 * * */6", "11-09 06:00"),  # Sunday and Saturday
        ("0 6 13 * *", "11-13 06:00"),
        ("0 6 13 * fri", "11-08 06:00"),  # either is enough
        ("0 6 7 * fri", "11-07 06:00"),
        ("0 0 29 2 *", "02-29 00:00"),
    ],
)
def test_a_line_of_cron(line, expected):
    check(line)
    assert due(line) == expected


def test_a_line_of_cron_is_of_the_source_s_zone():
    assert due("0 6 * * *", timezone="Europe/Berlin") == "11-06 05:00"
    assert due("0 6 * * *", timezone="Asia/Kolkata") == "11-06 00:30"


@pytest.mark.parametrize(
    ("line", "last", "expected"),
    [
        # Summer time begins in Berlin on 31 March 2024, 2 o'clock is 3 o'clock.
        ("0 0 1 * *", datetime(2024, 3, 29, 12, tzinfo=UTC), "03-31 22:00"),
        ("0 6 * * *", datetime(2024, 3, 30, 12, tzinfo=UTC), "03-31 04:00"),
        ("30 2 * * *", datetime(2024, 3, 30, 12, tzinfo=UTC), "03-31 01:30"),
        # It ends on 27 October, 3 o'clock is 2 o'clock.
        ("0 6 * * *", datetime(2024, 10, 26, 12, tzinfo=UTC), "10-27 05:00"),
        ("30 2 * * *", datetime(2024, 10, 26, 12, tzinfo=UTC), "10-27 00:30"),
        ("*/30 * * * *", datetime(2024, 10, 27, 1, 5, tzinfo=UTC), "10-27 01:30"),
    ],
)
def test_where_summer_time_begins_and_ends(line, last, expected):
    assert due(line, last, timezone="Europe/Berlin") == expected


@pytest.mark.parametrize("schedule", SCHEDULES)
def test_however_many_runs_were_missed_one_is_due(schedule):
    now = LAST + timedelta(days=100)
    assert next_due(schedule, LAST, now) == now
    assert next_due(schedule, now, now) > now


@given(
    st.sampled_from(SCHEDULES),
    st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)),
    st.sampled_from([None, "Europe/Berlin", "America/New_York", "Australia/Lord_Howe"]),
)
def test_the_next_run_is_later_than_the_last_and_comes(schedule, last, timezone):
    following = next_due(schedule, last, last, timezone=timezone)
    assert last < following <= last + timedelta(days=32)
    assert following.utcoffset() == timedelta(0)


@pytest.mark.parametrize(
    ("schedule", "named"),
    [
        ("", "no schedule"),
        ("often", "no schedule"),
        ("every", "no schedule"),
        ("every 5 moons", "no schedule"),
        ("every -5m", "no schedule"),
        ("every 30s", "too often"),
        ("every 0h", "too often"),
        ("every 400d", "too rare"),
        ("every 999999w", "too rare"),
        ("0 6 * *", "no schedule"),
        ("*/5 * * * * *", "no schedule"),
        ("60 * * * *", "no line of cron"),
        ("0 24 * * *", "no line of cron"),
        ("0 0 * * 8", "'8' is no day of the week"),
        ("0 0 * * */0", "no line of cron"),
        ("*/0 * * * *", "no line of cron"),
        ("a b c d e", "no line of cron"),
        ("0 0 31 2 *", "a day that never comes"),
    ],
)
def test_what_is_no_schedule_is_one_sentence(schedule, named):
    with pytest.raises(ValueError, match=named.replace("*", r"\*")) as raised:
        check(schedule)
    assert "\n" not in str(raised.value)


def test_a_trigger_that_never_comes_is_no_due_date():
    with pytest.raises(ValueError, match="never comes"):
        next_due("0 0 30 2 *", LAST, LAST)
