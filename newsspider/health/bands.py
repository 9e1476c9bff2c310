"""The measures of a source, and the band in which each usually lies.

A band is learned from the source's own runs. The side on which nothing is wrong is open: no site
breaks by showing more bylines, or by answering more often.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import log

from newsspider.health.distributions import (
    RunMedian,
    Scale,
    ShareCount,
    UsualMedian,
    UsualShare,
    lowest_usual,
    weighted_median,
)
from newsspider.health.measures import FIELDS, Measures, articles
from newsspider.items import Reason

LEAST_RUNS, LEAST_LEARNED = 3, 20
"""Runs, and pages in all of them, from which a band is learned."""

LEAST_SEEN = 5
"""Pages below which nothing is said; a run with fewer is looked at with those before it."""

ENOUGH = 500
"""Pages above which a share is as sure as it gets: the past is no surer than that."""

CHANCE, LEAST_CHANGE = 1e-4, 0.2
"""A share is out of its band where it is rarer than the one, and farther off than the other."""

DEVIATIONS = 5
LENGTHS, LEAST_RATIO = Scale(unit=100), log(2)
AGES, LEAST_AGED, AHEAD = Scale(unit=24), log(4), Scale(unit=24).put(-24)
"""Ages in hours: up to a day they differ by hours, then by ratio; a day ahead is never usual."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuredRun:
    """A run of a source, as far as its health is concerned."""

    id: int
    started_at: datetime
    measures: Measures


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """Where a measure usually lies; a side that is open is ``None``."""

    usual: float
    low: float | None = None
    high: float | None = None

    def holds(self, value: float) -> bool:
        """Whether the value is as usual."""
        above = self.low is None or value >= self.low
        return above and (self.high is None or value <= self.high)


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A share of pages: of those that ``whole`` counts."""

    name: str
    part: Callable[[Measures], float]
    whole: Callable[[Measures], float]
    falls: bool
    """Whether it is a low share that is bad."""

    def seen(self, run: MeasuredRun) -> float:
        """The number of pages of the run that say something."""
        return self.whole(run.measures)

    def value(self, runs: Sequence[MeasuredRun]) -> float:
        """The share in all of the runs."""
        whole = sum(map(self.seen, runs))
        return sum(self.part(run.measures) for run in runs) / whole

    def band(self, learned: Sequence[MeasuredRun], count: float) -> Band:
        """Where the share of ``count`` pages lies."""
        usual = UsualShare.learn([self._counted(run).capped() for run in learned])
        bad = usual if self.falls else usual.other()
        edge = lowest_usual(bad, int(min(count, ENOUGH)), chance=CHANCE, least_change=LEAST_CHANGE)
        if self.falls:
            return Band(usual=self.value(learned), low=edge)
        return Band(usual=self.value(learned), high=1 - edge)

    def _counted(self, run: MeasuredRun) -> ShareCount:
        return ShareCount(part=self.part(run.measures), whole=self.seen(run))


@dataclass(frozen=True, slots=True, kw_only=True)
class Median:
    """The median of something that articles have."""

    name: str
    scale: Scale
    least: float
    """The least distance from the usual in any case, on the scale."""

    lowest_bad: float | None = None
    """Where low values begin to be bad; ``None`` for wherever they are unusual."""

    def seen(self, run: MeasuredRun) -> float:
        """The number of articles of the run that say something."""
        return run.measures.get(f"{self.name}.n", 0)

    def value(self, runs: Sequence[MeasuredRun]) -> float:
        """The median of the runs' medians."""
        return self.scale.take(weighted_median(self._middles(runs), lambda run: run.place))

    def band(self, learned: Sequence[MeasuredRun], count: float) -> Band:
        """Where the median of ``count`` articles lies."""
        level = UsualMedian.learn(self._middles(learned))
        reach = level.reach(count, deviations=DEVIATIONS, least=self.least)
        low, high = level.place - reach, level.place + reach
        if self.lowest_bad is not None:
            low = min(low, self.lowest_bad)
        usual, low, high = (self.scale.take(place) for place in (level.place, low, high))
        return Band(usual=usual, low=low, high=high)

    def _middles(self, runs: Sequence[MeasuredRun]) -> list[RunMedian]:
        middles = (RunMedian.read(run.measures, self.name, self.scale) for run in runs)
        return [middle for middle in middles if middle is not None]


Measure = Share | Median


def _judged(measures: Measures) -> float:
    return articles(measures) + measures.get("rejected", 0) - measures.get("again", 0)


def _asked(measures: Measures) -> float:
    return measures.get("pages", 0) - measures.get("again", 0)


def _count(name: str) -> Callable[[Measures], float]:
    return lambda measures: measures.get(name, 0)


def _first_time(group: str, name: str) -> Callable[[Measures], float]:
    """Without the pages that had been rejected before: on a quiet day there may be no others."""
    return lambda measures: measures.get(f"{group}.{name}", 0) - measures.get(f"again.{name}", 0)


def _filled(field: str) -> Share:
    return Share(name=field, part=_count(f"filled.{field}"), whole=articles, falls=True)


def _rejected(reason: Reason) -> Share:
    part = _first_time("rejected", reason.value)
    return Share(name=f"rejected.{reason.value}", part=part, whole=_judged, falls=False)


def _answers(kind: str) -> Share:
    part = _first_time("answers", kind)
    return Share(name=f"answers.{kind}", part=part, whole=_asked, falls=False)


SEEN_IN_ANSWERS = frozenset({Reason.HTTP_STATUS, Reason.FETCH_FAILED})

MEASURES: tuple[Measure, ...] = (
    *map(_filled, FIELDS),
    *(_rejected(reason) for reason in Reason if reason not in SEEN_IN_ANSWERS),
    *map(_answers, ("4xx", "5xx", "none")),
    Share(name="lists.empty", part=_count("lists.empty"), whole=_count("lists"), falls=False),
    Median(name="text_length", scale=LENGTHS, least=LEAST_RATIO),
    Median(name="date_age", scale=AGES, least=LEAST_AGED, lowest_bad=AHEAD),
)
