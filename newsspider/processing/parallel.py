"""Work that is done ahead by processes of its own."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from itertools import chain, islice
from multiprocessing import resource_tracker
from typing import TypeVar

from pebble import ProcessPool

T = TypeVar("T")
R = TypeVar("R")

HERE = 8
"""So many are done in this process: for less it is not worth to start another one."""

MOST_PROCESSES = 3
"""More make ready than one writer takes."""

AHEAD = 4
"""For each process, done and not asked for yet."""

# A fork would copy the reactor, its sockets and the database's connection.
SPAWN = multiprocessing.get_context("spawn")


def in_order(work: Callable[[T], R], given: Iterable[T]) -> Iterator[R]:
    """``work`` of each of them, in their order, while the caller is busy with those before.

    What ``work`` raises is raised here, and what ``given`` raises once all before it is done.
    ``work`` is a function that another process can import.
    """
    waiting = iter(given)
    yield from map(work, islice(waiting, HERE))
    for one in waiting:
        yield from _by_processes(work, chain([one], waiting))


def _by_processes(work: Callable[[T], R], given: Iterator[T]) -> Iterator[R]:
    count = max(1, min((os.cpu_count() or 1) - 1, MOST_PROCESSES))
    pool = ProcessPool(max_workers=count, context=SPAWN)
    start(pool)
    running: deque[Future[R]] = deque()
    failure = None
    try:
        while True:
            try:
                running.append(pool.schedule(work, args=(next(given),)))
            except StopIteration:
                break
            except Exception as error:  # noqa: BLE001 - raised below, after all before it
                failure = error
                break
            if len(running) > count * AHEAD:
                yield running.popleft().result()
        while running:
            yield running.popleft().result()
        if failure is not None:
            raise failure
    finally:
        pool.stop()  # type: ignore[no-untyped-call] # pebble
        pool.join()


@contextmanager
def deaf() -> Iterator[None]:
    """What is started within does not hear Ctrl-C, not even while it starts.

    Ctrl-C reaches the whole group, and the parent alone decides when its workers end.
    """
    resource_tracker.ensure_running()  # which would let the signal in again when it starts
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def start(pool: ProcessPool) -> None:
    """Have the pool start its workers."""
    with deaf():
        # Reading the property is what starts pebble's pool.
        assert pool.active  # noqa: S101
