"""``newsspider rejected``: pages that gave no article, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from newsspider.cli.app import app
from newsspider.cli.kit.options import DEFAULT_DATABASE, Database, Format
from newsspider.items import Reason

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.table import Table

    from storage.crawl.rejected import RejectedPage

COLUMNS = ("url", "site", "reason", "evidence", "status", "rejected_at")


@app.command()
def rejected(
    reason: Annotated[Reason | None, typer.Option(help="Only this reason.")] = None,
    site: Annotated[str | None, typer.Option(help="The site's host or name.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=2**31 - 1, help="Show so many at most.")] = 20,
    form: Annotated[Format, typer.Option("--format", help="How to print.")] = Format.TABLE,
    database: Database = DEFAULT_DATABASE,
) -> None:
    """List the pages that gave no article, with the reason and its evidence, latest first."""
    from newsspider.cli.kit.database import reading
    from storage.crawl.rejected import find_rejected

    with reading(database) as session:
        pages = find_rejected(session, reason=reason, site=site, limit=limit + 1)
    _print(pages[:limit], form, more=len(pages) > limit)


def _print(pages: Sequence[RejectedPage], form: Format, *, more: bool) -> None:
    from newsspider.cli.kit import formats
    from newsspider.cli.kit.terminal import note, output

    objects = [_object(page) for page in pages]
    with output() as console:
        if form is Format.JSON:
            formats.write_json(objects)
        elif form is Format.JSONL:
            formats.write_jsonl(objects)
        elif form is Format.CSV:
            formats.write_csv(objects, COLUMNS)
        elif pages:
            console.print(_table(pages))
    if form is Format.TABLE and not pages:
        note("No rejected page found.")
    if more:
        note(f"These are the latest {len(pages)}; there are more: see --limit.")


def _object(page: RejectedPage) -> dict[str, Any]:
    return {
        "url": page.url,
        "site": page.site,
        "reason": page.reason.value,
        "evidence": page.evidence,
        "status": page.status,
        "rejected_at": page.rejected_at.isoformat(),
    }


def _table(pages: Sequence[RejectedPage]) -> Table:
    from rich.console import Group

    from newsspider.cli.kit.terminal import Cell, table
    from newsspider.text.hosts import readable

    listed = table("date", "reason", "page and evidence")
    listed.columns[0].no_wrap = listed.columns[1].no_wrap = True
    listed.columns[2].overflow = "fold"
    for page in pages:
        listed.add_row(
            Cell(page.rejected_at.date().isoformat()),
            Cell(page.reason.value, "yellow"),
            Group(Cell(readable(page.url)), Cell(page.evidence, "dim")),
        )
    return listed
