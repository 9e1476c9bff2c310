"""``newsspider import``: articles of an export into the corpus."""

from __future__ import annotations

from typing import Annotated

import typer

from newsspider.cli.app import app
from newsspider.cli.kit.bars import bar
from newsspider.cli.kit.database import upgrading
from newsspider.cli.kit.options import DEFAULT_DATABASE, Database
from newsspider.cli.kit.terminal import interrupted, note
from newsspider.items import Change
from newsspider.services.imports import ArticleImport


@app.command("import")
def import_(
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="JSON Lines, also gzipped; - is standard input.")
    ],
    database: Database = DEFAULT_DATABASE,
) -> None:
    """Store the articles of an export in JSON Lines; to do it again changes nothing."""
    articles = ArticleImport(database, bar=upgrading)
    try:
        with bar("Importing", None) as articles.on_progress:
            articles.run(file)
    except KeyboardInterrupt:
        raise interrupted("run the same again for the rest.") from None
    finally:
        stored = ", ".join(f"{articles.changes[change]:,} {change.value}" for change in Change)
        note(f"Articles: {stored}. Lines refused: {articles.refused:,}.")
    if articles.refused:
        raise typer.Exit(1)
