"""Addresses that killed runs had, on both databases: one that kills them is told from the others."""

import random
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from newsspider.items import FrontierEntry, Hints, Page, Unmodified
from newsspider.sources import revisits
from newsspider.timestamps import Timestamp
from storage import visits
from storage.crawl import frontier, leases, runs, sources
from storage.models import FrontierRow, PageRow, Queue

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
SITE = "https://herald.example"
BATCH = 16


@pytest.fixture
def source(session):
    return sources.add_source(session, "herald.example", {"site": "herald.example"}, NOW)


def add(session, source, *paths, kind="article", hours=0):
    hints = Hints(published_at=Timestamp.of_instant(NOW - timedelta(hours=hours)))
    found = [FrontierEntry(url=SITE + path, kind=kind, pattern=path, hints=hints) for path in paths]
    frontier.add_entries(session, source, found, now=NOW)


def row(session, path):
    wanted = session.query(FrontierRow).join(PageRow).filter(PageRow.url == SITE + path)
    return wanted.populate_existing().one()


def crawl(session, source, now=NOW, *, deadly=(), most=1000):
    """One run of a source, which ends at a deadly page or after so many; what was visited."""
    run = runs.start_run(session, "source", {}, now, source_id=source)
    runs.close_killed_runs(session, source, run, now)
    leases.free_leases(session, source, now=now)
    visited = []
    while taken := leases.take_leases(session, source, run, now=now, lists=BATCH, articles=BATCH):
        for waiting in taken:
            path = waiting.url.removeprefix(SITE)
            if path in deadly or len(visited) == most:
                return visited  # killed: it never says that it ended
            visited.append(path)
            page = Page(url=waiting.url, fetched_at=now, status=200, body=b"page")
            visits.record_visit(session, page, Unmodified(), run_id=run)
    runs.finish_run(session, run, "finished", {}, now)
    return visited


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["article", "feed"])
def test_a_page_that_kills_its_runs_is_put_off_and_the_others_are_fetched(session, source, kind):
    add(session, source, "/deadly", kind=kind)
    add(session, source, *(f"/{number}" for number in range(100)), hours=1)
    visited, killed = [], []
    for minute in range(15):
        now = NOW + timedelta(minutes=minute)
        visited += [(minute, path) for path in crawl(session, source, now, deadly={"/deadly"})]
        killed += [minute] * (row(session, "/deadly").lease_id is not None)
    assert killed == [0, 1, 2, 3, 4, 5]
    assert max(minute for minute, _ in visited) == 4
    assert len(visited) == len({path for _, path in visited}) == 100
    assert row(session, "/deadly").due_at == NOW + timedelta(minutes=16)


def test_what_is_put_off_waits_longer_each_time_and_an_article_is_given_up(session, source):
    add(session, source, "/deadly")
    now, killed = NOW, []
    while row(session, "/deadly").queue == Queue.NEW:
        crawl(session, source, now, deadly={"/deadly"})
        killed += [now] * (row(session, "/deadly").lease_id is not None)
        now = max(now, row(session, "/deadly").due_at)
        assert len(killed) < 50
    assert len(killed) == 11
    waits = [(later - earlier) / timedelta(minutes=10) for earlier, later in pairwise(killed)]
    assert waits == [0, 0, 0, 0, 0, 1, 2, 4, 8, 16]


def test_a_list_is_never_given_up(session, source):
    add(session, source, "/feed", kind="feed")
    now = NOW
    for _ in range(20):
        crawl(session, source, now, deadly={"/feed"})
        now = max(now, row(session, "/feed").due_at) + timedelta(seconds=1)
    assert row(session, "/feed").queue == Queue.INDEX_PAGE
    assert row(session, "/feed").due_at <= now + timedelta(days=1)


def test_a_run_by_hand_does_not_hasten_what_kills_it(session, source):
    add(session, source, "/feed", kind="feed")
    for _ in range(6):
        crawl(session, source, deadly={"/feed"})
    runs.close_killed_runs(session, source, 0, NOW)
    leases.free_leases(session, source, now=NOW)
    due_at = row(session, "/feed").due_at
    frontier.hasten_index_pages(session, source, now=NOW)
    assert row(session, "/feed").due_at == due_at


@pytest.mark.slow
def test_kills_by_chance_cost_nothing(session, source):
    add(session, source, *(f"/{number}" for number in range(300)))
    chance, visited = random.Random(1), []  # noqa: S311
    for _ in range(50):
        visited += crawl(session, source, most=chance.choice([0, 0, 0, 1, 4, 30]))
    visited += crawl(session, source)
    assert len(visited) == len(set(visited)) == 300


def test_a_run_that_ends_in_order_blames_nobody(session, source):
    add(session, source, "/a")
    for _ in range(9):
        run = runs.start_run(session, "source", {}, NOW, source_id=source)
        assert len(leases.take_leases(session, source, run, now=NOW, lists=9, articles=9)) == 1
        runs.finish_run(session, run, "interrupted", {}, NOW)
        assert leases.free_leases(session, source, now=NOW) == []
    assert row(session, "/a").lost == 0


def test_a_visit_clears_an_address(session, source):
    add(session, source, "/a")
    for _ in range(4):
        crawl(session, source, most=0)
    assert crawl(session, source) == ["/a"]
    assert row(session, "/a").lost == 0


def test_suspects_are_leased_one_at_a_time(session, source):
    add(session, source, "/a", "/b", "/c")
    for _ in range(3):
        crawl(session, source, most=0)
    add(session, source, "/new")
    run = runs.start_run(session, "source", {}, NOW, source_id=source)
    runs.close_killed_runs(session, source, run, NOW)
    leases.free_leases(session, source, now=NOW)
    (alone,) = leases.take_leases(session, source, run, now=NOW, lists=9, articles=9)
    assert leases.take_leases(session, source, run, now=NOW, lists=9, articles=9) == []
    page = Page(url=alone.url, fetched_at=NOW, status=200, body=b"page")
    visits.record_visit(session, page, Unmodified(), run_id=run)
    (other,) = leases.take_leases(session, source, run, now=NOW, lists=9, articles=9)
    assert {alone.url, other.url} < {f"{SITE}/{name}" for name in "abc"}


@pytest.mark.parametrize(("lost", "wait"), [(5, 0), (6, 600), (7, 1200), (10, 9600), (11, None)])
def test_waits_after_losses(lost, wait):
    assert revisits.after_loss(lost) == wait
