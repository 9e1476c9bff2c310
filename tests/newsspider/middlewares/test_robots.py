"""robots.txt: what it forbids, what its absence means, and how long it asks to wait."""

from __future__ import annotations

import asyncio
from itertools import pairwise

import pytest

from newsspider.crawling.run import project_settings
from newsspider.items import Reason
from newsspider.spiders.page import PageSpider

BUSY = 0.5
"""What a busy machine may leave of a wait, as the site sees it that is asked late once."""


@pytest.fixture
def ingest(fetch, site):
    site.says("/a", "text")

    def run(*paths: str, **settings):
        urls = [site.url(path) for path in paths or ("/a",)]
        return fetch(PageSpider, settings, urls=urls)

    return run


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_no_robots_opens_the_site(ingest, site, status):
    site.says("/robots.txt", "User-agent: *\nDisallow: /", status=status)
    assert [page.failure for page in ingest()] == [None]


@pytest.mark.parametrize("status", [500, 503])
def test_a_broken_robots_closes_the_site(ingest, site, status):
    site.says("/robots.txt", status=status)
    (page,) = ingest()
    assert page.failure.reason is Reason.ROBOTS
    assert str(status) in page.failure.evidence
    assert site.paths() == ["/robots.txt"]


def test_a_silent_robots_closes_the_site(ingest, site):
    site.says("/robots.txt", delay=2)
    (page,) = ingest(DOWNLOAD_TIMEOUT=0.4)
    assert page.failure.reason is Reason.ROBOTS
    assert site.paths() == ["/robots.txt"]


def test_it_is_asked_once_for_many_pages(ingest, site):
    site.says("/robots.txt", "User-agent: *\nDisallow: /b")
    site.says("/c", "c")
    reasons = {page.url[-2:]: page.failure for page in ingest("/a", "/b", "/c")}
    assert site.paths().count("/robots.txt") == 1
    assert [path for path, failure in reasons.items() if failure] == ["/b"]


def test_rules_for_this_crawler_come_before_those_for_all(ingest, site):
    rules = "User-agent: *\nDisallow: /\n\nUser-agent: newsspider\nDisallow: /b\n"
    site.says("/robots.txt", rules)
    reasons = {page.url[-2:]: page.failure for page in ingest("/a", "/b")}
    assert (reasons["/a"], reasons["/b"].reason) == (None, Reason.ROBOTS)


def test_a_closed_site_is_asked_again_after_a_while(fetch, site):
    site.says("/robots.txt", status=503)
    site.says("/a", "text")

    class Patient(PageSpider):
        name = "patient"

        async def start(self):
            async for request in super().start():
                yield request
            while "/robots.txt" not in site.paths():
                await asyncio.sleep(0.05)
            await asyncio.sleep(0.6)
            site.says("/robots.txt", "")
            async for request in super().start():
                yield request

    pages = fetch(Patient, {"ROBOTS_FAILURE_MEMORY": 0.2}, urls=[site.url("/a")])
    assert [page.failure is None for page in pages] == [False, True]


def test_crawl_delay_is_kept_between_pages(ingest, site):
    site.says("/robots.txt", "User-agent: *\nCrawl-delay: 0.7")
    paths = ["/a", "/b?id=1", "/c?id=2"]
    ingest(*paths)
    times = sorted(moment for path in paths for moment in site.times(path))
    assert all(later - earlier > BUSY * 0.7 for earlier, later in pairwise(times))


def test_crawl_delay_is_kept_at_the_default_delay(ingest, site):
    delay = project_settings({}).getfloat("DOWNLOAD_DELAY")
    site.says("/robots.txt", f"User-agent: *\nCrawl-delay: {delay}")
    paths = ["/a", "/b?id=1", "/c?id=2", "/d?id=3"]
    ingest(*paths, DOWNLOAD_DELAY=delay)
    times = sorted(moment for path in paths for moment in site.times(path))
    assert all(later - earlier > BUSY * delay for earlier, later in pairwise(times))


def test_a_crawl_delay_below_our_own_keeps_ours(ingest, site):
    site.says("/robots.txt", "User-agent: *\nCrawl-delay: 0.1")
    ingest("/a", "/b", DOWNLOAD_DELAY=0.6)
    earlier, later = sorted(site.times("/a") + site.times("/b"))
    assert later - earlier > BUSY * 0.6


@pytest.mark.parametrize("written", ["nan", "-1", "soon"])
def test_a_crawl_delay_that_is_no_number_changes_nothing(ingest, site, written):
    site.says("/robots.txt", f"User-agent: *\nCrawl-delay: {written}")
    assert [page.failure for page in ingest("/a")] == [None]


def test_a_long_crawl_delay_is_capped(ingest, site, caplog):
    site.says("/robots.txt", "User-agent: *\nCrawl-delay: 3600")
    ingest("/a", "/b", ROBOTS_LONGEST_DELAY=0.7)
    earlier, later = sorted(site.times("/a") + site.times("/b"))
    assert BUSY * 0.7 < later - earlier < 600
    assert "3600" in caplog.text


def test_sites_on_one_address_do_not_wait_for_each_other(fetch, site, make_site):
    other = make_site()
    site.says("/robots.txt", "User-agent: *\nCrawl-delay: 30")
    other.says("/robots.txt", "User-agent: *\nCrawl-delay: 0.1")
    for one in (site, other):
        one.says("/a", "a")
    urls = [site.url("/a"), other.url("/a"), other.url("/b"), other.url("/c")]
    pages = fetch(PageSpider, {"ROBOTS_LONGEST_DELAY": 1.0}, urls=urls)
    assert len(pages) == 4
    assert max(other.times("/c")) < min(site.times("/a"))
