"""One process runs one spider after another, and each run reports what it did."""

from __future__ import annotations

import pytest

from newsspider.crawling.run import run, workers_for
from newsspider.errors import DatabaseError
from newsspider.items import Reason, Stored
from newsspider.spiders.page import PageSpider

TEXT = "The river rose by two metres in one night and reached the first houses before dawn. "


@pytest.fixture
def settings(tmp_path):
    return {
        "DATABASE_URL": f"sqlite:///{tmp_path / 'news.db'}",
        "ALLOW_PRIVATE": True,
        "DOWNLOAD_DELAY": 0,
        "EXTRACT_WORKERS": 1,
    }


@pytest.mark.slow
def test_a_run_reports_and_can_be_repeated(site, settings):
    body = "".join(f"<p>{TEXT}Paragraph {number}.</p>" for number in range(5))
    page = "<html lang=en><meta property='og:type' content='article'><title>{}</title><h1>{}</h1>"
    site.says("/a", page.format("Flood", "Flood") + f"<article>{body}</article>")
    visits, tallies = [], []
    urls = [site.url("/a"), site.url("/gone")]
    first = run(
        PageSpider, {"urls": urls}, settings, on_visit=visits.append, on_tick=tallies.append
    )
    assert (first.new, first.stored, first.rejected, first.fetched) == (1, 1, 1, 2)
    assert (first.answered, first.interrupted, first.ended) == (1, False, "finished")
    assert [failure.reason for failure in first.failures] == [Reason.HTTP_STATUS]
    assert sum(isinstance(visit.outcome, Stored) for visit in visits) == 1
    assert (tallies[-1].stored, tallies[-1].rejected, tallies[-1].waiting) == (1, 1, 0)
    second = run(PageSpider, {"urls": urls[:1]}, settings)
    assert (second.unchanged, second.new) == (1, 0)


def test_a_database_that_cannot_be_opened_is_an_error(site, settings, tmp_path):
    url = f"sqlite:///{tmp_path / 'no' / 'such.db'}"
    with pytest.raises(DatabaseError):
        run(PageSpider, {"urls": [site.url("/a")]}, {**settings, "DATABASE_URL": url})
    assert "/a" not in site.paths()


def test_no_more_workers_than_pages_or_than_are_set(monkeypatch):
    monkeypatch.setenv("NEWSSPIDER_EXTRACT_WORKERS", "5")
    assert workers_for(1) == workers_for(0) == 1
    assert workers_for(3) == 3
    assert workers_for(1000) == 5
