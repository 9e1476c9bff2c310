"""A small news world on loopback: eight outlets that serve some sixty articles, and traps.

A ninth, whose pages a program writes in the browser, is served on demand.
"""

from __future__ import annotations

from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from threading import Lock
from types import TracebackType
from typing import Self
from zoneinfo import ZoneInfo

from newsspider.demo.archive import Archive, read_archive
from newsspider.demo.edition import Edition
from newsspider.demo.outlets import BROWSER_SITES, SITES
from newsspider.demo.press import edition
from newsspider.demo.relaunch import Design, relaunched
from newsspider.demo.server import OutletServer
from newsspider.demo.site import Site
from newsspider.demo.story import corrected
from newsspider.demo.wire import FIRST, dispatch
from newsspider.items import Article, Reason
from newsspider.timestamps import Precision, Timestamp

_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """One of the world's outlets, as it is served."""

    name: str
    language: str
    home: str
    start: str
    """URL to crawl it from: a home, a feed, a sitemap index or a section page."""

    needs_browser: bool = False
    """Whether its pages are empty until a program in them has run."""


class World:
    """The demo world, served while the ``with`` block runs.

    ``ports=None`` takes free ports; a number is the first outlet's port, the others follow it.
    ``browser`` adds the outlet that needs a browser.
    Raises ``DemoError`` where a port is taken.
    """

    def __init__(self, ports: int | None = None, *, browser: bool = False) -> None:
        self._sites = (*SITES, *BROWSER_SITES) if browser else SITES
        self._archives = {site.key: read_archive(site.key, site.language) for site in self._sites}
        self._designs: dict[str, Design] = {}
        self._is_corrected = False
        self._lock = Lock()
        self._requests: Counter[str] = Counter()
        self._exit = ExitStack()
        self._servers: dict[str, OutletServer] = {}
        self._first_port = ports
        self._editions: dict[str, Edition] = {}

    def __enter__(self) -> Self:
        with ExitStack() as opening:
            for number, site in enumerate(self._sites):
                port = self._first_port + number if self._first_port else 0
                server = OutletServer(port, self._count)
                opening.callback(server.close)
                self._servers[site.key] = server
            opening.pop_all()
        self._publish()
        for server in self._servers.values():
            self._exit.enter_context(server)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._exit.close()

    @property
    def outlets(self) -> tuple[Outlet, ...]:
        """The outlets in a fixed order."""
        return tuple(self._outlet(site) for site in self._sites)

    @property
    def start_urls(self) -> tuple[str, ...]:
        """Where to crawl each outlet from."""
        return tuple(outlet.start for outlet in self.outlets)

    @property
    def requests(self) -> Counter[str]:
        """The number of requests by URL."""
        with self._lock:
            return Counter(self._requests)

    def truth(self) -> tuple[Article, ...]:
        """Every article with the fields that its page shows, ``provenance`` left empty."""
        return tuple(article for printed in self._editions.values() for article in printed.articles)

    def traps(self) -> dict[str, Reason]:
        """Every page that must be rejected, and why."""
        return {
            url: reason
            for printed in self._editions.values()
            for url, reason in printed.traps.items()
        }

    def correction(self, outlet: Outlet | None = None) -> Article:
        """The article that is corrected, as it is after that; the outlet's, or the first one."""
        sites = self._sites if outlet is None else (self._of(outlet),)
        return next(
            self._site(site).truth(corrected(story))
            for site in sites
            for story in self._archives[site.key].stories
            if story.correction is not None
        )

    def correct(self) -> None:
        """Publish the correction: one article has another text from now on.

        The outlet that needs a browser corrects one of its own.
        """
        self._is_corrected = True
        self._publish()

    def report(self, outlet: Outlet, count: int, now: datetime) -> tuple[str, ...]:
        """Publish so many new stories, one each hour before ``now``; their URLs, newest first.

        A day on which nothing is published is a quiet day.
        """
        site = self._of(outlet)
        archive = self._archives[site.key]
        published = sum(story.number >= FIRST for story in archive.stories)
        hour = now.replace(minute=0, second=0, microsecond=0)
        zone = ZoneInfo(site.timezone)
        stories = tuple(
            dispatch(
                archive,
                site.key,
                site.language,
                published + place - 1,
                _at(hour - _HOUR * place, zone),
            )
            for place in range(1, count + 1)
        )
        self._archives[site.key] = replace(archive, stories=stories + archive.stories)
        self._publish()
        return tuple(map(self._site(site).url, stories))

    def redesign(self, outlet: Outlet, design: Design | None) -> None:
        """Give the outlet's articles another design from now on; ``None`` is their first one.

        The outlet that needs a browser keeps its pages: its own program makes them.
        """
        key = self._of(outlet).key
        self._designs.pop(key, None)
        if design is not None:
            self._designs[key] = design
        self._publish()

    def _of(self, outlet: Outlet) -> type[Site]:
        return next(site for site in self._sites if site.name == outlet.name)

    def _publish(self) -> None:
        for site in self._sites:
            printed = edition(self._site(site))
            self._editions[site.key] = printed
            self._servers[site.key].answers = printed.answers

    def _site(self, site: type[Site]) -> Site:
        archive = self._archives[site.key]
        shown = _corrected(archive) if self._is_corrected else archive
        design = self._designs.get(site.key)
        printed = site if design is None else relaunched(site, design)
        return printed(self._servers[site.key].origin, shown)

    def _outlet(self, site: type[Site]) -> Outlet:
        origin = self._servers[site.key].origin
        return Outlet(
            name=site.name,
            language=site.language,
            home=f"{origin}/",
            start=origin + site.start,
            needs_browser=site.needs_browser,
        )

    def _count(self, url: str) -> None:
        with self._lock:
            self._requests[url] += 1


def _at(moment: datetime, zone: ZoneInfo) -> Timestamp:
    """The moment on the newsroom's own clock: a page shows the newsroom's day, not that of UTC."""
    return Timestamp.of_instant(moment.astimezone(zone), Precision.MINUTE)


def _corrected(archive: Archive) -> Archive:
    return replace(archive, stories=tuple(corrected(story) for story in archive.stories))
