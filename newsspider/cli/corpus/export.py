"""``newsspider export``: what a question finds, in a file for other tools."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from newsspider.cli.app import app
from newsspider.cli.corpus.writers import STANDARD_OUTPUT, ExportFormat, Target
from newsspider.cli.kit.filters import (
    Author,
    Language,
    Section,
    Since,
    Site,
    Until,
    Words,
    query_of,
)
from newsspider.cli.kit.options import DEFAULT_DATABASE, Database
from newsspider.errors import INTERRUPTED
from newsspider.schemas.arrow import Extra


# A word may begin with a hyphen: it is one that must not be there.
@app.command(context_settings={"ignore_unknown_options": True})
def export(
    words: Words = None,
    since: Since = None,
    until: Until = None,
    section: Section = None,
    site: Site = None,
    language: Language = None,
    author: Author = None,
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
    from newsspider.cli.kit.bars import bar, counted
    from newsspider.cli.kit.database import reading
    from newsspider.cli.kit.terminal import note
    from storage.export import export_articles
    from storage.search.search import count_matches

    query = query_of(words, since, until, section, site, language, author, limit)
    target = Target.of(output, form, extras or ())
    try:
        with reading(database) as session:
            total = min(count_matches(session, query), limit or sys.maxsize)
            with bar("Exporting", total) as advance:
                found = export_articles(session, query, earlier=Extra.REVISIONS in target.extras)
                target.write(counted(found, advance))
    except KeyboardInterrupt:
        note(f"newsspider: interrupted: {output} is as it was before.")
        raise typer.Exit(INTERRUPTED) from None
    note(f"Articles exported: {total:,}.")
