"""WARC files into the corpus: every page of them on the road of all pages."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from newsspider import settings as project
from newsspider.archive.folders import name_of
from newsspider.archive.pages import WarcPages
from newsspider.archive.walk import Damage
from newsspider.crawling.report import RunReport
from newsspider.discovery.saved import may_be_article
from newsspider.errors import ArchiveError
from newsspider.items import Page
from newsspider.processing.run_state import RunState
from newsspider.services.database import open_engine
from newsspider.services.ingest import ingest_pages
from storage.crawl import captures
from storage.db.engine import readers

NO_ARTICLE = "neither called an article nor at the address of one"


@dataclass(frozen=True, slots=True, kw_only=True)
class WarcReport:
    """Counts of the answers of WARC files, by what became of them."""

    run: RunReport
    """Of the pages that may be articles."""

    left_out: Mapping[str, int]
    """How many answers gave no page, by why, the most frequent first."""

    damages: tuple[Damage, ...]
    """The parts that could not be read, in files that could."""

    failures: tuple[ArchiveError, ...]
    """Why files could not be read at all."""


def ingest_warcs(
    paths: Iterable[Path],
    overrides: Mapping[str, Any],
    *,
    on_progress: Callable[[int], None] = lambda more: None,
) -> WarcReport:
    """Store the articles of the files.

    What an earlier run took in, however it ended, is passed over. ``overrides`` go before the
    project's settings; ``on_progress`` hears, in another thread, how many more bytes were read.
    Ctrl-C and SIGTERM end it clean, and the report says so. Raises ``DatabaseError``.
    """
    settings = {**vars(project), **overrides}
    files = [_pages_of(path, settings["ARCHIVE"], settings["DATABASE_URL"]) for path in paths]
    run = RunState(kind="ingest", arguments={"urls": [], "files": [file.name for file in files]})
    failures: list[ArchiveError] = []

    def pages() -> Iterator[Page]:
        for file in files:
            try:
                yield from read_candidates(file, run, on_progress)
            except ArchiveError as error:
                failures.append(error)  # One that cannot be read ends only itself.

    report = ingest_pages(pages(), overrides, most=sys.maxsize, run=run)
    left_out = sum((file.left_out for file in files), Counter[str]())
    return WarcReport(
        run=report,
        left_out=dict(left_out.most_common()),
        damages=tuple(damage for file in files for damage in file.damages),
        failures=tuple(failures),
    )


def read_candidates(
    file: WarcPages, run: RunState, on_progress: Callable[[int], None] = lambda more: None
) -> Iterator[Page]:
    """The pages that may be articles, until the run ends."""
    position = 0
    for page in file.steps():
        if run.has_ended:
            return
        on_progress(file.position - position)
        position = file.position
        if page is not None and may_be_article(page.url, page.body):
            yield page
        elif page is not None:
            file.left_out[NO_ARTICLE] += 1


def _pages_of(path: Path, archive: str, database: str) -> WarcPages:
    """The file; in captures it is called by its name within the archive, else by its path."""
    name = (name_of(path, Path(archive)) if archive else None) or str(path.resolve())
    return WarcPages(path, name, _known_places(database, name))


def _known_places(database: str, name: str) -> Iterator[int]:
    """The places of the file that are in the database; asked for once the run has opened it."""
    after = -1
    while True:
        with open_engine(database) as engine, readers(engine)() as session:
            places = captures.places(session, name, after=after)
        if not places:
            return
        yield from places
        after = places[-1]
