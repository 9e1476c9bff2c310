"""Store the outcome of each visit, and note the run that made it."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Self

from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider, DropItem, NotConfigured

from newsspider.errors import DatabaseError
from newsspider.processing.reporter import Reporter
from newsspider.processing.run_state import state_of
from newsspider.processing.run_store import RunStore
from newsspider.processing.visit import Visit
from newsspider.processing.writer import Writer
from newsspider.sources import revisits
from storage import visits

DATABASE_ERROR = "database_error"
STATUSES = {"finished": "finished", "shutdown": "interrupted"}
"""The status of a run by the reason for which Scrapy closed the spider; else ``failed``."""


class StorePipeline:
    """A page counts as done in the transaction that stores the outcome of its visit."""

    def __init__(self, store: RunStore) -> None:
        self.store = store

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Built for runs that are noted; ``scrapy shell`` stores nothing."""
        run, settings = state_of(crawler), crawler.settings
        if run is None or run.kind is None:
            raise NotConfigured
        store = RunStore(
            Writer(settings["DATABASE_URL"]),
            run,
            on_failure=_Closer(crawler),
            reporter=Reporter.from_settings(settings),
            steps=revisits.read_steps(settings.getlist("REVISITS")),
        )
        pipeline = cls(store)
        crawler.signals.connect(pipeline.spider_closed, signal=signals.spider_closed)
        return pipeline

    @property
    def failure(self) -> DatabaseError | None:
        """Why the database takes nothing in any more."""
        return self.store.failure

    async def open_spider(self) -> None:
        """Make the database ready and note that the run begins; else the run ends at once."""
        try:
            await self.store.begin()
        except DatabaseError as error:
            raise CloseSpider(DATABASE_ERROR) from error

    async def process_item(self, item: Visit) -> Visit:
        """The visit as it is stored."""
        verdict = item.outcome
        if not isinstance(verdict, visits.Verdict):
            raise TypeError(f"{item.page.url} was not judged: is ExtractPipeline on the road?")
        try:
            return replace(item, outcome=await self.store.save(item.page, verdict))
        except DatabaseError as error:
            raise DropItem(f"the database failed: {error.__cause__ or error}") from error

    async def spider_closed(self, spider: Spider | None, reason: str) -> None:
        """Note how the run ended; called again, do nothing."""
        await self.store.end(STATUSES.get(reason, "failed"))

    def abort(self) -> None:
        """Wait no longer for a locked database: the run ends."""
        self.store.hurry()


class _Closer:
    """Ends the crawl from within one of its own pages, without waiting for itself."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.closing: asyncio.Future[None] | None = None

    def __call__(self) -> None:
        closing = self.crawler.engine.close_spider_async(reason=DATABASE_ERROR)
        # The loop keeps no hold of a task: without this one it may vanish half way.
        self.closing = asyncio.ensure_future(closing)
