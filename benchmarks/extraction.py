"""Extraction quality and speed on the corpora, beside rivals in the same run.

``python benchmarks/extraction.py --corpora FOLDER`` prints a table a corpus.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import scores
from corpora import NAMES, Sample, load
from rich.console import Console
from rich.progress import track
from rich.table import Table

NOW = datetime(2026, 11, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What one engine makes of one page."""

    body: str = ""
    title: str | None = None
    day: str | None = None
    authors: tuple[str, ...] = ()


Engine = Callable[[Sample], Answer]


def newsspider(sample: Sample) -> Answer:
    """The full record, before the quality gate: every page of the corpora counts."""
    from newsspider.extraction import read
    from newsspider.items import Page

    article = read(Page(url=sample.url, body=sample.html, fetched_at=NOW)).article
    return Answer(
        body=article.text,
        title=article.title,
        day=article.published_at.day.isoformat() if article.published_at else None,
        authors=article.authors,
    )


def trafilatura(sample: Sample) -> Answer:
    """trafilatura with metadata, its defaults."""
    from trafilatura import bare_extraction

    found = bare_extraction(sample.html, url=sample.url, with_metadata=True, include_comments=False)
    if found is None:
        return Answer()
    authors = tuple(name.strip() for name in (found.author or "").split(";") if name.strip())
    return Answer(body=found.text or "", title=found.title, day=found.date, authors=authors)


ENGINES: dict[str, Engine] = {"newsspider": newsspider, "trafilatura": trafilatura}


@dataclass(slots=True)
class Tally:
    """Scores of one engine over one corpus, a list a measure."""

    values: dict[str, list[float]] = field(default_factory=dict)
    pieces: list[int] = field(default_factory=lambda: [0, 0, 0])
    crashes: int = 0

    def add(self, measure: str, value: float) -> None:
        """Count one page's score."""
        self.values.setdefault(measure, []).append(value)

    def mean(self, measure: str) -> float:
        """In per cent."""
        return 100 * statistics.fmean(self.values[measure])


def score(tally: Tally, sample: Sample, answer: Answer) -> None:
    """Hold one answer against what is known of the page."""
    if sample.bodies:
        f1, precision, recall, exact = scores.best_overlap(answer.body, sample.bodies)
        for name, value in (("F1", f1), ("P", precision), ("R", recall), ("exact", exact)):
            tally.add(name, value)
    if sample.title:
        tally.add("title", scores.bare(answer.title or "") == scores.bare(sample.title))
    if sample.days:
        tally.add("date", answer.day in sample.days)
    if sample.authors is not None:
        tally.add("authors", scores.set_f1(answer.authors, sample.authors))
    held = [piece in answer.body for piece in sample.must_contain]
    wrong = [piece in answer.body for piece in sample.must_not_contain]
    counts = (sum(held), sum(wrong), len(held) - sum(held))
    tally.pieces = [a + b for a, b in zip(tally.pieces, counts, strict=True)]


def run(samples: list[Sample], engines: dict[str, Engine], title: str) -> dict[str, Tally]:
    """Every engine on every page, page by page, so that noise hits all alike."""
    tallies = {name: Tally() for name in engines}
    for sample in track(samples, description=title, console=Console(stderr=True)):
        for name, engine in engines.items():
            started = time.perf_counter()
            try:
                answer = engine(sample)
            except Exception as error:  # noqa: BLE001 - a rival's crash is a result, and is counted
                print(f"{name} crashed on {sample.url}: {error!r}", file=sys.stderr)
                tallies[name].crashes += 1
                answer = Answer()
            tallies[name].add("ms", 1000 * (time.perf_counter() - started))
            score(tallies[name], sample, answer)
    return tallies


MEASURES = ("F1", "P", "R", "exact", "title", "date", "authors")


def table(title: str, tallies: dict[str, Tally]) -> Table:
    """One row an engine: means in per cent, median milliseconds a page."""
    any_tally = next(iter(tallies.values()))
    measures = [name for name in MEASURES if name in any_tally.values]
    pieces = any(any_tally.pieces)
    shown = Table("engine", *measures, *(["pieces F1"] if pieces else []), "crashes", "ms", "÷")
    shown.title = f"{title}, {len(any_tally.values['ms'])} pages"
    rival = statistics.fmean(tallies.get("trafilatura", any_tally).values["ms"])
    for name, tally in tallies.items():
        row = [f"{tally.mean(measure):.1f}" for measure in measures]
        if pieces:
            right, wrong, lost = tally.pieces
            row.append(f"{100 * 2 * right / (2 * right + wrong + lost):.1f}")
        mean = statistics.fmean(tally.values["ms"])
        shown.add_row(name, *row, str(tally.crashes), f"{mean:.1f}", f"{mean / rival:.2f}")
    return shown


def arguments() -> argparse.Namespace:
    """What was asked for on the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, required=True, help="folder of the corpora")
    parser.add_argument("--only", choices=NAMES, action="append", help="a corpus; may repeat")
    parser.add_argument("--engine", choices=ENGINES, action="append", help="may repeat")
    return parser.parse_args()


def chosen(folder: Path, names: list[str] | None) -> Iterator[tuple[str, list[Sample]]]:
    """The corpora that are there; what is missing is said."""
    for name in names or NAMES:
        if (folder / name / "index.jsonl").exists():
            yield name, list(load(folder / name))
        else:
            print(f"missing: {folder / name} has no index.jsonl", file=sys.stderr)


def main() -> None:
    """Print a table a corpus."""
    given = arguments()
    engines = {name: ENGINES[name] for name in given.engine or ENGINES}
    console = Console(width=110)
    for name, samples in chosen(given.corpora, given.only):
        console.print(table(name, run(samples, engines, name)))


if __name__ == "__main__":
    main()
