"""A run in a process of its own, which any thread may start, end and wait for."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from newsspider.errors import INTERRUPTED
from storage.crawl.process_lock import holder_of

GRACE = 20.0
"""Seconds that a run has to end clean, once it is asked to."""

PARENT = "NEWSSPIDER_PARENT"
"""Environment variable of a process that ends with its parent: the file descriptor to listen at."""


def this_python(*arguments: str) -> list[str]:
    """The command line of newsspider itself, with the interpreter that runs."""
    return [sys.executable, "-m", "newsspider", *arguments]


class RunProcess:
    """A process that runs a command of newsspider, out of reach of this one's Ctrl-C.

    ``ends_with_parent`` has it end clean when this process is gone, however that came about.
    ``log`` is a file to which its output is added; without one it prints where this one does.
    """

    def __init__(
        self, command: Sequence[str], *, ends_with_parent: bool = False, log: Path | None = None
    ) -> None:
        self.began = time.monotonic()
        self._lifeline: int | None = None
        """The end of a pipe to which nothing is written: once closed, this process is gone."""

        environment, ears = dict(os.environ), []
        if ends_with_parent:
            ear, self._lifeline = os.pipe()
            environment[PARENT], ears = str(ear), [ear]
        printed = None if log is None else log.open("ab")
        try:
            self._process = subprocess.Popen(  # noqa: S603
                [*command],
                stdin=subprocess.DEVNULL,
                stdout=printed,
                stderr=printed,
                start_new_session=True,
                env=environment,
                pass_fds=ears,
            )
        finally:
            for ear in ears:
                os.close(ear)
            if printed is not None:
                printed.close()
        self.holder = holder_of(self._process.pid)
        """The name by which the process holds sources in the database."""

    @property
    def number(self) -> int:
        """The process's number (PID)."""
        return self._process.pid

    @property
    def status(self) -> int | None:
        """The exit status, less than 0 for a signal that killed it; ``None`` while it runs."""
        return self._process.poll()

    @property
    def seconds(self) -> float:
        """Seconds since it was started."""
        return time.monotonic() - self.began

    def stop(self) -> None:
        """Have it end clean, and return at once; a second call ends it where it stands."""
        if self.status is None:
            self._process.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it at once, whatever it holds."""
        self._process.kill()

    def wait(self, timeout: float | None = None) -> int:
        """The exit status, once it ended; raises ``TimeoutError`` after so many seconds."""
        try:
            return self._process.wait(timeout)
        except subprocess.TimeoutExpired:
            raise TimeoutError(f"Process {self.number} still runs.") from None
        finally:
            self._let_go()

    def _let_go(self) -> None:
        if self._lifeline is not None and self.status is not None:
            os.close(self._lifeline)
            self._lifeline = None


def ended_how(status: int, why: str) -> str:
    """The end of a process in words, by its exit status; ``why`` names the place of the reason."""
    if status < 0:
        return f"was killed (signal {-status})"
    return {0: "ended", INTERRUPTED: "was interrupted"}.get(status, f"failed: {why}")
