"""Where newsspider's time goes: by step, with a clock around each, and by function."""

from __future__ import annotations

import cProfile
import functools
import pstats
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from types import FunctionType
from typing import Any

from rich.console import Console
from rich.progress import track

from kit import engines
from kit.corpora import Sample
from kit.report import Grid

reading = import_module("newsspider.extraction.read")  # the package's own ``read`` is a function
PACKAGE = Path(str(reading.__file__)).parent
LEAST = 0.002
"""Share of the time below which a step is not shown."""

TOP = 30
"""Functions that are shown, the dearest first."""


class Clock:
    """Seconds in each step that ``read`` takes itself; a step within a step counts as its own."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)
        self.inner = [0.0]

    def around(self, name: str, step: Callable[..., Any]) -> Callable[..., Any]:
        """The step, timed."""

        @functools.wraps(step)
        def timed(*args: Any, **named: Any) -> Any:
            started = time.perf_counter()
            self.inner.append(0.0)
            try:
                return step(*args, **named)
            finally:
                spent = time.perf_counter() - started
                self.seconds[name] += spent - self.inner.pop()
                self.inner[-1] += spent

        return timed


@contextmanager
def clocked() -> Iterator[Clock]:
    """A clock around every function of other modules that ``newsspider.extraction.read`` calls."""
    clock = Clock()
    steps = {
        name: step
        for name, step in vars(reading).items()
        if isinstance(step, FunctionType)
        and step.__module__.startswith("newsspider.extraction.")
        and step.__module__ != reading.__name__
    }
    try:
        for name, step in steps.items():
            setattr(reading, name, clock.around(name, step))
        yield clock
    finally:
        for name, step in steps.items():
            setattr(reading, name, step)


def shares(title: str, samples: Sequence[Sample]) -> Grid:
    """Milliseconds a page of each step, without the cost of a profiler."""
    with clocked() as clock:
        started = time.perf_counter()
        for sample in track(samples, "steps", console=Console(stderr=True)):
            engines.newsspider(sample)
        whole = time.perf_counter() - started
    clock.seconds["the rest"] = whole - sum(clock.seconds.values())
    grid = Grid(f"{title}: newsspider's time by step", ("step", "ms a page", "share %"))
    for name, seconds in sorted(clock.seconds.items(), key=lambda step: -step[1]):
        if seconds < LEAST * whole:
            continue
        grid.rows.append((name, f"{1000 * seconds / len(samples):.2f}", _share(seconds, whole)))
    return grid


def functions(title: str, samples: Sequence[Sample]) -> Grid:
    """The package's dearest functions, with all that they call, under a profiler.

    The profiler makes Python code dearer and leaves C as it is: trust the order, not the figures.
    """
    profiler = cProfile.Profile()
    for sample in track(samples, "functions", console=Console(stderr=True)):
        profiler.runcall(engines.newsspider, sample)
    stats: Any = pstats.Stats(profiler)  # typeshed leaves out its attributes
    grid = Grid(
        f"{title}: newsspider's time by function, profiled",
        ("function", "calls a page", "with callees %", "own %"),
    )
    rows = [
        (f"{Path(file).relative_to(PACKAGE)}:{name}", calls, own, cumulative)
        for (file, _, name), (_, calls, own, cumulative, _) in stats.stats.items()
        if Path(file).is_relative_to(PACKAGE)
    ]
    whole = stats.total_tt
    for name, calls, own, cumulative in sorted(rows, key=lambda row: -row[3])[:TOP]:
        figures = (f"{calls / len(samples):.1f}", _share(cumulative, whole), _share(own, whole))
        grid.rows.append((name, *figures))
    return grid


def _share(part: float, whole: float) -> str:
    return f"{100 * part / whole:.1f}"
