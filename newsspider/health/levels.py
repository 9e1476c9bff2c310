"""Whether a length or an age is as usual: medians of runs on a scale where only ratios count."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import copysign, expm1, log, log1p, pi, sqrt

NORMAL_QUARTILES = 1.349
"""Distance of the quartiles of a normal distribution, in standard deviations."""

NORMAL_DEVIATION = 1.4826
"""Standard deviation of a normal distribution, in median absolute deviations."""

FEW = 8
"""Below so many runs, the farthest but one says how far they lie apart: one may be a backfill."""

FARTHEST = log(1000)
"""What is a thousand times as much is never usual."""

SPREAD = 0.5
"""Of the articles of one run, where no run had enough of them to say."""

WEIGHT = 10
"""Articles that one run counts for at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """A scale on which small values differ by their difference and large ones by their ratio."""

    unit: float
    """Where the one goes over into the other."""

    def put(self, value: float) -> float:
        """The place of a value."""
        return copysign(log1p(abs(value) / self.unit), value)

    def take(self, place: float) -> float:
        """The value at a place."""
        return copysign(expm1(abs(place)) * self.unit, place)


@dataclass(frozen=True, slots=True, kw_only=True)
class Middle:
    """The median of some values, and the spread of the values themselves, both on a scale."""

    place: float
    spread: float | None
    """``None`` where the values were too few."""

    count: float

    @classmethod
    def read(cls, measures: Mapping[str, float], name: str, scale: Scale) -> Middle | None:
        """As a run measured it; ``None`` where it measured nothing."""
        count = measures.get(f"{name}.n", 0)
        if not count:
            return None
        first, place, third = (
            scale.put(measures[f"{name}.{key}"]) for key in ("q1", "median", "q3")
        )
        spread = (third - first) / NORMAL_QUARTILES if count >= 4 else None
        return cls(place=place, spread=spread, count=count)


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """Where medians usually lie on a scale."""

    place: float
    apart: float
    """How far the medians of two runs lie apart, beyond what chance does: a standard deviation."""

    spread: float
    """Of the values themselves."""

    @classmethod
    def learn(cls, runs: Sequence[Middle]) -> Level:
        """From the medians of the past."""
        place = weighted_median(runs, lambda run: run.place)
        known = sorted(run.spread for run in runs if run.spread is not None)
        spread = known[len(known) // 2] if known else SPREAD

        def apart(run: Middle) -> float:
            """The squared distance, less what chance does to so few values."""
            return (run.place - place) ** 2 - _chance(spread, run.count) ** 2

        if len(runs) < FEW:
            squared = sorted(map(apart, runs))[-2:][0]
        else:
            squared = NORMAL_DEVIATION**2 * weighted_median(runs, apart)
        return cls(place=place, apart=sqrt(max(squared, 0)), spread=spread)

    def reach(self, count: float, *, deviations: float, least: float) -> float:
        """How far from ``place`` the median of so many values may lie."""
        deviation = sqrt(self.apart**2 + _chance(self.spread, count) ** 2)
        return min(max(deviations * deviation, least), FARTHEST)


def weighted_median(runs: Iterable[Middle], key: Callable[[Middle], float]) -> float:
    """The middle value, each run counting for its articles up to ``WEIGHT``."""
    ordered = sorted((key(run), min(run.count, WEIGHT)) for run in runs)
    half = sum(weight for _, weight in ordered) / 2
    for value, weight in ordered:
        half -= weight
        if half <= 0:
            return value
    raise ValueError("the median of nothing")


def _chance(spread: float, count: float) -> float:
    """The standard deviation of the median of so many values."""
    return spread * sqrt(pi / 2 / count)
