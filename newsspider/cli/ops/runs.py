"""``newsspider runs``: what the crawls and ingests did, and what their pages were like."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from newsspider.cli.app import app
from newsspider.cli.kit.formats import show, show_list
from newsspider.cli.kit.options import DEFAULT_DATABASE, Database, Format, FormatOption, Limit
from newsspider.schemas.crawl import RunSchema

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console
    from rich.table import Table

    from storage.crawl.runs import Run

ADDRESSES = 2
"""Of a run without a source, on the terminal."""


@app.command()
def runs(
    run_id: Annotated[
        int | None, typer.Argument(metavar="[ID]", help="Only this run, with its measures.")
    ] = None,
    site: Annotated[
        str | None,
        typer.Option(help="Only this source's, be it removed or not: its site, id or address."),
    ] = None,
    limit: Limit = 20,
    form: FormatOption = Format.TABLE,
    database: Database = DEFAULT_DATABASE,
) -> None:
    """List the runs, the latest first; or show one with all that was measured."""
    from newsspider.cli.kit.database import reading
    from newsspider.services.runs import list_runs

    with reading(database) as session:
        listed = list_runs(session, run_id=run_id, site=site, limit=limit + 1)
    if run_id is not None:
        show(form, lambda: RunSchema.of(listed[0]), lambda console: _show(console, listed[0]))
        return
    show_list(
        form,
        listed,
        RunSchema,
        lambda _, shown: runs_table(shown),
        limit=limit,
        empty="No run found.",
    )


def runs_table(listed: Sequence[Run]) -> Table:
    """Each run with what it did, one a row."""
    from newsspider.cli.kit.terminal import Cell, folded, short, table

    columns = (folded("of"), short("started (UTC)"), short("took"), short("status"), "did")
    made = table(short("run"), short("kind"), *columns)
    for run in listed:
        made.add_row(
            str(run.id),
            Cell(run.kind),
            Cell(_of(run)),
            f"{run.started_at:%Y-%m-%d %H:%M}",
            Cell(_took(run)),
            Cell(run.status, "" if run.status == "finished" else "yellow"),
            Cell(_did(run)),
        )
    return made


def _show(console: Console, run: Run) -> None:
    from newsspider.cli.kit.terminal import Cell, right, table

    facts = table("run", str(run.id))
    for name, value in (
        ("kind", run.kind),
        ("of", _of(run)),
        ("started (UTC)", f"{run.started_at:%Y-%m-%d %H:%M:%S}"),
        ("took", _took(run)),
        ("status", run.status),
        ("did", _did(run)),
    ):
        facts.add_row(name, Cell(value))
    console.print(facts)
    if run.measures:
        measured = table("measure", right("value"))
        for measure, number in sorted(run.measures.items()):
            measured.add_row(Cell(measure), f"{number:,}")
        console.print()
        console.print(measured)


def _of(run: Run) -> str | None:
    # What had its source removed by an earlier version knows it by its arguments alone.
    if site := run.site or run.arguments.get("source"):
        return str(site)
    named = run.arguments.get("urls") or []
    urls = [str(url) for url in named] if isinstance(named, list) else [str(named)]
    others = f" and {len(urls) - ADDRESSES} others" if len(urls) > ADDRESSES else ""
    return ", ".join(urls[:ADDRESSES]) + others


def _took(run: Run) -> str | None:
    if run.finished_at is None:
        return None
    return f"{(run.finished_at - run.started_at).total_seconds():,.0f} s"


def _did(run: Run) -> str:
    return ", ".join(f"{name} {number:,}" for name, number in run.counts.items())
