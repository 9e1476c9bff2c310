"""``newsspider sources``: the sites that are crawled again and again."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from inspect import Parameter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from newsspider.cli.app import CommandGroup, app
from newsspider.cli.kit.database import reading, writing
from newsspider.cli.kit.groups import Command, grouped
from newsspider.cli.kit.options import DEFAULT_DATABASE, Database, TableOrJson, TableOrJsonOption
from newsspider.cli.kit.terminal import interrupted, note, output
from newsspider.errors import NewsspiderError, OutputError, UsageError
from newsspider.sources.source import SOURCE_FIELDS, SourceOption
from newsspider.sources.tables import DEFAULTS

if TYPE_CHECKING:
    from newsspider.sources import Source
    from newsspider.sources.probe import Probe

STANDARD_OUTPUT = Path("-")
WRITTEN = "What you wrote"

KNOWN = {
    key: declared.option
    for key, declared in sorted(SOURCE_FIELDS.items(), key=lambda item: item[0] != "schedule")
    if declared.option is not None
}
"""By key; the one that people change most comes first."""

sources = typer.Typer(cls=CommandGroup)
app.add_typer(sources, name="sources", help="The sites that are crawled again and again.")

Site = Annotated[
    str, typer.Argument(metavar="SITE", help="Its host, any address on it, or its id.")
]
Sites = Annotated[
    list[str], typer.Argument(metavar="SITE", help="Its host, any address on it, or its id.")
]


def with_source_options(*, is_new: bool) -> Callable[[Command], Command]:
    """A decorator that puts an option for each field in the place of the parameter ``options``.

    ``is_new`` leaves out those that a source cannot be added with.
    """
    known = {key: option for key, option in KNOWN.items() if option.is_for_new or not is_new}
    parameters = [_parameter(key, option) for key, option in known.items()]
    return grouped("options", _source_options, parameters)


def _parameter(key: str, option: SourceOption) -> Parameter:
    kind: Any = list[str] | None if isinstance(DEFAULTS[key], tuple) else str | None
    shown = typer.Option(option.flag, metavar=option.metavar, help=option.help)
    annotation = Annotated[kind, shown]
    return Parameter(key, Parameter.KEYWORD_ONLY, default=None, annotation=annotation)


def _source_options(**texts: str | list[str] | None) -> dict[str, Any]:
    """The values of the options that were given, by the key of a source's table."""
    values = {key: _value(KNOWN[key], text) for key, text in texts.items() if text is not None}
    return {key: value for key, value in values.items() if value != []}


def _value(option: SourceOption, text: str | list[str]) -> Any:
    """The value as a table would say it; what is no number is left to the check of its key."""
    if text == [""]:
        return ""
    try:
        return option.number(text) if option.number and isinstance(text, str) and text else text
    except ValueError:
        return text


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
def list_(
    form: TableOrJsonOption = TableOrJson.TABLE, database: Database = DEFAULT_DATABASE
) -> None:
    """List the sources: when each runs next, how its last run went, open alarms and errors."""
    from newsspider.cli.kit.formats import show_list
    from newsspider.cli.sources.status import draw_statuses
    from newsspider.schemas.crawl import SourceSchema
    from storage.crawl.source_status import source_statuses

    now = datetime.now(UTC)
    with reading(database) as session:
        statuses = source_statuses(session, now)
    show_list(
        form,
        statuses,
        SourceSchema,
        lambda console, shown: draw_statuses(console, shown, now),
        of=lambda status: SourceSchema.of(status, now),
        empty="There is no source yet: newsspider sources add URL makes one.",
    )


@sources.command()
def show(
    site: Site, form: TableOrJsonOption = TableOrJson.TABLE, database: Database = DEFAULT_DATABASE
) -> None:
    """Show one source: what was found on its site, how it is crawled, what waits, how it stands."""
    from newsspider.cli.kit import formats
    from newsspider.cli.sources.facts import draw_source
    from newsspider.schemas.crawl import SourceSchema
    from storage.crawl.frontier import count_waiting
    from storage.crawl.source_status import source_status
    from storage.crawl.sources import find_source

    now = datetime.now(UTC)
    with reading(database) as session:
        status = source_status(session, find_source(session, site), now)
        waiting = count_waiting(session, status.source.id)
    formats.show(
        form,
        lambda: SourceSchema.of(status, now, waiting),
        lambda console: draw_source(console, status, waiting, now),
    )


@sources.command()
@with_source_options(is_new=False)
def edit(site: Site, options: dict[str, Any], database: Database = DEFAULT_DATABASE) -> None:
    """Change how a site is crawled: by options, or without any in your editor ($EDITOR)."""
    from newsspider.services.sources import change, with_options
    from newsspider.sources import from_table
    from storage.crawl.sources import find_source

    with reading(database) as session:
        known = find_source(session, site)
    settings = known.settings
    source = with_options(settings, options) if options else _edited(from_table(settings))
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
        raise interrupted("nothing more was added.") from None


def _show_added(source: Source, probe: Probe | None) -> None:
    from newsspider.cli.sources.facts import draw_added

    with output() as console:
        draw_added(console, source, probe)
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


def _edited(source: Source) -> Source:
    """The source as a person's editor leaves it, who is asked again while it has a mistake.

    Raises ``UsageError`` where nobody is there to ask.
    """
    from newsspider.sources import written_sources

    text = written_sources([source])
    while True:
        text = _edit(text)
        try:
            return _read_edited(text, source.site)
        except UsageError as error:
            if not sys.stdin.isatty():
                raise
            note(f"newsspider: {error}")
            if not typer.confirm("Edit again?", default=True, err=True):
                raise typer.Exit(1) from None


def _read_edited(text: str, site: str) -> Source:
    from newsspider.sources import parse_sources

    written = list(parse_sources(text, WRITTEN))
    if [source.site for source in written] != [site]:
        raise UsageError(f"{WRITTEN}: only the source of {site} belongs here.")
    return written[0]


def _edit(text: str) -> str:
    import shlex
    import subprocess
    from tempfile import TemporaryDirectory

    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
    with TemporaryDirectory(prefix="newsspider-") as folder:
        file = Path(folder, "source.toml")
        file.write_text(text, "utf-8")
        try:
            done = subprocess.run([*shlex.split(editor), str(file)], check=False)  # noqa: S603
        except (OSError, ValueError):
            raise UsageError(
                f"The editor {editor} cannot be started: name yours in EDITOR,"
                " or say what to change by options."
            ) from None
        if done.returncode:
            raise UsageError(f"The editor {editor} failed, so nothing was changed.")
        return file.read_text("utf-8", "replace")
