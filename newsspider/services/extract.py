"""One page read and not stored: of an address, a file or standard input.

Importing it loads no database: most pages are read without one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from newsspider.errors import NewsspiderError, UsageError
from newsspider.items import Article, Rejected, SiteProfile
from newsspider.services.addresses import is_address, web_address

if TYPE_CHECKING:
    from newsspider.extraction.explanation import Explanation
    from newsspider.processing.reading import Job, PageReader
    from newsspider.processing.visit import Visit


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtractedPage:
    """A page's verdict, and why it is so."""

    verdict: Article | Rejected
    explanation: Explanation | None
    """``None`` where the page was refused, or nobody asked."""


def extract_page(
    page: str, url: str | None, overrides: Mapping[str, Any], *, explain: bool
) -> ExtractedPage:
    """Read the page at an address, in a file, or on standard input (``-``).

    ``url`` is the address of what is no address itself; ``overrides`` go before the project's
    settings. To be called from the main thread. Raises ``NewsspiderError``, and
    ``KeyboardInterrupt`` where Ctrl-C or SIGTERM ended it.
    """
    if is_address(page) and url:
        raise UsageError("--url is the address of a saved page: give a file with it.")
    visit = _fetch(page, overrides) if is_address(page) else _read(page, url, overrides, explain)
    if isinstance(visit.outcome, Article | Rejected):
        return ExtractedPage(verdict=visit.outcome, explanation=None)
    from newsspider.extraction import judge

    explanation = cast("Explanation", visit.outcome)
    verdict = judge(explanation, visit.page)
    return ExtractedPage(verdict=verdict, explanation=explanation if explain else None)


def known_database(
    database: str, bar: Callable[[int], AbstractContextManager[Callable[[int], None]]]
) -> str:
    """The database, for what it knows of the site; ``""`` where there is none yet.

    ``bar`` shows how far its upgrade has come, if it needs one. Raises ``DatabaseError``.
    """
    path = database.removeprefix("sqlite:///")
    if path != database and re.fullmatch(r"[\w./-]+", path) and not Path(path).exists():
        return ""  # told without loading what opens databases
    from newsspider.services.database import open_engine
    from storage.db.engine import is_missing

    if is_missing(database):
        return ""
    with open_engine(database, bar=bar):
        return database


def _fetch(address: str, overrides: Mapping[str, Any]) -> Visit:
    """The page at the address, read as a crawl would read it."""
    from newsspider.crawling.run import run
    from newsspider.spiders.page import PageSpider

    road = {"pipelines.extract.ExplainPipeline": 100}
    alone = {"ARCHIVE": "", "EXTRACT_WORKERS": 1, "ITEM_PIPELINES": road}
    visits: list[Visit] = []
    arguments = {"urls": [web_address(address)]}
    report = run(PageSpider, arguments, {**overrides, **alone}, on_visit=visits.append)
    if report.interrupted:
        raise KeyboardInterrupt
    if not visits:
        raise NewsspiderError("the page was lost to an error: run the same again.")
    return visits[0]


def _read(name: str, url: str | None, overrides: Mapping[str, Any], explain: bool) -> Visit:
    """The page in the file or on standard input, read without a network."""
    from newsspider.processing.fork import interruptible
    from newsspider.processing.visit import Visit
    from newsspider.services.inputs import page_of_input

    page = page_of_input(name, url)
    reader = _reader(overrides, explain=explain)
    try:
        with interruptible():
            reader.start()
            return Visit(page=page, outcome=reader.read_now(page))
    finally:
        reader.close()


def _reader(overrides: Mapping[str, Any], *, explain: bool) -> PageReader[Any]:
    from newsspider import settings as project
    from newsspider.processing.fork import readers_for
    from newsspider.processing.reading import PageReader, read_and_judge, refuse_or_explain

    job: Job[Any] = refuse_or_explain if explain else read_and_judge
    readers = readers_for(1, vars(project))
    if not overrides["DATABASE_URL"] and not overrides["SOURCES"]:
        return PageReader(readers, lambda host: SiteProfile(), job)
    from newsspider.processing.profiles import StoredProfiles
    from newsspider.sources import Sources, read_sources

    file = str(overrides["SOURCES"])
    sources = read_sources(Path(file)) if file else Sources()
    profiles = StoredProfiles(str(overrides["DATABASE_URL"]), sources)
    return PageReader(readers, profiles, job, close=profiles.close)
