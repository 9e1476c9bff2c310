"""The frontier of a source as its run sees it: through the one thread that writes."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from newsspider.items import FrontierEntry, Lease
from newsspider.processing.writer import Writer
from newsspider.text.hosts import readable
from storage.crawl import frontier, hosts, leases, runs, sources

logger = logging.getLogger(__name__)

BEAT_SECONDS = 15
"""Time between two notes that a crawl lives, while it has nothing else to write."""


class SourceFrontier:
    """The addresses of one source, for one run."""

    def __init__(self, writer: Writer, source_id: int, run_id: int, holder: str) -> None:
        self.writer = writer
        self.source_id = source_id
        self.run_id = run_id
        self.holder = holder
        self.beaten_at = datetime.now(UTC)

    async def begin(self, starts: Sequence[FrontierEntry], *, at_once: bool) -> frozenset[str]:
        """Free the leases of killed runs and add the starts.

        Returns the patterns of known articles' addresses. ``at_once`` has starts and feeds visited
        now, whatever their own rhythm.
        """
        return await self.writer.run(lambda session: self._begin(session, starts, at_once=at_once))

    async def lease(self, *, lists: int, articles: int) -> list[Lease]:
        """Take addresses whose visit is due, at most so many; this run's until they are settled."""
        return await self.writer.run(
            lambda session: leases.take_leases(
                session,
                self.source_id,
                self.run_id,
                now=datetime.now(UTC),
                lists=lists,
                articles=articles,
            )
        )

    async def beat(self) -> bool:
        """Note that the crawl lives, where it has been a while; whether it still has the source."""
        now = datetime.now(UTC)
        if (now - self.beaten_at).total_seconds() < BEAT_SECONDS:
            return True
        self.beaten_at = now
        return await self.writer.run(
            lambda session: sources.beat_hold(session, self.source_id, self.holder, now)
        )

    async def hold_back(self, pattern: str) -> int:
        """Fetch no new articles of the pattern for a week; returns how many are held back."""
        now = datetime.now(UTC)
        return await self.writer.run(
            lambda session: frontier.hold_back_pattern(session, self.source_id, pattern, now=now)
        )

    async def drop(self, urls: Sequence[str]) -> None:
        """Fetch these no more."""
        await self.writer.run(lambda session: frontier.drop_addresses(session, urls))

    async def host(self, name: str) -> hosts.Host | None:
        """The host as earlier runs learned it."""
        return await self.writer.run(lambda session: hosts.find_host(session, name))

    async def keep_robots(self, name: str, robots: bytes | None) -> None:
        """Keep the robots.txt of a host for later runs."""
        now = datetime.now(UTC)
        await self.writer.run(lambda session: hosts.keep_robots(session, name, robots, now))

    async def keep_delay(self, name: str, delay: float | None) -> None:
        """Keep the delay that a host needs, in seconds; ``None`` for none of its own."""
        now = datetime.now(UTC)
        await self.writer.run(lambda session: hosts.keep_delay(session, name, delay, now))

    def _begin(
        self, session: Session, starts: Sequence[FrontierEntry], *, at_once: bool
    ) -> frozenset[str]:
        now = datetime.now(UTC)
        runs.close_killed_runs(session, self.source_id, self.run_id, now)
        for url in leases.free_leases(session, self.source_id, now=now):
            logger.warning("put off %s: run after run was killed that had it", readable(url))
        frontier.add_starts(session, self.source_id, starts, now=now)
        if at_once:
            frontier.hasten_index_pages(session, self.source_id, now=now)
        return frontier.article_patterns(session, self.source_id, most=1_000)
