"""The frontier, on both databases."""

import dataclasses
from datetime import UTC, datetime, timedelta

import pytest

from newsspider.items import (
    Change,
    Failure,
    FrontierEntry,
    Hints,
    IndexPage,
    Page,
    Reason,
    Rejected,
    Stored,
    Unmodified,
)
from newsspider.timestamps import Timestamp
from storage import visits
from storage.crawl import frontier, leases, revisits, runs, sources
from storage.models import FrontierRow, PageRow, Queue

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
SITE = "https://herald.example"


@pytest.fixture
def source(session):
    return sources.add_source(session, "herald.example", {"site": "herald.example"}, NOW)


@pytest.fixture
def run(session, source):
    return runs.start_run(session, "source", {}, NOW)


def found(path, kind="article", hours=None, pattern=None, **fields):
    published = Timestamp.of_instant(NOW - timedelta(hours=hours)) if hours is not None else None
    hints = Hints(found_in=f"{SITE}/feed", title="A title", published_at=published)
    return FrontierEntry(url=SITE + path, kind=kind, pattern=pattern or path, hints=hints, **fields)


def lease(session, source, run, *, now=NOW, lists=10, articles=10):
    return leases.take_leases(session, source, run, now=now, lists=lists, articles=articles)


def page(path, at=NOW, **fields):
    return Page(url=SITE + path, fetched_at=at, **{"body": b"page", **fields})


def row(session, path):
    return session.query(FrontierRow).join(PageRow).filter(PageRow.url == SITE + path).one()


def test_lists_come_first_then_the_newest_article(session, source, run):
    given = [found("/old", hours=50), found("/new", hours=1), found("/list", "section")]
    assert frontier.add_entries(session, source, given, now=NOW) == (2, {})
    taken = lease(session, source, run)
    assert [one.url.removeprefix(SITE) for one in taken] == ["/list", "/new", "/old"]
    assert taken[1].hints.published_at == given[1].hints.published_at
    assert taken[1].hints.title == "A title"
    assert lease(session, source, run) == []


def test_an_address_is_known_once(session, source, run):
    assert frontier.add_entries(session, source, [found("/a"), found("/a")], now=NOW)[0] == 1
    assert frontier.add_entries(session, source, [found("/a"), found("/b")], now=NOW)[0] == 1


def test_an_article_under_another_spelling_is_not_new(session, source, flood):
    visits.record_visit(session, page("/x", headers={}), flood, run_id=None)
    spelled = flood.url.replace("https://", "http://www.")
    again = FrontierEntry(url=spelled, kind="article", pattern="/x")
    assert frontier.add_entries(session, source, [again], now=NOW)[0] == 0


def test_what_a_killed_run_had_is_free_for_the_next_one(session, source, run):
    frontier.add_entries(session, source, [found("/a")], now=NOW)
    assert len(lease(session, source, run)) == 1
    leases.free_leases(session, source, now=NOW)
    other = runs.start_run(session, "source", {}, NOW)
    assert [one.url for one in lease(session, source, other)] == [f"{SITE}/a"]


def test_a_stored_article_is_looked_at_again_in_an_hour(session, source, run, flood):
    frontier.add_entries(session, source, [found("/a", hours=0)], now=NOW)
    lease(session, source, run)
    stored = Stored(id=1, article=flood, change=Change.NEW)
    held = row(session, "/a")
    held.fresh_at = NOW
    article = stored.article
    fresh = dataclasses.replace(article, published_at=Timestamp.of_instant(NOW))
    of_page = session.get(PageRow, held.page_id)
    of_page.run_id = run
    revisits.schedule_revisit(
        session, of_page, page("/a"), dataclasses.replace(stored, article=fresh)
    )
    assert (held.queue, held.due_at, held.lease_id) == (
        Queue.REVISIT,
        NOW + timedelta(hours=1),
        None,
    )
    assert lease(session, source, run) == []
    later = NOW + timedelta(hours=1)
    (waiting,) = lease(session, source, run, now=later)
    assert waiting.digest == revisits.body_digest(b"page")
    revisits.schedule_revisit(session, of_page, page("/a", later), Unmodified())
    assert held.due_at == later + timedelta(hours=6)


def test_a_visit_that_failed_is_tried_again_and_given_up_at_last(session, source, run):
    frontier.add_entries(session, source, [found("/a")], now=NOW)
    now, tries = NOW, 0
    while lease(session, source, run, now=now):
        tries += 1
        rejected = Rejected(url=SITE + "/a", reason=Reason.HTTP_STATUS, evidence="503")
        visits.record_visit(session, page("/a", now, status=503), rejected, run_id=run)
        now = row(session, "/a").due_at
        assert tries < 50
    assert (tries, row(session, "/a").queue) == (6, Queue.DONE)


