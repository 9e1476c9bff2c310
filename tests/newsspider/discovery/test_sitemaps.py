"""Sitemaps, indexes of sitemaps, news sitemaps."""

from __future__ import annotations

import gzip

from hypothesis import given
from hypothesis import strategies as st

from newsspider.discovery.leads import LeadKind
from newsspider.discovery.sitemaps import read_robots, read_sitemap

URL = "https://example.org/sitemap.xml"
SPACES = (
    "xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'"
    " xmlns:news='http://www.google.com/schemas/sitemap-news/0.9'"
)


def _set(*entries: str) -> bytes:
    return f"<urlset {SPACES}>{''.join(entries)}</urlset>".encode()


def _url(path: str, more: str = "") -> str:
    return f"<url><loc>https://example.org{path}</loc>{more}</url>"


def _news(title: str, date: str) -> str:
    date = f"<news:publication_date>{date}</news:publication_date>"
    return f"<news:news>{date}<news:title>{title}</news:title></news:news>"


def test_a_news_sitemap_gives_title_and_date_newest_first():
    body = _set(
        _url("/a", _news("Rain", "2024-10-22")),
        _url("/b", _news("Flood &amp; wind", "2024-10-23T14:05:00+03:00")),
    )
    newest, older = read_sitemap(body, URL)
    assert (newest.url, older.url) == ("https://example.org/b", "https://example.org/a")
    assert newest.hints.title == "Flood & wind"
    assert newest.hints.published_at.isoformat() == "2024-10-23T14:05:00+03:00"
    assert older.hints.published_at.isoformat() == "2024-10-22"


def test_a_plain_sitemap_gives_its_articles_only():
    body = _set(_url("/"), _url("/world/"), _url("/2024/10/23/flood"), _url("/tag/flood"))
    (lead,) = read_sitemap(body, URL)
    assert lead.url == "https://example.org/2024/10/23/flood"
    assert (lead.hints.title, lead.hints.published_at) == (None, None)


def test_an_index_gives_sitemaps_newest_first():
    entries = "".join(
        f"<sitemap><loc>https://example.org/{name}.xml</loc><lastmod>{date}</lastmod></sitemap>"
        for name, date in (("old", "2024-01-01"), ("new", "2024-10-23"))
    )
    body = f"<sitemapindex {SPACES}>{entries}</sitemapindex>".encode()
    leads = read_sitemap(gzip.compress(body), URL)
    assert [(lead.kind, lead.url[20:]) for lead in leads] == [
        (LeadKind.SITEMAP, "new.xml"),
        (LeadKind.SITEMAP, "old.xml"),
    ]


def test_a_sitemap_that_breaks_off_keeps_what_came():
    body = _set(_url("/news/123456"), _url("/news/123457"))
    assert read_sitemap(body[:-40], URL)[0].url == "https://example.org/news/123456"


def test_entities_and_foreign_schemes_lead_nowhere():
    doctype = b"<!DOCTYPE urlset [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"
    entries = "<url><loc>&x;</loc></url><url><loc>file:///etc/passwd</loc></url>"
    assert read_sitemap(doctype + _set(entries), URL) == ()


def test_one_bad_address_costs_only_itself():
    bad = "<url><loc>http:////[]</loc></url><sitemap><loc>http://[x</loc></sitemap>"
    (lead,) = read_sitemap(_set(bad, _url("/2024/10/23/flood")), URL)
    assert lead.url == "https://example.org/2024/10/23/flood"
    robots = b"Sitemap: http://[x\nSitemap: /b.xml"
    (lead,) = read_robots(robots, "https://example.org/robots.txt")
    assert lead.url == "https://example.org/b.xml"


def test_a_bomb_is_unpacked_only_so_far():
    bomb = gzip.compress(b"<urlset>" + b" " * 80_000_000)
    assert read_sitemap(bomb, URL) == ()


def test_robots_names_sitemaps():
    body = b"User-agent: *\nDisallow:\nSitemap: https://example.org/a.xml\nsitemap:/b.xml\nSitemap:"
    leads = read_robots(body, "https://example.org/robots.txt")
    assert [lead.url for lead in leads] == [
        "https://example.org/a.xml",
        "https://example.org/b.xml",
    ]


@given(st.binary())
def test_nothing_raises(body):
    read_sitemap(body, URL)
    read_robots(body, URL)
