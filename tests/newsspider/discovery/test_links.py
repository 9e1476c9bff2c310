"""What a home page leads to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsspider.discovery.leads import LeadKind
from newsspider.discovery.links import read_links

URL = "https://example.org/"
HOME = """<html><head><meta charset=utf-8>
<link rel="alternate" type="application/rss+xml" href="/feed/">
<link rel="alternate" type="application/atom+xml" href="/comments/feed/">
<link rel="alternate" type="application/feed+json" href="/feed.json">
<link rel="alternate" hreflang="ar" href="/ar/">
<link rel="next" href="/page/2">
</head><body>
<nav><a href="/">Home</a><a href="/world/">World</a><a href="/login">Log in</a>
<a href="mailto:a@example.org">Write</a><a href="javascript:void(0)">Menu</a></nav>
<main>
<a href="/2024/10/23/flood"><img src=x></a><h2><a href="/2024/10/23/flood#top">Flood</a></h2>
<a href="/ar/%D8%A3%D8%B3%D8%B9%D8%A7%D8%B1">أسعار النفط ترتفع بعد قرار المنظمة</a>
<a href="http://[broken">x</a><a href="">self</a><a>none</a>
</main>
<footer><a href="/imprint-and-more">All that you ever wanted to know of us</a></footer>
</body></html>"""


def test_a_home_page():
    leads = {lead.url: lead for lead in read_links(HOME.encode(), URL)}
    assert {url: lead.kind for url, lead in leads.items()} == {
        "https://example.org/feed/": LeadKind.FEED,
        "https://example.org/feed.json": LeadKind.FEED,
        "https://example.org/page/2": LeadKind.SECTION,
        "https://example.org/world/": LeadKind.SECTION,
        "https://example.org/2024/10/23/flood": LeadKind.ARTICLE,
        "https://example.org/ar/%D8%A3%D8%B3%D8%B9%D8%A7%D8%B1": LeadKind.ARTICLE,
    }
    assert leads["https://example.org/2024/10/23/flood"].hints.found_in == URL


def test_the_base_of_the_page_counts():
    page = b"<base href='https://example.org/news/'><a href='a?id=1'>x</a>"
    assert [lead.url for lead in read_links(page, URL)] == ["https://example.org/news/a?id=1"]


def test_the_declared_charset_is_used():
    page = "<meta charset=windows-1256><a href='/x/flood'>أسعار النفط ترتفع بعد القرار الجديد</a>"
    (lead,) = read_links(page.encode("cp1256"), URL)
    assert lead.kind is LeadKind.ARTICLE


def test_so_many_links_and_no_more():
    page = "".join(f"<a href='/a?id={number}'>x</a>" for number in range(5000))
    assert len(read_links(page.encode(), URL)) == 2000


@pytest.mark.parametrize(
    ("encoding", "words", "content_type"),
    [
        ("cp932", "東京都は海沿いの古い堤防を三年かけて高くする計画を発表した", ""),
        ("euc_jp", "東京都は海沿いの古い堤防を三年かけて高くする計画を発表した", ""),
        ("utf-8", "東京都は海沿いの古い堤防を三年かけて", "text/html; charset=iso-8859-1"),
    ],
)
def test_a_headline_is_read_whatever_charset_is_named(encoding, words, content_type):
    page = f"<html lang=ja><p>{words}。</p><a href='/x/flood'>{words}</a></html>"
    (lead,) = read_links(page.encode(encoding), URL, content_type)
    assert lead.kind is LeadKind.ARTICLE


def test_one_bad_link_costs_only_itself():
    bad = f"<a href='/x?page=1'>{'1' * 5000}</a><a href='http:////[]'>x</a>"
    (lead,) = read_links(f"{bad}<a href='/a?id=1'>x</a>".encode(), URL)[-1:]
    assert lead.url == "https://example.org/a?id=1"


@given(st.binary(), st.text())
def test_nothing_raises(body, content_type):
    read_links(body, URL, content_type)
