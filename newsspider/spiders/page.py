"""The spider of ``ingest``: pages that a person names, and pages that are already here."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Iterable, Iterator
from typing import Any, Self

import scrapy
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response
from twisted.python.failure import Failure

from newsspider.items import Page
from newsspider.processing.run_state import RunState, assign
from newsspider.spiders.responses import ASKED, page_of, page_of_bad_url, pages_of_failure

MOST_AT_ONCE = 32
"""Pages that are here already and on their road: more would only fill the memory."""


class PageSpider(scrapy.Spider):
    """``-a urls=...``: addresses with commas or spaces between; a redirect may leave the site."""

    name = "page"

    def __init__(
        self,
        urls: str | Iterable[str] = (),
        pages: Iterable[Page] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        named = re.split(r"[,\s]+", urls) if isinstance(urls, str) else urls
        self.urls = tuple(dict.fromkeys(url for url in named if url))
        self.pages = pages
        arguments = {"urls": list(self.urls), "files": []}
        self.run = RunState(kind="ingest", arguments=arguments)

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Share the run's state with the crawler's other parts."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        assign(crawler, spider.run)
        return spider

    async def start(self) -> AsyncIterator[Request | Page]:
        """A request for each address, and each page that is here already."""
        for url in self.urls:
            try:
                yield Request(url, self.parse, errback=self.failed, meta={ASKED: url})
            except ValueError as problem:
                yield page_of_bad_url(url, problem)
        for page in self.pages:
            yield page
            await self._let_finish(MOST_AT_ONCE)
        # Scrapy would see only at its next heartbeat, seconds later, that nothing is left to do.
        await self._let_finish(0)

    def parse(self, response: Response) -> Iterator[Page]:
        """The page of the answer."""
        yield page_of(response)

    def failed(self, failure: Failure) -> Iterator[Page]:
        """The page with the reason why it could not be fetched."""
        return pages_of_failure(failure)

    async def _let_finish(self, left: int) -> None:
        slot = self.crawler.engine.scraper.slot
        while slot is not None and slot.itemproc_size > left:
            await asyncio.sleep(0.02)
