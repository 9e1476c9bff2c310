"""Documents that were written to stall their reader are not parsed at all."""

from __future__ import annotations

import gzip

import pytest

from newsspider.discovery.reading import TooCostlyError, read_leads
from newsspider.discovery.saved import own_address

URL = "https://example.org/"
MANY = " ".join(f"a{number}=''" for number in range(200_000))
HOSTILE = {
    "one link": f"<html><a {MANY}>x</a></html>".encode(),
    "a feed": f"<rss {MANY}><channel></channel></rss>".encode(),
    "a packed sitemap": gzip.compress(f"<urlset {MANY}></urlset>".encode()),
    "many links": b"<html>" + f"<a {MANY[:16_000]}>x</a>".encode() * 300,
}


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE)
def test_it_is_refused_soon(body, costs_at_most):
    with costs_at_most(6), pytest.raises(TooCostlyError):
        read_leads(body, URL)


def test_a_saved_page_like_that_has_no_address():
    own = b"<html><link rel=canonical href='https://example.org/a'>"
    assert own_address(own) == "https://example.org/a"
    assert own_address(own + HOSTILE["one link"]) is None


def test_long_tags_that_are_honest_are_read():
    style = "<div style='" + "color: red; " * 5000 + "'>"
    (lead,) = read_leads(f"<html>{style * 20}<a href='/a?id=1'>x</a></html>".encode(), URL)
    assert lead.url == "https://example.org/a?id=1"
