"""Obey robots.txt as RFC 9309 asks, and wait as long between requests as it says."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from time import monotonic

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import CannotResolveHostError, DownloadConnectionRefusedError, NotSupported
from scrapy.http.request import NO_CALLBACK
from scrapy.robotstxt import RobotParser
from scrapy.utils.httpobj import urlparse_cached
from scrapy.utils.misc import build_from_crawler

from newsspider.discovery.leads import Lead
from newsspider.discovery.sitemaps import SITEMAPS, read_robots
from newsspider.items import Failure, Reason
from newsspider.middlewares.failures import Interrupted, Refused, failure_of
from newsspider.processing.run_state import state_of
from storage.crawl.hosts import Host

logger = logging.getLogger(__name__)

ASKED = "asked"
"""Key in a slot's settings: the delay that the site asks for, which it never falls below."""

LARGEST = 500 * 1024
"""Bytes that are read: the least that RFC 9309 asks for is enough."""

TOO_MANY = 429
"""Of robots.txt it says that the site is busy, not that it has none."""

NOBODY_TO_ASK = (
    Refused,
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    NotSupported,
    ValueError,
)
"""Errors that are not about robots.txt: the page would fail for the same reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """One site's robots.txt, until it is stale; a failure closes the site."""

    parser: RobotParser | None = None
    sitemaps: tuple[Lead, ...] = ()
    failure: Failure | None = None
    stale_at: float = float("inf")


