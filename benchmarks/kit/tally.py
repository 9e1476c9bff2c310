"""Every engine on every page: scores and times."""

from __future__ import annotations

import gc
import statistics
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from rich.console import Console
from rich.progress import track

from kit import scores
from kit.corpora import Sample
from kit.engines import Answer, Engine

LOST, WORSE = 0.7, 0.1
"""A page below this F1 is lost; one so much below trafilatura's is worse."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The outcome of one engine on one page."""

    answer: Answer
    ms: float
    """Processor time."""

    crashed: bool = False


@dataclass(slots=True)
class Tally:
    """Scores of one engine over some pages, a list a measure."""

    values: dict[str, list[float]] = field(default_factory=dict)
    pieces: list[int] = field(default_factory=lambda: [0, 0, 0])
    crashes: int = 0

    def add(self, measure: str, value: float) -> None:
        """Count one page's score."""
        self.values.setdefault(measure, []).append(value)

    def mean(self, measure: str) -> float | None:
        """In per cent (``ms``: milliseconds times 100); ``None`` where it was not measured."""
        values = self.values.get(measure)
        return 100 * statistics.fmean(values) if values else None

    @property
    def pieces_f1(self) -> float | None:
        """In per cent, over all pieces of all pages."""
        right, wrong, lost = self.pieces
        return 100 * 2 * right / (2 * right + wrong + lost) if any(self.pieces) else None


def run(
    samples: Sequence[Sample], engines: dict[str, Engine], title: str
) -> dict[str, list[Outcome]]:
    """Every engine on every page in turn; who comes first changes with the page."""
    outcomes: dict[str, list[Outcome]] = {name: [] for name in engines}
    names = list(engines)
    for name in names:
        attempt(name, engines[name], samples[0])  # the first page pays for loading
    gc.freeze()  # else what was loaded is walked again and again in the times of the engines
    for at, sample in enumerate(track(samples, title, console=Console(stderr=True))):
        first = at % len(names)
        for name in names[first:] + names[:first]:
            outcomes[name].append(attempt(name, engines[name], sample))
    gc.unfreeze()
    return outcomes


def attempt(name: str, engine: Engine, sample: Sample) -> Outcome:
    """One engine on one page; a crash is an empty answer and is said."""
    started = time.process_time()
    try:
        answer, crashed = engine.read(sample), False
    except Exception as error:  # noqa: BLE001 - a rival's crash is a result, and is counted
        reason = " ".join(str(error).split())[:100]
        print(f"{name} crashed on {sample.url}: {type(error).__name__} {reason}", file=sys.stderr)
        answer, crashed = Answer(), True
    return Outcome(answer, 1000 * (time.process_time() - started), crashed)


def tally(
    samples: Sequence[Sample],
    outcomes: Sequence[Outcome],
    engine: Engine,
    rival: Sequence[Outcome] | None = None,
) -> Tally:
    """The outcomes of one engine held against what is known of the pages, and against a rival's."""
    total = Tally()
    for at, (sample, outcome) in enumerate(zip(samples, outcomes, strict=True)):
        total.add("ms", outcome.ms)
        total.crashes += outcome.crashed
        _score(total, sample, outcome.answer, engine.fields)
        if rival is not None and sample.bodies:
            least = scores.best_overlap(rival[at].answer.body, sample.bodies)[0] - WORSE
            total.add("worse", total.values["F1"][-1] < least)
    return total


def _score(total: Tally, sample: Sample, answer: Answer, fields: frozenset[str]) -> None:
    if sample.bodies:
        f1, precision, recall, exact = scores.best_overlap(answer.body, sample.bodies)
        for name, value in (("F1", f1), ("P", precision), ("R", recall), ("exact", exact)):
            total.add(name, value)
        total.add("lost", f1 < LOST)
        total.add("holes", scores.has_hole(answer.body, sample.bodies))
    if sample.title and "title" in fields:
        total.add("title", scores.bare(answer.title or "") == scores.bare(sample.title))
    if sample.days and "date" in fields:
        total.add("date", answer.day in sample.days)
    if sample.authors is not None and "authors" in fields:
        total.add("authors", scores.set_f1(answer.authors, sample.authors))
    if sample.names_nobody and "authors" in fields:
        total.add("made-up authors", bool(answer.authors))
    held = sum(piece in answer.body for piece in sample.must_contain)
    wrong = sum(piece in answer.body for piece in sample.must_not_contain)
    counts = (held, wrong, len(sample.must_contain) - held)
    total.pieces = [a + b for a, b in zip(total.pieces, counts, strict=True)]
