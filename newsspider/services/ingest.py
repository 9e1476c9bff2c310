"""Pages that are here already into the corpus: no reactor, no spider, no network."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from newsspider import settings as project
from newsspider.crawling.report import Counting, RunReport
from newsspider.items import Page
from newsspider.processing.fork import interruptible, readers_for
from newsspider.processing.reporter import Reporter
from newsspider.processing.road import Road
from newsspider.processing.run_state import RunState
from newsspider.processing.visit import Visit
from newsspider.sources import Sources, read_sources, revisits


def ingest_pages(
    pages: Iterable[Page],
    overrides: Mapping[str, Any],
    *,
    most: int,
    files: Iterable[str] = (),
    on_visit: Callable[[Visit], None] = lambda visit: None,
) -> RunReport:
    """Store the articles of the pages, of which there are at most so many.

    ``overrides`` go before the project's settings; ``on_visit`` is called for each page once it is
    stored, in their order. Ctrl-C and SIGTERM end it clean, and the report says so. Raises
    ``DatabaseError``.
    """
    settings = {**vars(project), **overrides}
    counting, interrupted = Counting(), False
    road = Road.of(
        settings["DATABASE_URL"],
        run=RunState(kind="ingest", arguments={"urls": [], "files": list(files)}),
        readers=readers_for(most, settings),
        sources=read_sources(Path(settings["SOURCES"])) if settings["SOURCES"] else Sources(),
        reporter=Reporter.from_settings(settings),
        steps=revisits.read_steps(settings["REVISITS"].split(",")),
    )
    with interruptible():
        try:
            for visit in road.process(pages):
                counting.visit(visit)
                on_visit(visit)
        except KeyboardInterrupt:
            interrupted = True
    counting.errors = road.errors
    return counting.report(interrupted=interrupted, ended="shutdown" if interrupted else "finished")
