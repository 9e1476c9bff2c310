"""What a probe of a site finds, with few requests and the site's own rules."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from newsspider.sources.probe import IndexPageKind, Probe
from newsspider.spiders.probe import MOST_INDEX_PAGES, ProbeSpider

NOW = datetime.now(UTC)
XML = {"Content-Type": "application/xml"}
FEED_LINK = "<link rel=alternate type='application/rss+xml' href='{}'>"


@pytest.fixture
def probe(fetch):
    def run(*starts: str, settings=None) -> Probe:
        probes: list[Probe] = []
        fetch(ProbeSpider, settings, starts=starts, tell=probes.append)
        assert len(probes) == 1
        return probes[0]

    return run


def rss(site, number: int, gap: timedelta = timedelta(hours=1)) -> str:
    items = "".join(
        f"<item><title>Story {at}</title><link>{site.url(f'/news/story-{at}')}</link>"
        f"<pubDate>{format_datetime(NOW - at * gap)}</pubDate></item>"
        for at in range(number)
    )
    return f"<rss version='2.0'><channel><title>T</title>{items}</channel></rss>"


def sitemap(*urls: str) -> str:
    entries = "".join(f"<url><loc>{url}</loc></url>" for url in urls)
    return f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</urlset>'


def news_sitemap(*urls: str) -> str:
    entries = "".join(
        f"<url><loc>{url}</loc><n:news><n:publication_date>{NOW.isoformat()}</n:publication_date>"
        "<n:title>Trams return</n:title></n:news></url>"
        for url in urls
    )
    space = "http://www.google.com/schemas/sitemap-news/0.9"
    return f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="{space}">{entries}</urlset>'


def index(*urls: str) -> str:
    entries = "".join(f"<sitemap><loc>{url}</loc></sitemap>" for url in urls)
    return f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</sitemapindex>'


def kinds(result: Probe, site) -> dict[str, tuple[IndexPageKind, int | None]]:
    return {
        each.url.removeprefix(site.address): (each.kind, each.articles)
        for each in result.index_pages
    }


def test_all_that_a_site_has(probe, site):
    site.says(
        "/robots.txt",
        f"User-agent: *\nCrawl-delay: 0.2\nDisallow: /admin\nSitemap: {site.url('/index.xml')}\n",
    )
    links = "<nav><a href='/politics/'>Politics</a><a href='/world/'>World</a></nav><a href='/news/story-1'>Story one of many today</a>"
    site.says(
        "/",
        f"<html lang=de-AT><head>{FEED_LINK.format('/rss.xml')}</head><body>{links}</body></html>",
    )
    site.says("/rss.xml", rss(site, 25), headers=XML)
    site.says("/index.xml", index(site.url("/pages.xml"), site.url("/news.xml")), headers=XML)
    site.says("/pages.xml", sitemap(site.url("/2024/10/23/flood")), headers=XML)
    site.says("/news.xml", news_sitemap(site.url("/news/story-0")), headers=XML)
    result = probe(site.url("/"))
    assert result.answered == (site.url("/"),)
    assert result.problems == ()
    assert (result.has_robots, result.crawl_delay, result.language) == (True, 0.2, "de")
    assert kinds(result, site) == {
        "/rss.xml": (IndexPageKind.FEED, 25),
        "/index.xml": (IndexPageKind.SITEMAP, 0),
        "/pages.xml": (IndexPageKind.SITEMAP, 1),
        "/news.xml": (IndexPageKind.NEWS_SITEMAP, 1),
    }
    assert [url.removeprefix(site.address) for url in result.sections] == ["/politics/", "/world/"]
    assert result.articles == 26
    assert result.pages_a_day is not None
    assert 23 <= result.pages_a_day <= 27
    assert result.newest_at is not None
    assert NOW - result.newest_at < timedelta(minutes=1)
    assert result.unnamed == ()
    assert not [path for path in site.paths() if path.startswith(("/news/", "/politics", "/2024"))]
    waits = [b - a for (_, a), (_, b) in zip(site.asked[2:], site.asked[3:], strict=False)]
    assert min(waits) > 0.1, "0.2, less what a busy machine does to it"


def test_lists_that_no_page_names_are_looked_for_where_they_lie_by_custom(probe, site):
    site.says("/", "<html><p>Welcome</html>")
    site.says("/feed/", rss(site, 3), headers=XML)
    site.says("/rss.xml", "<html>Not found, but said politely</html>")
    site.says("/sitemap.xml", sitemap(site.url("/2024/10/23/flood")), headers=XML)
    result = probe(site.url("/"))
    assert kinds(result, site) == {
        "/feed/": (IndexPageKind.FEED, 3),
        "/sitemap.xml": (IndexPageKind.SITEMAP, 1),
    }
    assert sorted(result.unnamed) == [site.url("/feed/"), site.url("/sitemap.xml")]
    assert not result.has_robots


def test_a_section_is_looked_at_alone(probe, site):
    site.says("/robots.txt", f"User-agent: *\nDisallow:\nSitemap: {site.url('/index.xml')}\n")
    site.says("/world/", "<a href='/world/asia/'>Asia</a><a href='/sport/'>Sport</a>")
    result = probe(site.url("/world/"))
    assert result.sections == (site.url("/world/asia/"),)
    assert result.index_pages == ()
    assert set(site.paths()) == {"/robots.txt", "/world/"}


def test_a_feed_may_be_the_start(probe, site):
    site.says("/rss.xml", rss(site, 5), headers=XML)
    result = probe(site.url("/rss.xml"))
    assert kinds(result, site) == {"/rss.xml": (IndexPageKind.FEED, 5)}
    assert result.unnamed == ()


def test_an_index_without_end_costs_a_few_requests(probe, site):
    many = [site.url(f"/sitemap-{number}.xml") for number in range(200)]
    site.says("/robots.txt", f"Sitemap: {site.url('/index.xml')}\n")
    site.says("/", "<html></html>")
    site.says("/index.xml", index(*many), headers=XML)
    for url in many:
        site.says(
            url.removeprefix(site.address), sitemap(url.replace("sitemap", "2024/10/")), headers=XML
        )
    result = probe(site.url("/"))
    assert len([path for path in site.paths() if path.endswith(".xml")]) <= MOST_INDEX_PAGES + 1
    assert len(result.index_pages) == 100


def test_why_a_site_cannot_be_had(probe, site, make_site):
    other = make_site()
    site.says("/robots.txt", "User-agent: newsspider\nDisallow: /\n")
    site.says("/", "<html></html>")
    assert probe(site.url("/")).problems == (f"{site.url('/')}: robots.txt forbids / to crawlers.",)
    assert "/" not in site.paths()
    other.says("/", status=302, headers={"Location": site.url("/elsewhere")})
    assert "It redirects to another site" in probe(other.url("/")).problems[0]
    other.says("/", status=404)
    assert probe(other.url("/")).problems == (f"{other.url('/')} answered 404.",)
    assert probe("http://127.0.0.1:1/").problems == (
        "http://127.0.0.1:1/: The server refused the connection.",
    )


def test_a_private_address_is_not_looked_at(probe, site):
    result = probe(site.url("/"), settings={"ALLOW_PRIVATE": False})
    assert result.answered == ()
    assert "private" in result.problems[0]
    assert site.paths() == []


@pytest.mark.parametrize(
    ("page", "language"),
    [
        ("<HTML LANG=ar-EG><p>Hello", "ar"),
        ("<html><p>" + "Die Fähre fährt heute nicht, weil das Wasser zu hoch steht. " * 9, "de"),
        ("<html><p>" + "أعلنت البلدية إغلاق الجسر القديم بعد ارتفاع منسوب النهر. " * 9, "ar"),
        ("<html><script>" + "var the = of + and; " * 50 + "</script>", None),
        ("", None),
        ("\0\x01\x9f<p>\x00", None),
    ],
)
def test_the_language(probe, site, page, language):
    site.says("/", page)
    assert probe(site.url("/")).language == language


def test_odd_wishes_of_robots_are_none(probe, site):
    site.says("/", "<html></html>")
    for wish in ("nan", "-5", "inf", "soon"):
        site.says("/robots.txt", f"User-agent: *\nCrawl-delay: {wish}\n")
        assert probe(site.url("/")).crawl_delay is None
