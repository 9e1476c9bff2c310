"""Whether a source brings about as many new articles a day as it used to.

Each whole day speaks for half as many as usual, or for twice as many, or against it. What the days
say adds up until it is proof: Page's cumulative sums (1954) of log likelihoods, for Poisson numbers
that vary as much more than by chance as the source's own. A day counts for a fifth of the proof at
most, so that a few quiet days prove nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from math import log
from operator import itemgetter

from newsspider.health.bands import Band
from newsspider.health.statuses import MeasureStatus

LONGEST_APART = timedelta(hours=36)
"""Where two runs lie farther apart, nobody knows what came between them."""

DAY = timedelta(days=1)
INSTANT = timedelta(seconds=1)

VOLUME = "volume"
"""The measure of an alarm that says that a source brings fewer new articles than usual, or more."""

TESTED, LEARNED = timedelta(days=42), timedelta(days=84)
"""The latest days, which are looked at, and those before them, which say what is usual."""

LEAST_LEARNED = 28
"""Whole days from which that is known: each day of the week some four times."""

PROOF, LEAST_DAYS = 12.0, 5
"""The logarithm of the likelihood that raises an alarm, and the days that it takes at least.

Easter and the feasts that end Ramadan and the pilgrimage have four.
"""

HALF, TWICE = 0.5, 2.0
"""Of what is usual: what the days speak for."""

LEAST, MOST = 0.6, 1.6
"""Between these parts of what is usual nothing is wrong, however sure it is: there are summers."""

WEEK = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class RunNews:
    """A run, as far as its new articles are concerned."""

    started_at: datetime
    fresh: float | None
    """New articles that were no late finds; ``None`` where the run was killed before it said."""

    is_learned: bool = True
    """Whether it was as usual, so that it tells what is usual."""


@dataclass(slots=True)
class Day:
    """The new articles of one day in UTC, all of which is known."""

    count: float = 0.0
    is_learned: bool = True


def days(harvests: Sequence[RunNews]) -> dict[date, Day]:
    """The days that the runs cover from end to end, the earliest first; the runs in their order.

    What a run found came at any time since the run before it, so it is parted among the days.
    """
    by_day: dict[date, Day] = defaultdict(Day)
    covered: dict[date, timedelta] = defaultdict(timedelta)
    for earlier, later in pairwise(harvests):
        apart = later.started_at - earlier.started_at
        if later.fresh is None or not timedelta() < apart <= LONGEST_APART:
            continue
        for day, part in _parts(earlier.started_at, later.started_at):
            covered[day] += part
            by_day[day].count += later.fresh * (part / apart)
            by_day[day].is_learned &= later.is_learned
    return {day: by_day[day] for day in sorted(by_day) if covered[day] >= DAY - INSTANT}


def _parts(since: datetime, until: datetime) -> Iterator[tuple[date, timedelta]]:
    """The parts of each day that lie between."""
    at, until = since.astimezone(UTC), until.astimezone(UTC)
    while at < until:
        midnight = datetime.combine(at.date() + DAY, time(), UTC)
        yield at.date(), min(midnight, until) - at
        at = midnight


@dataclass(frozen=True, slots=True, kw_only=True)
class Volume(MeasureStatus):
    """New articles a day, beside what is usual on the same days of the week."""

    first: date
    """The first of the days that were looked at."""

    proof: float
    """From 0, for nothing, to ``PROOF``."""

    @property
    def is_known(self) -> bool:
        """Whether there is enough to say anything."""
        return True

    @property
    def is_out(self) -> bool:
        """Whether something is wrong."""
        return self.proof >= PROOF and self.band is not None and not self.band.holds(self.value)

    @property
    def is_well(self) -> bool:
        """Whether next to nothing speaks against it: an alarm is over."""
        return self.proof < PROOF / LEAST_DAYS

    @property
    def since(self) -> datetime:
        """The beginning of the first day, in UTC."""
        return datetime.combine(self.first, time(), UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """The number of new articles that come on each day of the week."""

    usual: Mapping[int, float]
    """By the number of the day: Monday's is 0."""

    spread: float
    """The variance of a day's number, as a multiple of what chance alone would make it."""

    @classmethod
    def learn(cls, days: Mapping[date, Day]) -> Rhythm:
        """From days that were as usual."""
        counts = defaultdict(list)
        for day, day_news in days.items():
            counts[day.weekday()].append(day_news.count)
        usual = {weekday: sum(some) / len(some) for weekday, some in counts.items()}
        off = [
            (day_news.count - expected) ** 2 / expected
            for day, day_news in days.items()
            if (expected := usual[day.weekday()])
        ]
        return cls(usual=usual, spread=max(sum(off) / max(len(off) - WEEK, 1), 1.0))

    def speaks(self, day: date, count: float, factor: float) -> float:
        """The weight of a day's number for ``factor`` times as many as usual."""
        expected = self.usual[day.weekday()]
        evidence = (count * log(factor) - expected * (factor - 1)) / self.spread
        most = PROOF / LEAST_DAYS
        return min(max(evidence, -most), most)

    def sum_up(self, days: Mapping[date, Day], factor: float) -> tuple[float, date | None]:
        """The weight of all days for it, from 0 to ``PROOF``, and the first that adds to it."""
        total, first = 0.0, None
        for day, day_news in days.items():
            total = round(min(max(total + self.speaks(day, day_news.count, factor), 0), PROOF), 6)
            first = (first or day) if total else None
        return total, first


def volume(days: Mapping[date, Day], today: date) -> Volume | None:
    """The volume before today; ``None`` while too little is known. The days in their order."""
    known = {
        day: day_news for day, day_news in days.items() if today - TESTED - LEARNED <= day < today
    }
    learned = {day: day_news for day, day_news in known.items() if day_news.is_learned}
    border = _border([*learned], today)
    tested = {day: day_news for day, day_news in known.items() if day >= border}
    learned = {day: day_news for day, day_news in learned.items() if day < border}
    if len(learned) < LEAST_LEARNED or len({d.weekday() for d in learned}) < WEEK or not tested:
        return None
    rhythm = Rhythm.learn(learned)
    sums = [rhythm.sum_up(tested, factor) for factor in (HALF, TWICE)]
    proof, first = max(sums, key=itemgetter(0))
    if proof < PROOF or first is None:
        first = max(min(tested), today - timedelta(days=LEAST_DAYS))
    return _beside(
        rhythm, {day: day_news for day, day_news in tested.items() if day >= first}, proof
    )


def _border(learned: list[date], today: date) -> date:
    """The first day that is looked at: of a young source as soon as enough is learned."""
    border = today - TESTED
    if len(learned) > LEAST_LEARNED:
        border = max(border, min(learned[LEAST_LEARNED], today - timedelta(days=LEAST_DAYS)))
    return border


def _beside(rhythm: Rhythm, seen: Mapping[date, Day], proof: float) -> Volume | None:
    if not seen:
        return None
    usual = sum(rhythm.usual[day.weekday()] for day in seen) / len(seen)
    return Volume(
        measure=VOLUME,
        value=sum(day.count for day in seen.values()) / len(seen),
        count=len(seen),
        band=Band(usual=usual, low=LEAST * usual, high=MOST * usual),
        runs=(),
        first=min(seen),
        proof=proof,
    )
