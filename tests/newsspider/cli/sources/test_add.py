"""``newsspider sources add``: from an address to a source, or why there is none."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

HTML = (
    "<html lang=en><head><link rel=alternate type='application/rss+xml' href='/rss.xml'></head>"
    "<nav><a href='/politics/'>Politics</a></nav><a href='/2024/10/23/flood'>Flood</a></html>"
)


@pytest.fixture
def outlet(site):
    now = datetime.now(UTC)  # which the command reads too
    items = "".join(
        f"<item><title>Story</title><link>{site.url(f'/news/story-{at}')}</link>"
        f"<pubDate>{format_datetime(now - at * timedelta(hours=1))}</pubDate></item>"
        for at in range(25)
    )
    site.says("/", HTML)
    site.says("/robots.txt", "User-agent: *\nCrawl-delay: 0.1\n")
    site.says("/rss.xml", f"<rss version='2.0'><channel><title>T</title>{items}</channel></rss>")
    return site


def test_adding_a_site_says_what_is_there_and_how_it_will_be_crawled(typed, outlet, listed):
    result = typed(
        "add", outlet.url("/"), "--delay", "0", "--allow-private", "--schedule", "every 2h"
    )
    assert result.code == 0
    for line in (
        "lets us in, asks for 0.1 s between requests",
        "/rss.xml (25 articles)",
        "sections       /politics/",
        "language       en",
        "pages a day    about 2",
        "every 2h",
        "at most 1,000 articles, 0.1 s between requests (robots.txt)",
    ):
        assert line in result.out
    assert "is source 1, due now" in result.err
    site = outlet.address.removeprefix("http://")
    found = listed()[site]
    assert found["settings"] == {
        "site": site,
        "starts": [outlet.url("/")],
        "schedule": "every 2h",
        "delay": 0.0,
    }
    assert found["found"]["language"] == "en"
    assert found["found"]["lists"][0]["kind"] == "feed"
    assert (found["state"], found["articles"], found["latest_run"]) == ("due", 0, None)
    shown = typed("show", "1").out
    assert "/rss.xml (25 articles)" in shown
    assert "0 new articles, 0 articles to look at again, 0 lists" in shown


def test_a_list_that_no_page_names_becomes_a_start(typed, outlet, said):
    outlet.says("/", "<html><p>Welcome</html>")
    typed("add", outlet.url("/"), "--delay", "0", "--allow-private")
    assert said("1")["starts"] == [outlet.url("/"), outlet.url("/rss.xml")]


def test_a_site_that_cannot_be_read_is_not_added(typed, outlet, make_site, listed):
    outlet.says("/", status=410)
    result = typed("add", outlet.url("/"), "--allow-private")
    assert (result.code, result.out) == (1, "")
    assert "answered 410): check the address: there is no such page." in result.err
    assert not Path("sources.db").exists()
    other = make_site()
    other.says("/", HTML)
    result = typed("add", outlet.url("/"), other.url("/"), "--allow-private", "--delay", "0")
    assert result.code == 1
    assert "was not added" in result.err
    assert list(listed()) == [other.address.removeprefix("http://")]


def test_a_private_address_is_asked_for(typed, outlet):
    result = typed("add", outlet.url("/"))
    assert result.code == 1
    assert "--allow-private" in result.err
    assert outlet.paths() == []


def test_a_site_without_anything_is_said_to_be_so(typed, site):
    site.says("/", "<html><p>Under construction</html>")
    result = typed("add", site.url("/"), "--allow-private", "--delay", "0")
    assert result.code == 0
    assert "Nothing was found there that names articles" in result.err


def test_addresses_of_one_site_are_one_source(typed, said):
    addresses = ("https://www.herald.example/", "https://herald.example/world/")
    assert typed("add", *addresses, "--no-look").code == 0
    assert said("herald.example") == {"site": "herald.example", "starts": list(addresses)}


def test_a_site_is_added_once(typed, outlet, known):
    result = typed("add", "https://herald.example/sport", "--no-look")
    assert result.code == 2
    assert result.err.startswith(
        "newsspider: herald.example is a source already: newsspider sources edit"
    )


ROBOTS = "User-agent: *\nDisallow: /\n"


@pytest.mark.parametrize(
    ("said", "advice"),
    [
        (
            {"/robots.txt": {"body": ROBOTS}},
            "name an address of it that robots.txt allows: newsspider obeys that",
        ),
        ({"/": {"status": 404}}, "check the address: there is no such page"),
        ({"/": {"status": 403}}, "name another address of it, or ask the site to let you in"),
        ({"/": {"status": 500}}, "try again later, or add it unseen with --no-look"),
        (
            {"/": {"status": 302, "headers": {"Location": "http://other.example/"}}},
            "newsspider sources add http://other.example/ adds that one",
        ),
        (
            {"/": {"body": b"%PDF-1.7 ...", "headers": {"Content-Type": "application/pdf"}}},
            "name the site's home, a section, a feed or a sitemap",
        ),
        (
            {"/": {"status": 302, "headers": {"Location": "/"}}},
            "check the address, or add it unseen with --no-look",
        ),
    ],
)
def test_the_advice_is_that_for_the_reason(typed, site, said, advice):
    for path, answer in said.items():
        site.says(path, **answer)
    result = typed("add", site.url("/"), "--allow-private", "--delay", "0")
    assert (result.code, result.out) == (1, "")
    assert result.err.rstrip().splitlines()[-1].endswith(f"): {advice}."), result.err


@pytest.mark.parametrize(
    ("url", "words", "end"),
    [
        ("https://nobody.invalid/", (), "does not resolve): check how its host is written."),
        (
            "http://127.0.0.1:1/",
            ("--allow-private",),
            "refused the connection): see whether a browser opens it; try again later, or add it"
            " unseen with --no-look.",
        ),
        ("http://127.0.0.1:1/", (), "give --allow-private to fetch it)."),
    ],
)
def test_the_advice_where_nobody_answers(typed, url, words, end):
    result = typed("add", url, *words)
    assert result.code == 1
    assert result.err.rstrip().endswith(end), result.err


def test_an_address_that_speaks_no_https_is_said_to_be_so(typed, site):
    result = typed("add", site.url("/").replace("http:", "https:"), "--allow-private")
    assert result.err.rstrip().endswith("begins with http:// or https://."), result.err
