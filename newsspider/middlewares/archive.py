"""Archive every answer as it came, before anything reads it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Self, TypeVar

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Headers as ScrapyHeaders
from scrapy.http import Response
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from newsspider.archive import CAPTURE
from newsspider.archive.exchange import NOT_MODIFIED, Exchange, Headers, Original
from newsspider.archive.reader import resolve
from newsspider.archive.repair import repair
from newsspider.archive.writer import ArchiveWriter
from newsspider.errors import ArchiveError, DatabaseError
from newsspider.items import Capture
from newsspider.middlewares.failures import Interrupted
from newsspider.processing.run_state import state_of
from storage.crawl import captures
from storage.db.engine import connect, readers

logger = logging.getLogger(__name__)

ARCHIVE_ERROR = "archive_error"

T = TypeVar("T")


class ArchiveMiddleware:
    """Archives each answer; nearest to the network, where it is not decoded yet.

    robots.txt passes here too. An answer goes on its way once its record is on the disk. A thread
    writes; the reactor waits for nothing.
    """

    def __init__(
        self,
        writer: ArchiveWriter,
        run_id: Callable[[], int | None] = lambda: None,
        close: Callable[[], None] = lambda: None,
    ) -> None:
        self.writer = writer
        self.run_id = run_id
        self.close = close
        self.failure: ArchiveError | None = None
        self.thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="archive")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build it where there is an archive, for spiders whose runs are noted."""
        settings, run = crawler.settings, state_of(crawler)
        if not settings["ARCHIVE"] or run is None or run.kind is None:
            raise NotConfigured
        writer = ArchiveWriter(
            Path(settings["ARCHIVE"]),
            size=settings.getint("ARCHIVE_FILE_SIZE"),
            agent=settings["USER_AGENT"],
            rendering=settings["RENDER"] if settings["RENDER"] != "http" else "",
            find=Earlier(Path(settings["ARCHIVE"]), settings["DATABASE_URL"]),
        )
        middleware = cls(writer, lambda: run.id, _Closer(crawler))
        crawler.signals.connect(middleware.spider_opened, signal=signals.spider_opened)
        crawler.signals.connect(middleware.spider_closed, signal=signals.spider_closed)
        return middleware

    async def spider_opened(self) -> None:
        """Close the files that killed runs left open."""
        self.writer.run_id = self.run_id()
        try:
            await self._run(lambda: repair(self.writer.folder))
        except OSError as error:
            logger.warning("What killed runs left in the archive stays open: %s", error)

    async def process_response(self, request: Request, response: Response) -> Response:
        """The same answer, with its ``Capture`` in the request's meta."""
        request.meta.pop(CAPTURE, None)
        if self.failure is not None:
            raise Interrupted
        exchange = exchange_of(request, response)
        request.meta[CAPTURE] = await self._archive(lambda: self.writer.write(exchange))
        return response

    async def convert(self, request: Request, response: Response) -> None:
        """Archive the document that a browser made of the answer, as the page's ``Capture``."""
        answer: Capture = request.meta[CAPTURE]
        document = await self._archive(
            lambda: self.writer.convert(response.url, response.body, answer)
        )
        request.meta[CAPTURE] = document

    async def spider_closed(self) -> None:
        """Give the last file its name."""
        try:
            await self._run(self.writer.close)
        except ArchiveError as error:
            self.failure = self.failure or error
        finally:
            self.thread.shutdown()

    async def _archive(self, write: Callable[[], Capture]) -> Capture:
        """Write the record; its capture, once it is on the disk."""
        try:
            capture = await self._run(write)
            # A turn of its own: one wait for the disk serves all that were written meanwhile.
            await self._run(lambda: self.writer.sync(capture))
        except ArchiveError as error:
            self._give_up(error)
            raise Interrupted from error
        return capture

    def _give_up(self, error: ArchiveError) -> None:
        # A page without its record would be stored and not kept: better to stop and say so.
        if self.failure is None:
            self.failure = error
            logger.info("%s", error)
            self.close()

    async def _run(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self.thread, work)


def exchange_of(request: Request, response: Response) -> Exchange:
    """The request and its answer as they went over the wire, as far as Scrapy keeps that."""
    return Exchange(
        url=response.url,
        fetched_at=datetime.now(UTC),
        status=response.status,
        headers=_headers(response.headers),
        body=response.body,
        method=request.method,
        asked=_headers(request.headers),
        protocol=response.protocol or "HTTP/1.1",
        ip=str(response.ip_address) if response.ip_address else None,
        first=request.meta.get("redirect_urls", [None])[0],
    )


class Earlier:
    """Finds the record of an earlier run that holds an answer's payload, by the database.

    The records that the database names are looked up in the archive: one that is no longer there
    cannot be referred to.
    """

    def __init__(self, folder: Path, database_url: str) -> None:
        self.folder = folder
        self.database_url = database_url
        self.engine: Engine | None = None

    def __call__(self, exchange: Exchange) -> Original | None:
        """The record, ``None`` where there is none or the database does not answer."""
        urls = {exchange.url, exchange.first or exchange.url}
        digest = None if exchange.status == NOT_MODIFIED else exchange.digest
        try:
            self.engine = self.engine or connect(self.database_url)
            with readers(self.engine)() as session:
                return self._holder(
                    session, exchange.url, captures.find_earlier_answers(session, urls, digest)
                )
        except (SQLAlchemyError, DatabaseError):
            return None

    def _holder(self, session: Session, url: str, earlier: Sequence[Capture]) -> Original | None:
        """The record that holds the payload, read: a damaged one cannot be referred to."""
        for capture in earlier:
            with suppress(ArchiveError):
                answer = resolve(
                    self.folder,
                    capture,
                    lambda original: captures.find_answers_at(
                        session, original.digest, original.fetched_at
                    ),
                )
                holder = answer.repeats or answer
                if answer.url == url:
                    return Original(
                        url=holder.url, fetched_at=holder.fetched_at, digest=capture.digest
                    )
        return None


def _headers(headers: ScrapyHeaders) -> Headers:
    return tuple(
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, values in headers.items()
        for value in values
    )


class _Closer:
    """Ends the crawl from within one of its own answers, without waiting for itself."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.closing: asyncio.Future[None] | None = None

    def __call__(self) -> None:
        closing = self.crawler.engine.close_spider_async(reason=ARCHIVE_ERROR)
        # The loop keeps no hold of a task: without this one it may vanish half way.
        self.closing = asyncio.ensure_future(closing)
