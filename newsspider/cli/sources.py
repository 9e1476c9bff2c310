"""``newsspider sources``: the sites that are crawled again and again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from newsspider.cli.app import app
from newsspider.cli.options import DEFAULT_DATABASE, Database, TableOrJson
from newsspider.cli.said import (
    Delay,
    Exclude,
    Include,
    MaxPages,
    Render,
    Schedule,
    Since,
    changed,
    said_by,
    tables_of,
)

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from newsspider.sources import Source
    from newsspider.sources.look import Look
    from storage.sources import StoredSource

sources = typer.Typer(no_args_is_help=True)
app.add_typer(sources, name="sources", help="The sites that are crawled again and again.")

STANDARD_OUTPUT = Path("-")

Site = Annotated[
    str, typer.Argument(metavar="SITE", help="Its host, any address on it, or its id.")
]
Sites = Annotated[
    list[str], typer.Argument(metavar="SITE", help="Its host, any address on it, or its id.")
]


@sources.callback()
def care() -> None:
    """The sites that are crawled again and again."""


@sources.command()
def add(
    urls: Annotated[
        list[str],
        typer.Argument(metavar="URL", help="A site's home; several of one site are one source."),
    ],
    look: Annotated[
        bool, typer.Option("--look/--no-look", help="Look at the site before it is added.")
    ] = True,
    schedule: Schedule = None,
    include: Include = None,
    exclude: Exclude = None,
    max_pages: MaxPages = None,
    delay: Delay = None,
    since: Since = None,
    render: Render = None,
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="Look at private and local addresses too.")
    ] = False,
    database: Database = DEFAULT_DATABASE,
) -> None:
    """Look at sites, say what is there and how they will be crawled, and keep them as sources."""
    from newsspider.cli.terminal import note
    from newsspider.errors import NewsspiderError

    said = said_by(None, schedule, include, exclude, max_pages, delay, since, render)
    wanted = [changed(table, said) for table in tables_of(urls)]
    _refuse_known(database, wanted)
    failed = False
    for source in wanted:
        try:
            _add(database, source, look=look, allow_private=allow_private)
        except NewsspiderError as error:
            if len(wanted) == 1:
                raise
            note(f"newsspider: {error}")
            failed = True
    raise typer.Exit(int(failed))


@sources.command("list")
def list_(
    form: Annotated[
        TableOrJson, typer.Option("--format", help="How to print.")
    ] = TableOrJson.TABLE,
    database: Database = DEFAULT_DATABASE,
) -> None:
    """List the sources: when each runs next, what its latest run did, and how it stands."""
    from newsspider.cli.corpus import reading
    from newsspider.cli.formats import write_json
    from newsspider.cli.standings import list_table, standing_object
    from newsspider.cli.terminal import note, output
    from storage.standings import standings

    now = _now()
    with reading(database) as session:
        known = standings(session)
    with output() as console:
        if form is TableOrJson.JSON:
            write_json([standing_object(each, now) for each in known])
        elif known:
            console.print(list_table(known, now))
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
    """Show one source: what was found on its site, how it is crawled, and how it stands."""
    from newsspider.cli.corpus import reading
    from newsspider.cli.formats import write_json
    from newsspider.cli.standings import facts, standing_object
    from newsspider.cli.terminal import Cell, output
    from newsspider.hosts import readable
    from storage.sources import find
    from storage.standings import standing

    now = _now()
    with reading(database) as session:
        shown = standing(session, find(session, site))
    with output() as console:
        if form is TableOrJson.JSON:
            write_json(standing_object(shown, now))
        else:
            console.print(Cell(readable(shown.source.site), "bold"))
            console.print(facts(shown, now))


@sources.command()
def edit(
    site: Site,
    schedule: Schedule = None,
    start: Annotated[
        list[str] | None,
        typer.Option(
            "--start",
            metavar="URL",
            help="Where a crawl begins, instead of before; may be repeated, '' is the home.",
        ),
    ] = None,
    include: Include = None,
    exclude: Exclude = None,
    max_pages: MaxPages = None,
    delay: Delay = None,
    since: Since = None,
    render: Render = None,
    database: Database = DEFAULT_DATABASE,
) -> None:
    """Change how a site is crawled: by options, or without any in your editor ($EDITOR)."""
    from newsspider.cli.corpus import reading, writing
    from newsspider.cli.edits import edited, save_changed
    from newsspider.cli.terminal import note
    from newsspider.sources import from_table
    from storage.sources import find

    said = said_by(start, schedule, include, exclude, max_pages, delay, since, render)
    with reading(database) as session:
        known = find(session, site)
    source = changed(known.settings, said) if said else edited(from_table(known.settings))
    with writing(database) as session:
        differs = save_changed(session, find(session, str(known.id)), source, _now())
    note(f"{known.site} is changed." if differs else f"{known.site} is as it was.")


@sources.command()
def pause(names: Sites, database: Database = DEFAULT_DATABASE) -> None:
    """Crawl sources no more until they are resumed; what was stored stays."""
    from newsspider.cli.corpus import writing
    from newsspider.cli.terminal import note
    from storage.sources import find
    from storage.sources import pause as stop

    now = _now()
    with writing(database) as session:
        found = [find(session, name) for name in names]
        for source in found:
            stop(session, source.id, now)
    for source in found:
        note(f"{source.site} is paused.")


@sources.command()
def resume(names: Sites, database: Database = DEFAULT_DATABASE) -> None:
    """Crawl paused sources again; runs that were missed are caught up once."""
    from newsspider.cli.corpus import writing
    from newsspider.cli.terminal import note
    from storage.sources import find
    from storage.sources import resume as go_on

    with writing(database) as session:
        found = [find(session, name) for name in names]
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
    from newsspider.cli.corpus import reading, writing
    from newsspider.cli.terminal import note
    from storage.sources import find
    from storage.sources import remove as forget

    with reading(database) as session:
        found = [find(session, name) for name in names]
    named = ", ".join(source.site for source in found)
    if not yes and not typer.confirm(f"Remove {named}? Its articles stay.", err=True):
        raise typer.Exit(1)
    with writing(database) as session:
        for source in found:
            _refuse_running(find(session, str(source.id)))
            forget(session, source.id)
    note(f"Removed: {named}.")


@sources.command("import")
def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE.toml", help="A file of sources.")],
    database: Database = DEFAULT_DATABASE,
) -> None:
    """Add the sources of a file, and change those that are there already: all of them or none."""
    from collections import Counter

    from newsspider.cli.edits import save_changed
    from newsspider.cli.terminal import note
    from newsspider.sources import read_sources, to_table
    from storage.sources import add as keep
    from storage.sources import every

    given, now = list(read_sources(file)), _now()
    did: Counter[str] = Counter()
    with _storing(database) as session:
        known = {source.site: source for source in every(session)}
        for source in given:
            if source.site not in known:
                keep(session, source.site, to_table(source), now)
                did["added"] += 1
            else:
                differs = save_changed(session, known[source.site], source, now)
                did["changed" if differs else "unchanged"] += 1
    note(f"Sources: {did['added']} added, {did['changed']} changed, {did['unchanged']} unchanged.")


@sources.command()
def export(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="The file; - is standard output.")
    ] = STANDARD_OUTPUT,
    database: Database = DEFAULT_DATABASE,
) -> None:
    """Write all sources as a file (TOML), for import and for --sources."""
    from newsspider.cli.corpus import reading
    from newsspider.cli.terminal import note, output
    from newsspider.errors import OutputError
    from newsspider.sources import from_table, written_sources
    from storage.sources import every

    with reading(database) as session:
        known = [from_table(source.settings) for source in every(session)]
    text = written_sources(known)
    if file == STANDARD_OUTPUT:
        with output():
            typer.echo(text, nl=False)
        return
    try:
        file.write_text(text, "utf-8")
    except OSError as error:
        raise OutputError(f"{file} cannot be written: {error.strerror}.") from None
    note(f"Sources exported: {len(known)}.")


def _add(database: str, source: Source, *, look: bool, allow_private: bool) -> None:
    from newsspider.cli.looks import look_at, with_unnamed
    from newsspider.cli.terminal import note
    from newsspider.sources import to_table
    from newsspider.sources.look import to_found
    from storage.sources import add as keep

    found = look_at(source, allow_private=allow_private) if look else None
    if found is not None:
        source = with_unnamed(source, found)
    with _storing(database) as session:
        table = to_found(found) if found else None
        number = keep(session, source.site, to_table(source), _now(), found=table)
    _print_added(source, found)
    command = "newsspider run-due" + (" --allow-private" if allow_private else "")
    note(f"{source.site} is source {number}, due now: {command} crawls what is due.")


def _print_added(source: Source, look: Look | None) -> None:
    from newsspider.cli.standings import found_facts
    from newsspider.cli.terminal import Cell, note, output
    from newsspider.hosts import readable

    with output() as console:
        console.print(Cell(readable(source.site), "bold"))
        console.print(found_facts(source, look))
        console.print()
    for problem in look.problems if look else ():
        note(problem)
    if look and not (look.articles or look.sections or look.lists):
        note(
            "Nothing was found there that names articles: newsspider sources edit"
            f" {source.site} --start URL names a section, feed or sitemap."
        )


def _refuse_known(database: str, wanted: list[Source]) -> None:
    """Raise ``UsageError`` before anything is fetched for a site that is a source already."""
    from newsspider.cli.corpus import reading
    from newsspider.errors import UsageError
    from storage.engine import is_missing
    from storage.sources import every

    if is_missing(database):
        return
    with reading(database) as session:
        known = {source.site for source in every(session)}
    for source in wanted:
        if source.site in known:
            raise UsageError(
                f"{source.site} is a source already:"
                f" newsspider sources edit {source.site} changes how it is crawled."
            )


def _refuse_running(source: StoredSource) -> None:
    from newsspider.errors import UsageError

    if source.is_held(_now()):
        raise UsageError(
            f"{source.site} is being crawled now: newsspider sources pause {source.site},"
            " and remove it when that has ended."
        )


@contextmanager
def _storing(database: str) -> Iterator[Session]:
    """One transaction on a database that is made where it is missing."""
    from newsspider.cli.corpus import ready
    from storage.engine import sessions

    with ready(database, must_exist=False) as engine, sessions(engine).begin() as session:
        yield session


def _now() -> datetime:
    from datetime import UTC, datetime

    return datetime.now(UTC)
