"""Read and judge pages in processes of their own: a page that hangs or dies costs only itself."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem, NotConfigured
from sqlalchemy.exc import SQLAlchemyError

from newsspider.errors import DatabaseError
from newsspider.items import Page, UnreadPage
from newsspider.processing.profiles import StoredProfiles
from newsspider.processing.readers import ReaderPool
from newsspider.processing.reading import (
    Job,
    PageReader,
    read_and_judge,
    read_and_keep,
    refuse_or_explain,
)
from newsspider.processing.run_state import state_of
from newsspider.processing.visit import Visit
from newsspider.sources import Sources, read_sources
from pipelines.store import StorePipeline

GiveUp = Callable[[SQLAlchemyError | DatabaseError], object]


class ExtractPipeline:
    """Make a visit of each page: refused at once, or read and judged."""

    def __init__(
        self,
        reader: PageReader[Any],
        give_up: GiveUp = lambda error: None,
        *,
        expects_pages: bool = True,
    ) -> None:
        self.reader = reader
        self.give_up = give_up
        self.expects_pages = expects_pages

    @classmethod
    def job(cls, *, keep: bool) -> Job[Any]:
        """The work of the readers on each page; ``keep`` wants pages of any kind."""
        return read_and_keep if keep else read_and_judge

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Built for the project's spiders; ``scrapy shell`` needs no readers."""
        run, settings = state_of(crawler), crawler.settings
        if run is None:
            raise NotConfigured

        def give_up(error: SQLAlchemyError | DatabaseError) -> None:
            pipeline = crawler.get_item_pipeline(StorePipeline)
            if pipeline is not None:
                pipeline.store.give_up(error)

        sources = read_sources(Path(settings["SOURCES"])) if settings["SOURCES"] else Sources()
        profiles = StoredProfiles(settings["DATABASE_URL"], sources)
        readers = ReaderPool.from_settings(settings)
        job = cls.job(keep=settings.getbool("KEEP"))
        reader = PageReader(readers, profiles, job, run.objection, close=profiles.close)
        # Most runs of a source find nothing new: its readers start with the first page.
        return cls(reader, give_up, expects_pages=run.source_id is None)

    def open_spider(self) -> None:
        """Start the readers where pages are sure to come: they warm up while those are fetched."""
        if self.expects_pages:
            self.reader.start()

    async def close_spider(self) -> None:
        """End the readers."""
        await asyncio.to_thread(self.reader.close)

    async def process_item(self, item: Page | UnreadPage) -> Visit:
        """The visit with the verdict on its page."""
        if isinstance(item, UnreadPage):
            return Visit(page=item.page, outcome=item.outcome)
        try:
            return Visit(page=item, outcome=await self.reader.read(item))
        except asyncio.CancelledError:
            raise DropItem("the run was interrupted") from None
        except (SQLAlchemyError, DatabaseError) as error:
            self.give_up(error)
            raise DropItem(f"the database failed: {error}") from error

    def abort(self) -> None:
        """Give up the pages that wait or are being read: the run ends."""
        self.reader.abort()


class ExplainPipeline(ExtractPipeline):
    """Read each page and keep all its evidence, not judged: for a person who asks why."""

    @classmethod
    def job(cls, *, keep: bool) -> Job[Any]:
        """The work of the readers on each page."""
        return refuse_or_explain
