"""``newsspider schedule`` and ``run-due``: crawl the sources when they are due."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from newsspider.cli.app import app
from newsspider.cli.kit.options import (
    DEFAULT_DATABASE,
    AllowPrivate,
    ArchiveFolder,
    Database,
    SourcesFile,
    archive_setting,
    sources_setting,
)
from newsspider.errors import INTERRUPTED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Engine

    from newsspider.crawling.source_run import SourceRun
    from newsspider.services.runs import RunSettings

AtOnce = Annotated[
    int | None,
    typer.Option("--at-once", min=1, help="Crawl so many sources side by side at most."),
]


@app.command()
def schedule(
    database: Database = DEFAULT_DATABASE,
    sources: SourcesFile = None,
    archive: ArchiveFolder = None,
    at_once: AtOnce = None,
    allow_private: AllowPrivate = False,
) -> None:
    """Crawl each source when it is due, until Ctrl-C or SIGTERM."""
    settings = _settings(database, sources, archive, allow_private=allow_private)
    _run(settings, at_once, once=False)


@app.command("run-due")
def run_due(
    sites: Annotated[
        list[str] | None,
        typer.Argument(metavar="[SITE]", help="Crawl these sources now, due or not."),
    ] = None,
    database: Database = DEFAULT_DATABASE,
    sources: SourcesFile = None,
    archive: ArchiveFolder = None,
    at_once: AtOnce = None,
    allow_private: AllowPrivate = False,
) -> None:
    """Crawl the sources that are due, then end: for cron and systemd."""
    settings = _settings(database, sources, archive, allow_private=allow_private)
    _run(settings, at_once, once=True, sites=sites or ())


@app.command("run-source", hidden=True)
def run_source(
    source_id: Annotated[int, typer.Argument(metavar="ID")],
    database: Database = DEFAULT_DATABASE,
    sources: SourcesFile = None,
    archive: ArchiveFolder = None,
    allow_private: AllowPrivate = False,
    now: Annotated[bool, typer.Option("--now", help="Whatever the rhythm of its lists.")] = False,
) -> None:
    """Crawl one source in this process: what ``schedule`` and ``run-due`` start."""
    import logging

    from newsspider.cli.kit.logs import log_to_stderr
    from newsspider.crawling.source_run import run_source as crawl

    settings = {
        "ALLOW_PRIVATE": allow_private,
        "ARCHIVE": archive_setting(archive),
        "SOURCES": sources_setting(sources),
    }
    # Lines, and nothing that moves: others write to the same terminal.
    with log_to_stderr(logging.INFO):
        ran = crawl(database, source_id, settings, at_once=now)
    if ran is None:
        _say_left_alone(database, source_id)
        return
    _print(ran)
    if ran.report.interrupted:
        raise typer.Exit(INTERRUPTED)
    raise typer.Exit(1 if ran.error else 0)


def _run(
    settings: RunSettings, at_once: int | None, *, once: bool, sites: Sequence[str] = ()
) -> None:
    import logging
    import signal

    from newsspider.cli.kit.database import reading, ready
    from newsspider.cli.kit.logs import log_to_stderr
    from newsspider.services.schedule import due_runner, named_sources

    only: list[int] = []
    if sites:
        with reading(settings.database) as session:
            only = named_sources(session, sites)
    with ready(settings.database) as engine, log_to_stderr(logging.INFO):
        runner = due_runner(engine, settings, most=at_once, at_once=bool(only))
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, runner.stop)
        if not only:
            _say_next(engine, once=once)
        all_well = runner.run(once=once, only=only)
    if runner.stopped_by == signal.SIGINT:
        raise typer.Exit(INTERRUPTED)
    if once and not all_well:
        typer.echo("newsspider: some crawls failed: newsspider sources list says why.", err=True)
        raise typer.Exit(1)


def _say_next(engine: Engine, *, once: bool) -> None:
    """Where nothing is due, when something will be."""
    from newsspider.cli.kit.terminal import note
    from newsspider.services.schedule import upcoming
    from storage.db.engine import readers

    with readers(engine)() as session:
        runs = upcoming(session, datetime.now(UTC))
    if runs.first is None:
        note("There is no source to crawl: newsspider sources add URL adds one.")
    elif not runs.is_due:
        at = f"{runs.first.site} is the next one, at {runs.first.due_at:%Y-%m-%d %H:%M} UTC"
        note(f"Nothing is due: {at}." if once else f"{runs.number} sources: {at}.")


def _say_left_alone(database: str, source_id: int) -> None:
    """Why the source was not crawled; that is no failure."""
    from newsspider.cli.kit.database import reading
    from newsspider.cli.kit.terminal import note
    from storage.crawl.sources import get_source

    with reading(database) as session:
        source = get_source(session, source_id)
    if source is None:
        note(f"Source {source_id} is there no more.")
        return
    who = "" if source.is_held(datetime.now(UTC)) else ", or another source of its host,"
    note(f"{source.site}{who} is being crawled by another process: this one leaves it alone.")


def _settings(
    database: str, sources: SourcesFile, archive: ArchiveFolder, *, allow_private: bool
) -> RunSettings:
    from newsspider.services.runs import RunSettings

    return RunSettings(
        database=database,
        archive=archive_setting(archive),
        sources=sources_setting(sources),
        allow_private=allow_private,
    )


def _print(ran: SourceRun) -> None:
    from newsspider.text.controls import plain

    report = ran.report
    typer.echo(
        plain(
            f"{ran.source.site}: {report.new} new, {report.updated} updated,"
            f" {report.unchanged} unchanged, {report.unmodified} not modified;"
            f" {report.lists} lists read; {report.rejected} rejected."
            f" Next at {ran.due_at:%Y-%m-%d %H:%M} UTC."
        )
    )
    if ran.error:
        typer.echo(plain(f"{ran.source.site}: {ran.error}"), err=True)
