"""``newsspider sources``: the sites that are crawled again and again."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from newsspider.cli.app import CommandGroup, app
from newsspider.cli.kit.options import DEFAULT_DATABASE, Database, TableOrJson
from newsspider.cli.sources.add import add
from newsspider.cli.sources.source_options import (
    Delay,
    Exclude,
    Include,
    MaxPages,
    Render,
    Schedule,
    Since,
    Start,
    Until,
    changed,
    said_by,
)
from newsspider.cli.sources.transfer import export, import_

if TYPE_CHECKING:
    from storage.crawl.sources import StoredSource

sources = typer.Typer(cls=CommandGroup)
app.add_typer(sources, name="sources", help="The sites that are crawled again and again.")

Site = Annotated[
    str, typer.Argument(metavar="SITE", help="Its host, any address on it, or its id.")
]
Sites = Annotated[
    list[str], typer.Argument(metavar="SITE", help="Its host, any address on it, or its id.")
]


@sources.callback()
def care() -> None:
    """The sites that are crawled again and again."""


sources.command()(add)


@sources.command("list")
def list_(
    form: Annotated[
        TableOrJson, typer.Option("--format", help="How to print.")
    ] = TableOrJson.TABLE,
    database: Database = DEFAULT_DATABASE,
) -> None:
    """List the sources: when each runs next, how its last run went, open alarms and errors."""
    from newsspider.cli.kit.database import reading
    from newsspider.cli.kit.formats import write_json
    from newsspider.cli.kit.terminal import note, output
    from newsspider.cli.sources.status import list_table, standing_object, trouble_table
    from storage.crawl.source_status import source_statuses

    now = datetime.now(UTC)
    with reading(database) as session:
        known = source_statuses(session, now)
    with output() as console:
        if form is TableOrJson.JSON:
            write_json([standing_object(each, now) for each in known])
        elif known:
            console.print(list_table(known, now, width=console.width))
            if trouble := trouble_table(known):
                console.print()
                console.print(trouble)
    if form is TableOrJson.TABLE and not known:
        note("There is no source yet: newsspider sources add URL makes one.")


@sources.command()
def show(
    site: Site,
    form: Annotated[
        TableOrJson, typer.Option("--format", help="How to print.")
    ] = TableOrJson.TABLE,
    database: Database = DEFAULT_DATABASE,
) -> None:
    """Show one source: what was found on its site, how it is crawled, what waits, how it stands."""
    from newsspider.cli.kit.database import reading
    from newsspider.cli.kit.formats import write_json
    from newsspider.cli.kit.terminal import Cell, output
    from newsspider.cli.sources.facts import facts
    from newsspider.cli.sources.status import standing_object
    from newsspider.text.hosts import readable
    from storage.crawl.frontier import count_waiting
    from storage.crawl.source_status import source_status
    from storage.crawl.sources import find_source

    now = datetime.now(UTC)
    with reading(database) as session:
        shown = source_status(session, find_source(session, site), now)
        counts = count_waiting(session, shown.source.id)
    with output() as console:
        if form is TableOrJson.JSON:
            write_json(standing_object(shown, now) | {"waiting": counts})
        else:
            console.print(Cell(readable(shown.source.site), "bold"))
            console.print(facts(shown, counts, now))


@sources.command()
def edit(
    site: Site,
    schedule: Schedule = None,
    start: Start = None,
    include: Include = None,
    exclude: Exclude = None,
    max_pages: MaxPages = None,
    delay: Delay = None,
    since: Since = None,
    until: Until = None,
    render: Render = None,
    database: Database = DEFAULT_DATABASE,
) -> None:
    """Change how a site is crawled: by options, or without any in your editor ($EDITOR)."""
    from newsspider.cli.kit.database import reading, writing
    from newsspider.cli.kit.terminal import note
    from newsspider.cli.sources.edit import edited, save_changed
    from newsspider.sources import from_table
    from storage.crawl.sources import find_source

    said = said_by(start, schedule, include, exclude, max_pages, delay, since, until, render)
    with reading(database) as session:
        known = find_source(session, site)
    source = changed(known.settings, said) if said else edited(from_table(known.settings))
    with writing(database) as session:
        differs = save_changed(
            session, find_source(session, str(known.id)), source, datetime.now(UTC)
        )
    note(f"{known.site} is changed." if differs else f"{known.site} is as it was.")


@sources.command()
def pause(names: Sites, database: Database = DEFAULT_DATABASE) -> None:
    """Crawl sources no more until they are resumed; what was stored stays."""
    from newsspider.cli.kit.database import writing
    from newsspider.cli.kit.terminal import note
    from storage.crawl.sources import find_source
    from storage.crawl.sources import pause_source as stop

    now = datetime.now(UTC)
    with writing(database) as session:
        found = [find_source(session, name) for name in names]
        for source in found:
            stop(session, source.id, now)
    for source in found:
        note(f"{source.site} is paused.")


@sources.command()
def resume(names: Sites, database: Database = DEFAULT_DATABASE) -> None:
    """Crawl paused sources again; runs that were missed are caught up once."""
    from newsspider.cli.kit.database import writing
    from newsspider.cli.kit.terminal import note
    from storage.crawl.sources import find_source
    from storage.crawl.sources import resume_source as go_on

    with writing(database) as session:
        found = [find_source(session, name) for name in names]
        for source in found:
            go_on(session, source.id)
    for source in found:
        note(f"{source.site} is crawled again.")


@sources.command()
def remove(
    names: Sites,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    database: Database = DEFAULT_DATABASE,
) -> None:
    """Forget sources and what of them waits to be fetched; their articles stay."""
    from newsspider.cli.kit.database import reading, writing
    from newsspider.cli.kit.terminal import note
    from storage.crawl.sources import find_source
    from storage.crawl.sources import remove_source as forget

    with reading(database) as session:
        found = list(
            {each.id: each for each in (find_source(session, name) for name in names)}.values()
        )
    named = ", ".join(source.site for source in found)
    if not yes:
        _confirm(named)
    with writing(database) as session:
        for source in found:
            _refuse_running(find_source(session, str(source.id)))
            forget(session, source.id)
    note(f"Removed: {named}.")


sources.command("import")(import_)
sources.command()(export)


def _confirm(named: str) -> None:
    from newsspider.errors import UsageError

    if not sys.stdin.isatty():
        raise UsageError(f"Nobody is here to ask: give --yes to remove {named}.")
    if not typer.confirm(f"Remove {named}? Its articles stay.", err=True):
        raise typer.Exit(1)


def _refuse_running(source: StoredSource) -> None:
    from newsspider.errors import UsageError

    if source.is_held(datetime.now(UTC)):
        raise UsageError(
            f"{source.site} is being crawled now: newsspider sources pause {source.site},"
            " and remove it when that has ended."
        )