class RobotsMiddleware(RobotsTxtMiddleware):
    """5xx or no answer closes the site for some minutes, 4xx opens it; Crawl-delay is kept."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.agent: str = crawler.settings["ROBOTSTXT_USER_AGENT"]
        self.memory = crawler.settings.getfloat("ROBOTS_FAILURE_MEMORY")
        self.fresh = timedelta(seconds=crawler.settings.getfloat("ROBOTS_MEMORY"))
        self.longest_delay = crawler.settings.getfloat("ROBOTS_LONGEST_DELAY")
        self.rules: dict[str, asyncio.Task[Rules]] = {}

    async def process_request(self, request: Request, spider: Spider | None = None) -> None:
        """Raise ``Refused`` where the site's rules, or their absence, forbid the address."""
        if request.meta.get("dont_obey_robotstxt"):
            return
        rules = await self._rules_for(request)
        if rules.failure is not None:
            raise Refused(rules.failure)
        request.meta[SITEMAPS] = rules.sitemaps
        if rules.parser is not None and not rules.parser.allowed(request.url, self.agent):
            evidence = f"robots.txt forbids {urlparse_cached(request).path or '/'} to crawlers."
            raise Refused(Failure(reason=Reason.ROBOTS, evidence=evidence))

    async def _rules_for(self, request: Request) -> Rules:
        netloc = urlparse_cached(request).netloc
        known = self.rules.get(netloc)
        if known is None or (known.done() and monotonic() > known.result().stale_at):
            self.rules[netloc] = asyncio.ensure_future(self._fetch_rules(request))
        # One fetch serves all who wait for it: none of them may cancel it for the others.
        return await asyncio.shield(self.rules[netloc])

    async def _fetch_rules(self, request: Request) -> Rules:
        url = urlparse_cached(request)
        home = f"{url.scheme}://{url.netloc}"
        known, learned = await self._known(home), None
        if known is not None:
            parser, learned = self._parsed(known.robots), known.delay_after(datetime.now(UTC))
            delay = self._slow_down(url.netloc, parser, learned)
            # Nobody knows when an earlier run, or one that was killed, asked last.
            await asyncio.sleep(delay)
            if known.robots_at is not None and datetime.now(UTC) - known.robots_at < self.fresh:
                return self._rules(parser, known.robots, f"{home}/robots.txt")
        rules = await self._ask(home, url.netloc, learned)
        if rules.failure is not None and known is not None and known.robots_at is not None:
            # RFC 9309, 2.3.1.4: what it said before holds on while it cannot be had.
            stale_at = monotonic() + self.memory
            old = self._rules(self._parsed(known.robots), known.robots, f"{home}/robots.txt")
            return replace(old, stale_at=stale_at)
        return rules

    async def _ask(self, home: str, netloc: str, learned: float | None) -> Rules:
        address = f"{home}/robots.txt"
        robots = Request(
            address,
            priority=self.DOWNLOAD_PRIORITY,
            meta={"dont_obey_robotstxt": True},
            callback=NO_CALLBACK,
        )
        try:
            response = await self.crawler.engine.download_async(robots)
        except Exception as error:  # noqa: BLE001 - whatever it is, the site's wishes are unknown
            return self._closed(_unanswered(error, address))
        if response.status >= 500 or response.status == TOO_MANY:
            evidence = f"{response.url} answered {response.status}, so nothing is fetched for now."
            return self._closed(Failure(reason=Reason.ROBOTS, evidence=evidence))
        body = response.body[:LARGEST] if response.status < 400 else None
        await self._keep(home, body)
        parser = self._parsed(body)
        self._slow_down(netloc, parser, learned)
        return self._rules(parser, body, response.url)

    async def _known(self, home: str) -> Host | None:
        """The host as earlier runs of the source learned it; crawls of no source keep nothing."""
        run = state_of(self.crawler)
        return await run.frontier.host(home) if run is not None and run.frontier else None

    async def _keep(self, home: str, body: bytes | None) -> None:
        run = state_of(self.crawler)
        if run is not None and run.frontier:
            await run.frontier.keep_robots(home, body)

    def _parsed(self, body: bytes | None) -> RobotParser | None:
        return None if body is None else build_from_crawler(self._parserimpl, self.crawler, body)

    def _rules(self, parser: RobotParser | None, body: bytes | None, address: str) -> Rules:
        return Rules(
            parser=parser,
            sitemaps=read_robots(body or b"", address),
            stale_at=monotonic() + self.fresh.total_seconds(),
        )

    def _closed(self, failure: Failure) -> Rules:
        return Rules(failure=failure, stale_at=monotonic() + self.memory)

    def _slow_down(self, netloc: str, parser: RobotParser | None, learned: float | None) -> float:
        """Wait as long between requests as the site asks, or was seen to need; the seconds."""
        shortest = self.crawler.settings.getfloat("DOWNLOAD_DELAY")
        asked = parser.crawl_delay(self.agent) if parser is not None else None
        # Not a number is no wish at all.
        if asked is None or not asked >= 0:
            if learned is not None and learned > shortest:
                self._set_delay(netloc, None, learned)
            return max(learned or 0, shortest)
        if asked > self.longest_delay:
            logger.warning(
                "%s asks for %g s between requests, gets %g", netloc, asked, self.longest_delay
            )
        asked = max(min(asked, self.longest_delay), shortest)
        self._set_delay(netloc, asked, max(asked, learned or 0))
        return max(asked, learned or 0)

    def _set_delay(self, netloc: str, asked: float | None, delay: float) -> None:
        """Wait ``delay`` seconds from now on; ``asked`` is the least, where the site says so."""
        downloader = self.crawler.engine.downloader
        netloc = netloc.rpartition("@")[2]
        # A slot that stands idle is thrown away, so the delay is also kept for the next one.
        settings = {"delay": delay, "concurrency": 1, "jitter": 0}
        settings |= {ASKED: asked} if asked is not None else {}
        downloader.per_slot_settings[netloc] = settings
        slot = downloader.slots.get(netloc)
        if slot is not None:
            slot.delay, slot.concurrency, slot.jitter = delay, 1, 0.0


def _unanswered(error: Exception, address: str) -> Failure:
    if isinstance(error, Interrupted):
        raise error
    if isinstance(error, NOBODY_TO_ASK):
        return failure_of(error)
    evidence = (
        f"{address} gave no answer, so nothing is fetched for now: {failure_of(error).evidence}"
    )
    return Failure(reason=Reason.ROBOTS, evidence=evidence)
