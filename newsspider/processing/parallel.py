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


def in_order(work: Callable[[T], R], values: Iterable[T]) -> Iterator[R]:
    """The results of ``work`` in the values' order, made while the caller takes earlier ones.

    Errors of ``work`` are raised here, those of ``values`` once all before them is done.
    ``work`` is a function that another process can import.
    """
    waiting = iter(values)
    yield from map(work, islice(waiting, HERE))
    for following in waiting:
        yield from _by_processes(work, chain([following], waiting))


def _by_processes(work: Callable[[T], R], values: Iterator[T]) -> Iterator[R]:
    count = max(1, min((os.cpu_count() or 1) - 1, MOST_PROCESSES))
    pool = ProcessPool(max_workers=count, context=SPAWN)
    start(pool)
    running: deque[Future[R]] = deque()
    failure = None
    try:
        while True:
            try:
                running.append(pool.schedule(work, args=(next(values),)))
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
    """Processes that start within do not hear Ctrl-C, not even while they start.

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
