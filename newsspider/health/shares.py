"""Whether a share is as usual: three pages prove little, twenty that all lack a byline much."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, lgamma, sqrt

LEAST_SPREAD, MOST_SPREAD = 0.005, 0.5
"""Bounds of the correlation of the pages of one run: no history is surer than 200 pages."""

WEIGHT = 50
"""Pages that one run counts for at most: the first run of a site reads its whole archive."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """So many of so many pages."""

    part: float
    whole: float

    @property
    def share(self) -> float:
        """From 0 to 1; 0 of no pages."""
        return self.part / self.whole if self.whole else 0.0

    def capped(self) -> Counted:
        """The same share of ``WEIGHT`` pages at most."""
        scale = min(1.0, WEIGHT / self.whole) if self.whole else 1.0
        return Counted(part=self.part * scale, whole=self.whole * scale)


@dataclass(frozen=True, slots=True, kw_only=True)
class Usual:
    """A share as a beta distribution: what the next page will be like, and how sure that is."""

    alpha: float
    beta: float

    @classmethod
    def learn(cls, runs: Sequence[Counted]) -> Usual:
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

    def other(self) -> Usual:
        """The share of the other pages."""
        return Usual(alpha=self.beta, beta=self.alpha)


def lowest_usual(usual: Usual, count: int, *, chance: float, least_change: float) -> float:
    """The lowest share of ``count`` pages that is no surprise.

    A surprise is rarer than ``chance`` and at least ``least_change`` below what is usual.
    """
    rare = sum(reached < chance for reached in usual.chance_of_at_most(count))
    far = usual.share - least_change
    first = next((part for part in range(rare) if part / count > far), rare)
    return first / count


def _spread(runs: Sequence[Counted], share: float) -> float:
    """How much alike the pages of one run are: the moment estimate of Kleinman (1973).

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
