"""A source is asked as slowly as its site wants, by later runs too."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from sqlalchemy import select, update

from newsspider.crawling.run import project_settings
from storage.crawl import hosts
from storage.db.engine import readers, sessions
from storage.models import FrontierRow, HostRow, Queue

pytestmark = pytest.mark.slow


def test_a_site_that_wants_to_be_left_alone_is(herald):
    paths = [f"/news/story-number-{number}" for number in range(1001, 1009)]
    herald.lists(*paths)
    for path in paths:
        herald.site.says(path, "busy", status=429, headers={"Retry-After": "7200"})
    ran = herald.run(herald.add())
    asked = [path for path in herald.site.paths() if path in paths]
    assert len(asked) <= 2
    wait = ran.due_at - datetime.now(UTC)
    assert timedelta(minutes=90) < wait <= timedelta(hours=2)
    assert set(herald.all(select(FrontierRow.failures))) == {0}


def pace(herald):
    """The delay that the next run of the site begins with, as it is stored."""
    with readers(herald.engine)() as session:
        host = hosts.find_host(session, herald.site.address)
    return host.delay


def test_one_page_that_is_always_busy_slows_no_later_run(herald):
    paths = [f"/news/story-number-{number}" for number in range(1001, 1013)]
    herald.lists("/news/busy-story-1000", *paths)
    herald.site.says("/news/busy-story-1000", "busy", status=503, headers={"Retry-After": "0"})
    for path in paths:
        herald.tells(path, path)
    number = herald.add()
    assert herald.run(number, RETRY_TIMES=2).report.new == 12
    assert pace(herald) in (1.0, None), "which page came last is chance"
    with sessions(herald.engine).begin() as session:
        known = update(FrontierRow).where(FrontierRow.queue == Queue.REVISIT)
        session.execute(known.values(due_at=datetime.now(UTC)))
    herald.site.asked.clear()
    herald.run(number)
    assert pace(herald) is None
    assert len(herald.site.asked) == 12
    moments = [moment for _, moment in herald.site.asked]
    assert min(later - earlier for earlier, later in pairwise(moments)) < 0.5, "no delay of 1 s"


def test_a_site_that_is_busy_throughout_is_asked_slowly_by_later_runs(herald):
    paths = [f"/news/story-number-{number}" for number in range(1001, 1004)]
    herald.lists(*paths)
    for path in paths:
        herald.site.says(path, "busy", status=429, headers={"Retry-After": "0"})
    number = herald.add()
    herald.run(number, RETRY_TIMES=0, PACE_LONGEST=3)
    assert pace(herald) == 3
    with sessions(herald.engine).begin() as session:
        session.execute(
            update(HostRow).values(delay=2.0, robots_at=datetime(2024, 1, 1, tzinfo=UTC))
        )
    herald.all_due()
    herald.site.asked.clear()
    for path in paths:
        herald.tells(path, path)
    herald.run(number)
    moments = [moment for _, moment in herald.site.asked]
    assert herald.site.paths()[0] == "/robots.txt"
    assert moments[1] - moments[0] > 0.5, "1, less what a busy machine does to it"
    assert pace(herald) is None or pace(herald) < 1


def test_a_busy_robots_txt_closes_the_site(herald):
    herald.site.says("/robots.txt", "busy", status=429)
    herald.lists()
    ran = herald.run(herald.add(), RETRY_TIMES=0)
    assert "robots.txt answered 429" in ran.error
    assert set(herald.site.paths()) == {"/robots.txt"}


def test_a_crawl_delay_is_kept_across_kills(herald, tmp_path):
    herald.site.says(
        "/robots.txt", "User-agent: *\nCrawl-delay: 0.6", headers={"Content-Type": "text/plain"}
    )
    paths = [f"/news/story-number-{number}" for number in range(1001, 1009)]
    herald.lists(*paths)
    for path in paths:
        herald.tells(path, path)
    number = herald.add(delay=0)
    command = [
        sys.executable,
        "-m",
        "newsspider",
        "run-source",
        str(number),
        "--database",
        herald.url,
    ]
    command += ["--allow-private", "--archive", str(tmp_path / "warc")]
    for _ in range(3):
        before = len(herald.site.asked)
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while len(herald.site.asked) < before + 2:
            time.sleep(0.01)
            assert process.poll() is None
        process.send_signal(signal.SIGKILL)
        process.wait()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    moments = sorted(moment for _, moment in herald.site.asked)
    gaps = [later - earlier for earlier, later in pairwise(moments)]
    assert min(gaps) > 0.3, "0.6, less what a busy machine does to it"
    assert len(herald.titles()) == 8
    assert herald.site.paths().count("/robots.txt") == 1


def test_few_pages_are_under_way_when_a_kill_comes(herald):
    paths = herald.publishes(20)
    under_way = []

    class SlowPipeline:
        """Holds each page up for a while, and notes how many were asked for and not let go."""

        async def process_item(self, item):
            await asyncio.sleep(0.2)
            asked = sum(path != "/robots.txt" for path in herald.site.paths())
            under_way.append(asked - len(under_way))
            return item

    of_project = project_settings({}).getdict("ITEM_PIPELINES")
    herald.run(
        herald.add(),
        ITEM_PIPELINES=of_project | {SlowPipeline: 50},
        CONCURRENT_REQUESTS_PER_DOMAIN=16,
    )
    assert len(herald.titles()) == len(paths)
    assert max(under_way) == 4
