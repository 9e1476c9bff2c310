"""``newsspider ingest``: single pages, by address or from files, to stored records."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from newsspider.cli.app import app
from newsspider.cli.crawl.crawl import KEPT, counts, has_lost
from newsspider.cli.kit.options import (
    DEFAULT_DATABASE,
    ArchiveFolder,
    Browser,
    Database,
    FetchPrivate,
    PageUrl,
    SourcesFile,
    overrides,
)
from newsspider.errors import INTERRUPTED, OutputError

if TYPE_CHECKING:
    from newsspider.processing.visit import Visit
    from newsspider.services.inputs import Inputs
    from newsspider.services.warcs import WarcReport

SHOWN = 10
"""Damages of WARC files that are named; all are counted."""


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
    url: PageUrl = None,
    output_format: Annotated[
        Shape, typer.Option("--format", help="How the stored records are printed.")
    ] = Shape.TABLE,
    database: Database = DEFAULT_DATABASE,
    sources: SourcesFile = None,
    archive: ArchiveFolder = None,
    browser: Browser = False,
    keep: Annotated[
        bool,
        typer.Option("--keep", help="Store pages that are no articles, too, if they have text."),
    ] = False,
    allow_private: FetchPrivate = False,
) -> None:
    """Store single pages and print the records, or all pages of WARC files."""
    from newsspider.services.inputs import gather

    gathered = gather(inputs or (), from_file or (), url)
    settings = overrides(database, sources, archive, allow_private=allow_private, browser=browser)
    settings["KEEP"] = keep
    if gathered.warcs:
        _ingest_warcs(gathered.warcs, settings)
    else:
        _ingest(gathered, settings, output_format)


def _ingest(gathered: Inputs, settings: dict[str, object], shape: Shape) -> None:
    from newsspider.cli.kit.logs import log_to_stderr
    from newsspider.cli.kit.terminal import interrupted
    from newsspider.services.ingest import ingest_inputs

    printer = Printer(shape)
    with log_to_stderr(logging.ERROR):
        report = ingest_inputs(gathered, settings, on_visit=printer)
    if printer.failure is not None:
        raise printer.failure
    if report.interrupted:
        raise interrupted("run the same again for the rest.")
    raise typer.Exit(report.stored < gathered.number or report.errors > 0)


def _ingest_warcs(files: Sequence[Path], settings: dict[str, object]) -> None:
    from newsspider.cli.kit.bars import megabytes_bar
    from newsspider.cli.kit.terminal import note
    from newsspider.services.warcs import ingest_warcs

    with megabytes_bar("Ingesting", sum(file.stat().st_size for file in files)) as advance:
        report = ingest_warcs(files, settings, on_progress=advance)
    for failure in report.failures:
        note(f"newsspider: {failure}")
    for damage in report.damages[:SHOWN]:
        note(f"newsspider: {damage}{f' (the answer of {damage.url})' if damage.url else ''}.")
    for line in _summary(report):
        typer.echo(line)
    if report.run.interrupted:
        raise typer.Exit(INTERRUPTED)
    raise typer.Exit(has_lost(report.run) or bool(report.failures or report.damages))


def _summary(report: WarcReport) -> Iterator[str]:
    yield counts(report.run)
    if report.left_out:
        named = ", ".join(f"{count:,} {why}" for why, count in report.left_out.items())
        yield f"Answers left out: {named}."
    if report.damages:
        lost = f"at least {len(report.damages):,} of the files' records"
        yield f"Damaged: {lost} are lost; get the files from a backup and run the same again."
    if report.run.interrupted:
        yield KEPT


class Printer:
    """Prints each page's record, or names it with the reason why there is none."""

    def __init__(self, shape: Shape) -> None:
        self.shape = shape
        self.failure: OutputError | None = None
        """Why the records could not be written; the pages are stored all the same."""

    def __call__(self, visit: Visit) -> None:
        """Print the record on standard output, a failure on standard error."""
        from newsspider.cli.kit.record import show_record
        from newsspider.cli.kit.terminal import note
        from newsspider.items import Rejected, Stored
        from newsspider.text.hosts import readable

        outcome = visit.outcome
        if isinstance(outcome, Rejected):
            reason = f"{outcome.reason.value}: {outcome.evidence}"
            note(f"{readable(visit.page.url)}: {reason}")
        elif isinstance(outcome, Stored):
            try:
                show_record(self.shape, outcome.article, outcome.id)
            except OutputError as error:
                self.failure = error
            except typer.Exit:
                # A reader that goes away (``| head``) ends the printing, not the storing.
                return
