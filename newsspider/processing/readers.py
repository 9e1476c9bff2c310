"""Processes that read pages: warmed, bounded in time and memory, replaced when they die."""

from __future__ import annotations

import asyncio
import contextlib
import resource
from collections.abc import Mapping
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from threading import Lock
from typing import Any, Self, TypeVar

from pebble import ProcessExpired, ProcessPool

from newsspider.items import Page, SiteProfile
from newsspider.processing.parallel import SPAWN, deaf, start
from newsspider.processing.reading import Job, ReaderDiedError

T = TypeVar("T")


class ReaderPool:
    """A pool of readers (``newsspider.processing.reading.Readers``) that outlives its processes.

    They start when they are told to, or with the first page.
    """

    def __init__(
        self, *, count: int = 1, timeout: float = 20, memory_mb: int = 2048, tasks: int = 500
    ) -> None:
        self.count = count
        self.timeout = timeout
        self.memory_mb = memory_mb
        self.tasks = tasks
        self.running: set[Future[Any]] = set()
        self.renewing = Lock()
        self.pool = self._new_pool()

    @classmethod
    def from_settings(cls, settings: Mapping[str, Any]) -> Self:
        """As the settings limit it (``newsspider.settings``)."""
        return cls(
            count=int(settings["EXTRACT_WORKERS"]),
            timeout=float(settings["EXTRACT_TIMEOUT"]),
            memory_mb=int(settings["EXTRACT_MEMORY_MB"]),
            tasks=int(settings["EXTRACT_TASKS_A_WORKER"]),
        )

    def start(self) -> None:
        """Begin to warm the processes; returns at once."""
        start(self.pool)

    async def run(self, job: Job[T], page: Page, profile: SiteProfile) -> T:
        """Run the job in a process; returns or raises what the job does.

        Raises ``TimeoutError`` and ``ReaderDiedError`` for a process that hangs or dies, and
        ``asyncio.CancelledError`` after ``abort``.
        """
        pool = self.pool
        try:
            return await self._run(job, page, profile)
        except BrokenProcessPool:
            self._renew(pool)
            return await self._run(job, page, profile)

    def run_now(self, job: Job[T], page: Page, profile: SiteProfile) -> T:
        """As ``run``, from any thread: blocks until the answer is there."""
        pool = self.pool
        try:
            return self._run_now(job, page, profile)
        except BrokenProcessPool:
            self._renew(pool)
            return self._run_now(job, page, profile)

    def abort(self) -> None:
        """Cancel all that waits or runs; the processes at work are killed."""
        for future in tuple(self.running):
            future.cancel()

    def stop(self) -> None:
        """End the processes, even while they read."""
        self.pool.stop()  # type: ignore[no-untyped-call] # pebble
        self.pool.join()

    async def _run(self, job: Job[T], page: Page, profile: SiteProfile) -> T:
        future = self._schedule(job, page, profile)
        try:
            return await asyncio.wrap_future(future)
        except ProcessExpired as death:
            raise ReaderDiedError(death.exitcode) from death
        finally:
            self.running.discard(future)

    def _run_now(self, job: Job[T], page: Page, profile: SiteProfile) -> T:
        future = self._schedule(job, page, profile)
        try:
            return future.result()
        except ProcessExpired as death:
            raise ReaderDiedError(death.exitcode) from death
        finally:
            self.running.discard(future)

    def _schedule(self, job: Job[T], page: Page, profile: SiteProfile) -> Future[T]:
        with deaf():  # the first page starts the processes
            future = self.pool.schedule(job, args=(page, profile), timeout=self.timeout)
        self.running.add(future)
        return future

    def _renew(self, broken: ProcessPool) -> None:
        # pebble gives up on a pool whose processes die while they stand idle.
        with self.renewing:
            if self.pool is broken:
                self.stop()
                self.pool = self._new_pool()

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
    from newsspider.extraction import warm

    warm()
