"""Processes that read pages: warmed, bounded in time and memory, replaced when they die."""

from __future__ import annotations

import asyncio
import contextlib
import resource
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool

from pebble import ProcessPool

from newsspider import extraction
from newsspider.extraction.gate.types import Reading
from newsspider.items import Page, SiteProfile
from newsspider.processing.parallel import SPAWN, start

Read = Callable[[Page, SiteProfile], Reading]


class Workers:
    """A pool that outlives its workers. Not safe to be shared between threads."""

    def __init__(
        self, *, count: int = 1, timeout: float = 20, memory_mb: int = 2048, tasks: int = 500
    ) -> None:
        self.count = count
        self.timeout = timeout
        self.memory_mb = memory_mb
        self.tasks = tasks
        self.running: set[Future[Reading]] = set()
        self.pool = self._new_pool()

    def start(self) -> None:
        """Begin to warm the workers; returns at once."""
        start(self.pool)

    async def run(self, read: Read, page: Page, profile: SiteProfile) -> Reading:
        """What ``read`` returns or raises in a worker.

        Raises ``TimeoutError`` and ``pebble.ProcessExpired`` for a worker that hangs or dies, and
        ``asyncio.CancelledError`` after ``abort``.
        """
        try:
            return await self._run(read, page, profile)
        except BrokenProcessPool:
            # pebble gives up on a pool whose workers die while they stand idle.
            self.stop()
            self.pool = self._new_pool()
            start(self.pool)
            return await self._run(read, page, profile)

    def abort(self) -> None:
        """Cancel all that waits or runs; the workers at work are killed."""
        for future in tuple(self.running):
            future.cancel()

    def stop(self) -> None:
        """End the workers, whatever they are doing."""
        self.pool.stop()  # type: ignore[no-untyped-call] # pebble
        self.pool.join()

    async def _run(self, read: Read, page: Page, profile: SiteProfile) -> Reading:
        future = self.pool.schedule(read, args=(page, profile), timeout=self.timeout)
        self.running.add(future)
        try:
            return await asyncio.wrap_future(future)
        finally:
            self.running.discard(future)

    def _new_pool(self) -> ProcessPool:
        return ProcessPool(
            max_workers=self.count,
            max_tasks=self.tasks,
            initializer=_prepare,
            initargs=(self.memory_mb,),
            context=SPAWN,
        )


def _prepare(memory_mb: int) -> None:
    limit = memory_mb * 1024 * 1024
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    extraction.warm()
