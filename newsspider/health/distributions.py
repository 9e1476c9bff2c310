"""The distributions of shares and medians among the runs of a source.

Lengths and ages lie on a scale where only ratios count; a share is a beta distribution, so that
three pages prove little and twenty that all lack a byline much.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import copysign, exp, expm1, lgamma, log, log1p, pi, sqrt

NORMAL_QUARTILES = 1.349
"""Distance of the quartiles of a normal distribution, in standard deviations."""

NORMAL_DEVIATION = 1.4826
"""Standard deviation of a normal distribution, in median absolute deviations."""

FEW = 8
"""Below so many runs, the farthest but one says how far they lie apart: one may be a backfill."""

FARTHEST = log(1000)
"""The distance that is never usual: a thousand times as much."""

SPREAD = 0.5
"""Of the articles of one run, where no run had enough of them to say."""

MOST_ARTICLES = 10
"""Articles that one run counts for at most."""

LEAST_SPREAD, MOST_SPREAD = 0.005, 0.5
"""Bounds of the correlation of the pages of one run: no history is surer than 200 pages."""

MOST_PAGES = 50
"""Pages that one run counts for at most: the first run of a site reads its whole archive."""


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
class RunMedian:
    """The median of some values, and the spread of the values themselves, both on a scale."""

    place: float
    spread: float | None
    """``None`` where the values were too few."""

    count: float

    @classmethod
    def read(cls, measures: Mapping[str, float], name: str, scale: Scale) -> RunMedian | None:
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
class UsualMedian:
    """Where medians usually lie on a scale."""

    place: float
    apart: float
    """The distance of the medians of two runs beyond what chance does: a standard deviation."""

    spread: float
    """Of the values themselves."""

    @classmethod
    def learn(cls, runs: Sequence[RunMedian]) -> UsualMedian:
        """From the medians of the past."""
        place = weighted_median(runs, lambda run: run.place)
        known = sorted(run.spread for run in runs if run.spread is not None)
        spread = known[len(known) // 2] if known else SPREAD

        def apart(run: RunMedian) -> float:
            """The squared distance, less what chance does to so few values."""
            return (run.place - place) ** 2 - _chance(spread, run.count) ** 2

        if len(runs) < FEW:
            squared = sorted(map(apart, runs))[-2:][0]
        else:
            squared = NORMAL_DEVIATION**2 * weighted_median(runs, apart)
        return cls(place=place, apart=sqrt(max(squared, 0)), spread=spread)

    def reach(self, count: float, *, deviations: float, least: float) -> float:
        """The distance from ``place`` within which the median of so many values may lie."""
        deviation = sqrt(self.apart**2 + _chance(self.spread, count) ** 2)
        return min(max(deviations * deviation, least), FARTHEST)


def weighted_median(runs: Iterable[RunMedian], key: Callable[[RunMedian], float]) -> float:
    """The middle value, each run counting for its articles up to ``MOST_ARTICLES``."""
    ordered = sorted((key(run), min(run.count, MOST_ARTICLES)) for run in runs)
    half = sum(weight for _, weight in ordered) / 2
    for value, weight in ordered:
        half -= weight
        if half <= 0:
            return value
    raise ValueError("the median of nothing")


def _chance(spread: float, count: float) -> float:
    """The standard deviation of the median of so many values."""
    return spread * sqrt(pi / 2 / count)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareCount:
    """So many of so many pages."""

    part: float
    whole: float

    @property
    def share(self) -> float:
        """From 0 to 1; 0 of no pages."""
        return self.part / self.whole if self.whole else 0.0

    def capped(self) -> ShareCount:
        """The same share of ``MOST_PAGES`` pages at most."""
        scale = min(1.0, MOST_PAGES / self.whole) if self.whole else 1.0
        return ShareCount(part=self.part * scale, whole=self.whole * scale)


@dataclass(frozen=True, slots=True, kw_only=True)
class UsualShare:
    """A share as a beta distribution: what the next page will be like, and how sure that is."""

    alpha: float
    beta: float

    @classmethod
    def learn(cls, runs: Sequence[ShareCount]) -> UsualShare:
        """From the runs of the past: they say the share, and by how much it varies among them."""
        pages = sum(run.whole for run in runs)
        share = (sum(run.part for run in runs) + 0.5) / (pages + 1)
        size = min(1 / _spread(runs, share) - 1, pages + 1)
        return cls(alpha=share * size, beta=(1 - share) * size)

    @property
    def share(self) -> float:
        """The share to be expected."""
        return self.alpha / (self.alpha + self.beta)

    def chance_of_at_most(self, count: int) -> list[float]:
        """The chance of at most 0, 1 ... ``count`` of ``count`` pages (beta-binomial)."""
        reached, total = [], 0.0
        for part in range(count + 1):
            total += exp(
                _log_choices(count, part)
                + _log_beta(part + self.alpha, count - part + self.beta)
                - _log_beta(self.alpha, self.beta)
            )
            reached.append(min(total, 1.0))
        return reached

    def other(self) -> UsualShare:
        """The share of the other pages."""
        return UsualShare(alpha=self.beta, beta=self.alpha)


def lowest_usual(usual: UsualShare, count: int, *, chance: float, least_change: float) -> float:
    """The lowest share of ``count`` pages that is no surprise.

    A surprise is rarer than ``chance`` and at least ``least_change`` below what is usual.
    """
    rare = sum(reached < chance for reached in usual.chance_of_at_most(count))
    far = usual.share - least_change
    first = next((part for part in range(rare) if part / count > far), rare)
    return first / count


def _spread(runs: Sequence[ShareCount], share: float) -> float:
    """The likeness of the pages of one run: the moment estimate of Kleinman (1973).

    Less twice its standard error: a few small runs look unlike each other by chance.
    """
    odd = share * (1 - share)
    pages = sum(run.whole for run in runs)
    free = pages - sum(run.whole**2 for run in runs) / pages - (len(runs) - 1)
    if free <= 0:
        return LEAST_SPREAD
    seen = sum(run.whole * (run.share - share) ** 2 for run in runs) / odd
    error = sqrt(sum(2 + max(1 - 6 * odd, 0) / (run.whole * odd) for run in runs))
    return min(max((seen - (len(runs) - 1) - 2 * error) / free, LEAST_SPREAD), MOST_SPREAD)


def _log_choices(count: int, part: int) -> float:
    return lgamma(count + 1) - lgamma(part + 1) - lgamma(count - part + 1)


def _log_beta(alpha: float, beta: float) -> float:
    return lgamma(alpha) + lgamma(beta) - lgamma(alpha + beta)
