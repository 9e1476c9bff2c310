"""What becomes of each kind of answer: always a page, with its status or its failure."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from newsspider.items import Page, Reason
from newsspider.spiders.page import PageSpider


@pytest.fixture
def one(fetch, site):
    def run(path: str, **settings) -> Page:
        (page,) = fetch(PageSpider, settings, urls=[site.url(path)])
        return page

    return run


def test_a_page_keeps_its_bytes_status_and_headers(one, site):
    site.says("/a", "<p>أهلا</p>", headers={"Content-Type": "text/html", "X-Twice": "b"})
    page = one("/a")
    assert (page.body.decode(), page.status) == ("<p>أهلا</p>", 200)
    assert page.headers["content-type"] == "text/html"
    assert (page.url, page.final_url, page.failure) == (site.url("/a"), None, None)
    assert page.fetched_at.utcoffset() is not None


@pytest.mark.parametrize("status", [403, 404, 410, 500, 503])
def test_an_error_is_a_page_with_its_status(one, site, status):
    site.says("/gone", "sorry", status=status)
    assert one("/gone").status == status


def test_a_redirect_keeps_both_addresses(one, site):
    site.says("/old", status=301, headers={"Location": "/new"})
    site.says("/new", "<p>new</p>")
    page = one("/old")
    assert (page.url, page.address) == (site.url("/old"), site.url("/new"))


def test_a_redirect_may_leave_the_site(one, site, make_site):
    other = make_site()
    site.says("/old", status=302, headers={"Location": other.says("/new", "<p>new</p>")})
    assert one("/old").address == other.url("/new")


def test_a_circle_of_redirects_ends(one, site):
    site.says("/a", status=302, headers={"Location": "/b"})
    site.says("/b", status=302, headers={"Location": "/a"})
    failure = one("/a").failure
    assert failure.reason is Reason.FETCH_FAILED
    assert "circle" in failure.evidence


def test_a_page_that_refreshes_to_itself_is_not_lost(one, site):
    site.says("/a", "<html><meta http-equiv=refresh content='300'><p>text</p></html>")
    assert one("/a").status == 200


def test_robots_bans_a_page(one, site):
    site.says("/robots.txt", "User-agent: *\nDisallow: /private/")
    site.says("/private/a", "secret")
    failure = one("/private/a").failure
    assert failure.reason is Reason.ROBOTS
    assert "/private/a" not in site.paths()


def test_a_server_that_is_silent_times_out(one, site):
    site.says("/slow", "late", delay=2)
    failure = one("/slow", DOWNLOAD_TIMEOUT=0.5).failure
    assert (failure.reason, failure.evidence) == (
        Reason.FETCH_FAILED,
        "The server did not answer in time.",
    )


@pytest.mark.parametrize("endless", [True, False])
def test_an_answer_that_never_ends_is_too_large(one, site, endless):
    site.says("/big", b"x" * 200_000, endless=endless)
    assert one("/big", DOWNLOAD_MAXSIZE=100_000).failure.reason is Reason.TOO_LARGE


def test_a_bomb_is_too_large_once_unpacked(one, site):
    import gzip

    headers = {"Content-Type": "text/html", "Content-Encoding": "gzip"}
    site.says("/bomb", gzip.compress(b"x" * 5_000_000), headers=headers)
    assert one("/bomb", DOWNLOAD_MAXSIZE=100_000).failure.reason is Reason.TOO_LARGE


def test_hosts_that_cannot_be_reached(fetch):
    urls = ["http://no-such-host.invalid/", "http://127.0.0.1:1/", "http://exa mple/"]
    pages = fetch(PageSpider, urls=urls)
    assert {page.failure.reason for page in pages} == {Reason.FETCH_FAILED}
    assert len(pages) == 3


def test_addresses_that_are_none_are_pages_too(fetch):
    urls = ["nonsense", "http://[::1", "ftp://example.org/a", "file:///etc/passwd"]
    pages = fetch(PageSpider, urls=urls)
    assert {page.url for page in pages} == set(urls)
    assert all(page.failure.reason is Reason.FETCH_FAILED for page in pages)


def test_pages_that_are_here_already_go_through(fetch, site):
    fetched_at = datetime(2024, 11, 5, 12, tzinfo=UTC)
    page = Page(url="https://example.org/a", fetched_at=fetched_at, body=b"<p>x</p>")
    assert fetch(PageSpider, pages=[page] * 100) == [page] * 100


def test_urls_may_be_one_string(fetch, site):
    site.says("/a", "a")
    site.says("/b", "b")
    pages = fetch(PageSpider, urls=f"{site.url('/a')},{site.url('/b')} {site.url('/a')}")
    assert {page.url for page in pages} == {site.url("/a"), site.url("/b")}
