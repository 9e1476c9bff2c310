"""Sources as people see them: when each runs, what its latest run did, what is wrong."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from newsspider.cli.kit.terminal import Cell, folded, right, table
from newsspider.schemas.crawl import SourceState
from newsspider.sources.schedules import ADAPTIVE
from newsspider.text.hosts import readable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console
    from rich.table import Table

    from storage.crawl.source_status import LatestRun, SourceStatus
    from storage.crawl.sources import StoredSource

UNITS = (
    (timedelta(days=1), "d"),
    (timedelta(hours=1), "h"),
    (timedelta(minutes=1), "min"),
    (timedelta(seconds=1), "s"),
)
FIRST = {name: place for place, name in enumerate(("new", "updated", "unchanged", "rejected"))}
"""The counts of a run that people want to know first."""

STYLES = {SourceState.RUNNING: "green", SourceState.PAUSED: "yellow", SourceState.ERROR: "red"}

WIDE = 100
NARROW = {2: 12, 4: 11}
"""Columns of the list that fold on a terminal less than ``WIDE``, and how wide they are."""


def draw_statuses(console: Console, statuses: Sequence[SourceStatus], now: datetime) -> None:
    """Print all sources, one a row, then what is wrong with them."""
    console.print(_list_table(statuses, now, width=console.width))
    if trouble := _trouble_table(statuses):
        console.print()
        console.print(trouble)


def _list_table(statuses: Sequence[SourceStatus], now: datetime, *, width: int) -> Table:
    """Where there is little room, the site gets most of it."""
    columns = (folded("site"), folded("schedule"), "next", folded("last run"))
    made = table(right("id"), *columns, right("new"), right("alarms"))
    for number, narrow in NARROW.items():
        made.columns[number].max_width = narrow if width < WIDE else None
    for each in statuses:
        source, run = each.source, each.run
        made.add_row(
            str(source.id),
            Cell(readable(source.site)),
            Cell(source.settings.get("schedule", ADAPTIVE)),
            Cell(*_next(source, now)),
            Cell(*_ended(each, now)),
            Cell(f"{run.counts.get('new', 0):,}" if run else None),
            Cell(str(len(each.alarms)), "bold red") if each.alarms else "",
        )
    return made


def _trouble_table(statuses: Sequence[SourceStatus]) -> Table | None:
    """A sentence a row; ``None`` where nothing is wrong."""
    made = table(folded("site"), folded("what is wrong"))
    made.columns[0].max_width = 36
    for each in statuses:
        error = each.source.last_error
        wrong = [*each.alarms, *([error] if error else [])]
        for number, sentence in enumerate(wrong):
            site = "" if number else readable(each.source.site)
            made.add_row(Cell(site) if site else "", Cell(sentence, "red"))
    return made if made.row_count else None


def state_of(source: StoredSource, now: datetime) -> tuple[str, str]:
    """Whether it is crawled, waits or failed; with the style that it is shown in."""
    state = SourceState.of(source, now)
    if state is SourceState.PAUSED:
        return f"paused since {source.paused_at:%Y-%m-%d}", STYLES[state]
    if state is SourceState.ERROR:
        return f"error: {source.last_error}", STYLES[state]
    return state.value, STYLES.get(state, "")


def spoken_run(run: LatestRun | None, now: datetime) -> str | None:
    """When a run began, and what it did."""
    if run is None:
        return None
    counts = sorted(run.counts.items(), key=lambda count: FIRST.get(count[0], len(FIRST)))
    did = ", ".join(f"{number:,} {name.replace('_', ' ')}" for name, number in counts)
    when = f"{spoken(now - run.started_at)} ago"
    status = "" if run.status == "finished" else f", {run.status}"
    return f"{when}{status}: {did}" if did else f"{when}{status}"


def spoken_until(moment: datetime, now: datetime) -> str:
    """How long it is until then."""
    return "now" if moment <= now else f"in {spoken(moment - now)}"


def spoken(time: timedelta) -> str:
    """The time in its largest unit, rounded: ``31 min``."""
    unit, name = next((each for each in UNITS if time >= each[0]), UNITS[-1])
    return f"{max(round(time / unit), 0)} {name}"


def _next(source: StoredSource, now: datetime) -> tuple[str, str]:
    """When it is crawled next; with the style that it is shown in."""
    state = SourceState.of(source, now)
    if state in (SourceState.RUNNING, SourceState.PAUSED):
        return state.value, STYLES[state]
    return spoken_until(source.due_at, now), ""


def _ended(status: SourceStatus, now: datetime) -> tuple[str | None, str]:
    """When the latest run began, and how it ended unless that was well; with its style."""
    source, run = status.source, status.run
    if run is None:
        return ("error", "red") if source.last_error else (None, "")
    when = f"{spoken(now - run.started_at)} ago"
    if source.is_held(now):
        return when, ""
    ended = "error" if run.status == "finished" and source.last_error else run.status
    return (when, "") if ended == "finished" else (f"{when}, {ended}", "red")
