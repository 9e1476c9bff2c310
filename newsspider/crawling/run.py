"""One run of one spider in this process, which Ctrl-C and SIGTERM end clean."""

from __future__ import annotations

import asyncio
import atexit
import contextlib
import os
import signal
from collections.abc import Callable, Coroutine, Mapping
from types import TracebackType
from typing import Any, Self, TypeVar

from scrapy import Request, Spider, signals
from scrapy.crawler import AsyncCrawlerRunner, Crawler
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK
from scrapy.settings import BaseSettings, Settings
from scrapy.utils.reactor import install_reactor, is_reactor_installed

from newsspider import config
from newsspider.crawling.process import PARENT
from newsspider.crawling.report import Counting, RunReport, Tally
from newsspider.middlewares.archive import ArchiveMiddleware
from newsspider.middlewares.downloader import StoppableDownloader
from newsspider.middlewares.resolver import PublicResolver
from newsspider.processing.visit import Visit
from pipelines.extract import ExtractPipeline
from pipelines.store import StorePipeline

TICK = 0.25
SETTLING = 2.0
"""Seconds that an interrupted run has to end the tasks that it cancelled."""

GRACE = 3.0
"""Seconds in which pages under way may finish; those that are then unfinished are given up."""

SIGNALS = (signal.SIGINT, signal.SIGTERM)

T = TypeVar("T")


def run(
    spider: type[Spider],
    arguments: Mapping[str, Any],
    settings: Mapping[str, Any],
    *,
    on_visit: Callable[[Visit], None] = lambda visit: None,
    on_tick: Callable[[Tally], None] = lambda tally: None,
) -> RunReport:
    """Run the spider to its end and report; ``settings`` override the project's.

    ``on_visit`` is called for each page at the end of its road, ``on_tick`` some times a second.
    Ctrl-C and SIGTERM end the run clean, and the report says so; a second one raises
    ``KeyboardInterrupt``. Raises ``DatabaseError`` where nothing can be stored, ``ArchiveError``
    where no answer can be kept. May be called again in the same process, from the main thread.
    """
    chosen = project_settings(settings)
    main = _run(spider, arguments, chosen, on_visit, on_tick)
    try:
        return run_in_reactor(main, chosen)
    except asyncio.CancelledError:
        raise KeyboardInterrupt from None


def project_settings(overrides: Mapping[str, Any]) -> Settings:
    """The project's settings, wherever the command is called from."""
    settings = Settings()
    settings.setmodule("newsspider.settings", priority="project")
    settings.update(dict(overrides), priority="cmdline")
    return settings


def workers_for(pages: int) -> int:
    """The number of workers that so many pages are worth: at most as many as are set."""
    most: int = config.value("EXTRACT_WORKERS")
    return max(1, min(pages, most))


def run_in_reactor(main: Coroutine[Any, Any, T], settings: BaseSettings) -> T:
    """Run ``main`` on Twisted's reactor and return its result; from the main thread, any times.

    ``reactor.run`` can be called once in the life of a process. The asyncio reactor works
    whenever its loop does, so here the loop runs until ``main`` is done.
    """
    if not is_reactor_installed():
        install_reactor(settings["TWISTED_REACTOR"])
    from twisted.internet import reactor  # which one it is was just decided

    loop: asyncio.AbstractEventLoop = reactor._asyncioEventloop
    asyncio.set_event_loop(loop)
    if not reactor.running:
        reactor.startRunning(installSignalHandlers=False)
        atexit.register(loop.close)
    allow_private = settings.getbool("ALLOW_PRIVATE")
    PublicResolver(reactor, allow_private=allow_private).install_on_reactor()
    return loop.run_until_complete(main)


async def _run(
    spider: type[Spider],
    arguments: Mapping[str, Any],
    settings: Settings,
    on_visit: Callable[[Visit], None],
    on_tick: Callable[[Tally], None],
) -> RunReport:
    runner = AsyncCrawlerRunner(settings)
    crawler = runner.create_crawler(spider)
    counting = Counting()
    listeners = _connect(crawler, counting, on_visit)
    crawl = runner.crawl(crawler, **arguments)
    ticking = asyncio.ensure_future(_tick(crawler, counting, on_tick))
    interrupt = Interrupt(crawler, crawl)
    try:
        with interrupt:
            await crawl
    finally:
        ticking.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await ticking
        if interrupt.happened:
            await _settle(interrupt)
            await _note_interruption(crawler)
    _raise_failure(crawler)
    on_tick(counting.tally(0))
    del listeners  # until here they were needed
    ended = crawler.stats.get_value("finish_reason", "failed")
    return counting.report(interrupted=interrupt.happened, ended=ended)


def _connect(
    crawler: Crawler, counting: Counting, on_visit: Callable[[Visit], None]
) -> tuple[object, ...]:
    """Count answers and visits; the caller keeps the listeners, which Scrapy holds weakly."""

    def scraped(item: Visit) -> None:
        counting.visit(item)
        on_visit(item)

    def received(response: Response, request: Request) -> None:
        if request.callback is not NO_CALLBACK:
            counting.answer(response.status)

    crawler.signals.connect(scraped, signal=signals.item_scraped)
    # Both report an error that no page's own boundary caught.
    for lost in (signals.item_error, signals.spider_error):
        crawler.signals.connect(counting.error, signal=lost)
    crawler.signals.connect(received, signal=signals.response_received)
    return scraped, received


async def _note_interruption(crawler: Crawler) -> None:
    # Scrapy was cancelled before it could close the spider: the run would seem to go on.
    with contextlib.suppress(RuntimeError):  # there is no engine yet
        store = crawler.get_item_pipeline(StorePipeline)
        if store is not None:
            await store.spider_closed(None, "shutdown")


async def _settle(interrupt: Interrupt) -> None:
    """Let cancelled tasks come to their end, before the loop is closed over them."""
    if interrupt.stopping is not None:
        await asyncio.wait([interrupt.stopping], timeout=SETTLING)
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    if others:
        await asyncio.wait(others, timeout=SETTLING)


async def _tick(crawler: Crawler, counting: Counting, on_tick: Callable[[Tally], None]) -> None:
    while True:
        await asyncio.sleep(TICK)
        _let_close(crawler)
        on_tick(counting.tally(_waiting(crawler)))


def _let_close(crawler: Crawler) -> None:
    # Scrapy 2.19 looks whether it may close after each answer, but not after a page that ``start``
    # gave: where such a page was the last one on its road, it would wait for ever.
    with contextlib.suppress(RuntimeError):
        slot, spider = crawler.engine.scraper.slot, crawler.spider
        if slot is None or slot.closing is None or spider is None:
            return
        if slot.is_idle() and not slot.closing.called:
            slot.closing.callback(spider)


def _waiting(crawler: Crawler) -> int:
    with contextlib.suppress(RuntimeError):
        engine = crawler.engine
        queued = len(engine.scheduler) if engine.scheduler is not None else 0  # type: ignore[arg-type]
        pages = engine.scraper.slot.itemproc_size if engine.scraper.slot is not None else 0
        return queued + len(engine.downloader.active) + pages
    return 0


def _raise_failure(crawler: Crawler) -> None:
    store = crawler.get_item_pipeline(StorePipeline)
    archive = crawler.get_downloader_middleware(ArchiveMiddleware)
    for component in (store, archive):
        if component is not None and component.failure is not None:
            raise component.failure


class Interrupt:
    """Ctrl-C and SIGTERM while it is entered end the crawl clean and soon; a second one, at once.

    So does the end of the parent of a process that was started to end with it (``PARENT``).
    ``happened`` says whether one came.
    """

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
