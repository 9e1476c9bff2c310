"""``newsspider ingest``: single pages, by address or from files, to stored records."""

from __future__ import annotations

import logging
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from newsspider.cli.app import app
from newsspider.cli.kit.options import (
    DEFAULT_DATABASE,
    ArchiveFolder,
    Browser,
    Database,
    SourcesFile,
    archive_setting,
    render_setting,
    sources_setting,
)
from newsspider.errors import INTERRUPTED, OutputError

if TYPE_CHECKING:
    from newsspider.crawling.report import RunReport
    from newsspider.items import Stored
    from newsspider.processing.visit import Visit
    from newsspider.services.inputs import Inputs


class Shape(StrEnum):
    """How ``ingest`` prints the records that it stored."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"


@app.command()
def ingest(
    inputs: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="INPUT",
            help="A web address, a saved page, a text, a WARC file, or - for standard input.",
        ),
    ] = None,
    from_file: Annotated[
        list[Path] | None,
        typer.Option("--from-file", help="Read addresses from this file, one a line."),
    ] = None,
    url: Annotated[
        str | None, typer.Option("--url", help="Where the saved page or text is from.")
    ] = None,
    output_format: Annotated[
        Shape, typer.Option("--format", help="How the stored records are printed.")
    ] = Shape.TABLE,
    database: Database = DEFAULT_DATABASE,
    sources: SourcesFile = None,
    archive: ArchiveFolder = None,
    browser: Browser = False,
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="Fetch private and local addresses too.")
    ] = False,
) -> None:
    """Store single pages and print the records, or all pages of WARC files."""
    from newsspider.services.inputs import gather

    gathered = gather(inputs or (), from_file or (), url)
    settings = {
        "DATABASE_URL": database,
        "ALLOW_PRIVATE": allow_private,
        "SOURCES": sources_setting(sources),
        "ARCHIVE": archive_setting(archive),
        "RENDER": render_setting(browser=browser),
    }
    raise typer.Exit(_status(gathered, settings, output_format))


def _status(gathered: Inputs, settings: dict[str, object], shape: Shape) -> int:
    if gathered.warcs:
        from newsspider.cli.crawl.warcs import ingest_warcs

        return ingest_warcs(gathered.warcs, settings)
    road = _run if gathered.urls else _run_offline
    report = road(gathered, settings, shape)
    if report.interrupted:
        typer.echo("newsspider: interrupted: run the same again for the rest.", err=True)
        return INTERRUPTED
    wanted = len(gathered.urls) + len(gathered.files) + (gathered.page is not None)
    return 1 if report.stored < wanted or report.errors else 0


def _run(gathered: Inputs, settings: dict[str, object], shape: Shape) -> RunReport:
    from newsspider.cli.kit.logs import log_to_stderr
    from newsspider.crawling.run import run, workers_for
    from newsspider.spiders.page import PageSpider

    pages = len(gathered.urls) + len(gathered.files) + (gathered.page is not None)
    arguments = {"urls": gathered.urls, "pages": gathered.pages()}
    printer = Printer(shape)
    with log_to_stderr(logging.ERROR):
        report = run(
            PageSpider,
            arguments,
            {**settings, "EXTRACT_WORKERS": workers_for(pages)},
            on_visit=printer,
        )
    if printer.failure is not None:
        raise printer.failure
    return report


def _run_offline(gathered: Inputs, settings: dict[str, object], shape: Shape) -> RunReport:
    from newsspider.cli.kit.logs import log_to_stderr
    from newsspider.services.ingest import ingest_pages

    printer = Printer(shape)
    most = len(gathered.files) + (gathered.page is not None)
    with log_to_stderr(logging.ERROR):
        report = ingest_pages(gathered.pages(), settings, most=most, on_visit=printer)
    if printer.failure is not None:
        raise printer.failure
    return report


class Printer:
    """Prints each page's record, or names it with the reason why there is none."""

    def __init__(self, shape: Shape) -> None:
        self.shape = shape
        self.failure: OutputError | None = None
        """Why the records could not be written; the pages are stored all the same."""

    def __call__(self, visit: Visit) -> None:
        """Print the record on standard output, a failure on standard error."""
        from newsspider.cli.kit.terminal import note
        from newsspider.items import Rejected, Stored
        from newsspider.text.hosts import readable

        outcome = visit.outcome
        if isinstance(outcome, Rejected):
            reason = f"{outcome.reason.value}: {outcome.evidence}"
            note(f"{readable(visit.page.url)}: {reason}")
        elif isinstance(outcome, Stored):
            try:
                self._print(outcome)
            except OutputError as error:
                self.failure = error
            except typer.Exit:
                # A reader that goes away (``| head``) ends the printing, not the storing.
                return

    def _print(self, stored: Stored) -> None:
        from newsspider.cli.kit.formats import write_json, write_jsonl
        from newsspider.cli.kit.record import print_record
        from newsspider.cli.kit.terminal import output
        from newsspider.schemas.record import record

        if self.shape is Shape.TABLE:
            print_record(stored)
            return
        with output():
            if self.shape is Shape.JSON:
                write_json(record(stored.article))
            else:
                write_jsonl([record(stored.article)])
