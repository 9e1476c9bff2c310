"""``newsspider stats``: the corpus in numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from rich.columns import Columns

from newsspider.cli.app import app
from newsspider.cli.kit.database import reading
from newsspider.cli.kit.formats import show
from newsspider.cli.kit.options import DEFAULT_DATABASE, Database, TableOrJson, TableOrJsonOption
from newsspider.cli.kit.terminal import Cell, counts_table
from newsspider.cli.ops.runs import runs_table
from newsspider.schemas.monitoring import StatsSchema

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from storage.monitoring.stats import Stats

ROWS = 10
"""Of each table on the terminal; JSON has them all."""


@app.command()
def stats(
    form: TableOrJsonOption = TableOrJson.TABLE,
    database: Database = DEFAULT_DATABASE,
) -> None:
    """Count the articles by site, section, language and day, the runs, and what was rejected.\n"""
    from storage.monitoring.stats import count_corpus

    with reading(database) as session:
        counted = count_corpus(session)
    show(form, lambda: StatsSchema.of(counted), lambda console: _print(console, counted))


def _print(console: Console, counted: Stats) -> None:
    rejected = sum(counted.rejected.values())
    console.print(
        f"{counted.articles:,} articles from {len(counted.by_site):,} sites;"
        f" {counted.pages:,} pages visited, {rejected:,} rejected.\n"
    )
    console.print(Columns(_tables(counted), padding=(1, 4)))
    if counted.runs:
        console.print()
        console.print(runs_table(counted.runs))


def _tables(counted: Stats) -> Iterator[Table]:
    yield _counts_table("site", "articles", counted.by_site)
    yield _counts_table("section", "articles", counted.by_section)
    yield _counts_table("language", "articles", counted.by_language)
    yield _counts_table("day", "articles", counted.by_day)
    if counted.rejected:
        yield _counts_table("rejected for", "pages", counted.rejected)


def _counts_table(key: str, unit: str, counts: Mapping[Any, int]) -> Table:
    most = list(counts.items())[:ROWS]
    made = counts_table(key, unit, ((name and str(name), number) for name, number in most))
    if len(counts) > ROWS:
        made.add_row(Cell(f"{len(counts) - ROWS:,} more", "dim"), "")
    return made
