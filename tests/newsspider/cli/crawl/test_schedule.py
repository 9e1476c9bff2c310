"""``newsspider run-due`` and ``schedule``, as commands."""

import os
import pty
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime

import pytest

from newsspider.sources import Source, to_table
from storage import schema
from storage.crawl import process_lock, sources
from storage.db.engine import connect, readers, sessions

pytestmark = pytest.mark.slow

LIST = "<html><title>Herald</title><ul><li><a href='/news/one-story-1001'>A headline of five words</a></ul>"


@pytest.fixture
def engine(tmp_path):
    made = connect(f"sqlite:///{tmp_path / 'news.db'}")
    schema.prepare(made)
    yield made
    made.dispose()


@pytest.fixture
def command(tmp_path):
    def command(*words):
        options = ["--database", f"sqlite:///{tmp_path / 'news.db'}", "--allow-private"]
        options += ["--archive", str(tmp_path / "warc")]
        return [sys.executable, "-m", "newsspider", *words, *options]

    return command


def add(engine, site, **fields):
    host = site.address.removeprefix("http://")
    with sessions(engine).begin() as session:
        table = to_table(Source(site=host, starts=(f"{site.address}/",), delay=0, **fields))
        return sources.add_source(session, host, table, datetime.now(UTC))


def state(engine, number):
    with readers(engine)() as session:
        return sources.get_source(session, number)


def test_what_is_due_is_crawled_once(engine, make_site, command, tmp_path):
    sites = [make_site(), make_site()]
    for site in sites:
        site.says("/", LIST)
    numbers = [add(engine, site) for site in sites]
    ran = subprocess.run(command("run-due"), capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    assert sorted(line.split()[0] for line in ran.stdout.splitlines()) == sorted(
        site.address.removeprefix("http://") + ":" for site in sites
    )
    assert all(state(engine, number).due_at > datetime.now(UTC) for number in numbers)
    again = subprocess.run(command("run-due"), capture_output=True, text=True, check=False)
    assert (again.returncode, again.stdout) == (0, "")
    assert "Nothing is due: " in again.stderr
    host = sites[0].address.removeprefix("http://")
    now = subprocess.run(command("run-due", host), capture_output=True, text=True, check=False)
    assert now.stdout.startswith(host)
    assert ", 1 not modified; 0 lists read" in now.stdout


def test_a_paused_source_is_named(engine, site, command):
    number = add(engine, site)
    with sessions(engine).begin() as session:
        sources.pause_source(session, number, datetime.now(UTC))
    host = site.address.removeprefix("http://")
    ran = subprocess.run(command("run-due", host), capture_output=True, text=True, check=False)
    assert ran.returncode == 2
    assert f"newsspider sources resume {host}" in ran.stderr
    assert site.paths() == []


def test_a_crawl_that_fails_is_told(engine, site, command):
    site.says("/robots.txt", "broken", status=500)
    number = add(engine, site)
    ran = subprocess.run(command("run-due"), capture_output=True, text=True, check=False)
    assert ran.returncode == 1
    assert "newsspider sources list says why" in ran.stderr
    assert "robots.txt answered 500" in state(engine, number).last_error


def test_an_unknown_site_is_one_sentence(engine, command):
    ran = subprocess.run(
        command("run-due", "no.example"), capture_output=True, text=True, check=False
    )
    assert ran.returncode == 2
    assert len(ran.stderr.strip().splitlines()) == 1


def test_the_schedule_ends_clean_and_its_crawls_too(engine, site, command):
    site.says("/", LIST, delay=30)
    number = add(engine, site)
    with subprocess.Popen(command("schedule"), stderr=subprocess.PIPE) as process:
        while not site.asked or site.asked[-1][0] != "/":
            time.sleep(0.05)
            assert process.poll() is None
        assert state(engine, number).held_by is not None
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=30)
        assert process.returncode == 0
    stored = state(engine, number)
    assert (stored.held_by, stored.last_error) == (None, None)
    assert stored.due_at <= datetime.now(UTC)


@pytest.mark.parametrize("is_neighbour", [False, True])
def test_what_is_crawled_already_is_left_alone_and_no_failure(engine, site, command, is_neighbour):
    number = add(engine, site)
    host = site.address.removeprefix("http://")
    held = number
    with sessions(engine).begin() as session:
        if is_neighbour:
            table = to_table(Source(site="other.example", starts=(site.url("/x"),)))
            held = sources.add_source(session, "other.example", table, datetime.now(UTC))
        assert sources.hold_source(session, held, process_lock.current_holder(), datetime.now(UTC))
    words = ("run-source", str(number), "--now") if is_neighbour else ("run-due", host)
    ran = subprocess.run(command(*words), capture_output=True, text=True, check=False)
    who = f"{host}, or another source of its host," if is_neighbour else host
    assert f"{who} is being crawled by another process" in ran.stderr
    assert "failed" not in ran.stderr
    assert (ran.returncode, site.paths()) == (0, [])


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 0)])
def test_ctrl_c_is_told_from_sigterm(engine, site, command, number, status):
    site.says("/", LIST, delay=30)
    add(engine, site)
    with subprocess.Popen(command("run-due"), stderr=subprocess.PIPE, text=True) as process:
        while not site.asked or site.asked[-1][0] != "/":
            time.sleep(0.05)
            assert process.poll() is None
        process.send_signal(number)
        _, err = process.communicate(timeout=30)
    assert process.returncode == status
    assert f"{site.address.removeprefix('http://')}: crawl was interrupted" in err


def test_nothing_is_drawn_on_a_terminal(engine, site, command):
    site.says("/", LIST)
    add(engine, site)
    outer, inner = pty.openpty()
    ran = subprocess.run(command("run-due"), stdout=subprocess.PIPE, stderr=inner, check=False)
    os.close(inner)
    drawn = os.read(outer, 100_000).decode()
    os.close(outer)
    assert ran.returncode == 0
    assert ": crawl ended" in drawn
    assert "\x1b" not in drawn
