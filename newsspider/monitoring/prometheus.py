"""The figures as Prometheus reads them, on standard output or in a file for its node exporter."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.exposition import generate_latest
from prometheus_client.registry import Collector, CollectorRegistry

from storage.monitoring.metrics import Figures, SourceFigures

By = Callable[[SourceFigures], Mapping[str, float]]


def exposition(figures: Figures) -> bytes:
    """The text format of Prometheus, version 0.0.4; every sample names its source."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Figures(figures))
    return generate_latest(registry)


def write(figures: Figures, path: Path) -> None:
    """Replace the file at once: whoever reads it meanwhile gets the old one. Raises ``OSError``."""
    handle, made = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(exposition(figures))
        # The node exporter runs as another user.
        Path(made).chmod(0o644)
        Path(made).replace(path)
    except OSError:
        Path(made).unlink(missing_ok=True)
        raise


class _Figures(Collector):
    def __init__(self, figures: Figures) -> None:
        self.figures = figures

    def collect(self) -> Iterator[Metric]:
        """One family after the other."""
        yield self._counter(
            "pages", "Pages visited, whatever they came to.", (), lambda source: {"": source.pages}
        )
        yield self._counter(
            "articles",
            "Articles read, by what storing them changed.",
            ("change",),
            lambda source: source.articles,
        )
        yield self._counter(
            "rejected_pages",
            "Pages rejected, by reason.",
            ("reason",),
            lambda source: source.rejected,
        )
        yield self._counter(
            "runs", "Runs that ended, by how.", ("status",), lambda source: source.runs
        )
        yield self._counter(
            "run_seconds", "Seconds that the runs took.", (), lambda source: {"": source.seconds}
        )
        yield self._gauge(
            "last_success_timestamp_seconds",
            "When a run last finished, Unix time.",
            (),
            _last_success,
        )
        yield self._gauge("open_alarms", "Alarms that are open, by measure.", ("measure",), _alarms)

    def _counter(self, name: str, help_text: str, labels: tuple[str, ...], by: By) -> Metric:
        family = CounterMetricFamily(f"newsspider_{name}", help_text, labels=("source", *labels))
        for values, number in self._samples(by):
            family.add_metric(values[: len(labels) + 1], number)
        return family

    def _gauge(self, name: str, help_text: str, labels: tuple[str, ...], by: By) -> Metric:
        family = GaugeMetricFamily(f"newsspider_{name}", help_text, labels=("source", *labels))
        for values, number in self._samples(by):
            family.add_metric(values[: len(labels) + 1], number)
        return family

    def _samples(self, by: By) -> Iterable[tuple[tuple[str, ...], float]]:
        for source in self.figures:
            for label, number in by(source).items():
                yield (source.site, label), number


def _last_success(source: SourceFigures) -> Mapping[str, float]:
    return {} if source.last_success_at is None else {"": source.last_success_at.timestamp()}


def _alarms(source: SourceFigures) -> Mapping[str, float]:
    """Open alarms by measure; a source without any has ``none``, so that it never disappears."""
    return source.alarms or {"none": 0}
