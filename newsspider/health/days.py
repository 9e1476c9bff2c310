"""New articles by whole day, from what the runs of a source found."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

LONGEST_APART = timedelta(hours=36)
"""Where two runs lie farther apart, nobody knows what came between them."""

DAY = timedelta(days=1)
INSTANT = timedelta(seconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Harvest:
    """A run, as far as its new articles are concerned."""

    started_at: datetime
    fresh: float | None
    """New articles that were no late finds; ``None`` where the run was killed before it said."""

    is_learned: bool = True
    """Whether it was as usual, so that it tells what is usual."""


@dataclass(slots=True)
class Day:
    """What came on one day in UTC, all of which is known."""

    count: float = 0.0
    is_learned: bool = True


def days(harvests: Sequence[Harvest]) -> dict[date, Day]:
    """The days that the runs cover from end to end, the earliest first; the runs in their order.

    What a run found came at any time since the run before it, so it is parted among the days.
    """
    found: dict[date, Day] = defaultdict(Day)
    covered: dict[date, timedelta] = defaultdict(timedelta)
    for earlier, later in pairwise(harvests):
        apart = later.started_at - earlier.started_at
        if later.fresh is None or not timedelta() < apart <= LONGEST_APART:
            continue
        for day, part in _parts(earlier.started_at, later.started_at):
            covered[day] += part
            found[day].count += later.fresh * (part / apart)
            found[day].is_learned &= later.is_learned
    return {day: found[day] for day in sorted(found) if covered[day] >= DAY - INSTANT}


def _parts(since: datetime, until: datetime) -> Iterator[tuple[date, timedelta]]:
    """How much of each day lies between."""
    at, until = since.astimezone(UTC), until.astimezone(UTC)
    while at < until:
        midnight = datetime.combine(at.date() + DAY, time(), UTC)
        yield at.date(), min(midnight, until) - at
        at = midnight
