"""What holds for all tests."""

from __future__ import annotations

import os
import random
import shutil
import signal
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from newsspider.errors import UsageError

# Tests keep no archive but where they say so, and none in the working directory.
os.environ["NEWSSPIDER_ARCHIVE"] = ""

# Nor does any count on the speed of a machine that shows pages while it does much else.
os.environ["NEWSSPIDER_BROWSER_TIMEOUT"] = "240"

# One process reads the pages of each command: to start and warm another takes longer than a test's
# pages do. ``test_main_road.py`` crawls as a user does.
os.environ["NEWSSPIDER_EXTRACT_WORKERS"] = "1"

# A shell that runs the tests in its background has them ignore interrupts, and so would all that
# they start: tests that interrupt a command would wait for ever.
signal.signal(signal.SIGINT, signal.default_int_handler)

# How long an example takes says how busy the machine is, and the first one loads the models.
settings.register_profile("steady", deadline=None)
settings.load_profile("steady")

SHARED_FOLDER = "NEWSSPIDER_TEST_FOLDER"

BY_FIXTURE = {"chromium": "browser", "postgresql_server": "postgresql"}
"""Tests that take the fixture bear the mark."""

LONGEST_FIRST = ("browser", "slow", "postgresql")

WORKER = "PYTEST_XDIST_WORKER"
"""Set in the processes that pytest-xdist starts."""

ORDER = "NEWSSPIDER_TEST_ORDER"
"""Any text gives the tests an order of its own."""

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
    if seed := os.environ.get(ORDER):
        _shuffle(items, seed)
    if WORKER in os.environ:
        ranks = {item.path: len(LONGEST_FIRST) for item in items}
        for item in items:
            marks = {mark.name for mark in item.iter_markers()}
            own = [rank for rank, mark in enumerate(LONGEST_FIRST) if mark in marks]
            ranks[item.path] = min(ranks[item.path], *own, len(LONGEST_FIRST))
        items.sort(key=lambda item: ranks[item.path])


def _shuffle(items: list[pytest.Item], seed: str) -> None:
    """Put the files, and the tests of each, in another order; files stay together."""
    chance = random.Random(seed)  # noqa: S311
    files = sorted({item.path for item in items})
    chance.shuffle(files)
    chance.shuffle(items)
    items.sort(key=lambda item: files.index(item.path))


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
    left_out = config.stash.get(DESELECTED, 0)
    if left_out and config.option.markexpr:
        terminalreporter.write_line(f"{left_out} tests left out: -m '{config.option.markexpr}'.")


@pytest.fixture
def costs_at_most() -> Callable[[float], AbstractContextManager[None]]:
    """Holds a block to seconds of this process's own work, whatever else the machine does."""

    @contextmanager
    def measured(seconds: float) -> Iterator[None]:
        started = time.process_time()
        yield
        assert time.process_time() - started < seconds

    return measured


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a Chromium; tests that take it are marked ``browser``."""
    from newsspider.middlewares.browser.program import program

    try:
        return program()
    except UsageError as error:
        pytest.fail(str(error))
