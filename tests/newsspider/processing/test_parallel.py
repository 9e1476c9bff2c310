"""Work that is done ahead keeps its order, and nothing before an error is lost."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from newsspider.errors import NewsspiderError
from newsspider.processing.parallel import HERE, in_order

MANY = HERE + 40


def square(number: int) -> tuple[int, int]:
    return number * number, os.getpid()


def divide(number: int) -> float:
    return 1 / (number - MANY + 1)


def damaged() -> Iterator[int]:
    yield from range(MANY)
    raise NewsspiderError("cut off")


def test_the_order_is_kept() -> None:
    found = list(in_order(square, range(MANY)))
    assert [result for result, _ in found] == [number * number for number in range(MANY)]
    assert {pid for _, pid in found[:HERE]} == {os.getpid()}
    assert os.getpid() not in {pid for _, pid in found[HERE:]}


def test_a_source_that_fails_gives_what_came_before() -> None:
    found = []
    with pytest.raises(NewsspiderError, match="cut off"):
        for one in in_order(square, damaged()):
            found.append(one)  # noqa: PERF402 - kept where it ends early
    assert len(found) == MANY


def test_what_the_work_raises_is_raised_in_its_place() -> None:
    found = []
    with pytest.raises(ZeroDivisionError):
        for one in in_order(divide, range(MANY + 9)):
            found.append(one)  # noqa: PERF402 - kept where it ends early
    assert len(found) == MANY - 1


SHOUT = """
import os, signal, subprocess, time
from newsspider.processing.parallel import in_order

def slowly(number):
    time.sleep(0.05)
    return number

def shout():
    mine = subprocess.run(["pgrep", "-P", str(os.getpid()), "-f", "spawn_main"], capture_output=True)
    for pid in mine.stdout.split():
        os.kill(int(pid), signal.SIGINT)

if __name__ == "__main__":
    for number in in_order(slowly, range(60)):
        shout()
    print(number)
"""


def test_workers_hear_no_interrupts_not_even_while_they_start(tmp_path: Path) -> None:
    script = tmp_path / "shout.py"
    script.write_text(SHOUT)
    done = subprocess.run(
        [sys.executable, str(script)], capture_output=True, text=True, check=True, timeout=60
    )
    assert (done.stdout, done.stderr) == ("59\n", "")
