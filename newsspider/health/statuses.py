"""The status of each measure of a source after a run, beside its band."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from newsspider.health.bands import (
    LEAST_LEARNED,
    LEAST_RUNS,
    LEAST_SEEN,
    MEASURES,
    Band,
    Measure,
    MeasuredRun,
)

HISTORY = 30
"""The latest runs that a band is learned from."""

LOOKED_BACK = 10
"""Runs with few pages that are taken together, at most."""

UNLEARNED = "unlearned"
"""``unlearned.<measure>`` in a run's measures: it was out of its band, which leaves it out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureStatus:
    """A measure in the latest run, or in the latest few where each had few pages."""

    measure: str
    value: float
    count: float
    """The pages that say so."""

    band: Band | None
    """``None`` while too little is known of the source."""

    runs: tuple[MeasuredRun, ...]
    """The runs that the value is of, the latest first."""

    @property
    def is_known(self) -> bool:
        """Whether there is enough to say anything."""
        return self.band is not None and self.count >= LEAST_SEEN

    @property
    def is_out(self) -> bool:
        """Whether something is wrong."""
        return self.is_known and self.band is not None and not self.band.holds(self.value)

    @property
    def since(self) -> datetime:
        """The start of the first of the runs that the value is of."""
        return self.runs[-1].started_at


def run_statuses(
    latest: MeasuredRun, earlier: Sequence[MeasuredRun], raised_in: Mapping[str, int | None]
) -> Iterator[MeasureStatus]:
    """Every measure that the latest run has.

    ``earlier`` are the source's runs before it, the latest first; ``raised_in`` is, for each
    measure with an open alarm, the run that raised it.
    """
    return (
        state for state in latest_statuses([latest, *earlier], raised_in) if latest in state.runs
    )


def latest_statuses(
    runs: Sequence[MeasuredRun], raised_in: Mapping[str, int | None]
) -> Iterator[MeasureStatus]:
    """Every measure by the latest run that has it; the runs as above."""
    for measure in MEASURES:
        measured = [run for run in runs if measure.seen(run) > 0]
        if measured:
            yield _status(
                measure, measured[0], measured[1:], after=raised_in.get(measure.name) or 0
            )


def is_learned(run: MeasuredRun, measure: str) -> bool:
    """Whether the measure's band may learn from the run."""
    return not run.measures.get(f"{UNLEARNED}.{measure}")


def _status(
    measure: Measure, latest: MeasuredRun, earlier: Sequence[MeasuredRun], *, after: int
) -> MeasureStatus:
    learned = [run for run in earlier if is_learned(run, measure.name)]
    # While an alarm is open, whether all is well is for the runs after it to say.
    recent = [run for run in earlier if run.id > after] if 0 < after < latest.id else learned
    looked_at = _enough(measure, latest, recent)
    learned = [run for run in learned if run not in looked_at]
    count = sum(map(measure.seen, looked_at))
    return MeasureStatus(
        measure=measure.name,
        value=measure.value(looked_at),
        count=count,
        band=_band(measure, learned[:HISTORY], count),
        runs=looked_at,
    )


def _enough(
    measure: Measure, latest: MeasuredRun, recent: Iterable[MeasuredRun]
) -> tuple[MeasuredRun, ...]:
    """The latest run, with as many before it as are needed to say something."""
    looked_at, seen = [latest], measure.seen(latest)
    for run in recent:
        if seen >= LEAST_SEEN or len(looked_at) == LOOKED_BACK:
            break
        looked_at.append(run)
        seen += measure.seen(run)
    return tuple(looked_at)


def _band(measure: Measure, learned: Sequence[MeasuredRun], count: float) -> Band | None:
    if len(learned) < LEAST_RUNS or sum(map(measure.seen, learned)) < LEAST_LEARNED:
        return None
    return measure.band(learned, count)
