"""Answers have their places, newest first, and late ones change nothing that is newer."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from newsspider.errors import UsageError
from newsspider.items import Article, Capture, Change, Page, Paragraph, Reason, Rejected
from storage import reextractions, visits
from storage.corpus import revisions
from storage.corpus.articles import find_article
from storage.crawl import captures, runs

NOW = datetime(2026, 11, 24, 10, 30, 0, 5, tzinfo=UTC)
URL = "https://herald.example/flood"
FLOOD = Article(url=URL, title="The flood", body=(Paragraph(text="It recedes."),), language="en")


def capture(place: int, hours: int = 0, **other) -> Capture:
    given = {"file": "a.warc.gz", "length": 10, "digest": "sha1:A", "status": 200}
    return Capture(place=place, fetched_at=NOW + timedelta(hours=hours), **{**given, **other})


def visit(session, kept: Capture, verdict=FLOOD, url: str = URL, **other):
    page = Page(url=url, fetched_at=kept.fetched_at, capture=kept, **other)
    return visits.record_visit(session, page, verdict, run_id=None)


def test_answers_of_an_address_come_newest_first(session):
    for hours in (0, 2, 1):
        visit(session, capture(hours * 100, hours))
    found = [kept.capture for kept in captures.of_url(session, {URL})]
    assert found == [capture(200, 2), capture(100, 1), capture(0, 0)]
    assert [
        kept.capture for kept in captures.of_article(session, find_article(session, URL).id)
    ] == found


def test_answer_is_found_by_where_a_redirect_led(session):
    visit(session, capture(0), url="https://herald.example/1", final_url=URL)
    (kept,) = captures.of_url(session, {URL})
    assert (kept.url, kept.final_url) == ("https://herald.example/1", URL)


def test_same_visit_twice_has_one_place(session):
    visit(session, capture(0))
    visit(session, capture(0))
    assert len(list(captures.of_url(session, {URL}))) == 1


def test_rejected_page_keeps_its_answer_and_it_is_no_reading_of_the_article(session):
    visit(session, capture(0))
    gone = Rejected(url=URL, reason=Reason.HTTP_STATUS, evidence="It answered 404.")
    visit(session, capture(50, 1, status=404), gone, status=404)
    assert [kept.capture.status for kept in captures.of_url(session, {URL})] == [404, 200]
    assert [
        kept.capture.status for kept in captures.of_article(session, find_article(session, URL).id)
    ] == [200]


def test_places_of_a_file_come_in_order_and_in_chunks(session, monkeypatch):
    monkeypatch.setattr(captures, "PLACES", 2)
    for place in (500, 3_000_000_000, 20):
        visit(session, capture(place, place % 7), url=f"{URL}/{place}")
    visit(session, capture(1, file="b.warc.gz"))
    assert captures.places(session, "a.warc.gz") == [20, 500]
    assert captures.places(session, "a.warc.gz", after=500) == [3_000_000_000]
    assert captures.places(session, "a.warc.gz", after=3_000_000_000) == []
    assert [kept.capture.place for kept in captures.of_file(session, "a.warc.gz")] == [
        20,
        500,
        3 * 10**9,
    ]
    assert [(file.name, file.answers) for file in captures.files(session)] == [
        ("a.warc.gz", 3),
        ("b.warc.gz", 1),
    ]


def test_same_payload_is_found_from_the_same_address_only(session):
    visit(session, capture(0))
    visit(session, capture(9, 1), url="https://herald.example/other")
    assert captures.find_earlier_answers(session, {URL}, "sha1:A") == [capture(0)]
    assert captures.find_earlier_answers(session, {URL}, "sha1:B") == []
    assert captures.find_earlier_answers(session, {URL}, None) == [capture(0)]
    assert captures.find_answers_at(session, "sha1:A", NOW) == [capture(0)]


@pytest.mark.parametrize("other", [URL, "http://herald.example/flood?from=feed"])
def test_older_answer_is_kept_and_changes_no_newer_article(session, other):
    visit(session, capture(0, 5))
    older = replace(FLOOD, title="A flood is feared")
    stored = visit(session, capture(70, 1), older, url=other)
    assert (stored.change, stored.article.title) == (Change.UNCHANGED, "The flood")
    assert find_article(session, URL).title == "The flood"
    assert captures.places(session, "a.warc.gz") == [0, 70]
    newer = visit(session, capture(90, 6), older)
    assert newer.change is Change.UPDATED


def test_older_answer_is_better_than_no_article(session):
    empty = Rejected(url=URL, reason=Reason.EMPTY, evidence="no text")
    visit(session, capture(0, 5), empty)
    assert visit(session, capture(70, 1)).change is Change.NEW


def test_reading_again_makes_a_version_of_the_extractor(session):
    visit(session, capture(0))
    (known,) = reextractions.current_articles(session, {find_article(session, URL).id: FLOOD})
    assert known.as_stored(FLOOD) is None
    better = replace(FLOOD, authors=("Jane Doe",), url="https://herald.example/elsewhere")
    assert known.as_stored(better) == replace(better, url=URL)
    later = NOW + timedelta(days=1)
    changes = reextractions.store_readings(session, [(known, better)], extractor="0.2", now=later)
    assert changes == [Change.UPDATED]
    first, second = revisions.list_revisions(session, find_article(session, URL))
    assert (first.extractor, second.extractor, second.changed) == (None, "0.2", ("authors",))
    assert (first.article.authors, second.article.authors) == ((), ("Jane Doe",))
    assert revisions.list_changes(session) == []


def test_article_that_a_visit_changed_meanwhile_is_left_alone(session):
    visit(session, capture(0))
    (known,) = reextractions.current_articles(session, {find_article(session, URL).id: FLOOD})
    visit(session, capture(50, 1), replace(FLOOD, title="The flood is over"))
    read = replace(FLOOD, authors=("Jane Doe",))
    assert reextractions.store_readings(session, [(known, read)], extractor="0.2", now=NOW) == [
        None
    ]
    assert find_article(session, URL).title == "The flood is over"


def test_run_that_was_not_finished_goes_on(session):
    begun = reextractions.begin_run(session, {"words": ""}, NOW)
    assert begun.goes_on is None
    further = replace(begun, after="7@2024", counts={"updated": 3})
    reextractions.record_progress(session, further)
    with pytest.raises(UsageError, match=f"Run {begun.id} is storing the same now"):
        reextractions.begin_run(session, {"words": ""}, NOW)
    runs.finish_run(session, begun.id, "interrupted", further.counts, NOW)
    second = reextractions.begin_run(session, {"words": ""}, NOW)
    assert second == replace(further, id=second.id, goes_on=begun.id)
    assert reextractions.begin_run(session, {"words": "flood"}, NOW).goes_on is None
