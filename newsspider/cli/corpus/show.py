"""``newsspider show``: one article with all its fields, its versions and its near-duplicates."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Column

from newsspider.cli.app import app
from newsspider.cli.kit.database import reading
from newsspider.cli.kit.differences import print_differences
from newsspider.cli.kit.formats import show as print_schema
from newsspider.cli.kit.formats import show_list
from newsspider.cli.kit.options import DEFAULT_DATABASE, Database, TableOrJson, TableOrJsonOption
from newsspider.cli.kit.record import print_fields
from newsspider.cli.kit.terminal import Cell, folded, number, right, short, table
from newsspider.diffs import compare
from newsspider.errors import UsageError
from newsspider.schemas.corpus import ArticleDetailSchema, DuplicateSchema
from newsspider.schemas.revisions import DiffSchema, RevisionSchema
from newsspider.text.hosts import readable

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from newsspider.services.articles import ArticleDetail
    from storage.corpus.revisions import Revision
    from storage.duplicates.near_duplicates import Duplicate
    from storage.models import ArticleRow, PageRow

SHOWN = 5
"""Near-duplicates that are listed unless all are asked for."""


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
    form: TableOrJsonOption = TableOrJson.TABLE,
    database: Database = DEFAULT_DATABASE,
) -> None:
    """Show one article: every field with its evidence, the text, and what was cut from it."""
    from newsspider.services.articles import find_article, find_revision, read_detail
    from storage.corpus import revisions

    _check(other, diff, list_revisions=list_revisions)
    with reading(database) as session:
        row = find_article(session, key)
        if list_revisions:
            versions = revisions.list_revisions(session, row)
            schema = partial(RevisionSchema.of_revision, row.id)
            show_list(form, versions, RevisionSchema, _revisions_table, of=schema)
        elif diff is not None:
            before = find_revision(session, row, diff)
            _print_diff(row, before, find_revision(session, row, other), form)
        else:
            _print(read_detail(session, row), form, every_copy=every_copy)


def _check(other: int | None, diff: int | None, *, list_revisions: bool) -> None:
    if list_revisions and diff is not None:
        raise UsageError("--revisions and --diff are two questions: ask one of them.")
    if other is not None and diff is None:
        raise UsageError(f"What is {other}? Two revisions are compared with --diff A B.")


def _print(detail: ArticleDetail, form: TableOrJson, *, every_copy: bool) -> None:
    def schema() -> ArticleDetailSchema:
        return ArticleDetailSchema.of_article(
            detail.id,
            detail.article,
            gone_at=detail.gone and detail.gone.gone_at,
            copies=tuple(map(DuplicateSchema.of, detail.duplicates)),
            cut=detail.cut,
        )

    def draw(console: Console) -> None:
        if detail.gone is not None:
            console.print(Cell(_gone(detail.gone), "yellow"))
            console.print()
        print_fields(console, detail.article, detail.id)
        if detail.cut:
            console.print("\nCut as chrome of the site (newsspider chrome):", style="dim")
        for line in detail.cut:
            console.print(Cell(line, "dim"))
        if detail.duplicates:
            _print_duplicates(console, detail.duplicates, detail.id, every=every_copy)

    print_schema(form, schema, draw)


def _gone(page: PageRow) -> str:
    since = f"{page.gone_at:%Y-%m-%d}"
    return f"Gone: {readable(page.url)} is there no more since {since}. The article is kept."


def _print_duplicates(
    console: Console, cluster: Sequence[Duplicate], article_id: int, *, every: bool
) -> None:
    """Say how many near-duplicates the article has and who published first, and list them."""
    first = cluster[0]
    others = [duplicate for duplicate in cluster if duplicate.id != article_id]
    shown = others if every else others[:SHOWN]
    published = f" on {first.published_at.day.isoformat()}" if first.published_at else ""
    who = "it was first" if first.id == article_id else f"{first.site} was first (id {first.id})"
    console.print()
    sentence = f"Copies: {len(others)}. Of these and this one {who}{published}."
    console.print(Cell(sentence, "bold"))
    console.print(_duplicates_table(shown))
    if len(shown) < len(others):
        console.print(f"{len(others) - len(shown)} more: see --copies.", style="dim")


def _duplicates_table(shown: Sequence[Duplicate]) -> Table:
    made = table(number("id"), short("date"), short("site"), number("alike"), folded("title"))
    for duplicate in shown:
        made.add_row(
            str(duplicate.id),
            Cell(duplicate.published_at.day.isoformat() if duplicate.published_at else None),
            Cell(duplicate.site, "cyan"),
            f"{duplicate.likeness:.0%}",
            Cell(duplicate.title),
        )
    return made


def _revisions_table(console: Console, versions: Sequence[Revision]) -> Table:
    changed = Column("changed", max_width=console.width // 4)
    made = table(right("revision"), short("seen (UTC)"), changed, folded("title"))
    for revision in versions:
        again = f" (read again by newsspider {revision.extractor})" if revision.extractor else ""
        made.add_row(
            str(revision.number),
            f"{revision.seen_at:%Y-%m-%d %H:%M}",
            Cell(f"{', '.join(revision.changed)}{again}", "yellow"),
            Cell(revision.article.title, "bold"),
        )
    return made


def _print_diff(row: ArticleRow, before: Revision, after: Revision, form: TableOrJson) -> None:
    """Print the fields that differ between two versions, each with its difference."""

    def draw(console: Console) -> None:
        differences = compare(before.article, after.article)
        console.print(f"{_name(before)} → {_name(after)}", style="dim")
        print_differences(console, differences)
        if not differences:
            console.print("They do not differ.")

    print_schema(form, lambda: DiffSchema.of(row.id, row.url, before, after), draw)


def _name(revision: Revision) -> str:
    return f"revision {revision.number}, {revision.seen_at:%Y-%m-%d %H:%M} UTC"
