"""New articles a day on made-up sources: a year without alarms, and how soon a change is seen."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from statistics import median

import pytest

from newsspider.health.sentences import cleared, raised
from newsspider.health.volume import Day, RunNews, Volume, days, volume

START = date(2024, 1, 1)
MONDAY = datetime(2024, 11, 4, tzinfo=UTC)
RHYTHMS = (1, 5, 20, 100, 400)
SOURCES, YEAR = 6, 365
QUIET = {120, 121, 300, 301}
"""Days of a year that are holidays."""

CHANGED = 150
"""The first day that brings more or less than those before it."""


def poisson(chance: random.Random, mean: float) -> int:
    count, left = 0, mean
    while (left := left - chance.expovariate(1)) > 0:
        count += 1
    return count


def a_source(
    seed: int, a_day: float, *, length: int = YEAR, factor: float = 1.0, moody: float = 0.0
) -> dict[date, Day]:
    """Its days: a third at weekends and on holidays, and from some day on another number."""
    chance, mood, found = random.Random(seed), 0.0, {}  # noqa: S311
    for number in range(length):
        day = START + timedelta(days=number)
        is_quiet = day.weekday() >= 5 or (number in QUIET and factor == 1)
        mood = 0.6 * mood + 0.8 * chance.gauss(0, moody)
        mean = a_day * (0.3 if is_quiet else 1.0) * (factor if number >= CHANGED else 1.0)
        found[day] = Day(count=poisson(chance, mean * max(1 + mood, 0.1)))
    return found


def watch(source: dict[date, Day]) -> Iterator[tuple[int, Volume]]:
    """Each alarm with the number of the day before which it is raised, as a crawl sees them."""
    is_open = False
    for number in range(len(source) + 1):
        today = START + timedelta(days=number)
        state = volume(source, today)
        if state is not None and not is_open and state.is_out:
            is_open = True
            for day in source:
                source[day].is_learned &= not state.first <= day < today
            yield number, state
        elif state is not None and state.is_well:
            is_open = False
        if is_open and today in source:
            source[today].is_learned = False


def seen_after(a_day: float, factor: float) -> list[float]:
    """Days until each source with such a change has its alarm, a year where it has none."""
    found = []
    for seed in range(SOURCES):
        source = a_source(seed, a_day, length=CHANGED + 60, factor=factor)
        numbers = [number - CHANGED for number, _ in watch(source)]
        found.append(next((number for number in numbers if number > 0), YEAR))
    return found


@pytest.mark.slow
@pytest.mark.parametrize("a_day", RHYTHMS)
def test_a_year_with_weekends_and_holidays_raises_nothing(a_day):
    assert [list(watch(a_source(seed, a_day))) for seed in range(SOURCES)] == [[]] * SOURCES


@pytest.mark.slow
def test_news_that_come_in_waves_raise_next_to_nothing():
    sources = [a_source(seed, a_day, moody=0.2) for seed in range(SOURCES) for a_day in RHYTHMS]
    false = sum(len(list(watch(source))) for source in sources)
    assert false / len(sources) <= 0.2, "alarms a source and year"


HALVED = [(400, 0.5, 6), (100, 0.5, 6), (20, 0.5, 10), (5, 0.5, 30)]
TRIPLED = [(400, 3, 5), (100, 3, 5), (20, 3, 6), (5, 3, 8), (1, 3, 20)]


@pytest.mark.parametrize(("a_day", "factor", "days"), [*HALVED, *TRIPLED])
def test_half_as_many_and_three_times_as_many_are_seen(a_day, factor, days):
    after = seen_after(a_day, factor)
    assert min(after) >= 5
    assert median(after) <= days
    assert max(after) < YEAR


@pytest.fixture
def halved() -> Volume:
    return next(state for _, state in watch(a_source(1, 40, length=200, factor=0.25)))


def test_the_sentence_names_the_number_the_day_and_how_it_was(halved):
    now = datetime(2024, 6, 4, 7, 5, tzinfo=UTC)
    sentence = raised(halved, now)
    assert sentence == "new articles: 8.6 a day since Thursday 2024-05-30, was 28"
    assert cleared(sentence, halved, now) == f"{sentence}; 8.6 again at 07:05 UTC"


def test_a_change_that_ends_clears_its_alarm_and_is_not_learned():
    well, source = a_source(4, 40, length=200), a_source(3, 40, length=170, factor=0.4)
    source |= {day: well[day] for day in well if day not in source}
    ((number, _),) = watch(source)
    assert number < 160
    state = volume(source, START + timedelta(days=200))
    assert state is not None
    assert state.is_well
    assert state.band is not None
    assert state.band.usual > 30


@pytest.mark.parametrize("length", [0, 1, 27, 32])
def test_nothing_is_said_of_a_young_source(length):
    assert volume(a_source(1, 20, length=length), START + timedelta(days=length)) is None


def test_a_young_source_is_judged_after_five_weeks():
    assert volume(a_source(1, 20, length=35), START + timedelta(days=35)) is not None


def runs(*found: tuple[float, float | None]) -> list[RunNews]:
    """So many hours after Monday's beginning each, with what they brought."""
    return [RunNews(started_at=MONDAY + timedelta(hours=at), fresh=fresh) for at, fresh in found]


Counts = Callable[[list[RunNews]], list[float]]


@pytest.fixture
def counts() -> Counts:
    return lambda harvests: [round(day.count, 3) for day in days(harvests).values()]


def test_what_a_run_found_belongs_to_the_time_since_the_run_before(counts):
    assert counts(runs((-12, 7), (12, 8), (36, 8), (48, 1))) == [8, 5]
    assert counts(runs((0, 9), (24, 3), (48, 4))) == [3, 4]


def test_days_of_which_something_is_unknown_are_left_out(counts):
    assert counts(runs((0, 9), (24, 3), (30, None), (48, 4), (72, 5))) == [3, 5]
    assert counts(runs((0, 9), (24, 3), (96, 40), (120, 4))) == [3, 4]
    assert counts(runs((5, 9), (23, 3))) == []


def test_a_day_that_was_not_as_usual_says_so():
    harvests = runs((0, 9), (24, 3), (48, 4))
    harvests[-1] = RunNews(started_at=harvests[-1].started_at, fresh=4, is_learned=False)
    assert [day.is_learned for day in days(harvests).values()] == [True, False]
