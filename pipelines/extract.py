"""Read pages in processes of their own: one that hangs or dies takes only its page with it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import ClassVar, Self

from pebble import ProcessExpired
from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem, NotConfigured
from sqlalchemy.exc import SQLAlchemyError

from newsspider import extraction
from newsspider.errors import DatabaseError
from newsspider.extraction.gate.types import Reading
from newsspider.items import Page, Reason, Rejected, SiteProfile, UnreadPage
from newsspider.processing.failed import failed, given_up
from newsspider.processing.readers import Read, Workers
from newsspider.processing.visit import Visit
from newsspider.sources import Sources, from_table, read_sources
from newsspider.text.hosts import site_host
from pipelines.store import StorePipeline
from storage.corpus import sites
from storage.crawl import sources as stored_sources
from storage.db.engine import connect, readers


class ExtractPipeline:
    """Make a visit of each page: refused at once, or read with what is known of its site."""

    reader: ClassVar[Read] = staticmethod(extraction.read)
    """What the workers run on each page."""

    def __init__(
        self,
        workers: Workers,
        profile: Callable[[str], SiteProfile],
        read: Read = extraction.read,
        give_up: Callable[[SQLAlchemyError | DatabaseError], None] = lambda error: None,
    ) -> None:
        self.workers = workers
        self.profile = profile
        self.read = read
        self.give_up = give_up
        self.profiles: dict[str, SiteProfile] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Built for spiders that yield pages; ``scrapy shell`` needs no workers."""
        if not hasattr(crawler.spider, "run_kind"):
            raise NotConfigured
        settings = crawler.settings
        workers = Workers(
            count=settings.getint("EXTRACT_WORKERS"),
            timeout=settings.getfloat("EXTRACT_TIMEOUT"),
            memory_mb=settings.getint("EXTRACT_MEMORY_MB"),
            tasks=settings.getint("EXTRACT_TASKS_A_WORKER"),
        )

        def give_up(error: SQLAlchemyError | DatabaseError) -> None:
            store = crawler.get_item_pipeline(StorePipeline)
            if store is not None:
                store.give_up(error)

        sources = read_sources(Path(settings["SOURCES"])) if settings["SOURCES"] else Sources()
        profiles = StoredProfiles(settings["DATABASE_URL"], sources)
        return cls(workers, profiles, cls.reader, give_up)

    def open_spider(self) -> None:
        """Start the workers: they warm up while the first pages are fetched."""
        self.workers.start()

    async def close_spider(self) -> None:
        """End the workers."""
        await asyncio.to_thread(self.workers.stop)

    async def process_item(self, item: Page | UnreadPage) -> Visit:
        """The visit with what was read, or with the reason why nothing was."""
        if isinstance(item, UnreadPage):
            return Visit(page=item.page, outcome=item.outcome)
        return Visit(page=item, outcome=await self._outcome(item))

    def abort(self) -> None:
        """Give up the pages that wait or are being read: the run ends."""
        self.workers.abort()

    async def _outcome(self, page: Page) -> Reading | Rejected:
        try:
            refused = extraction.refuse(page)
            return refused if refused is not None else await self._read(page)
        except asyncio.CancelledError:
            raise DropItem("the run was interrupted") from None
        except (SQLAlchemyError, DatabaseError) as error:
            self.give_up(error)
            raise DropItem(f"the database failed: {error}") from error
        except TimeoutError:
            evidence = f"Reading it took longer than {self.workers.timeout:g} seconds."
            return given_up(page, Reason.EXTRACTION_TIMEOUT, evidence)
        except ProcessExpired as death:
            evidence = f"The worker that read it died (exit code {death.exitcode})."
            return given_up(page, Reason.EXTRACTION_FAILED, evidence)
        except Exception as error:  # noqa: BLE001 - the page's own boundary: it is kept, with why
            return failed(page, error)

    async def _read(self, page: Page) -> Reading:
        profile = await self._profile(site_host(page.address))
        return await self.workers.run(self.read, page, profile)

    async def _profile(self, host: str) -> SiteProfile:
        # One state of knowledge for a whole run: the order of pages then changes nothing.
        if host not in self.profiles:
            self.profiles[host] = await asyncio.to_thread(self.profile, host)
        return self.profiles[host]


class ExplainPipeline(ExtractPipeline):
    """Read each page as the other does, and keep all that was heard: for a person who asks why."""

    reader: ClassVar[Read] = staticmethod(extraction.explain)


class StoredProfiles:
    """What is known of a site; the connection to the database is made when it is asked.

    A file of sources goes before the source that the database holds, and both before what was
    learned.
    """

    def __init__(self, database_url: str, sources: Sources | None = None) -> None:
        self.database_url = database_url
        self.sources = sources or Sources()

    def __call__(self, host: str) -> SiteProfile:
        """The site's profile; empty for a site that is new."""
        return self.sources.profile(host, self._stored(host))

    def _stored(self, host: str) -> SiteProfile:
        if not self.database_url:
            return SiteProfile()
        engine = connect(self.database_url)
        try:
            with readers(engine)() as session:
                learned = sites.load_profile(session, host)
                stored = stored_sources.find_source_of_host(session, host)
                return learned if stored is None else from_table(stored.settings).profile(learned)
        finally:
            engine.dispose()