def test_a_page_that_came_and_was_not_read_is_asked_for_anew(session, source, run):
    frontier.add_entries(session, source, [found("/a")], now=NOW)
    lease(session, source, run)
    why = Rejected(url=SITE + "/a", reason=Reason.EXTRACTION_TIMEOUT, evidence="so")
    visits.record_visit(session, page("/a", headers={"etag": '"1"'}), why, run_id=run)
    (waiting,) = lease(session, source, run, now=NOW + timedelta(days=1))
    assert (waiting.etag, waiting.digest) == (None, None)


def test_a_page_that_is_gone_or_no_article_is_done(session, source, run):
    frontier.add_entries(session, source, [found("/a"), found("/b")], now=NOW)
    lease(session, source, run)
    for path, status, reason in (("/a", 404, Reason.HTTP_STATUS), ("/b", 200, Reason.INDEX_PAGE)):
        rejected = Rejected(url=SITE + path, reason=reason, evidence="so")
        visits.record_visit(session, page(path, status=status), rejected, run_id=run)
        assert row(session, path).queue == Queue.DONE


def test_a_list_brings_its_articles_in_the_same_transaction(session, source, run):
    frontier.add_entries(session, source, [found("/list", "section")], now=NOW)
    lease(session, source, run)
    listing = IndexPage(entries=(found("/a"), found("/b"), found("/page/2", "further")))
    outcome = visits.record_visit(session, page("/list"), listing, run_id=run)
    assert outcome == IndexPage(new_articles=2)
    assert session.query(PageRow).filter(PageRow.url == f"{SITE}/list").one().state == "listed"
    taken = [one.url.removeprefix(SITE) for one in lease(session, source, run)]
    assert sorted(taken) == ["/a", "/b", "/page/2"]


def test_further_pages_are_read_only_while_they_bring_news(session, source, run):
    frontier.add_entries(session, source, [found("/list", "section"), found("/a")], now=NOW)
    lease(session, source, run)
    stale = IndexPage(entries=(found("/a"), found("/page/2", "further")))
    visits.record_visit(session, page("/list"), stale, run_id=run)
    assert lease(session, source, run, now=NOW) == []
    fresh = IndexPage(entries=(found("/b"), found("/page/2", "further")))
    visits.record_visit(session, page("/list"), fresh, run_id=run)
    assert [one.kind for one in lease(session, source, run)] == ["further", "article"]
    visits.record_visit(session, page("/page/2"), IndexPage(), run_id=run)
    assert row(session, "/page/2").queue == Queue.DONE
    later = NOW + timedelta(hours=1)
    for name, is_next, queue in (("/c", False, Queue.DONE), ("/d", True, Queue.INDEX_PAGE)):
        again = IndexPage(entries=(found(name), found("/page/2", "further", is_next=is_next)))
        visits.record_visit(session, page("/list", later), again, run_id=run)
        assert row(session, "/page/2").queue == queue


def test_a_feed_dates_what_a_list_named_without_a_date(session, source):
    frontier.add_entries(session, source, [found("/a"), found("/b")], now=NOW)
    assert frontier.add_entries(session, source, [found("/a", hours=72)], now=NOW)[0] == 0
    assert row(session, "/a").fresh_at == NOW - timedelta(hours=72)
    assert row(session, "/b").fresh_at == NOW


def test_lists_of_one_pattern_have_a_budget(session, source):
    calendar = [found(f"/calendar/{day}", "section", pattern="/calendar/9") for day in range(200)]
    articles, cut = frontier.add_entries(session, source, calendar, now=NOW)
    assert articles == 0
    assert cut == {"lists like /calendar/9": 200 - frontier.BUDGETS[frontier.SECTION]}
    more = [found(f"/calendar/{day}", "section", pattern="/calendar/9") for day in range(200, 300)]
    assert frontier.add_entries(session, source, more, now=NOW)[1] == {
        "lists like /calendar/9": 100
    }


def test_a_fruitless_pattern_is_held_back(session, source, run):
    frontier.add_entries(
        session, source, [found(f"/x/{n}", pattern="/x/9") for n in range(5)], now=NOW
    )
    assert frontier.hold_back_pattern(session, source, "/x/9", now=NOW) == 5
    assert lease(session, source, run) == []
    assert len(lease(session, source, run, now=NOW + timedelta(days=7))) == 5


def test_an_outage_is_no_reason_to_give_an_article_up(session, source, run):
    frontier.add_entries(session, source, [found("/a")], now=NOW)
    failure = Failure(reason=Reason.FETCH_FAILED, evidence="The server did not answer in time.")
    now = NOW
    for _ in range(20):
        assert len(lease(session, source, run, now=now)) == 1
        failed = page("/a", now, status=None, body=b"", failure=failure)
        rejected = Rejected(url=SITE + "/a", reason=failure.reason, evidence=failure.evidence)
        visits.record_visit(session, failed, rejected, run_id=run)
        now = row(session, "/a").due_at
    assert row(session, "/a").queue == Queue.NEW


