"""What holds for all tests."""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
from pathlib import Path
from typing import Any

import pytest

from newsspider.errors import UsageError

# Tests keep no archive but where they say so, and none in the working directory.
os.environ["NEWSSPIDER_ARCHIVE"] = ""

# A shell that runs the tests in its background has them ignore interrupts, and so would all that
# they start: tests that interrupt a command would wait for ever.
signal.signal(signal.SIGINT, signal.default_int_handler)

SHARED_FOLDER = "NEWSSPIDER_TEST_FOLDER"

BY_FIXTURE = {"chromium": "browser", "postgresql_server": "postgresql"}
"""Tests that take the fixture bear the mark."""

LONGEST_FIRST = ("browser", "slow", "postgresql")

WORKER = "PYTEST_XDIST_WORKER"
"""Set in the processes that pytest-xdist starts."""

DESELECTED = pytest.StashKey[int]()


def pytest_configure(config: pytest.Config) -> None:
    """Make the folder that all processes of this run of the tests share."""
    if SHARED_FOLDER not in os.environ:
        # Outside of pytest's own folders, which a second run closes to the server's user.
        os.environ[SHARED_FOLDER] = tempfile.mkdtemp(prefix="newsspider-tests-")
        config.add_cleanup(_remove_shared_folder)


def _remove_shared_folder() -> None:
    shutil.rmtree(os.environ.pop(SHARED_FOLDER), ignore_errors=True)


@pytest.fixture(scope="session")
def shared_folder() -> Path:
    """A folder that all processes of this run of the tests share."""
    return Path(os.environ[SHARED_FOLDER])


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs a browser or PostgreSQL, by the fixtures and parameters of the tests.

    Where several processes share the tests, files of what takes long come first, so that none of
    them is begun when the other processes are through.
    """
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        parameters = getattr(item, "callspec", None)
        if parameters is not None and "postgresql" in parameters.params.values():
            fixtures.add("postgresql_server")
        for fixture in fixtures & BY_FIXTURE.keys():
            item.add_marker(BY_FIXTURE[fixture])
    if WORKER in os.environ:
        ranks = {item.path: len(LONGEST_FIRST) for item in items}
        for item in items:
            marks = {mark.name for mark in item.iter_markers()}
            own = [rank for rank, mark in enumerate(LONGEST_FIRST) if mark in marks]
            ranks[item.path] = min(ranks[item.path], *own, len(LONGEST_FIRST))
        items.sort(key=lambda item: ranks[item.path])


def pytest_deselected(items: list[pytest.Item]) -> None:
    counted = items[0].config.stash
    counted[DESELECTED] = counted.get(DESELECTED, 0) + len(items)


def pytest_sessionfinish(session: pytest.Session) -> None:
    if WORKER in os.environ:
        counted = session.config.stash.get(DESELECTED, 0)
        session.config.workeroutput["deselected"] = counted  # type: ignore[attr-defined]


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Take over what a process left out, which pytest-xdist does not."""
    node.config.stash[DESELECTED] = getattr(node, "workeroutput", {}).get("deselected", 0)


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    if left_out := config.stash.get(DESELECTED, 0):
        terminalreporter.write_line(f"{left_out} tests left out: -m '{config.option.markexpr}'.")


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a Chromium; tests that take it are marked ``browser``."""
    from newsspider.middlewares.browser.program import program

    try:
        return program()
    except UsageError as error:
        pytest.fail(str(error))
