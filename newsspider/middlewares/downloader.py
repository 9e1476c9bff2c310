"""A downloader that counts a page until it is stored, and can give up everything at once."""

from __future__ import annotations

from typing import Any

from scrapy import Request, Spider
from scrapy.core.downloader import Downloader
from scrapy.crawler import Crawler
from twisted.internet.defer import Deferred

from newsspider.middlewares.failures import Interrupted

LEAST_DELAY = 0.001
"""Seconds. Without any delay Scrapy 2.19 starts all that waits for a host at once, whatever its
limit of requests at a time: it counts a request only once its task has begun."""


class StoppableDownloader(Downloader):
    """Scrapy's own waits for each download and each delay before it stops; a person does not."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._delay = max(self._delay, LEAST_DELAY)
        self.waiting: dict[Deferred[Any], Deferred[Any]] = {}
        self.aborted = False

    def fetch(self, request: Request, spider: Spider | None = None) -> Deferred[Any]:
        """Scrapy's ``fetch``, which fails with ``Interrupted`` once ``abort`` was called."""
        answer: Deferred[Any] = Deferred()
        if self.aborted:
            answer.errback(Interrupted())
            return answer
        fetched = super().fetch(request)
        self.waiting[answer] = fetched

        def settle(result: Any) -> None:
            if self.waiting.pop(answer, None) is not None:
                answer.callback(result)

        fetched.addBoth(settle)
        return answer

    def needs_backout(self) -> bool:
        """Whether as many pages are under way as may be at a time.

        Scrapy counts those that are fetched. Pages that wait to be read or stored fill memory, and
        a run that is killed has fetched them in vain.
        """
        slot = self.crawler.engine.scraper.slot
        stored = len(slot.queue) + len(slot.active) if slot is not None else 0
        return 0 < self.total_concurrency <= len(self.active) + stored

    def abort(self) -> None:
        """End every download, whether it waits for its turn, its robots.txt or its server."""
        self.aborted = True
        for slot in self.slots.values():
            # Else the next one begins as soon as the one before it has ended.
            slot.queue.clear()
        waiting, self.waiting = self.waiting, {}
        for answer, fetched in waiting.items():
            fetched.cancel()
            answer.errback(Interrupted())
