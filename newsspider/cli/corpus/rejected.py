"""``newsspider rejected``: pages that gave no article, and why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console, Group

from newsspider.cli.app import app
from newsspider.cli.kit.database import reading
from newsspider.cli.kit.filters import Site
from newsspider.cli.kit.formats import show_list
from newsspider.cli.kit.options import DEFAULT_DATABASE, Database, Format, FormatOption, Limit
from newsspider.cli.kit.terminal import Cell, folded, short, table
from newsspider.items import Reason
from newsspider.schemas.crawl import RejectedPageSchema
from newsspider.text.hosts import readable

if TYPE_CHECKING:
    from rich.table import Table

    from storage.crawl.rejected import RejectedPage


@app.command()
def rejected(
    reason: Annotated[Reason | None, typer.Option(help="Only this reason.")] = None,
    site: Site = None,
    limit: Limit = 20,
    form: FormatOption = Format.TABLE,
    database: Database = DEFAULT_DATABASE,
) -> None:
    """List the pages that gave no article, with the reason and its evidence, latest first."""
    from storage.crawl.rejected import find_rejected

    with reading(database) as session:
        pages = find_rejected(session, reason=reason, site=site, limit=limit + 1)
    show_list(form, pages, RejectedPageSchema, _table, limit=limit, empty="No rejected page found.")


def _table(console: Console, pages: Sequence[RejectedPage]) -> Table:
    made = table(short("date"), short("reason"), folded("page and evidence"))
    for page in pages:
        made.add_row(
            Cell(page.rejected_at.date().isoformat()),
            Cell(page.reason.value, "yellow"),
            Group(Cell(readable(page.url)), Cell(page.evidence, "dim")),
        )
    return made
