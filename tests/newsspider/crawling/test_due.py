"""What is due is crawled side by side, but never two sources of one host at once."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from newsspider.crawling.due import DueRunner
from newsspider.sources import Source, to_table
from storage import schema
from storage.crawl import process_lock, sources
from storage.db.engine import connect, readers, sessions

pytestmark = pytest.mark.slow

DELAY = 0.4
LIST = "<html><title>Herald</title><ul>{}</ul>"
ITEM = "<li><a href='/{}/story-number-{}'>A headline of five or more words</a>"


@pytest.fixture
def engine(tmp_path):
    made = connect(f"sqlite:///{tmp_path / 'news.db'}")
    schema.prepare(made)
    yield made
    made.dispose()


@pytest.fixture
def run_due(tmp_path):
    """Starts ``newsspider run-due``; its processes."""
    started: list[subprocess.Popen[str]] = []

    def start(*sites: str) -> subprocess.Popen[str]:
        options = ["--database", f"sqlite:///{tmp_path / 'news.db'}", "--allow-private"]
        options += ["--archive", "", "--at-once", "4"]
        command = [sys.executable, "-m", "newsspider", "run-due", *sites, *options]
        process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        started.append(process)
        return process

    yield start
    for process in started:
        if process.poll() is None:
            process.kill()
            process.communicate()


@pytest.fixture
def sections(engine, site):
    """Two sources that begin on one host."""
    names = ("politics", "sport")
    with sessions(engine).begin() as session:
        for name in names:
            items = "".join(ITEM.format(name, number) for number in range(1001, 1005))
            site.says(f"/{name}/", LIST.format(items))
            start = site.url(f"/{name}/")
            source = Source(site=f"{name}.example", starts=(start,), delay=DELAY)
            sources.add_source(session, source.site, to_table(source), datetime.now(UTC))
    return names


def is_polite(site) -> bool:
    """Whether the site was asked for no two addresses in less than the delay."""
    moments = sorted(moment for path, moment in site.asked if path != "/robots.txt")
    return min(later - earlier for earlier, later in pairwise(moments)) > 0.5 * DELAY


def stories(site, name) -> int:
    return sum(path.startswith(f"/{name}/story") for path in site.paths())


def test_sources_of_one_host_are_crawled_one_after_the_other(run_due, sections, site):
    process = run_due()
    _, err = process.communicate(timeout=60)
    assert process.returncode == 0, err
    assert [stories(site, name) for name in sections] == [4, 4]
    assert is_polite(site)


def test_nor_at_once_by_two_processes_or_by_name(run_due, sections, site):
    processes = [run_due(), run_due("sport.example"), run_due()]
    errors = [process.communicate(timeout=60)[1] for process in processes]
    run_due().communicate(timeout=60)
    assert processes[0].returncode == 0, errors
    assert [stories(site, name) for name in sections] == [4, 4], errors
    assert is_polite(site)


def test_a_source_that_is_named_waits_for_its_neighbour(engine, run_due, sections, site):
    mine = process_lock.current_holder()
    with sessions(engine).begin() as session:
        assert sources.hold_source(session, 1, mine, datetime.now(UTC))
    process = run_due("sport.example")
    while "sport.example: waits, for a source on the same host is crawled" not in (
        line := process.stderr.readline()
    ):
        assert line, "it ended without a word"
    assert site.asked == []
    with sessions(engine).begin() as session:
        later = datetime.now(UTC) + timedelta(hours=1)
        sources.release_source(session, 1, due_at=later, error=None, holder=mine)
    process.communicate(timeout=60)
    assert process.returncode == 0
    assert (stories(site, "sport"), stories(site, "politics")) == (4, 0)


def test_what_is_due_waits_for_nobody_who_crawls_its_neighbour(engine, run_due, sections, site):
    with sessions(engine).begin() as session:
        assert sources.hold_source(session, 1, process_lock.current_holder(), datetime.now(UTC))
    process = run_due()
    process.communicate(timeout=60)
    assert (process.returncode, site.asked) == (0, []), "the next one crawls it"
    with readers(engine)() as session:
        stored = sources.get_source(session, 2)
    assert stored.last_error is None
    assert stored.due_at < datetime.now(UTC)


@pytest.mark.parametrize(
    ("ends", "how"),
    [
        ("raise SystemExit(0)", "ended"),
        ("raise SystemExit(130)", "was interrupted"),
        ("raise SystemExit(2)", "failed: see above"),
        ("import os; os.kill(os.getpid(), 15)", "was killed (signal 15)"),
    ],
)
def test_the_log_says_whose_crawl_ended_and_how(engine, sections, caplog, ends, how):
    caplog.set_level("INFO")
    runner = DueRunner(engine, lambda number: [sys.executable, "-c", ends], most=1)
    assert runner.run(once=True, only=[1]) == (how == "ended")
    assert caplog.messages[0].startswith("politics.example: crawl begins")
    assert caplog.messages[-1] == f"politics.example: crawl {how}"
    with readers(engine)() as session:
        error = sources.get_source(session, 1).last_error or ""
    assert "status" not in error
    assert "see above" not in error
