"""The spider of ``sources add``: a few requests that tell what a site offers a crawl."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from math import inf
from typing import Any, Self
from urllib.parse import urljoin

import pycld2
import scrapy
from lxml import etree, html
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.robotstxt import ProtegoRobotParser
from twisted.python.failure import Failure

from newsspider.discovery.addresses import is_further_page
from newsspider.discovery.documents import DocumentKind, document_kind, unpack
from newsspider.discovery.leads import Lead, LeadKind
from newsspider.discovery.reading import TooCostlyError, read_leads
from newsspider.discovery.sitemaps import read_robots
from newsspider.extraction.fields.language import primary
from newsspider.extraction.page.texts import UNPRINTABLE
from newsspider.middlewares.failures import failure_of
from newsspider.processing.run_state import RunState, assign
from newsspider.sources.probe import IndexPageKind, Probe, ProbedIndexPage, pages_a_day
from newsspider.spiders.responses import ASKED, content_type
from newsspider.spiders.scope import Scope, is_home
from newsspider.text.charset import decode
from newsspider.text.hosts import site_host
from newsspider.text.urls import canonical_url

MOST_INDEX_PAGES = 12
"""Feeds and sitemaps that are read: enough to tell how much is published."""

MOST_NAMED = 100
"""Index pages and sections that are named."""

LARGEST_ROBOTS = 500 * 1024

GUESSES = {LeadKind.FEED: ("/feed/", "/rss.xml"), LeadKind.SITEMAP: ("/sitemap.xml",)}
"""Where feeds and sitemaps lie on sites that name none, by common use (WordPress; sitemaps.org)."""

GUESSED = "guessed"
"""Key in ``Request.meta``: the address was guessed, no page names it."""

NEWS = b"schemas/sitemap-news/"
HTML_LANG = re.compile(
    r"<html[^>]{0,500}?\slang\s*=\s*[\"']?([a-z]{2,3}(?:[-_]\w+)*)", re.IGNORECASE
)
HEAD = 64 * 1024
DETECTED = 10_000
"""Characters by which a language is recognised, where no page declares one."""


class ProbeSpider(scrapy.Spider):
    """Asks for robots.txt, the start addresses of one site, and some of its feeds and sitemaps.

    ``tell`` is given the ``Probe`` when the spider ends. Nothing is yielded and nothing is stored.
    """

    name = "look"

    def __init__(self, starts: Iterable[str], tell: Callable[[Probe], None], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.starts = tuple(starts)
        self.tell = tell
        self.scope = Scope(self.starts)
        self.run = RunState(kind=None, sites=self.scope.sites)
        self.left = MOST_INDEX_PAGES
        self.agent = "*"
        self.has_robots = False
        self.crawl_delay: float | None = None
        self.answered: list[str] = []
        self.problems: list[str] = []
        self.index_pages: dict[str, ProbedIndexPage] = {}
        self.sections: dict[str, None] = {}
        self.unnamed: list[str] = []
        self.languages: list[str] = []
        self.dated: list[dict[str, datetime]] = []
        self.articles: set[str] = set()
        self.text = ""

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Share the run's state with the crawler's other parts."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        assign(crawler, spider.run)
        return spider

    async def start(self) -> AsyncIterator[Request]:
        """robots.txt first: it says whether there is anything to ask for."""
        self.agent = self.settings["ROBOTSTXT_USER_AGENT"]
        robots = urljoin(self.starts[0], "/robots.txt")
        meta = {"dont_obey_robotstxt": True}
        yield Request(robots, self.parse_robots, errback=self.no_robots, meta=meta)

    def closed(self, reason: str) -> None:
        """Give the result to ``tell``."""
        now = datetime.now(UTC)
        moments = [moment for dated in self.dated for moment in dated.values() if moment <= now]
        self.tell(
            Probe(
                probed_at=now,
                answered=tuple(self.answered),
                problems=tuple(self.problems),
                has_robots=self.has_robots,
                crawl_delay=self.crawl_delay,
                index_pages=tuple(self.index_pages.values())[:MOST_NAMED],
                sections=self._sections()[:MOST_NAMED],
                articles=len(self.articles),
                unnamed=tuple(self.unnamed),
                language=self._language(),
                pages_a_day=pages_a_day(self.dated, now),
                newest_at=max(moments, default=None),
            )
        )

    def parse_robots(self, response: Response) -> Iterator[Request]:
        """Read the site's robots.txt; then ask for the start addresses."""
        sitemaps: tuple[Lead, ...] = ()
        if response.status == 200:
            self.has_robots = True
            rules = ProtegoRobotParser(response.body[:LARGEST_ROBOTS], spider=None)
            asked = rules.crawl_delay(self.agent)
            # Not a number is no wish at all.
            self.crawl_delay = asked if asked is not None and 0 <= asked < inf else None
            sitemaps = read_robots(response.body, response.url)
        yield from self._ask_starts(sitemaps)

    def no_robots(self, failure: Failure) -> Iterator[Request]:
        """Ask for the start addresses; whether the site may be read without it is decided then."""
        yield from self._ask_starts(())

    def parse(self, response: Response) -> Iterator[Request]:
        """Ask for the index pages that a start address names, or read itself where it is one."""
        if response.status != 200:
            self.problems.append(f"{response.meta[ASKED]} answered {response.status}.")
            return
        kind = document_kind(response.body, content_type(response))
        if kind is DocumentKind.OTHER:
            self.problems.append(f"{response.meta[ASKED]} is no page, feed or sitemap.")
            return
        self.answered.append(response.url)
        if kind in (DocumentKind.FEED, DocumentKind.SITEMAP):
            yield from self.parse_named(response)
            return
        leads = self._leads(response)
        self._learn_language(response)
        yield from self._follow(leads)
        if is_home(response.meta[ASKED]):
            yield from self._guess()

    def parse_named(self, response: Response) -> Iterator[Request]:
        """The articles and further sitemaps that a feed or sitemap names."""
        kind = document_kind(response.body, content_type(response))
        if response.status != 200 or kind not in (DocumentKind.FEED, DocumentKind.SITEMAP):
            self.index_pages.pop(response.meta[ASKED], None)
            return
        leads = self._leads(response)
        articles = [lead for lead in leads if lead.kind is LeadKind.ARTICLE]
        further = [lead for lead in leads if lead.kind is LeadKind.SITEMAP]
        asked = response.meta[ASKED]
        self.index_pages[asked] = ProbedIndexPage(
            url=asked,
            kind=_kind(kind, response.body),
            articles=len(articles),
            sitemaps=len(further),
        )
        if response.meta.get(GUESSED):
            self.unnamed.append(asked)
        self.articles |= {canonical_url(lead.url) for lead in articles}
        self.text += "".join(f"{lead.hints.title}\n" for lead in articles if lead.hints.title)
        self.dated.append(_dated(articles))
        # Of an index the sitemap of news tells most, then the newest.
        yield from self._follow(sorted(further, key=lambda lead: "news" not in lead.url))

    def failed(self, failure: Failure) -> None:
        """Keep why a start address could not be had."""
        asked = failure.request.meta[ASKED]  # type: ignore[attr-defined] # set by Scrapy
        if failure.value is not None:
            self.problems.append(f"{asked}: {failure_of(failure.value).evidence}")

    def page_failed(self, failure: Failure) -> None:
        """Leave out an index page that cannot be had."""
        self.index_pages.pop(failure.request.meta[ASKED], None)  # type: ignore[attr-defined]

    def _ask_starts(self, sitemaps: tuple[Lead, ...]) -> Iterator[Request]:
        for url in self.starts:
            yield Request(url, self.parse, errback=self.failed, meta={ASKED: url}, priority=1)
        if any(map(is_home, self.starts)):
            yield from self._follow(sitemaps)

    def _follow(self, leads: Iterable[Lead]) -> Iterator[Request]:
        known = {canonical_url(url) for url in (*self.index_pages, *self.starts)}
        for lead in leads:
            if canonical_url(lead.url) in known or not self.scope.admits(lead):
                continue
            if lead.kind is LeadKind.SECTION and not is_further_page(lead.url):
                self.sections[lead.url] = None
            elif lead.kind is LeadKind.ARTICLE:
                self.articles.add(canonical_url(lead.url))
            elif lead.kind in (LeadKind.FEED, LeadKind.SITEMAP):
                known.add(canonical_url(lead.url))
                yield from self._ask(lead)

    def _ask(self, lead: Lead) -> Iterator[Request]:
        kind = IndexPageKind.FEED if lead.kind is LeadKind.FEED else IndexPageKind.SITEMAP
        self.index_pages[lead.url] = ProbedIndexPage(url=lead.url, kind=kind)
        if self.left > 0:
            self.left -= 1
            meta = {ASKED: lead.url}
            yield Request(lead.url, self.parse_named, errback=self.page_failed, meta=meta)

    def _guess(self) -> Iterator[Request]:
        named = {page.kind is IndexPageKind.FEED for page in self.index_pages.values()}
        for kind, paths in GUESSES.items():
            if (kind is LeadKind.FEED) in named:
                continue
            for path in paths:
                url = urljoin(self.starts[0], path)
                meta = {ASKED: url, GUESSED: True}
                yield Request(url, self.parse_named, errback=self.page_failed, meta=meta)

    def _leads(self, response: Response) -> tuple[Lead, ...]:
        try:
            return read_leads(response.body, response.url, content_type(response))
        except TooCostlyError as problem:
            self.problems.append(f"{response.url}: {problem}")
            return ()

    def _learn_language(self, response: Response) -> None:
        page = decode(response.body, content_type(response))[:HEAD].replace("\0", "")
        self.languages += HTML_LANG.findall(page)
        with suppress(ValueError, etree.LxmlError):
            root = html.document_fromstring(page.encode("utf-8", "replace"), parser=_parser())
            self.text += " ".join(root.xpath("//body//text()[not(parent::script|parent::style)]"))

    def _sections(self) -> tuple[str, ...]:
        # What a feed calls an article is none, whatever its address looks like.
        return tuple(url for url in self.sections if canonical_url(url) not in self.articles)

    def _language(self) -> str | None:
        if self.languages:
            return primary(self.languages[0])
        sample = UNPRINTABLE.sub(" ", self.text[:DETECTED])
        reliable, _, details = pycld2.detect(sample, isPlainText=True)
        return primary(details[0][1]) if reliable and details[0][0] != "Unknown" else None


def _parser() -> html.HTMLParser:
    return html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False)


def _kind(kind: DocumentKind, body: bytes) -> IndexPageKind:
    if kind is DocumentKind.FEED:
        return IndexPageKind.FEED
    return IndexPageKind.NEWS_SITEMAP if NEWS in unpack(body) else IndexPageKind.SITEMAP


def _dated(articles: Iterable[Lead]) -> dict[str, datetime]:
    return {
        canonical_url(lead.url): lead.hints.published_at.instant
        for lead in articles
        if lead.hints.published_at is not None and site_host(lead.url)
    }
