"""WARC files into the corpus: every page of them on the road of all pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from newsspider.errors import INTERRUPTED, ArchiveError

if TYPE_CHECKING:
    from newsspider.archive.pages import WarcPages
    from newsspider.archive.walk import Damage
    from newsspider.crawling.report import RunReport, Tally
    from newsspider.items import Page

MEGABYTE = 10**6

SHOWN = 10
"""Damages that are named; all are counted."""


def ingest_warcs(paths: Iterable[Path], settings: Mapping[str, object]) -> int:
    """Store the articles of the files and say what became of the rest; the exit status.

    What an earlier run took in, however it ended, is passed over.
    """
    from newsspider.archive.pages import WarcPages
    from newsspider.cli.kit.bars import bar
    from newsspider.cli.kit.terminal import note
    from newsspider.crawling.run import run
    from newsspider.spiders.page import PageSpider

    home = str(settings["ARCHIVE"])
    database = str(settings["DATABASE_URL"])
    files = [
        WarcPages(path, name, _done(database, name))
        for path in paths
        for name in [_name(path, home)]
    ]
    reading = Reading(files)
    arguments = {"pages": reading.pages(), "files": [file.name for file in files]}
    total = sum(file.path.stat().st_size for file in files) // MEGABYTE
    with bar("Ingesting (MB)", total) as advance:
        report = run(PageSpider, arguments, settings, on_tick=reading.ticker(advance))
    for failure in reading.failures:
        note(f"newsspider: {failure}")
    for damage in reading.damages[:SHOWN]:
        note(f"newsspider: {damage}{f' (the answer of {damage.url})' if damage.url else ''}.")
    for line in _summary(report, reading):
        typer.echo(line)
    return _status(report, reading)


class Reading:
    """Goes through the files, one after the other; one that cannot be read ends only itself."""

    def __init__(self, files: Iterable[WarcPages]) -> None:
        self.files = tuple(files)
        self.failures: list[ArchiveError] = []

    def pages(self) -> Iterator[Page]:
        """The pages of all files that may be articles."""
        from newsspider.discovery.saved import may_be_article

        for file in self.files:
            try:
                for page in file:
                    if may_be_article(page.url, page.body):
                        yield page
                    else:
                        file.left_out["neither called an article nor at the address of one"] += 1
            except ArchiveError as error:
                self.failures.append(error)

    def ticker(self, advance: Callable[[int], None]) -> Callable[[Tally], None]:
        """Moves the bar on by the megabytes that were read since it was last called."""
        shown = 0

        def tick(_: Tally) -> None:
            nonlocal shown
            read = sum(file.position for file in self.files) // MEGABYTE
            advance(read - shown)
            shown = read

        return tick

    @property
    def damages(self) -> list[Damage]:
        """What could not be read in files that could."""
        return [damage for file in self.files for damage in file.damages]

    @property
    def left_out(self) -> Counter[str]:
        """How many answers gave no page, by why."""
        return sum((file.left_out for file in self.files), Counter[str]())


def _name(path: Path, home: str) -> str:
    """What the file is called in captures: within the archive by its name, else by its path."""
    from newsspider.archive.folders import name_of

    return (name_of(path, Path(home)) if home else None) or str(path.resolve())


def _done(database: str, name: str) -> Iterator[int]:
    """The places of the file that are in the database; asked for once the run has opened it."""
    from newsspider.cli.kit.database import reading
    from storage.crawl import captures

    after = -1
    while True:
        with reading(database) as session:
            places = captures.places(session, name, after=after)
        if not places:
            return
        yield from places
        after = places[-1]


def _summary(report: RunReport, reading: Reading) -> Iterator[str]:
    from newsspider.cli.crawl.crawl import counts

    yield counts(report)
    if reading.left_out:
        named = ", ".join(f"{count:,} {why}" for why, count in reading.left_out.most_common())
        yield f"Answers left out: {named}."
    if reading.damages:
        lost = f"at least {len(reading.damages):,} of the files' records"
        yield f"Damaged: {lost} are lost; get the files from a backup and run the same again."
    if report.interrupted:
        yield "Interrupted: what is above is kept, run the same again for the rest."


def _status(report: RunReport, reading: Reading) -> int:
    if report.interrupted:
        return INTERRUPTED
    if report.ended != "finished":
        typer.echo(f"newsspider: it ended early ({report.ended}): run it again.", err=True)
        return 1
    if report.errors:
        note = f"newsspider: {report.errors} pages were lost to errors: see the log above."
        typer.echo(note, err=True)
    return 1 if report.errors or reading.failures or reading.damages else 0
