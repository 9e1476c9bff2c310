"""``newsspider changes``: headlines, or whole articles, that were changed after they appeared."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, time
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Group

from newsspider.cli.app import app
from newsspider.cli.kit.database import reading
from newsspider.cli.kit.differences import headline
from newsspider.cli.kit.filters import Site, day_of
from newsspider.cli.kit.formats import show_list
from newsspider.cli.kit.options import DEFAULT_DATABASE, Database, Limit
from newsspider.cli.kit.terminal import Cell, folded, number, right, short, table
from newsspider.schemas.revisions import ChangeSchema

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.table import Table

    from storage.corpus.revisions import ArticleChange


class Form(StrEnum):
    """How the changes are printed."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"


class Field(StrEnum):
    """The field that has to have changed."""

    TITLE = "title"
    ALL = "all"


@app.command()
def changes(
    since: Annotated[
        str | None, typer.Option(help="Only what was seen from this day on, as 2024-10-23 (UTC).")
    ] = None,
    site: Site = None,
    field: Annotated[
        Field, typer.Option(help="Changed headlines, or articles changed in any way.")
    ] = Field.TITLE,
    limit: Limit = 20,
    form: Annotated[Form, typer.Option("--format", help="How to print.")] = Form.TABLE,
    database: Database = DEFAULT_DATABASE,
) -> None:
    """List the headlines that publishers changed, with what they were before, latest first."""
    from storage.corpus import revisions

    day = day_of("--since", since)
    moment = datetime.combine(day, time(), UTC) if day else None
    name = None if field is Field.ALL else field.value
    with reading(database) as session:
        # One more, to know whether there are more.
        latest = revisions.list_changes(
            session, since=moment, site=site, field=name, limit=limit + 1
        )
    show_list(form, latest, ChangeSchema, _table, limit=limit, empty="No change found.")


def _table(console: Console, shown: Sequence[ArticleChange]) -> Table:
    site = short("site", console.width // 6)
    made = table(number("id"), short("seen (UTC)"), site, right("revision"), folded("headline"))
    for change in shown:
        made.add_row(
            str(change.id),
            f"{change.seen_at:%Y-%m-%d %H:%M}",
            Cell(change.after.site, "cyan"),
            str(change.revision),
            Group(*_headline(console, change)),
        )
    return made


def _headline(console: Console, change: ArticleChange) -> Iterator[RenderableType]:
    if "title" in change.changed:
        yield from headline(console, change.before.title, change.after.title)
    else:
        yield Cell(change.after.title, "bold")
    if others := [name for name in change.changed if name != "title"]:
        yield Cell(", ".join(others), "dim")
