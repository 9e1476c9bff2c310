"""When a page is looked at again."""

from datetime import UTC, datetime, timedelta

import pytest

from newsspider.errors import UsageError
from newsspider.sources import revisits
from newsspider.sources.revisits import DAY, HOUR

NOW = datetime(2026, 11, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("age", "wait"),
    [
        (timedelta(minutes=5), HOUR),
        (timedelta(hours=2), 6 * HOUR),
        (timedelta(hours=20), DAY),
        (timedelta(days=3), 7 * DAY),
        (timedelta(days=20), 7 * DAY),
        (timedelta(days=31), None),
    ],
)
def test_the_first_wait_fits_the_age_of_an_article(age, wait):
    assert revisits.after_article(age, 0, changed=False) == wait


def test_an_article_that_stays_as_it_is_is_looked_at_ever_more_rarely():
    waits, waited = [], 0
    while (waited := revisits.after_article(timedelta(0), waited, changed=False)) is not None:
        waits.append(waited)
    assert waits == [HOUR, 6 * HOUR, DAY, 7 * DAY]


def test_a_change_cuts_the_wait_short():
    assert revisits.after_article(timedelta(days=1), DAY, changed=True) == 6 * HOUR
    assert revisits.after_article(timedelta(0), HOUR, changed=True) == HOUR


def test_the_steps_are_a_setting_in_hours():
    assert revisits.read_steps(["1", " 6", "24", "168"]) == (HOUR, 6 * HOUR, DAY, 7 * DAY)
    steps = revisits.read_steps([0.5, 12])
    assert steps == (HOUR // 2, 12 * HOUR)
    first = revisits.after_article(timedelta(hours=2), 0, changed=False, steps=steps)
    assert first == 12 * HOUR
    assert revisits.after_article(timedelta(0), 12 * HOUR, changed=False, steps=steps) is None


@pytest.mark.parametrize(
    "hours", [[], ["soon"], ["6", "1"], ["1", "1"], ["0.1"], ["721"], ["-1"], ["nan"], ["inf"]]
)
def test_steps_that_make_no_sense_are_said_in_one_sentence(hours):
    with pytest.raises(
        UsageError, match=r"^REVISITS is .*: write hours from 0.25 to 720, .*168\.$"
    ):
        revisits.read_steps(hours)


def after_visits(apart, count=200):
    """The wait of a list that brings an article every ``apart`` seconds."""
    waited, owed, unchanged = revisits.after_list(0, 0, 0), 0.0, 0
    for _ in range(count):
        owed += waited / apart
        news = int(owed)
        owed -= news
        waited = revisits.after_list(waited, news, unchanged)
        unchanged = 0 if news else unchanged + 1
    return waited


@pytest.mark.parametrize(
    ("apart", "wait"), [(HOUR / 2, HOUR / 2), (2 * HOUR, HOUR), (DAY / 2, 9_300)]
)
def test_a_list_is_read_as_often_as_it_brings_something(apart, wait):
    assert after_visits(apart) == pytest.approx(wait, rel=0.3)


def test_the_waits_of_a_list_have_bounds():
    assert after_visits(10) == revisits.SHORTEST
    assert after_visits(10_000 * DAY) == revisits.LONGEST
    assert revisits.after_list(6 * DAY, 0, 99, longest=revisits.ARCHIVE_LONGEST) == 7 * DAY


def test_failures_double_the_wait():
    waits = [revisits.after_failure(count) for count in range(1, 12)]
    assert waits[:3] == [600, 1200, 2400]
    assert max(waits) == revisits.LONGEST_RETRY


@pytest.mark.parametrize(
    ("earliest", "wait"),
    [
        (None, timedelta(days=1)),
        (NOW - timedelta(days=9), timedelta(minutes=15)),
        (NOW + timedelta(hours=2), timedelta(hours=2)),
        (NOW + timedelta(days=9), timedelta(days=1)),
    ],
)
def test_a_source_has_its_next_run_when_its_first_page_is_due(earliest, wait):
    assert revisits.next_run(earliest, NOW) == NOW + wait
