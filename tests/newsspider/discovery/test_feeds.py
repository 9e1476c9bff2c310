"""RSS, Atom and JSON Feed."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsspider.dates import written_date
from newsspider.discovery.feeds import read_feed
from newsspider.items import Hints
from newsspider.timestamps import Timestamp

URL = "https://example.org/feed"
DATE = Timestamp.parse("2024-10-23T14:05:00+03:00")
RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>
<title>Paper</title><link>https://www.example.org/</link>
<item><title>Flood &amp; rain</title><link>/a</link>
<pubDate>Wed, 23 Oct 2024 14:05:00 +0300</pubDate>
<category>World</category><category>Asia</category></item>
<item><title>No date</title><guid isPermaLink="true">https://example.org/b</guid></item>
<item><title>No link</title></item>
<item><title>Mail</title><link>mailto:a@example.org</link></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Paper</title>
<link rel="self" href="https://example.org/feed"/>
<link rel="alternate" href="https://www.example.org/"/>
<entry><title>Flood &amp; rain</title><link rel="alternate" href="/a"/>
<published>2024-10-23T14:05:00+03:00</published><updated>2024-10-25T10:00:00Z</updated>
<category term="World"/></entry></feed>"""
JSON = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Paper",
        "home_page_url": "https://www.example.org/",
        "items": [
            {
                "id": "1",
                "url": "https://example.org/a",
                "title": "Flood & rain",
                "date_published": "2024-10-23T14:05:00+03:00",
                "tags": ["World"],
            }
        ],
    }
)


@pytest.mark.parametrize("feed", [RSS, ATOM, JSON])
def test_an_entry_gives_address_title_date_and_section(feed):
    read = read_feed(feed.encode(), URL)
    assert read.home == "https://www.example.org/"
    assert read.leads[0].url == "https://example.org/a"
    assert read.leads[0].hints == Hints(
        found_in=URL, title="Flood & rain", published_at=DATE, section="World"
    )


def test_what_is_missing_is_none_and_what_is_no_page_is_left_out():
    leads = read_feed(RSS.encode(), URL).leads
    assert [lead.url for lead in leads] == ["https://example.org/a", "https://example.org/b"]
    assert leads[1].hints.published_at is None


def test_an_update_is_no_publication():
    feed = ATOM.replace("<published>2024-10-23T14:05:00+03:00</published>", "")
    assert read_feed(feed.encode(), URL).leads[0].hints.published_at is None


@pytest.mark.parametrize("body", [b"", b"<html><p>x</p></html>", b"<rss><channel>", b"{", b"{}"])
def test_what_is_no_feed_names_nothing(body):
    assert read_feed(body, URL).leads == ()


def test_entities_are_not_expanded():
    bomb = (
        "<!DOCTYPE rss [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;'>"
        "<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"
        "<rss version='2.0'><channel><title>T</title>"
        "<item><title>&b;&x;</title><link>https://example.org/a</link></item></channel></rss>"
    )
    for lead in read_feed(bomb.encode(), URL).leads:
        assert "root:" not in (lead.hints.title or "")


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Wed, 23 Oct 2024 14:05:00 +0300", "2024-10-23T14:05:00+03:00"),
        ("Wed, 23 Oct 2024 14:05 GMT", "2024-10-23T14:05+00:00"),
        ("Wed, 23 Oct 2024", "2024-10-23"),
        ("Wed, 23 Oct 2024 14:05:00 -0000", "2024-10-23"),
        ("2024-10-23T14:05:00Z", "2024-10-23T14:05:00+00:00"),
        ("2024-10-23T14:05+02:00", "2024-10-23T14:05+02:00"),
        ("2024-10-23T14:05:00", "2024-10-23"),
        ("2024-10-23", "2024-10-23"),
        ("2024-10", None),
        ("2024-13-45", None),
        ("yesterday", None),
        ("", None),
        (None, None),
    ],
)
def test_dates_keep_what_was_written(written, read):
    date = written_date(written)
    assert (date.isoformat() if date else None) == read


def test_one_bad_link_costs_only_itself():
    bad = RSS.replace("<link>https://www.example.org/</link>", "<link>http://[x</link>")
    read = read_feed(bad.replace("<link>/a</link>", "<link>http://[y</link>").encode(), URL)
    assert (read.home, [lead.url for lead in read.leads]) == (None, ["https://example.org/b"])


def test_only_the_first_entries_are_read_and_soon(costs_at_most):
    item = "<item><link>/{}</link><pubDate>the {}th of May, perhaps</pubDate></item>"
    items = "".join(item.format(number, number) for number in range(20_000))
    rss = f"<rss version='2.0'><channel><title>T</title>{items}</channel></rss>"
    entries = [{"url": f"https://example.org/{number}"} for number in range(5000)]
    version = {"version": "https://jsonfeed.org/version/1.1", "title": "T"}
    with costs_at_most(8):
        for body in (rss, json.dumps(version | {"items": entries})):
            leads = read_feed(body.encode(), URL).leads
            assert [lead.url[20:] for lead in leads[::999]] == ["0", "999"]


@given(st.text())
def test_no_date_raises(text):
    written_date(text)


@given(st.binary())
def test_no_feed_raises(body):
    read_feed(body, URL)


@pytest.mark.parametrize(
    "zero",
    [
        "Mon, 01 Jan 0001 00:00:00 +0000",
        "Thu, 01 Jan 1970 00:00:00 GMT",
        "0001-01-01T00:00:00Z",
        "1970-01-01",
        "1899-12-30T00:00:00",
    ],
)
def test_the_zero_of_a_publishers_clock_is_no_date(zero):
    assert written_date(zero) is None
