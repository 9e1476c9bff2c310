"""``newsspider chrome``: what was learned to be boilerplate, and a person's word on it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from newsspider.cli.app import app
from newsspider.cli.kit.database import reading, writing
from newsspider.cli.kit.formats import show_list
from newsspider.cli.kit.options import DEFAULT_DATABASE, Database, Format, FormatOption
from newsspider.cli.kit.terminal import Cell, folded, note, number, short, table
from newsspider.schemas.corpus import BoilerplateLineSchema

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from storage.boilerplate.rulings import BoilerplateLine


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
    form: FormatOption = Format.TABLE,
    database: Database = DEFAULT_DATABASE,
) -> None:
    """List the lines that repeat across a site's pages and are cut from them, or overrule that."""
    from newsspider.services.boilerplate import rule
    from storage.boilerplate import rulings

    if keep or forget:
        now = datetime.now(UTC)
        with writing(database) as session:
            changed = rule(session, site, kept=keep or (), forgotten=forget or (), now=now)
        note(f"Articles cleaned again: {changed:,}.")
    with reading(database) as session:
        row = rulings.find_site(session, site)
        lines, host = rulings.list_lines(session, row.id), row.host
    show_list(
        form,
        lines,
        BoilerplateLineSchema,
        _table,
        of=partial(BoilerplateLineSchema.of, host),
        empty=f"Nothing was learned of {host} so far.",
    )


def _table(console: Console, lines: Sequence[BoilerplateLine]) -> Table:
    made = table(
        number("id"), short("state"), number("seen on"), number("cut from"), folded("line")
    )
    for line in lines:
        made.add_row(
            str(line.id),
            Cell(line.state.value, "yellow"),
            f"{line.seen:,}",
            f"{line.cut:,}",
            Cell(line.text),
        )
    return made
