"""``newsspider chrome``: what was learned to be chrome of a site, and a person's word on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from newsspider.cli.app import app
from newsspider.cli.kit.options import DEFAULT_DATABASE, Database, Format

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.table import Table

    from storage.boilerplate.rulings import BoilerplateLine

COLUMNS = ("id", "site", "line", "state", "seen", "cut")


@app.command()
def chrome(
    site: Annotated[str, typer.Argument(metavar="SITE", help="The site's host or name.")],
    keep: Annotated[
        list[str] | None,
        typer.Option(metavar="LINE|ID", help="Never cut this line on this site; may be repeated."),
    ] = None,
    forget: Annotated[
        list[str] | None,
        typer.Option(
            metavar="LINE|ID",
            help="Drop what is known of this line, and learn it anew; may be repeated.",
        ),
    ] = None,
    form: Annotated[Format, typer.Option("--format", help="How to print.")] = Format.TABLE,
    database: Database = DEFAULT_DATABASE,
) -> None:
    """List the lines that repeat across a site's pages and are cut from them, or overrule that."""
    from newsspider.cli.kit.database import reading
    from storage.boilerplate.rulings import find_site as find
    from storage.boilerplate.rulings import list_lines

    if keep or forget:
        _rule(database, site, keep or [], forget or [])
    with reading(database) as session:
        row = find(session, site)
        _print(row.host, list_lines(session, row.id), form)


def _rule(database: str, site: str, kept: Sequence[str], forgotten: Sequence[str]) -> None:
    from datetime import UTC, datetime

    from newsspider.cli.kit.database import writing
    from newsspider.cli.kit.terminal import note
    from storage.boilerplate.rulings import find_site as find
    from storage.boilerplate.rulings import forget_line, keep_line

    now = datetime.now(UTC)
    with writing(database) as session:
        site_id = find(session, site).id
        changed = sum(keep_line(session, site_id, line, now=now) for line in kept)
        changed += sum(forget_line(session, site_id, line, now=now) for line in forgotten)
    note(f"Articles cleaned again: {changed:,}.")


def _print(host: str, lines: Sequence[BoilerplateLine], form: Format) -> None:
    from newsspider.cli.kit import formats
    from newsspider.cli.kit.terminal import note, output

    objects = [_object(host, line) for line in lines]
    with output() as console:
        if form is Format.JSON:
            formats.write_json(objects)
        elif form is Format.JSONL:
            formats.write_jsonl(objects)
        elif form is Format.CSV:
            formats.write_csv(objects, COLUMNS)
        elif lines:
            console.print(_table(lines))
    if form is Format.TABLE and not lines:
        note(f"Nothing was learned of {host} so far.")


def _object(host: str, line: BoilerplateLine) -> dict[str, Any]:
    return {
        "id": line.id,
        "site": host,
        "line": line.text,
        "state": line.state.value,
        "seen": line.seen,
        "cut": line.cut,
    }


def _table(lines: Sequence[BoilerplateLine]) -> Table:
    from newsspider.cli.kit.terminal import Cell, table

    listed = table("id", "state", "seen on", "cut from", "line")
    for column in listed.columns[:4]:
        column.no_wrap = True
    for column in (listed.columns[0], listed.columns[2], listed.columns[3]):
        column.justify = "right"
    listed.columns[4].overflow = "fold"
    for line in lines:
        listed.add_row(
            str(line.id),
            Cell(line.state.value, "yellow"),
            f"{line.seen:,}",
            f"{line.cut:,}",
            Cell(line.text),
        )
    return listed
