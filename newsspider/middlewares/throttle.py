"""Ask a server as often as it can bear: slower where it answers slowly or refuses.

The delay between requests follows the time that answers usually take (as in Scrapy's AutoThrottle),
but is never shorter than the site's Crawl-delay or the project's own. 429 and 503 double it, and
hold all requests to the host for as long as ``Retry-After`` says; each quick answer takes back a
part of that, the smaller the more addresses were refused. One broken page is not a busy server.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from statistics import median_low
from time import monotonic
from typing import TYPE_CHECKING, Any, Self, cast

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.utils.httpobj import urlparse_cached

from newsspider.middlewares.robots import ASKED
from newsspider.processing.run_state import state_of

if TYPE_CHECKING:
    from newsspider.middlewares.downloader import StoppableDownloader

logger = logging.getLogger(__name__)

TOO_MANY = 429
TOO_MUCH = frozenset({TOO_MANY, 503})
AT_EASE = frozenset({*range(200, 400), 404, 410})
"""Other errors come fast from servers in trouble, and from those that shut somebody out."""

LATENCIES = 5
"""Latest answers whose median time is the time of the server."""

OFTEN = 10
"""Addresses that were refused from which on a delay falls no more slowly."""

NEARLY = 0.05
"""The part of a delay that makes no difference."""

LONGEST_HOLD = 24 * 60 * 60
"""Seconds that a source waits at most for a site that wants to be left alone."""

SHORTEST_HOLD = 5.0
"""Seconds that nothing is asked after such an answer, where it does not say how long."""


@dataclass(slots=True)
class HostLoad:
    """The load of one host in this run, as its answers show it."""

    latencies: deque[float] = field(default_factory=lambda: deque(maxlen=LATENCIES))
    refused: set[str] = field(default_factory=set)
    """The addresses that it was too busy for."""

    kept: float | None = None
    """The delay that later runs would begin with; ``None`` for none of its own."""

    is_at_ease: bool = False
    """Whether the delay follows from the time of its answers alone."""

    def refuses(self, status: int, url: str) -> bool:
        """Note a refusal; whether it is the host that refuses, and not a page alone.

        429 is about who asks. 503 is about the host where other addresses have it too.
        """
        is_new = url not in self.refused
        self.refused.add(url)
        self.is_at_ease = False
        return is_new or status == TOO_MANY

    def eases(self, delay: float, latency: float, floor: float, longest: float) -> float:
        """The delay after an answer that took so long."""
        self.latencies.append(latency)
        # A single slow page moves nothing; of two, the quicker one counts.
        usual = min(max(median_low(self.latencies), floor), longest)
        often = min(max(len(self.refused), 1), OFTEN)
        share = 1 / (1 + often) if usual < delay else 0.5
        delay += (usual - delay) * share
        self.is_at_ease = delay <= usual + NEARLY * max(usual, 1.0)
        return min(delay, usual) if self.is_at_ease else delay


class Throttle:
    """Learns from each answer how long to wait before the next request to its host.

    It gets an answer before the downloader looks for the next request of the host; a middleware
    would get it after that.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.shortest = crawler.settings.getfloat("DOWNLOAD_DELAY")
        self.longest = crawler.settings.getfloat("PACE_LONGEST")
        self.at_once = crawler.settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN")
        self.learned: dict[str, HostLoad] = {}
        self.keeping: set[asyncio.Future[None]] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Listen for the answers; the downloader is there once the first one comes."""
        throttle = cls(crawler)
        crawler.signals.connect(throttle.answered, signal=signals.response_downloaded)
        return throttle

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
        elif response.status in AT_EASE and (latency := request.meta.get("download_latency")):
            self._ease(request, key, slot, latency)

    def _ease(self, request: Request, key: str, slot: Any, latency: float) -> None:
        host = self._of(key)
        slot.delay = host.eases(slot.delay, latency, self._floor(key), self.longest)
        if host.is_at_ease and ASKED not in self._settings(key):
            self.crawler.engine.downloader.per_slot_settings.pop(key, None)
            slot.concurrency = self.at_once
        if host.kept is not None and (host.is_at_ease or slot.delay <= host.kept / 2):
            self._keep(request, host, None if host.is_at_ease else slot.delay)

    def _hold(self, request: Request, response: Response, key: str, slot: Any) -> None:
        host = self._of(key)
        if host.refuses(response.status, request.url):
            slot.delay = min(max(slot.delay * 2, 1.0), max(self.longest, self._floor(key)))
        slot.concurrency = 1
        asked = retry_after(response.headers.get(b"Retry-After"), datetime.now(UTC))
        run = state_of(self.crawler)
        if asked is not None and asked > self.longest and run is not None and run.source_id:
            logger.warning("%s wants to be left alone for %.0f s: the crawl ends", key, asked)
            run.hold_off(datetime.now(UTC) + timedelta(seconds=min(asked, LONGEST_HOLD)))
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
        self._keep(request, host, slot.delay)

    def _keep(self, request: Request, host: HostLoad, delay: float | None) -> None:
        """Have later runs begin with the delay."""
        host.kept = delay
        run = state_of(self.crawler)
        if run is None or run.frontier is None:
            return
        url = urlparse_cached(request)
        kept = asyncio.ensure_future(run.frontier.keep_delay(f"{url.scheme}://{url.netloc}", delay))
        self.keeping.add(kept)
        kept.add_done_callback(self.keeping.discard)

    def _of(self, key: str) -> HostLoad:
        if key not in self.learned:
            begun = self._settings(key).get("delay", 0.0)
            self.learned[key] = HostLoad(kept=begun if begun > self._floor(key) else None)
        return self.learned[key]

    def _floor(self, key: str) -> float:
        return max(float(self._settings(key).get(ASKED, self.shortest)), self.shortest)

    def _settings(self, key: str) -> dict[str, Any]:
        settings: dict[str, Any] = self.crawler.engine.downloader.per_slot_settings.get(key, {})
        return settings


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
