"""``newsspider sources add``: from an address to a source."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from newsspider.cli.kit.options import DEFAULT_DATABASE, Database
from newsspider.cli.sources.source_options import (
    Delay,
    Exclude,
    Include,
    MaxPages,
    Render,
    Schedule,
    Since,
    Until,
    changed,
    said_by,
    tables_of,
)

if TYPE_CHECKING:
    from newsspider.sources import Source
    from newsspider.sources.probe import Probe


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
    until: Until = None,
    render: Render = None,
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="Look at private and local addresses too.")
    ] = False,
    database: Database = DEFAULT_DATABASE,
) -> None:
    """Look at sites, say what is there and how they will be crawled, and keep them as sources."""
    from newsspider.cli.kit.terminal import note
    from newsspider.errors import NewsspiderError

    said = said_by(None, schedule, include, exclude, max_pages, delay, since, until, render)
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


def _add(database: str, source: Source, *, look: bool, allow_private: bool) -> None:
    from newsspider.cli.kit.terminal import note
    from newsspider.cli.sources.edit import storing
    from newsspider.cli.sources.probe import look_at, with_unnamed
    from newsspider.sources import to_table
    from newsspider.sources.probe import probe_to_table
    from storage.crawl.sources import add_source as keep

    found = look_at(source, allow_private=allow_private) if look else None
    if found is not None:
        source = with_unnamed(source, found)
    with storing(database) as session:
        table = probe_to_table(found) if found else None
        number = keep(session, source.site, to_table(source), datetime.now(UTC), found=table)
    _print_added(source, found)
    command = "newsspider run-due" + (" --allow-private" if allow_private else "")
    note(f"{source.site} is source {number}, due now: {command} crawls what is due.")


def _print_added(source: Source, look: Probe | None) -> None:
    from newsspider.cli.kit.terminal import Cell, note, output
    from newsspider.cli.sources.facts import found_facts
    from newsspider.text.hosts import readable

    with output() as console:
        console.print(Cell(readable(source.site), "bold"))
        console.print(found_facts(source, look))
        console.print()
    for problem in look.problems if look else ():
        note(problem)
    if look and not (look.articles or look.sections or look.index_pages):
        note(
            "Nothing was found there that names articles: newsspider sources edit"
            f" {source.site} --start URL names a section, feed or sitemap, and --render browser"
            " shows pages that are made by scripts."
        )


def _refuse_known(database: str, wanted: list[Source]) -> None:
    """Raise ``UsageError`` before anything is fetched for a site that is a source already."""
    from newsspider.cli.kit.database import reading
    from newsspider.errors import UsageError
    from storage.crawl.sources import list_sources
    from storage.db.engine import is_missing

    if is_missing(database):
        return
    with reading(database) as session:
        known = {source.site for source in list_sources(session)}
    for source in wanted:
        if source.site in known:
            raise UsageError(
                f"{source.site} is a source already:"
                f" newsspider sources edit {source.site} changes how it is crawled."
            )
