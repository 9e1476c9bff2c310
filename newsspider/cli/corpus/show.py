"""``newsspider show``: one article with all its fields."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from newsspider.cli.app import app
from newsspider.cli.kit.options import DEFAULT_DATABASE, Database, TableOrJson
from newsspider.errors import NewsspiderError, UsageError

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from newsspider.items import Paragraph
    from storage.models import ArticleRow, PageRow


@app.command()
def show(
    key: Annotated[str, typer.Argument(metavar="ID|URL", help="The article's id or its address.")],
    other: Annotated[
        int | None,
        typer.Argument(
            metavar="B", help="With --diff A: the revision to compare with, else the current one."
        ),
    ] = None,
    list_revisions: Annotated[
        bool, typer.Option("--revisions", help="List its versions and what changed in each.")
    ] = False,
    diff: Annotated[
        int | None,
        typer.Option(metavar="A [B]", help="Show, word by word, what B says otherwise than A."),
    ] = None,
    every_copy: Annotated[
        bool, typer.Option("--copies", help="List all its copies, however many.")
    ] = False,
    form: Annotated[
        TableOrJson, typer.Option("--format", help="How to print.")
    ] = TableOrJson.TABLE,
    database: Database = DEFAULT_DATABASE,
) -> None:
    """Show one article: every field with its evidence, the text, and what was cut from it."""
    from newsspider.cli.kit.database import reading

    _check(other, diff, list_revisions=list_revisions)
    with reading(database) as session:
        row = _find(session, key)
        if diff is None and not list_revisions:
            _print(session, row, form, every_copy=every_copy)
            return
        from newsspider.cli.corpus.revisions import print_difference, print_revisions

        if diff is None:
            print_revisions(session, row, form)
        else:
            print_difference(session, row, diff, other, form)


def _check(other: int | None, diff: int | None, *, list_revisions: bool) -> None:
    if list_revisions and diff is not None:
        raise UsageError("--revisions and --diff are two questions: ask one of them.")
    if other is not None and diff is None:
        raise UsageError(f"What is {other}? Two revisions are compared with --diff A B.")


def _find(session: Session, key: str) -> ArticleRow:
    from newsspider.text.urls import canonical_url
    from storage.corpus import articles

    row = articles.find_article(session, key) or articles.find_article(session, canonical_url(key))
    if row is None:
        raise NewsspiderError(
            f"No article {key} is stored: newsspider search lists those that are."
        )
    return row


def _print(session: Session, row: ArticleRow, form: TableOrJson, *, every_copy: bool) -> None:
    from newsspider.cli.corpus.copies import copy_objects, print_copies
    from newsspider.cli.kit import formats
    from newsspider.cli.kit.record import print_record
    from newsspider.cli.kit.terminal import output
    from newsspider.items import Change, Stored
    from storage.corpus import articles, cut_paragraphs
    from storage.crawl import pages
    from storage.duplicates import near_duplicates

    stored = Stored(id=row.id, article=articles.load_article(row), change=Change.UNCHANGED)
    cut = cut_paragraphs.of_article(session, row.id)
    page = pages.find_gone_page(session, row.id)
    members = near_duplicates.load_cluster(session, row.id)
    if form is TableOrJson.TABLE:
        _print_gone(page)
        print_record(stored)
        _print_cut(cut)
        print_copies(members, row.id, every=every_copy)
        return
    with output():
        shown = formats.article_object(stored.id, stored.article)
        shown["gone_at"] = page.gone_at.isoformat() if page and page.gone_at else None
        shown["copies"] = copy_objects(members)
        formats.write_json(shown | {"cut": [paragraph.text for paragraph in cut]})


def _print_gone(page: PageRow | None) -> None:
    from newsspider.cli.kit.terminal import Cell, output
    from newsspider.text.hosts import readable

    if page is None:
        return
    with output() as console:
        sentence = f"Gone: {readable(page.url)} is there no more since {page.gone_at:%Y-%m-%d}."
        console.print(Cell(f"{sentence} The article is kept.", "yellow"))
        console.print()


def _print_cut(cut: Sequence[Paragraph]) -> None:
    from newsspider.cli.kit.terminal import Cell, output

    if not cut:
        return
    with output() as console:
        console.print("\nCut as chrome of the site (newsspider chrome):", style="dim")
        for paragraph in cut:
            console.print(Cell(paragraph.text, "dim"))
