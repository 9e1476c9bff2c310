"""The spider of a source: it visits the addresses that the frontier says are due."""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Sequence
from datetime import UTC, datetime
from time import monotonic
from typing import Any, Self

import scrapy
from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.settings import BaseSettings
from twisted.python.failure import Failure

from newsspider.discovery.addresses import kind_by_address
from newsspider.discovery.documents import DocumentKind, declares_article, document_kind
from newsspider.discovery.leads import Lead, LeadKind
from newsspider.discovery.patterns import pattern_of
from newsspider.discovery.reading import read_leads
from newsspider.discovery.sitemaps import SITEMAPS
from newsspider.items import (
    FrontierEntry,
    IndexPage,
    Lease,
    Page,
    Rejected,
    Stored,
    Unmodified,
    UnreadPage,
)
from newsspider.processing.frontier import SourceFrontier
from newsspider.processing.run_state import RunState, assign
from newsspider.processing.visit import Visit
from newsspider.sources import Source
from newsspider.spiders.link_selection import LinkSelection
from newsspider.spiders.responses import (
    ASKED,
    HINTS,
    content_type,
    page_of,
    page_of_bad_url,
    pages_of_failure,
    read_or_fail,
)
from newsspider.spiders.scope import is_home
from newsspider.text.urls import canonical_url

logger = logging.getLogger(__name__)

LEASE = "lease"
"""Key in ``Request.meta``: the ``Lease`` of the address."""

BATCH = 16
"""Addresses leased at once: those that a kill casts suspicion on (``storage.crawl.leases``)."""

LOW = 8
"""Addresses under way below which more are leased."""

TICK = 0.05
LONGEST_IDLE = 60.0
"""Seconds without anything to do, though addresses are under way: they were dropped silently."""

LONGEST_RUN = 100 * 60
"""Seconds after which a run begins nothing more: the next one goes on."""

SILENT = 20
"""Addresses in a row without an answer: the site, or the network, is down."""

FRUITLESS = 40
"""Addresses of one pattern that gave no article: the others are held back."""

PAGES_FOR_PEOPLE = (LeadKind.SECTION, LeadKind.ARCHIVE)
"""Index pages that may turn out to be articles."""

LEADS_OF_AN_INDEX_PAGE = 8
"""A page that names so many articles is an index page."""

SHOWN = (LeadKind.ARTICLE, *PAGES_FOR_PEOPLE)
"""Kinds of pages that a browser shows, where the source wants one."""

Output = Iterator[Request | Page | UnreadPage]


