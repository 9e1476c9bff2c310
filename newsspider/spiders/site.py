"""The spider of ``crawl``: from a home, section, feed or sitemap to the articles of its site."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterable, Iterator
from datetime import UTC, date, datetime
from typing import Any, Self

import scrapy
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response
from twisted.python.failure import Failure

from newsspider.discovery.addresses import kind_by_address
from newsspider.discovery.documents import DocumentKind, declares_article, document_kind
from newsspider.discovery.feeds import read_feed
from newsspider.discovery.leads import Lead, LeadKind
from newsspider.discovery.reading import read_leads
from newsspider.discovery.sitemaps import SITEMAPS
from newsspider.items import Page
from newsspider.middlewares.failures import Interrupted
from newsspider.processing.run_state import RunState, assign
from newsspider.spiders.date_window import DateWindow
from newsspider.spiders.responses import (
    ASKED,
    HINTS,
    content_type,
    page_of,
    page_of_bad_url,
    pages_of_failure,
    read_or_fail,
)
from newsspider.spiders.scope import Scope, is_home
from newsspider.text.hosts import site_host
from newsspider.text.urls import canonical_url
from storage.crawl.frontier import ARCHIVE, BUDGETS

START = "start"
"""Key in ``Request.meta``: the address was named by a person."""

STEPS = "steps"
"""Key in ``Request.meta``: how many from a start address, those through archives not counted."""

DEEPEST = 10
"""Steps from a start address: more than a source goes, for a crawl does not come again."""

PRIORITIES = {LeadKind.ARTICLE: 1, LeadKind.ARCHIVE: -1}

Output = Iterator[Request | Page]


class SiteSpider(scrapy.Spider):
    """``-a urls=...``: addresses with commas or spaces between."""

    name = "site"
    custom_settings = {"DEPTH_LIMIT": 0}  # noqa: RUF012 - as Scrapy has it; see ``STEPS``

    def __init__(
        self,
        urls: str | Iterable[str] = (),
        max_pages: int | str = 1000,
        max_hubs: int | str = 200,
        since: date | str | None = None,
        until: date | str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.window = DateWindow(_day(since), _day(until), now=datetime.now(UTC))
        named = re.split(r"[,\s]+", urls) if isinstance(urls, str) else urls
        self.urls = tuple(dict.fromkeys(url for url in named if url))
        self.scope = Scope(self.urls)
        self.seen: set[str] = set()
        self.left = {True: int(max_pages), False: int(max_hubs), LeadKind.ARCHIVE: BUDGETS[ARCHIVE]}
        arguments = {
            "urls": list(self.urls),
            "max_pages": int(max_pages),
            **{
                name: str(day)
                for name, day in (("since", self.window.since), ("until", self.window.until))
                if day
            },
        }
        self.run = RunState(
            kind="crawl",
            arguments=arguments,
            sites=self.scope.sites,
            objection=self.window.object,
        )

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Limits come from the settings, unless they are arguments."""
        kwargs.setdefault("max_pages", crawler.settings.getint("MAX_PAGES"))
        kwargs.setdefault("max_hubs", crawler.settings.getint("MAX_HUBS"))
        spider = super().from_crawler(crawler, *args, **kwargs)
        assign(crawler, spider.run)
        return spider

    async def start(self) -> AsyncIterator[Request | Page]:
        """Each start address; robots.txt of a home page's site names its sitemaps."""
        for url in self.urls:
            self.seen.add(canonical_url(url))
            try:
                meta = {ASKED: url, START: True}
                yield Request(url, self.parse, errback=self.failed, meta=meta)
            except ValueError as problem:
                yield page_of_bad_url(url, problem)

    def parse(self, response: Response) -> Output:
        """Follow the addresses that the document names; one that is an article is a page itself."""
        yield from self._sitemaps(response.meta)
        if response.status != 200:
            yield page_of(response)
            return
        yield from read_or_fail(response, self._read)

    def parse_article(self, response: Response) -> Output:
        """The page of the answer."""
        yield page_of(response)

    def failed(self, failure: Failure) -> Output:
        """The page with the reason why it could not be fetched."""
        yield from pages_of_failure(failure)
        if not isinstance(failure.value, Interrupted):
            yield from self._sitemaps(failure.request.meta)  # type: ignore[attr-defined]

    def _read(self, response: Response) -> Output:
        is_start = response.meta.get(START, False)
        leads = read_leads(response.body, response.url, content_type(response))
        if is_start:
            self._welcome(response)
        leads_nowhere = is_start and not any(map(self._takes, leads))
        if leads_nowhere or self._is_article(response, is_start):
            yield page_of(response)
            if declares_article(response.body):
                return
        yield from self._follow(leads, response.meta.get(STEPS, 0))

    def _sitemaps(self, meta: dict[str, Any]) -> Iterator[Request]:
        # They are followed even where the home page itself cannot be had.
        if meta.get(START) and is_home(meta[ASKED]):
            yield from self._follow(meta.get(SITEMAPS, ()))

    def _welcome(self, response: Response) -> None:
        # Feeds often lie on a host of their own: the site is the one that the feed calls its own.
        if document_kind(response.body, content_type(response)) is DocumentKind.FEED:
            home = read_feed(response.body, response.url).home
            self.run.sites.update(filter(None, [site_host(home or "")]))

    def _is_article(self, response: Response, is_start: bool) -> bool:
        if document_kind(response.body, content_type(response)) is not DocumentKind.HTML:
            return False
        has_its_address = is_start and kind_by_address(response.url) is LeadKind.ARTICLE
        return has_its_address or declares_article(response.body)

    def _follow(self, leads: Iterable[Lead], steps: int = 0) -> Iterator[Request]:
        for lead in leads:
            # An archive page leads to the one before it, and so on back to the first day.
            further = steps + (lead.kind is not LeadKind.ARCHIVE)
            if further > DEEPEST:
                continue
            key = canonical_url(lead.url)
            is_article = lead.kind is LeadKind.ARTICLE
            if key in self.seen or not self._takes(lead):
                continue
            kind = LeadKind.ARCHIVE if lead.kind is LeadKind.ARCHIVE else is_article
            if self.left[kind] <= 0:
                continue
            self.left[kind] -= 1
            self.seen.add(key)
            yield self._request(lead, further)

    def _takes(self, lead: Lead) -> bool:
        """Whether the crawl follows it, by its address and by its date where that is known."""
        if not self.scope.admits(lead):
            return False
        if lead.kind is LeadKind.ARCHIVE:
            return self.window.admits_archive(lead.url)
        return lead.kind is not LeadKind.ARTICLE or not self.window.refuse(lead.url, lead.hints)

    def _request(self, lead: Lead, steps: int) -> Request:
        is_article = lead.kind is LeadKind.ARTICLE
        return Request(
            lead.url,
            self.parse_article if is_article else self.parse,
            errback=self.failed,
            # Articles first: what waits in memory then stays small.
            priority=PRIORITIES.get(lead.kind, 0),
            meta={HINTS: lead.hints, STEPS: steps},
        )


def _day(day: date | str | None) -> date | None:
    return date.fromisoformat(day) if isinstance(day, str) else day
