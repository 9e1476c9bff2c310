"""The addresses of a site that a source takes, and those that it leaves out."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from storage.crawl import sources
from storage.db.engine import sessions
from storage.models import PageRow, RejectedRow, RunRow

pytestmark = pytest.mark.slow


def test_sections_are_left_out_and_old_articles_too(herald):
    paths = ["/news/one-story-1001", "/sport/two-story-1002", "/news/2015/01/02/old-story-1003"]
    herald.lists(*paths)
    for path, title in zip(paths, ("One", "Two", "Old"), strict=True):
        herald.tells(path, title)
    number = herald.add(exclude=("/sport",))
    herald.run(number)
    assert herald.titles() == ["One"]
    (counts,) = herald.all(select(RunRow.counts))
    assert counts["cut: older than since, or 30 days"] == 1


def test_traps_are_cut_and_reported(herald):
    paths = ["/news/news/news/news/a-b-c-1001", "/news/x-y-z-1002?PHPSESSID=1"]
    herald.lists("/news/one-story-1001", *paths)
    herald.tells("/news/one-story-1001", "One")
    herald.run(herald.add())
    (counts,) = herald.all(select(RunRow.counts))
    urls = herald.all(select(PageRow.url))
    assert (counts["cut: repeated path segment"], counts["cut: session id"]) == (1, 1)
    assert len(urls) == 2


def test_addresses_that_never_give_an_article_are_given_up(herald):
    paths = [f"/news/{number}" for number in range(10_000, 10_120)]
    herald.lists(*paths)
    for path in paths:
        herald.lists(at=path)
    herald.run(herald.add())
    (counts,) = herald.all(select(RunRow.counts))
    assert counts["cut: no article like /news/99999"] > 0
    assert counts["rejected"] < 120


def test_an_address_of_any_length_comes_to_an_end(herald):
    long = "/news/" + "ا" * 400 + "-1001"
    herald.lists(long, "/news/one-story-1001")
    herald.tells("/news/one-story-1001", "One")
    ran = herald.run(herald.add())
    assert (ran.report.ended, herald.titles()) == ("finished", ["One"])


def test_a_home_that_calls_itself_an_article_is_read_as_a_list(herald):
    declared = "<html><head><meta property='og:type' content='article'></head>"
    herald.lists("/news/one-story-1001", before=declared)
    herald.tells("/news/one-story-1001", "One")
    herald.run(herald.add())
    assert herald.titles() == ["One"]


def test_what_a_source_wants_no_more_is_not_fetched(herald):
    herald.lists("/news/one-story-1001", "/sport/two-story-1002")
    herald.tells("/news/one-story-1001", "One")
    herald.tells("/sport/two-story-1002", "Two")
    number = herald.add(max_pages=1)
    stored = herald.source(number)
    herald.run(number)
    assert len(herald.titles()) == 1
    left = {"One": "/sport", "Two": "/news"}[herald.titles()[0]]
    with sessions(herald.engine).begin() as session:
        sources.change_settings(
            session, number, {**stored.settings, "exclude": [left], "max_pages": 9}
        )
    herald.all_due()
    herald.run(number)
    assert len(herald.titles()) == 1


def test_the_past_is_read_from_the_archive_back_to_the_day_that_is_asked(herald):
    dated = '<meta property="article:published_time" content="{}">'
    herald.says("/", '<a href="/archive/2021/03/">Archive</a>')
    for year, month, before in ((2021, 3, "2021/02"), (2021, 2, "2021/01"), (2021, 1, "2020/12")):
        paths = [f"/news/the-story-{day}-{month}-of-{year}" for day in (5, 25)]
        herald.lists(*paths, f"/archive/{before}/", at=f"/archive/{year}/{month:02}/")
        for path, day in zip(paths, (5, 25), strict=True):
            head = dated.format(f"{year}-{month:02}-{day:02}T09:00:00Z")
            herald.tells(path, path, head=head)
    number = herald.add(since=date(2021, 1, 10), until=date(2021, 3, 9))
    herald.run(number)
    assert herald.titles() == [
        f"/news/the-story-{day}-of-2021" for day in ("25-1", "25-2", "5-2", "5-3")
    ]
    assert set(herald.all(select(RejectedRow.reason))) == {"other_dates"}
    assert "/archive/2020/12/" not in herald.site.paths()
    asked = len(herald.site.paths())
    herald.all_due()
    herald.run(number, at_once=True)
    again = herald.site.paths()[asked:]
    assert not [path for path in again if path.startswith("/archive/")]
