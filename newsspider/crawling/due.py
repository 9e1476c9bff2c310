"""Crawl the sources that are due, each in a process of its own, of neighbours one at a time."""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from newsspider.crawling.process import GRACE, RunProcess, ended_how
from storage.crawl import same_host, sources
from storage.db.retries import Patience

logger = logging.getLogger(__name__)

POLL = 1.0
"""Seconds between two questions to the database for sources that are due."""

LONGEST = 2 * 60 * 60
"""Seconds that one crawl may take: one that hangs gives its place to others."""

AFTER_A_CRASH = timedelta(minutes=10)
"""A source whose process died without a word is crawled again no sooner."""


@dataclass(slots=True)
class _Crawl:
    """One process that crawls one source."""

    source_id: int
    site: str
    process: RunProcess
    is_stopped: bool = False
    """Whether it was asked to end."""


class DueRunner:
    """Starts crawls of sources that are due, at most so many at a time, until it is stopped.

    ``command`` makes the command line that crawls a source by its id.
    """

    def __init__(
        self,
        engine: Engine,
        command: Callable[[int], Sequence[str]],
        *,
        most: int,
        longest: float = LONGEST,
    ) -> None:
        self.engine = engine
        self.command = command
        self.most = most
        self.longest = longest
        self.crawls: dict[int, _Crawl] = {}
        self.failed: set[int] = set()
        self.announced: set[int] = set()
        """Sources whose wait for a neighbour is in the log."""

        self.sites: dict[int, str] = {}
        """By id, the name of a source in the log."""

        self.stopped = threading.Event()
        self.stopped_by: int | None = None
        """The first signal that ended the run."""

    def stop(self, number: int | None = None, *_: object) -> None:
        """End the crawls clean, then return from ``run``; may be called by a signal."""
        self.stopped_by = self.stopped_by or number
        self.stopped.set()

    def run(self, *, once: bool, only: Sequence[int] = ()) -> bool:
        """Crawl the sources that are due; with ``once``, return when all are done.

        Returns whether no crawl failed.

        ``only`` names sources that are crawled now, due or not, and no others.
        """
        tried: set[int] = set()
        try:
            while not self.stopped.is_set():
                self._reap()
                waiting, ready = self._find_due(only, tried if once else ())
                for source_id in ready[: self.most - len(self.crawls)]:
                    tried.add(source_id)
                    self._start(source_id)
                if once and not self.crawls and not waiting:
                    break
                self.stopped.wait(POLL)
        finally:
            self._end()
        return not self.failed

    def _find_due(self, only: Sequence[int], tried: Collection[int]) -> tuple[list[int], list[int]]:
        """The sources that wait for a crawl, and those of them that may begin now."""

        def find(session: Session) -> tuple[list[int], list[int]]:
            now = datetime.now(UTC)
            due = only or sources.due_sources(session, now)
            waiting = [
                source_id
                for source_id in due
                if source_id not in self.crawls and source_id not in tried
            ]
            self._learn_names(session, waiting)
            return waiting, same_host.choose_apart(session, waiting, now, busy=self.crawls)

        waiting, ready = Patience().transact(self.engine, find)
        for source_id in sorted({*waiting}.difference(ready, self.announced)):
            logger.info(
                "%s: waits, for a source on the same host is crawled", self._name(source_id)
            )
        self.announced = {*waiting}.difference(ready)
        return waiting, ready

    def _learn_names(self, session: Session, source_ids: Sequence[int]) -> None:
        for source_id in source_ids:
            if source_id not in self.sites and (stored := sources.get_source(session, source_id)):
                self.sites[source_id] = stored.site

    def _name(self, source_id: int) -> str:
        return self.sites.get(source_id, f"source {source_id}")

    def _start(self, source_id: int) -> None:
        # Ctrl-C reaches this process alone, which then ends its crawls.
        process = RunProcess(self.command(source_id))
        crawl = self.crawls[source_id] = _Crawl(source_id, self._name(source_id), process)
        logger.info("%s: crawl begins (process %d)", crawl.site, process.number)

    def _reap(self) -> None:
        for crawl in list(self.crawls.values()):
            if crawl.process.status is not None:
                self._ended(crawl)
            elif crawl.process.seconds > self.longest:
                self._end_late(crawl)

    def _end_late(self, crawl: _Crawl) -> None:
        if not crawl.is_stopped:
            crawl.is_stopped = True
            logger.warning(
                "%s: crawl takes longer than %.0f s, it is ended",
                crawl.site,
                self.longest,
            )
            crawl.process.stop()
        elif crawl.process.seconds > self.longest + GRACE:
            crawl.process.kill()

    def _ended(self, crawl: _Crawl) -> None:
        del self.crawls[crawl.source_id]
        status = crawl.process.wait()
        logger.info("%s: crawl %s", crawl.site, ended_how(status, "see above"))
        if status != 0 and not self.stopped.is_set():
            self.failed.add(crawl.source_id)
            self._postpone(crawl.source_id, status)

    def _postpone(self, source_id: int, status: int) -> None:
        """Say when the source is due again, where its process could not."""

        def postpone(session: Session) -> None:
            now = datetime.now(UTC)
            # Against another scheduler that begins with it.
            same_host.lock_neighbours(session, source_id)
            stored = sources.get_source(session, source_id)
            if stored is None or stored.due_at > now or stored.is_held(now):
                return
            # One that only found a neighbour crawled waits as before.
            if same_host.choose_apart(session, [source_id], now):
                why = stored.last_error or f"The crawl {ended_how(status, 'its log says why')}."
                sources.release_source(session, source_id, due_at=now + AFTER_A_CRASH, error=why)

        Patience().transact(self.engine, postpone)

    def _end(self) -> None:
        """Ask all crawls to end, wait for them, and kill those that do not."""
        for crawl in self.crawls.values():
            crawl.process.stop()
        ends_at = time.monotonic() + GRACE
        for crawl in list(self.crawls.values()):
            try:
                crawl.process.wait(max(ends_at - time.monotonic(), 0.1))
            except TimeoutError:
                crawl.process.kill()
                crawl.process.wait()
            self._ended(crawl)


def cores() -> int:
    """The number of crawls that run side by side: they wait for servers more than they compute."""
    return max(2, 2 * (os.cpu_count() or 1))
