"""``newsspider export``: what a question finds, in a file for other tools."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from newsspider.cli.app import app
from newsspider.cli.kit.bars import bar
from newsspider.cli.kit.database import reading
from newsspider.cli.kit.filters import with_filters
from newsspider.cli.kit.options import DEFAULT_DATABASE, Database
from newsspider.cli.kit.terminal import interrupted, note
from newsspider.cli.kit.terminal import output as standard_output
from newsspider.schemas.arrow import Extra
from newsspider.services.exports import (
    STANDARD_OUTPUT,
    ExportFormat,
    Target,
    count_exports,
    export_articles,
)

if TYPE_CHECKING:
    from storage.search.search import Query


# A word may begin with a hyphen: it is one that must not be there.
@app.command(context_settings={"ignore_unknown_options": True})
@with_filters()
def export(
    query: Query,
    limit: Annotated[
        int | None, typer.Option(min=1, max=2**31 - 1, help="Export so many at most.")
    ] = None,
    output: Annotated[
        Path, typer.Option("--output", "-o", help="The file; - is standard output.")
    ] = STANDARD_OUTPUT,
    form: Annotated[
        ExportFormat | None,
        typer.Option("--format", help="By default as the file's ending says, else jsonl."),
    ] = None,
    extras: Annotated[
        list[Extra] | None, typer.Option("--with", help="Add this to each; may be repeated.")
    ] = None,
    database: Database = DEFAULT_DATABASE,
) -> None:
    """Write all articles that fit into a file: JSON Lines, CSV or Parquet."""
    query = replace(query, limit=limit)
    target = Target.of(output, form, extras or ())
    try:
        with (
            reading(database) as session,
            bar("Exporting", count_exports(session, query)) as advance,
            standard_output() if output == STANDARD_OUTPUT else nullcontext(),
        ):
            exported = export_articles(session, query, target, on_progress=advance)
    except KeyboardInterrupt:
        raise interrupted(f"{output} is as it was before.") from None
    note(f"Articles exported: {exported:,}.")
