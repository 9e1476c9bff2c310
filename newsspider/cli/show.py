"""``newsspider show``: one article with all its fields."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from newsspider.cli.app import app
from newsspider.cli.options import DEFAULT_DATABASE, Database, TableOrJson
from newsspider.errors import NewsspiderError

if TYPE_CHECKING:
    from newsspider.items import Paragraph


@app.command()
def show(
    key: Annotated[str, typer.Argument(metavar="ID|URL", help="The article's id or its address.")],
    form: Annotated[
        TableOrJson, typer.Option("--format", help="How to print.")
    ] = TableOrJson.TABLE,
    database: Database = DEFAULT_DATABASE,
) -> None:
    """Show one article: every field with its evidence, the text, and what was cut from it."""
    from newsspider.cli import formats
    from newsspider.cli.corpus import reading
    from newsspider.cli.record import print_record
    from newsspider.cli.terminal import output
    from newsspider.items import Change, Stored
    from newsspider.urls import canonical_url
    from storage import articles, cuts

    with reading(database) as session:
        row = articles.find(session, key) or articles.find(session, canonical_url(key))
        if row is None:
            raise NewsspiderError(
                f"No article {key} is stored: newsspider search lists those that are."
            )
        stored = Stored(id=row.id, article=articles.load(row), change=Change.UNCHANGED)
        cut = cuts.of_article(session, row.id)
    if form is TableOrJson.TABLE:
        print_record(stored)
        _print_cut(cut)
        return
    with output():
        shown = formats.article_object(stored.id, stored.article)
        formats.write_json(shown | {"cut": [paragraph.text for paragraph in cut]})


def _print_cut(cut: Sequence[Paragraph]) -> None:
    from newsspider.cli.terminal import Cell, output

    if not cut:
        return
    with output() as console:
        console.print("\nCut as chrome of the site (newsspider chrome):", style="dim")
        for paragraph in cut:
            console.print(Cell(paragraph.text, "dim"))
