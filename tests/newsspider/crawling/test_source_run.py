"""A source is crawled again and again: the addresses that are due, and no others."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from newsspider.errors import UsageError
from storage.crawl import process_lock, sources
from storage.db.engine import sessions
from storage.models import FrontierRow, PageRow, RejectedRow, RunRow

pytestmark = pytest.mark.slow


def test_only_what_is_due_is_fetched_and_only_what_changed_is_read(herald):
    herald.lists("/news/one-story-1001", "/news/two-story-1002", ETag='"a"')
    herald.tells("/news/one-story-1001", "One", ETag='"1"')
    herald.tells("/news/two-story-1002", "Two")
    number = herald.add()
    first = herald.run(number).report
    assert (first.new, first.lists, herald.titles()) == (2, 1, ["One", "Two"])

    herald.site.asked.clear()
    again = herald.run(number)
    assert (again.report.fetched, herald.site.paths()) == (0, [])
    assert again.due_at > datetime.now(UTC) + timedelta(minutes=5)

    herald.all_due()
    third = herald.run(number).report
    assert (third.unmodified, third.new, third.updated) == (3, 0, 0)

    herald.lists("/news/three-story-1003", "/news/two-story-1002", ETag='"b"')
    herald.tells("/news/two-story-1002", "Two", " Corrected.")
    herald.tells("/news/three-story-1003", "Three")
    herald.all_due()
    fourth = herald.run(number).report
    assert (fourth.new, fourth.updated, fourth.unmodified) == (1, 1, 1)
    assert herald.titles() == ["One", "Three", "Two"]


def test_what_may_have_killed_runs_is_fetched_one_at_a_time(herald):
    paths = herald.publishes(6)
    number = herald.add()
    herald.run(number)
    herald.all_due()
    with sessions(herald.engine).begin() as session:
        for row in session.scalars(select(FrontierRow).order_by(FrontierRow.page_id)):
            row.lost = row.page_id % 6
    herald.site.asked.clear()
    report = herald.run(number).report
    assert (report.unmodified, sorted(herald.site.paths())) == (7, sorted(["/", *paths]))
    assert set(herald.all(select(FrontierRow.lost))) == {0}


def test_the_waits_of_articles_are_a_setting(herald):
    herald.lists("/news/one-story-1001")
    herald.tells("/news/one-story-1001", "One")
    number = herald.add()
    herald.run(number, REVISITS="3, 48")
    waits = herald.all(select(FrontierRow.wait).where(FrontierRow.kind == "article"))
    assert waits == [3 * 3600]
    with pytest.raises(UsageError, match="REVISITS is 0: write hours from"):
        herald.run(number, REVISITS=(0,))


def test_a_run_by_hand_reads_the_starts_at_once(herald):
    herald.lists("/news/one-story-1001")
    herald.tells("/news/one-story-1001", "One")
    number = herald.add()
    herald.run(number)
    herald.lists("/news/two-story-1002")
    herald.tells("/news/two-story-1002", "Two")
    assert herald.run(number).report.fetched == 0
    assert herald.run(number, at_once=True).report.new == 1
    assert herald.titles() == ["One", "Two"]


def test_lists_are_read_before_articles_are_looked_at_again(herald):
    herald.lists("/news/one-story-1001", "/news/two-story-1002")
    herald.tells("/news/one-story-1001", "One")
    herald.tells("/news/two-story-1002", "Two")
    number = herald.add(max_pages=2)
    herald.run(number)
    herald.lists("/news/three-story-1003")
    herald.tells("/news/three-story-1003", "Three")
    herald.all_due()
    assert herald.run(number).report.new == 1


def test_runs_say_how_they_ended_and_pages_recover(herald):
    herald.lists("/news/one-story-1001", ETag='"a"')
    herald.tells("/news/one-story-1001", "One", ETag='"1"')
    number = herald.add()
    herald.run(number)
    with sessions(herald.engine).begin() as session:
        killed = session.scalars(select(RunRow)).one()
        killed.status, killed.finished_at = "running", None
    herald.all_due()
    herald.run(number, RETRY_TIMES=0, ALLOW_PRIVATE=False)
    assert herald.all(select(RunRow.status).order_by(RunRow.id)) == ["killed", "failed"]
    assert len(herald.all(select(RejectedRow.page_id))) > 0
    herald.all_due()
    third = herald.run(number).report
    assert third.unmodified == 2, (third, herald.site.asked)
    assert herald.all(select(RejectedRow.page_id)) == []
    states = {row.url: row.state for row in herald.all(select(PageRow))}
    one = herald.site.url("/news/one-story-1001")
    assert states == {herald.site.url("/"): "listed", one: "stored"}


def test_another_process_that_crawls_it_is_left_alone(herald):
    herald.lists()
    number = herald.add()
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"]) as other:
        mine = process_lock.current_holder()
        host, _, _ = mine.split(":", 2)
        start = process_lock._start_of(other.pid)
        with sessions(herald.engine).begin() as session:
            assert sources.hold_source(
                session, number, f"{host}:{other.pid}:{start}", datetime.now(UTC)
            )
        assert herald.run(number) is None
        other.kill()
        other.wait()
    assert herald.run(number) is not None


def test_a_site_that_cannot_be_had_is_said_and_tried_again(herald):
    herald.site.says("/robots.txt", "broken", status=500)
    number = herald.add()
    ran = herald.run(number, RETRY_TIMES=0)
    assert "robots.txt answered 500" in ran.error
    stored = herald.source(number)
    assert stored.last_error == ran.error
    assert stored.held_by is None
    assert stored.due_at > datetime.now(UTC)


def test_a_source_that_wants_a_browser_is_not_crawled_without_one(herald, monkeypatch):
    number = herald.add(render="browser")
    monkeypatch.setenv("PATH", "")
    with pytest.raises(UsageError, match="no Chromium on this machine"):
        herald.run(number)
    stored = herald.source(number)
    assert "no Chromium on this machine" in stored.last_error
    assert (stored.held_by, herald.site.paths()) == (None, [])


def test_a_page_that_a_browser_shows_is_asked_for_without_conditions(herald, chromium):
    text = "The river rose by two metres in one night and reached the first houses. " * 4
    script = "<script>fetch('/text').then(r => r.text()).then(t => document.body.innerHTML = t)"
    herald.lists("/news/one-story-1001", ETag='"a"')
    herald.says("/news/one-story-1001", f"<body>{script}</script>", ETag='"frame"')
    herald.says("/text", f"<article><h1>One</h1><p>{text}</p></article>")
    number = herald.add(render="browser")
    assert herald.run(number).report.new == 1
    herald.says("/text", f"<article><h1>Two</h1><p>{text}</p></article>")
    herald.all_due()
    assert herald.run(number, at_once=True).report.updated == 1
    assert herald.titles() == ["Two"]
