"""A single page, read in a fork of this process: bounded, and without a second start."""

from __future__ import annotations

import contextlib
import gc
import os
import pickle
import resource
import select
import signal
import sys
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from time import monotonic
from typing import Any, BinaryIO, NoReturn, TypeVar

from newsspider.items import Page, SiteProfile
from newsspider.processing.reading import Job, ReaderDiedError, Readers

T = TypeVar("T")

STARTING = 60
"""Seconds that a fork may take until it is ready to read."""

TASKS = Path("/proc/self/task")
WARM = b"+"
CHUNK = 1 << 20


def may_fork() -> bool:
    """Whether a fork is safe: on Linux, where no other thread may hold a lock."""
    return (
        sys.platform == "linux"
        and threading.active_count() == 1
        and len(list(TASKS.iterdir())) == 1
    )


def readers_for(pages: int, settings: Mapping[str, Any]) -> Readers:
    """Readers for so many pages, in the limits of the settings: a single page is read in a fork."""
    if pages == 1 and may_fork():
        return ForkedReader(
            timeout=float(settings["EXTRACT_TIMEOUT"]),
            memory_mb=int(settings["EXTRACT_MEMORY_MB"]),
        )
    from newsspider.processing.readers import ReaderPool

    count = max(1, min(pages, int(settings["EXTRACT_WORKERS"])))
    return ReaderPool.from_settings({**settings, "EXTRACT_WORKERS": count})


@contextlib.contextmanager
def interruptible() -> Iterator[None]:
    """Within it, SIGTERM ends the main thread's work as Ctrl-C does."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    previous = signal.signal(signal.SIGTERM, lambda *_: signal.raise_signal(signal.SIGINT))
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, previous)


class ForkedReader:
    """Reads one page (``newsspider.processing.reading.Readers``), while this process stays light.

    ``start`` it before threads begin. The fork loads the extraction while its parent goes on. A
    second page would need a second fork, which a process of several threads must not make.
    """

    def __init__(self, *, timeout: float = 20, memory_mb: int = 2048) -> None:
        self.timeout = timeout
        self.memory_mb = memory_mb
        self.pid: int | None = None
        self.requests: BinaryIO | None = None
        self.answers = -1

    def start(self) -> None:
        """Fork; returns at once. Raises ``RuntimeError`` where that is not safe."""
        if self.pid is not None:
            return
        if not may_fork():
            raise RuntimeError("Other threads run in this process: use a ReaderPool.")
        read_request, write_request = os.pipe()
        self.answers, write_answer = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            os.close(write_request)
            os.close(self.answers)
            _serve(read_request, write_answer, self.memory_mb, self.timeout)
        os.close(read_request)
        os.close(write_answer)
        self.requests = os.fdopen(write_request, "wb")

    def run_now(self, job: Job[T], page: Page, profile: SiteProfile) -> T:
        """Run the job in the fork, once; returns or raises what the job does.

        Raises ``TimeoutError`` and ``ReaderDiedError`` for a fork that hangs or dies.
        """
        self.start()
        if self.requests is None:
            raise RuntimeError("A forked reader reads one page.")
        try:
            if self._receive(1, monotonic() + STARTING) != WARM:
                raise ReaderDiedError(self._wait())
            requests, self.requests = self.requests, None
            with contextlib.suppress(BrokenPipeError), requests:
                pickle.dump((job, page, profile), requests)
            answer = b"".join(self._chunks(monotonic() + self.timeout))
        except TimeoutError:
            self.stop()
            raise
        exit_code = self._wait()
        if not answer or exit_code:
            raise ReaderDiedError(exit_code)
        is_value, value = pickle.loads(answer)  # noqa: S301 - of our own fork
        if not is_value:
            raise value
        result: T = value
        return result

    async def run(self, job: Job[T], page: Page, profile: SiteProfile) -> T:
        """As ``run_now``, waited for in an event loop."""
        import asyncio

        self.start()
        return await asyncio.to_thread(self.run_now, job, page, profile)

    def stop(self) -> None:
        """Kill the fork, even while it reads."""
        if self.pid is not None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)
            self._wait()

    abort = stop

    def _chunks(self, ends_at: float) -> Iterator[bytes]:
        while chunk := self._receive(CHUNK, ends_at):
            yield chunk

    def _receive(self, size: int, ends_at: float) -> bytes:
        ready, _, _ = select.select([self.answers], [], [], max(ends_at - monotonic(), 0))
        if not ready:
            raise TimeoutError
        return os.read(self.answers, size)

    def _wait(self) -> int | None:
        """Wait for the fork's end; its exit code, negative for a signal."""
        pid, self.pid = self.pid, None
        if pid is None:
            return None
        if self.requests is not None:
            with contextlib.suppress(BrokenPipeError):
                self.requests.close()
            self.requests = None
        with contextlib.suppress(ChildProcessError):
            _, status = os.waitpid(pid, 0)
            os.close(self.answers)
            return os.waitstatus_to_exitcode(status)
        return None


def _serve(requests: int, answers: int, memory_mb: int, timeout: float) -> NoReturn:
    """The life of a fork: one page, then the end, without the exit handlers of its parent."""
    exit_code = 1
    try:
        # Ctrl-C reaches both; the parent alone decides when its reader ends.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        limit = memory_mb * 1024 * 1024
        most = int(timeout) + STARTING  # where the parent is killed
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
            resource.setrlimit(resource.RLIMIT_CPU, (most, most))
        gc.disable()  # what is loaded stays
        import newsspider.extraction  # noqa: F401 - before the time of the page begins

        gc.freeze()
        gc.enable()
        os.write(answers, WARM)
        with os.fdopen(requests, "rb") as file, os.fdopen(answers, "wb") as out:
            out.write(_answer(file))
        exit_code = 0
    finally:
        os._exit(exit_code)


def _answer(file: BinaryIO) -> bytes:
    is_value, value = True, None
    try:
        job, page, profile = pickle.load(file)  # noqa: S301 - of our own parent
        value = job(page, profile)
    except Exception as error:  # noqa: BLE001 - the parent raises it
        is_value, value = False, _portable(error)
    return pickle.dumps((is_value, value))


def _portable(error: Exception) -> Any:
    """The error as another process can read it."""
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301 - our own
    except Exception:  # noqa: BLE001 - whatever it is, its words go over
        return RuntimeError(f"{type(error).__name__}: {error}")
    return error
