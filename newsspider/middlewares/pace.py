"""Ask a server as often as it can bear: slower where it answers slowly or says that it is too much.

The delay between requests follows the time that answers take (as in Scrapy's AutoThrottle), but is
never shorter than the site's Crawl-delay or the project's own; 429 and 503 double it, and hold all
requests to the host for as long as ``Retry-After`` says.
"""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from time import monotonic
from typing import TYPE_CHECKING, Any, Self, cast

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.utils.httpobj import urlparse_cached

if TYPE_CHECKING:
    from newsspider.middlewares.downloader import StoppableDownloader

logger = logging.getLogger(__name__)

TOO_MUCH = frozenset({429, 503})
LONGEST_HOLD = 24 * 60 * 60
"""Seconds that a source waits at most for a site that wants to be left alone."""

SHORTEST_HOLD = 5.0
"""Seconds that nothing is asked after such an answer, where it does not say how long."""


class Pace:
    """Learns from each answer how long to wait before the next request to its host.

    It hears of an answer before the downloader looks for the next request of the host; a
    middleware would hear of it after that.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.shortest = crawler.settings.getfloat("DOWNLOAD_DELAY")
        self.longest = crawler.settings.getfloat("PACE_LONGEST")
        self.keeping: set[asyncio.Future[None]] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The downloader is there once the first answer comes."""
        pace = cls(crawler)
        crawler.signals.connect(pace.answered, signal=signals.response_downloaded)
        return pace

    def answered(self, response: Response, request: Request) -> None:
        """Set the delay of the host, or hold all requests to it."""
        key: str = request.meta.get("download_slot", "")
        slot = self.crawler.engine.downloader.slots.get(key)
        if slot is None:
            return
        if slot.concurrency == 1 or request.meta.get("dont_obey_robotstxt"):
            # Scrapy counts from when a request is sent; one that is slow on its way would come to
            # the server right before the next. Where one at a time is asked, the answer counts, and
            # that of a robots.txt, which may just say so.
            slot.lastseen = max(slot.lastseen, monotonic())
        if response.status in TOO_MUCH:
            self._hold(request, response, key, slot)
        elif response.status < 400 and (latency := request.meta.get("download_latency")):
            floor = self._floor(key)
            target = min(max(latency, floor), self.longest)
            slot.delay = max((slot.delay + target) / 2, floor)

    def _hold(self, request: Request, response: Response, key: str, slot: Any) -> None:
        slot.delay = min(max(slot.delay * 2, 1.0), max(self.longest, self._floor(key)))
        slot.concurrency = 1
        asked = retry_after(response.headers.get(b"Retry-After"), datetime.now(UTC))
        hold_off = getattr(self.crawler.spider, "hold_off", None)
        if asked is not None and asked > self.longest and hold_off is not None:
            logger.warning("%s wants to be left alone for %.0f s: the crawl ends", key, asked)
            hold_off(datetime.now(UTC) + timedelta(seconds=min(asked, LONGEST_HOLD)))
            cast("StoppableDownloader", self.crawler.engine.downloader).abort()
            return
        wait = max(min(SHORTEST_HOLD if asked is None else asked, self.longest), slot.delay)
        # Scrapy waits for the delay since the latest request: one in the future holds them all.
        slot.lastseen = max(slot.lastseen, monotonic() + wait - slot.delay)
        logger.info(
            "%s answered %d: nothing for %.0f s, then every %.1f s",
            key,
            response.status,
            wait,
            slot.delay,
        )
        frontier = getattr(self.crawler.spider, "frontier", None)
        if frontier is not None:
            url = urlparse_cached(request)
            kept = asyncio.ensure_future(
                frontier.keep_delay(f"{url.scheme}://{url.netloc}", slot.delay)
            )
            self.keeping.add(kept)
            kept.add_done_callback(self.keeping.discard)

    def _floor(self, key: str) -> float:
        settings = self.crawler.engine.downloader.per_slot_settings.get(key, {})
        return max(float(settings.get("asked", self.shortest)), self.shortest)


def retry_after(value: bytes | None, now: datetime) -> float | None:
    """The seconds that a ``Retry-After`` header asks for (RFC 9110, 10.2.3); ``None`` for none."""
    text = (value or b"").decode("latin-1").strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max((moment - now).total_seconds(), 0.0)
