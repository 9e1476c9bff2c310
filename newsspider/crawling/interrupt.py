"""Ctrl-C and SIGTERM: end a crawl clean and soon; a second one ends it at once.

So does the end of the parent of a process that was started to end with it (``PARENT``).
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
from types import TracebackType
from typing import Self

from scrapy.crawler import Crawler

from newsspider.crawling.process import PARENT
from newsspider.middlewares.downloader import StoppableDownloader
from pipelines.extract import ExtractPipeline
from pipelines.store import StorePipeline

GRACE = 3.0
"""Seconds in which what is under way may finish; what is then unfinished is given up."""

SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Interrupt:
    """While it is entered, a signal stops the crawler; ``happened`` says whether one came."""

    def __init__(self, crawler: Crawler, crawl: asyncio.Task[None]) -> None:
        self.crawler = crawler
        self.crawl = crawl
        self.happened = False
        self.stopping: asyncio.Task[None] | None = None
        self.lifeline = int(os.environ[PARENT]) if PARENT in os.environ else None
        self.previous = {number: signal.getsignal(number) for number in SIGNALS}

    def __enter__(self) -> Self:
        loop = asyncio.get_running_loop()
        for number in SIGNALS:
            loop.add_signal_handler(number, self.stop)
        if self.lifeline is not None:
            loop.add_reader(self.lifeline, self._stop_with_parent)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        loop = asyncio.get_running_loop()
        if self.lifeline is not None:
            loop.remove_reader(self.lifeline)
        for number, handler in self.previous.items():
            loop.remove_signal_handler(number)
            signal.signal(number, handler)

    def stop(self) -> None:
        """Ask the crawl to end; asked again, cancel it."""
        if self.happened or not self._is_running():
            self.happened = True
            self._give_up()
            self.crawl.cancel()
            return
        self.happened = True
        self.stopping = asyncio.ensure_future(self._stop())

    def _stop_with_parent(self) -> None:
        if self.lifeline is not None:
            asyncio.get_running_loop().remove_reader(self.lifeline)  # it is closed once and for all
        self.stop()

    async def _stop(self) -> None:
        engine_stops = asyncio.ensure_future(self.crawler.stop_async())
        await asyncio.wait([engine_stops, self.crawl], timeout=GRACE)
        if not self.crawl.done():
            self._give_up()
        await engine_stops

    def _give_up(self) -> None:
        with contextlib.suppress(RuntimeError):  # there is no engine yet
            downloader = self.crawler.engine.downloader
            if isinstance(downloader, StoppableDownloader):
                downloader.abort()
            for pipeline in (
                self.crawler.get_item_pipeline(ExtractPipeline),
                self.crawler.get_item_pipeline(StorePipeline),
            ):
                if pipeline is not None:
                    pipeline.abort()

    def _is_running(self) -> bool:
        try:
            return self.crawler.engine.running
        except RuntimeError:
            return False
