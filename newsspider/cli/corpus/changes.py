"""``newsspider changes``: headlines, or whole articles, that were changed after they appeared."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from newsspider.cli.app import app
from newsspider.cli.kit.options import DEFAULT_DATABASE, Database
from newsspider.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import Console, RenderableType
    from rich.table import Table

    from storage.corpus.revisions import ArticleChange


class Form(StrEnum):
    """How the changes are printed."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"


class Field(StrEnum):
    """What has to have changed."""

    TITLE = "title"
    ALL = "all"


@app.command()
def changes(
    since: Annotated[
        str | None, typer.Option(help="Only what was seen from this day on, as 2024-10-23 (UTC).")
    ] = None,
    site: Annotated[str | None, typer.Option(help="The site's host or name.")] = None,
    field: Annotated[
        Field, typer.Option(help="Changed headlines, or articles changed in any way.")
    ] = Field.TITLE,
    limit: Annotated[int, typer.Option(min=1, max=2**31 - 1, help="Show so many at most.")] = 20,
    form: Annotated[Form, typer.Option("--format", help="How to print.")] = Form.TABLE,
    database: Database = DEFAULT_DATABASE,
) -> None:
    """List the headlines that publishers changed, with what they were before, latest first."""
    from newsspider.cli.kit.database import reading
    from storage.corpus import revisions

    asked = None if field is Field.ALL else field.value
    moment = _begin_of("--since", since)
    with reading(database) as session:
        # One more, to know whether there are more.
        found = revisions.list_changes(
            session, since=moment, site=site, field=asked, limit=limit + 1
        )
    _print(found[:limit], form, more=len(found) > limit)


def _begin_of(option: str, text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        return datetime.combine(date.fromisoformat(text), time(), UTC)
    except ValueError:
        raise UsageError(f"{option} {text} is not a day: write it like 2024-10-23.") from None


def _print(found: Sequence[ArticleChange], form: Form, *, more: bool) -> None:
    from newsspider.cli.kit import formats
    from newsspider.cli.kit.terminal import note, output

    with output() as console:
        if form is Form.JSON:
            formats.write_json([_object(change) for change in found])
        elif form is Form.JSONL:
            formats.write_jsonl(_object(change) for change in found)
        elif found:
            console.print(_table(console, found))
    if form is Form.TABLE and not found:
        note("No change found.")
    if more:
        note(f"These are the latest {len(found)}; there are more: see --limit.")


def _object(change: ArticleChange) -> dict[str, Any]:
    return {
        "id": change.id,
        "url": change.after.url,
        "site": change.after.site,
        "revision": change.revision,
        "seen_at": change.seen_at.isoformat(),
        "changed": list(change.changed),
        "old_title": change.before.title,
        "title": change.after.title,
    }


def _table(console: Console, found: Sequence[ArticleChange]) -> Table:
    from rich.console import Group

    from newsspider.cli.kit.terminal import Cell, table

    listed = table("id", "seen (UTC)", "site", "revision", "headline")
    number, seen, site, revision, headline = listed.columns
    number.justify = revision.justify = "right"
    number.no_wrap = seen.no_wrap = site.no_wrap = True
    site.max_width = console.width // 6
    headline.overflow = "fold"
    for change in found:
        listed.add_row(
            str(change.id),
            f"{change.seen_at:%Y-%m-%d %H:%M}",
            Cell(change.after.site, "cyan"),
            str(change.revision),
            Group(*_headline(console, change)),
        )
    return listed


def _headline(console: Console, change: ArticleChange) -> Iterator[RenderableType]:
    from newsspider.cli.kit.differences import headline
    from newsspider.cli.kit.terminal import Cell

    others = [name for name in change.changed if name != "title"]
    if "title" in change.changed:
        yield from headline(console, change.before.title, change.after.title)
    else:
        yield Cell(change.after.title, "bold")
    if others:
        yield Cell(", ".join(others), "dim")
