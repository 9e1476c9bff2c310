"""The tables, for a terminal and for ``docs/benchmarks.md``."""

from __future__ import annotations

import statistics
from dataclasses import dataclass, field
from pathlib import Path

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from kit.tally import Tally

MEASURES = (
    *("F1", "P", "R", "exact", "lost", "worse", "holes"),
    *("title", "date", "authors", "made-up authors"),
)
UNIT = "trafilatura"
BEGIN = "<!-- made by benchmarks/extraction.py --write: begin -->"
END = "<!-- made by benchmarks/extraction.py --write: end -->"
NONE = "–"


@dataclass(frozen=True, slots=True)
class Grid:
    """One table: its title, its columns, its rows."""

    title: str
    columns: tuple[str, ...]
    rows: list[tuple[str, ...]] = field(default_factory=list)

    def rich(self) -> Table:
        """For a terminal, without the title; every column but the first is of figures."""
        shown = Table(box=box.SIMPLE_HEAD)
        for at, name in enumerate(self.columns):
            shown.add_column(name, justify="right" if at else "left")
        for row in self.rows:
            shown.add_row(*row)
        return shown

    def markdown(self) -> str:
        """For the docs."""
        aligned = ("---", *("--:" for _ in self.columns[1:]))
        lines = [_line(row) for row in (self.columns, aligned, *self.rows)]
        return "\n".join((f"### {self.title}", "", *lines))


def _line(cells: tuple[str, ...]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def scoreboard(title: str, tallies: dict[str, Tally]) -> Grid:
    """One row an engine: means in per cent, mean CPU milliseconds a page, ratio to trafilatura."""
    measures = [name for name in MEASURES if any(name in t.values for t in tallies.values())]
    pieces = any(any(t.pieces) for t in tallies.values())
    last = (*(("pieces F1",) if pieces else ()), "crashes", "ms", f"÷ {UNIT}")
    pages = max(len(t.values["ms"]) for t in tallies.values())
    grid = Grid(f"{title}, {pages} pages", ("engine", *measures, *last))
    unit = statistics.fmean(tallies[UNIT].values["ms"]) if UNIT in tallies else None
    for name, tally in tallies.items():
        row = [_number(tally.mean(measure)) for measure in measures]
        row += [_number(tally.pieces_f1)] if pieces else []
        mean = statistics.fmean(tally.values["ms"])
        ratio = f"{mean / unit:.2f}" if unit else NONE
        grid.rows.append((name, *row, str(tally.crashes), f"{mean:.1f}", ratio))
    return grid


def _number(value: float | None) -> str:
    return NONE if value is None else f"{value:.1f}"


def show(grid: Grid) -> None:
    """Print one table."""
    console = Console(width=120)
    console.print(f"\n[bold]{escape(grid.title)}[/bold]")
    console.print(grid.rich())


def write(path: Path, preface: str, grids: list[Grid]) -> None:
    """Replace what stands between the two markers; without markers, it goes to the end."""
    text = path.read_text(encoding="utf-8")
    if BEGIN not in text or END not in text:
        text = f"{text.rstrip()}\n\n{BEGIN}\n{END}\n"
    before, rest = text.split(BEGIN, 1)
    after = rest.split(END, 1)[1]
    made = "\n\n".join((BEGIN, preface, *(grid.markdown() for grid in grids), END))
    path.write_text(before + made + after, encoding="utf-8")
