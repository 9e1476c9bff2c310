"""``newsspider show``: one article with all its fields."""

from __future__ import annotations

from typing import Annotated

import typer

from newsspider.cli.app import app
from newsspider.cli.options import DEFAULT_DATABASE, Database, TableOrJson
from newsspider.errors import NewsspiderError


@app.command()
def show(
    key: Annotated[str, typer.Argument(metavar="ID|URL", help="The article's id or its address.")],
    form: Annotated[
        TableOrJson, typer.Option("--format", help="How to print.")
    ] = TableOrJson.TABLE,
    database: Database = DEFAULT_DATABASE,
) -> None:
    """Show one article: every field with its evidence, and the text."""
    from newsspider.cli import formats
    from newsspider.cli.corpus import reading
    from newsspider.cli.record import print_record
    from newsspider.cli.terminal import output
    from newsspider.items import Change, Stored
    from newsspider.urls import canonical_url
    from storage import articles

    with reading(database) as session:
        row = articles.find(session, key) or articles.find(session, canonical_url(key))
        if row is None:
            raise NewsspiderError(
                f"No article {key} is stored: newsspider search lists those that are."
            )
        stored = Stored(id=row.id, article=articles.load(row), change=Change.UNCHANGED)
    if form is TableOrJson.TABLE:
        print_record(stored)
        return
    with output():
        formats.write_json(formats.article_object(stored.id, stored.article))
