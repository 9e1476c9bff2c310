"""Process locks: a named process holds something until it dies."""

from __future__ import annotations

import os
import socket
import subprocess
from datetime import datetime, timedelta
from pathlib import Path

SILENCE = timedelta(seconds=120)
"""After so long without a beat a holder counts for dead, wherever it runs."""

START = 19
"""Place of a process's start among what follows its name in ``/proc/PID/stat`` (proc(5))."""


def current_holder() -> str:
    """The name of this process: ``host:pid:start``."""
    return holder_of(os.getpid())


def holder_of(number: int) -> str:
    """The name of the process of this host that has this number (PID), while it lives."""
    return f"{socket.gethostname()}:{number}:{_start_of(number)}"


def is_held(holder: str | None, beat_at: datetime | None, now: datetime) -> bool:
    """Whether the holder still holds what it took, by its latest beat."""
    if holder is None or beat_at is None:
        return False
    if is_local_process(holder):
        # One that was stopped, or waited for the database, is silent and yet not gone.
        return not is_dead_process(holder)
    return now - beat_at <= SILENCE


def is_dead_process(holder: str) -> bool:
    """Whether the holder was a process of this host that no longer runs.

    Nothing is known of processes of other hosts. The start tells a process from a later one that
    was given its number.
    """
    host, _, process = holder.partition(":") if holder.count(":") == 2 else ("", "", "")
    number, _, start = process.partition(":")
    if host != socket.gethostname() or not number.isdecimal():
        return False
    return _start_of(int(number)) != start


def _start_of(number: int) -> str:
    """The start of the process, as its system writes it; ``""`` where there is none."""
    if Path("/proc/self/stat").exists():
        return _start_in_proc(number)
    command = ["ps", "-o", "lstart=", "-p", str(number)]
    answer = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    return answer.stdout.strip().replace(":", ".").replace(" ", "_")


def _start_in_proc(number: int) -> str:
    try:
        # The name before it, in brackets, may hold anything.
        rest = Path(f"/proc/{number}/stat").read_text("utf-8", "replace").rpartition(")")[2].split()
    except OSError:
        return ""
    # What has ended and waits for its parent to look is dead.
    return "" if rest[0] in ("Z", "X") else rest[START]


def is_local_process(holder: str) -> bool:
    """Whether the holder is a process of this host, of which ``is_dead_process`` knows."""
    return holder.partition(":")[0] == socket.gethostname()
