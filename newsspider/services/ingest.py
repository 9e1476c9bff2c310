"""Single pages into the corpus: those that are here already need no reactor and no spider."""

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
from newsspider.services.inputs import Inputs
from newsspider.sources import Sources, read_sources, revisits


def ingest_inputs(
    inputs: Inputs,
    overrides: Mapping[str, Any],
    *,
    on_visit: Callable[[Visit], None] = lambda visit: None,
) -> RunReport:
    """Store all that was named but WARC files; as ``ingest_pages``, from the main thread.

    A reactor runs only where an address is to be fetched.
    """
    if not inputs.urls:
        return ingest_pages(inputs.pages(), overrides, most=inputs.number, on_visit=on_visit)
    from newsspider.crawling.run import run, workers_for
    from newsspider.spiders.page import PageSpider

    arguments = {"urls": inputs.urls, "pages": inputs.pages()}
    settings = {**overrides, "EXTRACT_WORKERS": workers_for(inputs.number)}
    return run(PageSpider, arguments, settings, on_visit=on_visit)


def ingest_pages(
    pages: Iterable[Page],
    overrides: Mapping[str, Any],
    *,
    most: int,
    run: RunState | None = None,
    on_visit: Callable[[Visit], None] = lambda visit: None,
) -> RunReport:
    """Store the articles of the pages, of which there are at most so many.

    ``overrides`` go before the project's settings; ``on_visit`` is called for each page once it is
    stored, in their order. Ctrl-C and SIGTERM end it clean, and the report says so; ``pages`` may
    look at ``run`` to end then, too. Raises ``DatabaseError``.
    """
    settings = {**vars(project), **overrides}
    counting, interrupted = Counting(), False
    road = Road.of(
        settings["DATABASE_URL"],
        run=run or RunState(kind="ingest", arguments={"urls": [], "files": []}),
        readers=readers_for(most, settings),
        sources=read_sources(Path(settings["SOURCES"])) if settings["SOURCES"] else Sources(),
        reporter=Reporter.from_settings(settings),
        keep=bool(settings["KEEP"]),
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