@pytest.mark.parametrize("status", [403, 404, 500, 200])
def test_a_list_is_never_given_up(session, source, run, status):
    frontier.add_entries(session, source, [found("/list", "section")], now=NOW)
    now = NOW
    for _ in range(10):
        assert len(lease(session, source, run, now=now)) == 1
        why = Rejected(url=SITE + "/list", reason=Reason.HTTP_STATUS, evidence="so")
        visits.record_visit(session, page("/list", now, status=status), why, run_id=run)
        now = row(session, "/list").due_at
    assert row(session, "/list").queue == Queue.INDEX_PAGE


def test_a_visit_of_another_run_takes_no_lease_and_ends_no_list(session, source, run, flood):
    frontier.add_entries(session, source, [found("/list", "section"), found("/a")], now=NOW)
    lease(session, source, run)
    other = runs.start_run(session, "ingest", {}, NOW)
    why = Rejected(url=SITE + "/list", reason=Reason.INDEX_PAGE, evidence="so")
    visits.record_visit(session, page("/list"), why, run_id=other)
    assert (row(session, "/list").queue, row(session, "/list").lease_id) == (Queue.INDEX_PAGE, run)


def test_a_start_is_had_by_its_source_whatever_became_of_it(session, source, run):
    start = FrontierEntry(url=SITE + "/", kind="section", pattern="/")
    other = sources.add_source(session, "other.example", {"site": "other.example"}, NOW)
    frontier.add_entries(session, other, [start], now=NOW)
    row(session, "/").queue = Queue.DONE
    frontier.add_starts(session, source, [start], now=NOW)
    assert [one.url for one in lease(session, source, run)] == [SITE + "/"]


def test_what_was_read_by_others_only_is_asked_for_in_full(session, source, run):
    visits.record_visit(session, page("/list", headers={"etag": '"1"'}), IndexPage(), run_id=None)
    frontier.add_entries(session, source, [found("/list", "section")], now=NOW)
    (waiting,) = lease(session, source, run)
    assert waiting.etag is None


def test_a_source_that_wants_other_things_reads_its_lists_anew(session, source, run):
    frontier.add_entries(session, source, [found("/list", "section")], now=NOW)
    lease(session, source, run)
    visits.record_visit(session, page("/list"), IndexPage(), run_id=run)
    assert lease(session, source, run) == []
    sources.change_settings(session, source, {"site": "herald.example", "since": "2020-01-01"})
    (waiting,) = lease(session, source, run, now=datetime.now(UTC))
    assert waiting.digest is None


def test_sitemaps_have_no_budget(session, source):
    days = [found(f"/sitemap-{day}.xml", "sitemap", pattern="/s") for day in range(200)]
    assert frontier.add_entries(session, source, days, now=NOW)[1] == {}


def test_turns_that_a_wrong_clock_gave_come_back(session, source, run):
    frontier.add_entries(session, source, [found("/a")], now=NOW + timedelta(days=4_000))
    assert lease(session, source, run) == []
    leases.free_leases(session, source, now=NOW)
    assert len(lease(session, source, run)) == 1


def test_what_is_due_next(session, source, run):
    assert frontier.next_due(session, source) is None
    frontier.add_entries(session, source, [found("/a"), found("/list", "feed")], now=NOW)
    assert frontier.next_due(session, source) == NOW
    lease(session, source, run)
    visits.record_visit(session, page("/list"), IndexPage(), run_id=run)
    assert frontier.next_due(session, source) == NOW  # the article's


def test_how_many_wait(session, source, run, flood):
    frontier.add_entries(
        session, sources.add_source(session, "other.example", {}, NOW), [found("/o")], now=NOW
    )
    given = [found("/a"), found("/b"), found("/gone"), found("/list", "section")]
    frontier.add_entries(session, source, given, now=NOW)
    lease(session, source, run)
    gone = Rejected(url=f"{SITE}/gone", reason=Reason.HTTP_STATUS, evidence="so")
    visits.record_visit(session, page("/gone", status=410), gone, run_id=run)
    stored = dataclasses.replace(flood, url=f"{SITE}/b", published_at=Timestamp.of_instant(NOW))
    visits.record_visit(session, page("/b", headers={}), stored, run_id=run)
    assert frontier.count_waiting(session, source) == {"new": 1, "again": 1, "lists": 1}


def test_a_source_that_is_removed_takes_its_frontier_and_leaves_its_pages(session, source, run):
    frontier.add_entries(session, source, [found("/a")], now=NOW)
    sources.remove_source(session, source)
    assert session.query(FrontierRow).count() == 0
    assert session.query(PageRow).count() == 1
