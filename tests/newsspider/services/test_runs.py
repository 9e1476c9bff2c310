"""Runs that are started and stopped by calls, in processes of their own."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime

import pytest

from newsspider.errors import UsageError
from newsspider.services.runs import CrawlOptions, RunSettings, list_runs, start_crawl, start_source
from newsspider.sources import Source, to_table
from storage import schema
from storage.crawl.process_lock import is_dead_process
from storage.crawl.runs import find_runs
from storage.crawl.sources import add_source
from storage.db.engine import connect, readers, sessions

pytestmark = pytest.mark.slow

SLOW = CrawlOptions(delay=0.2)
NAMES = [f"/news/story-number-{number}" for number in range(1001, 1200)]
FRONT = "<html><title>Herald</title><ul>{}</ul>".format(
    "".join(f"<li><a href='{name}'>A headline of five or more words</a>" for name in NAMES)
)


@pytest.fixture
def settings(tmp_path) -> RunSettings:
    return RunSettings(database=f"sqlite:///{tmp_path / 'news.db'}", allow_private=True)


@pytest.fixture
def endless(site):
    """A site with more stories than anybody waits for."""
    site.says("/", FRONT)
    return site


def wait_until(holds: Callable[[], bool]) -> None:
    for _ in range(1200):
        if holds():
            return
        time.sleep(0.05)
    raise AssertionError("waited for a minute")


def test_a_crawl_is_started_watched_and_stopped_by_another_thread(endless, settings, tmp_path):
    log = tmp_path / "log"
    with ThreadPoolExecutor(2) as threads:
        urls = [endless.url("/")]
        run = threads.submit(start_crawl, urls, settings, SLOW, log=log).result()
        wait_until(lambda: len(endless.asked) > 5)
        assert run.is_running
        running = run.run()
        assert running is not None
        assert (running.status, running.finished_at) == ("running", None)
        assert running.arguments["urls"] == [endless.url("/")]
        threads.submit(run.stop).result()
        ended = threads.submit(run.wait, 600).result()
    assert not run.is_running
    assert ended is not None
    assert (ended.id, ended.status) == (running.id, "interrupted")
    assert ended.finished_at is not None
    assert "Interrupted: what is above is kept" in log.read_text("utf-8")
    assert len(endless.asked) < len(NAMES)


def test_a_source_is_crawled_to_its_end(site, settings):
    site.says("/", "<html><title>Herald</title><p>No news today.")
    engine = connect(settings.database)
    schema.prepare(engine)
    with sessions(engine).begin() as session:
        source = Source(site="herald.example", starts=(site.url("/"),), delay=0.0)
        number = add_source(session, source.site, to_table(source), datetime.now(UTC))
    ended = start_source(number, settings).wait(600)
    assert ended is not None
    assert (ended.source_id, ended.status) == (number, "finished")
    with readers(engine)() as session:
        assert [run.id for run in list_runs(session, site="herald.example")] == [ended.id]
        with pytest.raises(UsageError, match="There is no run 7"):
            list_runs(session, run_id=7)
    engine.dispose()


def test_a_run_ends_clean_when_its_parent_is_killed(endless, settings):
    code = (
        "import time\n"
        "from newsspider.services.runs import CrawlOptions, RunSettings, start_crawl\n"
        f"run = start_crawl([{endless.url('/')!r}], RunSettings(database={settings.database!r},"
        " allow_private=True), CrawlOptions(delay=0.2))\n"
        "print(run.process.holder, flush=True)\n"
        "time.sleep(600)\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    holder = parent.stdout.readline().strip()
    try:
        wait_until(lambda: len(endless.asked) > 5)
    finally:
        parent.kill()
        parent.communicate()
    wait_until(lambda: is_dead_process(holder))
    engine = connect(settings.database)
    with readers(engine)() as session:
        assert [run.status for run in find_runs(session, holder=holder)] == ["interrupted"]
    engine.dispose()


def test_settings_are_the_options_of_the_command():
    settings = RunSettings(database="sqlite:///a.db", sources="s.toml")
    assert settings.arguments() == [
        *("--database", "sqlite:///a.db", "--archive", "", "--sources", "s.toml")
    ]
    options = CrawlOptions(since=date(2024, 1, 2), browser=True)
    assert options.arguments() == [*("--max-pages", "1000", "--since", "2024-01-02", "--browser")]


def test_what_is_no_address_is_refused(settings):
    with pytest.raises(UsageError, match="is no web address"):
        start_crawl(["herald.example"], settings)
    assert not os.path.exists(settings.database.removeprefix("sqlite:///"))  # noqa: PTH110
