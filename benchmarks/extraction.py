"""Extraction quality and speed on the corpora, beside rivals in the same run.

``python benchmarks/extraction.py --corpora FOLDER`` prints a table a corpus; ``docs/benchmarks.md``
says what else it can.
"""

from __future__ import annotations

import argparse
import logging
import os
import platform
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from kit import report, steps
from kit.corpora import NAMES, Sample, is_last_look, load, split
from kit.engines import ENGINES, Engine, installed
from kit.report import Grid
from kit.tally import Outcome, run, tally
from kit.worst import measure, show_pages, totals

DOCS = Path(__file__).parents[1] / "docs/benchmarks.md"
REST = ", the rest"
"""Its losses are not shown: who has seen them has tuned on them."""


def arguments() -> argparse.Namespace:
    """The options of the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, required=True, help="folder of the corpora")
    parser.add_argument("--only", choices=NAMES, action="append", help="a corpus; may repeat")
    parser.add_argument("--engine", choices=ENGINES, action="append", help="may repeat")
    parser.add_argument(
        "--sample", type=int, metavar="K", help="two tables: K %% of the publishers, and the rest"
    )
    parser.add_argument("--seed", type=int, default=0, metavar="S", help="which K %% (default 0)")
    parser.add_argument(
        "--worst",
        type=int,
        metavar="N",
        help="the N worst pages of each measure, why, and all losses by class, of the first engine",
    )
    parser.add_argument(
        "--leave-out",
        action="store_true",
        help="newsspider's body weights are those that the other corpora give; the pages are those"
        " that are not kept for a last look",
    )
    parser.add_argument(
        "--last-look", action="store_true", help="only the pages that nothing was tuned on"
    )
    parser.add_argument("--profile", action="store_true", help="where newsspider's time goes")
    parser.add_argument("--write", action="store_true", help=f"put the tables into {DOCS.name}")
    return parser.parse_args()


def chosen(folder: Path, names: list[str] | None) -> Iterator[tuple[str, list[Sample]]]:
    """The corpora that are there; what is missing is said."""
    for name in names or NAMES:
        if (folder / name / "index.jsonl").exists():
            yield name, list(load(folder / name))
        else:
            print(f"missing: {folder / name} has no index.jsonl", file=sys.stderr)


def asked(names: list[str] | None) -> dict[str, Engine]:
    """The engines asked for that are installed; the others are said."""
    engines, missing = installed(names or ENGINES)
    for name in missing:
        print(f"not installed, left out: {name} (pip install '.[bench]')", file=sys.stderr)
    return engines


def parts(options: argparse.Namespace, samples: list[Sample]) -> dict[str, list[int]]:
    """Places of the pages by part: all of them, or those tuned on and the rest."""
    if options.sample is None:
        return {"": list(range(len(samples)))}
    tuned, rest = split(samples, options.sample, options.seed)
    both = {f", tuned part ({options.sample} %, seed {options.seed})": tuned, REST: rest}
    return {part: places for part, places in both.items() if places}


def score_table(
    title: str,
    samples: list[Sample],
    outcomes: dict[str, list[Outcome]],
    engines: dict[str, Engine],
) -> Grid:
    """The table of some pages."""
    rival = outcomes.get(report.UNIT)
    tallies = {name: tally(samples, outcomes[name], engines[name], rival) for name in engines}
    return report.scoreboard(title, tallies)


def losses(title: str, samples: list[Sample], outcomes: list[Outcome], worst: int) -> list[Grid]:
    """Print the worst pages; give the losses by class."""
    grids = []
    for measured in measure(samples, outcomes):
        grids.append(totals(title, measured))
        show_pages(f"{title}: worst of {measured.name}", measured.worst(worst))
        if measured.name == "body":
            show_pages(f"{title}: nearest to exact", measured.nearest(worst))
        report.show(grids[-1])
    return grids


def main() -> None:
    """Print a table a corpus, or a part of it, and what else was asked for."""
    options = arguments()
    engines = asked(options.engine)
    if not engines:
        sys.exit("none of the engines asked for is installed")
    logging.disable()  # rivals log what they fail at; a crash is counted and said anyway
    grids: list[Grid] = []
    fit = leaving_out(options.corpora) if options.leave_out else None
    for name, samples in chosen(options.corpora, options.only):
        if fit is not None or options.last_look:
            samples = [s for s in samples if is_last_look(s) == options.last_look]
        if fit is not None:
            fit(name)
        outcomes = run(samples, engines, name)
        for part, places in parts(options, samples).items():
            here = [samples[at] for at in places]
            results = {
                engine: [results_of_engine[at] for at in places]
                for engine, results_of_engine in outcomes.items()
            }
            grids.append(score_table(name + part, here, results, engines))
            report.show(grids[-1])
            if options.worst and part != REST:
                grids += losses(name + part, here, results[next(iter(engines))], options.worst)
        if options.profile:
            grids += (steps.shares(name, samples), steps.functions(name, samples))
            report.show(grids[-2])
            report.show(grids[-1])
    if options.write:
        report.write(DOCS, preface(engines), grids)


def leaving_out(folder: Path) -> Callable[[str], None]:
    """Gives newsspider the weights that all corpora but the named one give."""
    import train

    from newsspider.extraction.body import model

    pages = train.read_pages(folder)

    def fit(corpus: str) -> None:
        weights = train.fitted_without(pages, corpus)
        fitted = model.Model(weights["bias"], weights["weights"])
        model.model = lambda: fitted  # type: ignore[assignment]

    return fit


def preface(engines: dict[str, Engine]) -> str:
    """On what the figures were made."""
    versions = dict.fromkeys(f"{engine.package} {engine.version}" for engine in engines.values())
    python = ".".join(platform.python_version_tuple()[:2])
    month = datetime.now(UTC).strftime("%B %Y")
    return f"{month}, Python {python}, {os.cpu_count()} cores; {', '.join(versions)}."


if __name__ == "__main__":
    main()
