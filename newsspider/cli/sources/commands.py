"""``newsspider sources``: the sites that are crawled again and again."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from newsspider.cli.app import CommandGroup, app
from newsspider.cli.kit.database import reading, writing
from newsspider.cli.kit.options import DEFAULT_DATABASE, Database, TableOrJson
from newsspider.cli.kit.terminal import Cell, note, output
from newsspider.cli.sources.source_options import with_source_options
from newsspider.errors import INTERRUPTED, NewsspiderError, OutputError, UsageError
from newsspider.text.hosts import readable

if TYPE_CHECKING:
    from newsspider.sources import Source
    from newsspider.sources.probe import Probe

STANDARD_OUTPUT = Path("-")

sources = typer.Typer(cls=CommandGroup)
app.add_typer(sources, name="sources", help="The sites that are crawled again and again.")

Site = Annotated[
    str, typer.Argument(metavar="SITE", help="Its host, any address on it, or its id.")
]
Sites = Annotated[
    list[str], typer.Argument(metavar="SITE", help="Its host, any address on it, or its id.")
]
Form = Annotated[TableOrJson, typer.Option("--format", help="How to print.")]


@sources.callback()
def care() -> None:
    """The sites that are crawled again and again."""


@sources.command()
@with_source_options(is_new=True)
def add(
    urls: Annotated[
        list[str],
        typer.Argument(metavar="URL", help="A site's home; several of one site are one source."),
    ],
    *,
    look: Annotated[
        bool, typer.Option("--look/--no-look", help="Look at the site before it is added.")
    ] = True,
    options: dict[str, Any],
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="Look at private and local addresses too.")
    ] = False,
    database: Database = DEFAULT_DATABASE,
) -> None:
    """Look at sites, say what is there and how they will be crawled, and keep them as sources."""
    from newsspider.services.sources import new_sources, refuse_known
    from storage.db.engine import is_missing

    new = new_sources(urls, options)
    if not is_missing(database):
        with reading(database) as session:
            refuse_known(session, new)
    failed = False
    for source in new:
        try:
            _add(database, source, look=look, allow_private=allow_private)
        except NewsspiderError as error:
            if len(new) == 1:
                raise
            note(f"newsspider: {error}")
            failed = True
    raise typer.Exit(int(failed))


@sources.command("list")
def list_(form: Form = TableOrJson.TABLE, database: Database = DEFAULT_DATABASE) -> None:
    """List the sources: when each runs next, how its last run went, open alarms and errors."""
    from newsspider.cli.kit.formats import write_json
    from newsspider.cli.sources.status import list_table, trouble_table
    from newsspider.schemas.crawl import SourceSchema
    from newsspider.schemas.jsonable import jsonable
    from storage.crawl.source_status import source_statuses

    now = datetime.now(UTC)
    with reading(database) as session:
        statuses = source_statuses(session, now)
    with output() as console:
        if form is TableOrJson.JSON:
            write_json(jsonable([SourceSchema.of(status, now) for status in statuses]))
        elif statuses:
            console.print(list_table(statuses, now, width=console.width))
            if trouble := trouble_table(statuses):
                console.print()
                console.print(trouble)
    if form is TableOrJson.TABLE and not statuses:
        note("There is no source yet: newsspider sources add URL makes one.")


@sources.command()
def show(site: Site, form: Form = TableOrJson.TABLE, database: Database = DEFAULT_DATABASE) -> None:
    """Show one source: what was found on its site, how it is crawled, what waits, how it stands."""
    from newsspider.cli.kit.formats import write_json
    from newsspider.cli.sources.facts import facts
    from newsspider.schemas.crawl import SourceSchema
    from newsspider.schemas.jsonable import jsonable
    from storage.crawl.frontier import count_waiting
    from storage.crawl.source_status import source_status
    from storage.crawl.sources import find_source

    now = datetime.now(UTC)
    with reading(database) as session:
        status = source_status(session, find_source(session, site), now)
        waiting = count_waiting(session, status.source.id)
    with output() as console:
        if form is TableOrJson.JSON:
            write_json(jsonable(SourceSchema.of(status, now, waiting)))
        else:
            console.print(Cell(readable(status.source.site), "bold"))
            console.print(facts(status, waiting, now))


@sources.command()
@with_source_options(is_new=False)
def edit(site: Site, options: dict[str, Any], database: Database = DEFAULT_DATABASE) -> None:
    """Change how a site is crawled: by options, or without any in your editor ($EDITOR)."""
    from newsspider.cli.sources.editor import edited
    from newsspider.services.sources import change, with_options
    from newsspider.sources import from_table
    from storage.crawl.sources import find_source

    with reading(database) as session:
        known = find_source(session, site)
    settings = known.settings
    source = with_options(settings, options) if options else edited(from_table(settings))
    with writing(database) as session:
        differs = change(session, known.id, source, datetime.now(UTC))
    note(f"{known.site} is changed." if differs else f"{known.site} is as it was.")


@sources.command()
def pause(names: Sites, database: Database = DEFAULT_DATABASE) -> None:
    """Crawl sources no more until they are resumed; what was stored stays."""
    from newsspider.services.sources import pause

    with writing(database) as session:
        paused = pause(session, names, datetime.now(UTC))
    for source in paused:
        note(f"{source.site} is paused.")


@sources.command()
def resume(names: Sites, database: Database = DEFAULT_DATABASE) -> None:
    """Crawl paused sources again; runs that were missed are caught up once."""
    from newsspider.services.sources import resume

    with writing(database) as session:
        resumed = resume(session, names)
    for source in resumed:
        note(f"{source.site} is crawled again.")


@sources.command()
def remove(
    names: Sites,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    database: Database = DEFAULT_DATABASE,
) -> None:
    """Forget sources and what of them waits to be fetched; their articles stay."""
    from newsspider.services.sources import remove
    from storage.crawl.sources import find_source

    with reading(database) as session:
        sites = {source.id: source.site for source in (find_source(session, n) for n in names)}
    named = ", ".join(sites.values())
    if not yes:
        _confirm(named)
    with writing(database) as session:
        remove(session, list(sites), datetime.now(UTC))
    note(f"Removed: {named}.")


@sources.command("import")
def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE.toml", help="A file of sources.")],
    database: Database = DEFAULT_DATABASE,
) -> None:
    """Add the sources of a file, and change what it says of those that are there: all or nothing.

    Of a source that is there already, keys that the file does not name stay as they are.
    """
    from newsspider.services.sources import import_tables
    from newsspider.sources import read_tables

    tables = read_tables(file)
    with writing(database, must_exist=False) as session:
        done = import_tables(session, tables, datetime.now(UTC))
    note(f"Sources: {done.added} added, {done.changed} changed, {done.unchanged} unchanged.")


@sources.command()
def export(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="The file; - is standard output.")
    ] = STANDARD_OUTPUT,
    database: Database = DEFAULT_DATABASE,
) -> None:
    """Write all sources as a file (TOML) that names every key, for import and for --sources."""
    from newsspider.services.sources import export

    with reading(database) as session:
        exported = export(session)
    if file == STANDARD_OUTPUT:
        with output():
            typer.echo(exported.text, nl=False)
        return
    try:
        file.write_text(exported.text, "utf-8")
    except OSError as error:
        raise OutputError(f"{file} cannot be written: {error.strerror}.") from None
    note(f"Sources exported: {exported.number}.")


def _add(database: str, source: Source, *, look: bool, allow_private: bool) -> None:
    from newsspider.services.sources import add, with_unnamed

    probe = _probed(source, allow_private=allow_private) if look else None
    if probe is not None:
        source = with_unnamed(source, probe)
    with writing(database, must_exist=False) as session:
        number = add(session, source, probe, datetime.now(UTC))
    _show_added(source, probe)
    command = "newsspider run-due" + (" --allow-private" if allow_private else "")
    note(f"{source.site} is source {number}, due now: {command} crawls what is due.")


def _probed(source: Source, *, allow_private: bool) -> Probe:
    from newsspider.cli.kit.bars import bar
    from newsspider.services.probe import probe_site

    try:
        with bar(f"Looking at {source.site}", None) as advance:
            return probe_site(source, allow_private=allow_private, on_progress=advance)
    except KeyboardInterrupt:
        typer.echo("newsspider: interrupted: nothing more was added.", err=True)
        raise typer.Exit(INTERRUPTED) from None


def _show_added(source: Source, probe: Probe | None) -> None:
    from newsspider.cli.sources.facts import added_facts

    with output() as console:
        console.print(Cell(readable(source.site), "bold"))
        console.print(added_facts(source, probe))
        console.print()
    for problem in probe.problems if probe else ():
        note(problem)
    if probe and not (probe.articles or probe.sections or probe.index_pages):
        note(
            "Nothing was found there that names articles: newsspider sources edit"
            f" {source.site} --start URL names a section, feed or sitemap, and --render browser"
            " shows pages that are made by scripts."
        )


def _confirm(named: str) -> None:
    if not sys.stdin.isatty():
        raise UsageError(f"Nobody is here to ask: give --yes to remove {named}.")
    if not typer.confirm(f"Remove {named}? Its articles stay.", err=True):
        raise typer.Exit(1)
