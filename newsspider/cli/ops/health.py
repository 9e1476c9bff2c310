"""``newsspider health``: what broke at the sources, and how each measure stands in its band."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from newsspider.cli.app import app
from newsspider.cli.kit.database import reading, writing
from newsspider.cli.kit.formats import show
from newsspider.cli.kit.options import DEFAULT_DATABASE, Database, TableOrJson, TableOrJsonOption
from newsspider.cli.kit.terminal import Cell, folded, short, table
from newsspider.errors import UsageError
from newsspider.health.measures import FIELDS
from newsspider.health.sentences import shown
from newsspider.schemas.monitoring import HealthSchema

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console
    from rich.table import Table

    from newsspider.health.alarms import Alarm
    from newsspider.health.statuses import MeasureStatus
    from newsspider.services.health import Health


@app.command()
def health(
    site: Annotated[
        str | None, typer.Argument(metavar="[SITE]", help="A source: its site, id or address.")
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Also alarms that are over, and every measure's band.")
    ] = False,
    accept: Annotated[
        bool, typer.Option("--accept", help="SITE is well as it is now: clear its alarms.")
    ] = False,
    form: TableOrJsonOption = TableOrJson.TABLE,
    database: Database = DEFAULT_DATABASE,
) -> None:
    """List the alarms of the sources; the command ends with 1 while one is open."""
    from newsspider.services.health import accept as accept_as_usual
    from newsspider.services.health import read_health

    if accept and site is None:
        raise UsageError("--accept needs a SITE: say whose alarms are to be cleared.")
    if accept and site is not None:
        with writing(database) as session:
            accept_as_usual(session, site, datetime.now(UTC))
    with reading(database) as session:
        read = read_health(session, site, everything=everything)
    show(
        form,
        lambda: HealthSchema.of(read.alarms, read.measures),
        lambda console: _draw(console, read),
    )
    raise typer.Exit(read.open_alarms > 0)


def _draw(console: Console, read: Health) -> None:
    if read.alarms:
        console.print(_alarm_table(read.alarms))
        console.print()
    for site, states in read.measures.items():
        console.print(f"{site}: {'as last measured' if states else 'nothing measured yet'}")
        if states:
            console.print(_state_table(states))
        console.print()
    number = read.open_alarms
    console.print(
        f"{number or 'No'} open {'alarm' if number == 1 else 'alarms'}, sources: {read.sources}."
    )


def _alarm_table(alarms: Sequence[Alarm]) -> Table:
    made = table(short("raised (UTC)"), "site", short("run"), folded("what happened"))
    for alarm in alarms:
        made.add_row(
            f"{alarm.raised_at:%Y-%m-%d %H:%M}",
            Cell(alarm.site),
            Cell(str(alarm.run_id) if alarm.run_id else None),
            Cell(alarm.sentence, "red" if alarm.cleared_at is None else "dim"),
        )
    return made


def _state_table(states: Sequence[MeasureStatus]) -> Table:
    made = table("measure", "now", "of", "usual", "lowest", "highest", "")
    for state in filter(_is_of_interest, states):
        name, band = state.measure, state.band
        limits = (None,) * 3 if band is None else (band.usual, band.low, band.high)
        verdict = "out" if state.is_out else "" if state.is_known else "too little known"
        made.add_row(
            Cell(name),
            shown(name, state.value),
            f"{state.count:,.0f}",
            *(Cell(None if limit is None else shown(name, limit)) for limit in limits),
            Cell(verdict, "red" if state.is_out else "dim") if verdict else "",
        )
    return made


def _is_of_interest(state: MeasureStatus) -> bool:
    """Most reasons to reject a page are never met."""
    return state.measure in FIELDS or bool(state.value or (state.band and state.band.usual))