class SourceSpider(scrapy.Spider):
    """Leases the addresses that are due, fetches them, and hands on those that index pages name.

    Ends when nothing is due. ``RunStore`` opens the frontier of the run before it starts.
    """

    name = "source"

    def __init__(
        self, source: Source, run: RunState, *, at_once: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.source = source
        self.run = run
        self.at_once = at_once
        self.left = {"articles": source.max_pages, "lists": source.max_hubs}
        self.under_way: dict[str, Lease] = {}
        self.has_settled = False
        self.silent = 0
        self.ends_at = monotonic() + LONGEST_RUN
        self.tasks: list[asyncio.Future[None]] = []
        self.selection = LinkSelection(source, datetime.now(UTC))
        self.fruitless: Counter[str] = Counter()
        run.sites, run.objection = self.selection.scope.sites, self.selection.window.object

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """Have at most ``SOURCE_CONCURRENT_REQUESTS`` pages under way."""
        super().update_settings(settings)
        most = settings.getint("SOURCE_CONCURRENT_REQUESTS")
        settings.set("CONCURRENT_REQUESTS", most, priority="spider")

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Listen for the end of each page's road: then its address is under way no more."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        assign(crawler, spider.run)
        for signal in (signals.item_scraped, signals.item_dropped, signals.item_error):
            crawler.signals.connect(spider.settled, signal=signal)
        return spider

    @property
    def frontier(self) -> SourceFrontier:
        """The addresses of the source."""
        if self.run.frontier is None:
            raise RuntimeError("The run was not noted: is StorePipeline on the road?")
        return self.run.frontier

    async def start(self) -> AsyncIterator[Any]:
        """A request for each address whose visit is due, until none is."""
        starts = [_start_entry(url) for url in self.source.starts]
        self.selection.known = await self.frontier.begin(starts, at_once=self.at_once)
        while not self.run.has_ended:
            for lease in await self._lease():
                self.under_way[lease.url] = lease
                try:
                    yield self._request(lease)
                except ValueError as problem:
                    yield page_of_bad_url(lease.url, problem)
            if not self.under_way:
                return
            await self._until_settled()

    async def _until_settled(self) -> None:
        """Wait until a page has come to the end of its road and there is room for more."""
        self.has_settled = False
        idle = 0.0
        while (not self.has_settled or len(self.under_way) > LOW) and not self.run.has_ended:
            if not await self.frontier.beat():
                logger.warning("Another process has taken %s: this crawl ends", self.source.site)
                self.run.has_ended = True
            await asyncio.sleep(TICK)
            idle = idle + TICK if self._is_idle() else 0.0
            if idle > LONGEST_IDLE:
                logger.warning(
                    "%d addresses came to no end: the crawl goes on without them",
                    len(self.under_way),
                )
                self.under_way.clear()
                return

    def _is_idle(self) -> bool:
        engine = self.crawler.engine
        scraper = engine.scraper.slot
        is_read = scraper is None or scraper.is_idle()
        waits = engine.scheduler is not None and engine.scheduler.has_pending_requests()
        return is_read and not waits and not engine.downloader.active

    def parse(self, response: Response) -> Output:
        """The addresses that the index page names; one that is an article is a page itself."""
        page, lease = page_of(response), response.meta[LEASE]
        if response.status != 200 or _is_unmodified(response, lease):
            yield _unmodified(page) if response.status in (200, 304) else page
            return
        yield from read_or_fail(response, self._read)

    def parse_article(self, response: Response) -> Output:
        """The page; without anything to read where it is as it was."""
        page = page_of(response)
        yield _unmodified(page) if _is_unmodified(response, response.meta[LEASE]) else page

    def failed(self, failure: Failure) -> Output:
        """The page with the reason why it could not be fetched."""
        yield from pages_of_failure(failure)

    def settled(self, item: Page | UnreadPage | Visit) -> None:
        """Note that a page is at the end of its road: its address is under way no more."""
        page: Page = item if isinstance(item, Page) else item.page
        lease = self.under_way.pop(page.url, None)
        self.has_settled = True
        outcome = None if isinstance(item, Page) else item.outcome
        self.silent = self.silent + 1 if page.status is None else 0
        if self.silent >= SILENT:
            logger.warning("%s gives no answer: the crawl ends", self.source.site)
            self.run.has_ended = True
        if lease is None or lease.kind != LeadKind.ARTICLE:
            return
        pattern = pattern_of(lease.url)
        if pattern in self.selection.known:
            return
        if isinstance(outcome, Stored):
            self.fruitless[pattern] = -FRUITLESS
        elif isinstance(outcome, Rejected) and page.status == 200:
            self.fruitless[pattern] += 1
            if self.fruitless[pattern] == FRUITLESS:
                self.tasks.append(asyncio.ensure_future(self._hold_back(pattern)))

    async def _hold_back(self, pattern: str) -> None:
        waited = await self.frontier.hold_back(pattern)
        self.run.cut[f"cut: no article like {pattern}"] += waited
        logger.info("held back %d addresses like %s: none is an article", waited, pattern)

    def _read(self, response: Response) -> Output:
        page, lease = page_of(response), response.meta[LEASE]
        leads = read_leads(response.body, response.url, content_type(response))
        if _is_article(response, leads, lease):
            yield page
            return
        if is_home(lease.url):
            leads = (*response.meta.get(SITEMAPS, ()), *leads)
        cut: Counter[str] = Counter()
        entries = tuple(self.selection.entries(leads, lease, cut))
        yield UnreadPage(page=page, outcome=IndexPage(entries=entries, cut=cut))

    async def _lease(self) -> list[Lease]:
        """The addresses whose visit is due, without those that the source no longer takes."""
        while leases := await self._take_due():
            unfit = [lease.url for lease in leases if not self.selection.fits(lease)]
            if not unfit:
                return leases
            await self.frontier.drop(unfit)
            if fit := [lease for lease in leases if lease.url not in unfit]:
                return fit
        return []

    async def _take_due(self) -> list[Lease]:
        if monotonic() > self.ends_at:
            return []
        room = max(BATCH - len(self.under_way), 0)
        lists, articles = (max(min(self.left[kind], room), 0) for kind in ("lists", "articles"))
        # Index pages first: the frontier does not yet know the newest articles.
        taken = await self.frontier.lease(lists=lists, articles=0)
        if not taken and not any(map(_is_index_page, self.under_way.values())):
            taken = await self.frontier.lease(lists=0, articles=articles)
        of_articles = sum(lease.kind == LeadKind.ARTICLE for lease in taken)
        self.left["articles"] -= of_articles
        self.left["lists"] -= len(taken) - of_articles
        return taken

    def _request(self, lease: Lease) -> Request:
        is_article = lease.kind == LeadKind.ARTICLE
        is_shown = self.source.render == "browser" and lease.kind in SHOWN
        headers = {}
        # Of a page whose scripts fetch its text they would speak of the empty frame.
        if lease.etag and not is_shown:
            headers["If-None-Match"] = lease.etag
        if lease.last_modified and not is_shown:
            headers["If-Modified-Since"] = lease.last_modified
        return Request(
            lease.url,
            self.parse_article if is_article else self.parse,
            errback=self.failed,
            headers=headers,
            priority=0 if is_article else 1,
            meta={ASKED: lease.url, HINTS: lease.hints, LEASE: lease},
        )


def _is_index_page(lease: Lease) -> bool:
    return lease.kind != LeadKind.ARTICLE


def _is_article(response: Response, leads: Sequence[Lead], lease: Lease) -> bool:
    """Whether an address that looked like an index page's is an article's.

    Many sites declare all their pages articles, so a page that names many is none.
    """
    if lease.kind not in PAGES_FOR_PEOPLE or lease.depth == 0 or lease.digest is not None:
        return False
    if sum(lead.kind is LeadKind.ARTICLE for lead in leads) >= LEADS_OF_AN_INDEX_PAGE:
        return False
    is_html = document_kind(response.body, content_type(response)) is DocumentKind.HTML
    return is_html and declares_article(response.body)


def _start_entry(url: str) -> FrontierEntry:
    """The frontier entry of a start address, which no page named."""
    url = canonical_url(url)
    shape = kind_by_address(url)
    kind = shape if shape in (LeadKind.FEED, LeadKind.SITEMAP) else LeadKind.SECTION
    return FrontierEntry(url=url, kind=kind, pattern=pattern_of(url))


def _is_unmodified(response: Response, lease: Lease) -> bool:
    """Whether the page is as it was at the last visit, by its status or its bytes."""
    if response.status == 304:
        return True
    return response.status == 200 and lease.digest == hashlib.sha256(response.body).hexdigest()


def _unmodified(page: Page) -> UnreadPage:
    """The page, with nothing to read in it."""
    return UnreadPage(page=page, outcome=Unmodified())
