"""What a look at a site finds, with few requests and the site's own rules."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from newsspider.sources.probe import ListKind, Look
from newsspider.spiders.probe import MOST_LISTS, ProbeSpider

NOW = datetime.now(UTC)
XML = {"Content-Type": "application/xml"}
FEED_LINK = "<link rel=alternate type='application/rss+xml' href='{}'>"


@pytest.fixture
def look(fetch):
    def run(*starts: str, settings=None) -> Look:
        looks: list[Look] = []
        fetch(ProbeSpider, settings, starts=starts, tell=looks.append)
        assert len(looks) == 1
        return looks[0]

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


def kinds(found: Look, site) -> dict[str, tuple[ListKind, int | None]]:
    return {each.url.removeprefix(site.address): (each.kind, each.articles) for each in found.lists}


def test_all_that_a_site_has(look, site):
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
    found = look(site.url("/"))
    assert found.answered == (site.url("/"),)
    assert found.problems == ()
    assert (found.has_robots, found.crawl_delay, found.language) == (True, 0.2, "de")
    assert kinds(found, site) == {
        "/rss.xml": (ListKind.FEED, 25),
        "/index.xml": (ListKind.SITEMAP, 0),
        "/pages.xml": (ListKind.SITEMAP, 1),
        "/news.xml": (ListKind.NEWS_SITEMAP, 1),
    }
    assert [url.removeprefix(site.address) for url in found.sections] == ["/politics/", "/world/"]
    assert found.articles == 26
    assert found.pages_a_day is not None
    assert 23 <= found.pages_a_day <= 27
    assert found.newest_at is not None
    assert NOW - found.newest_at < timedelta(minutes=1)
    assert found.unnamed == ()
    assert not [path for path in site.paths() if path.startswith(("/news/", "/politics", "/2024"))]
    waits = [b - a for (_, a), (_, b) in zip(site.asked[2:], site.asked[3:], strict=False)]
    assert min(waits) > 0.18


def test_lists_that_no_page_names_are_looked_for_where_they_lie_by_custom(look, site):
    site.says("/", "<html><p>Welcome</html>")
    site.says("/feed/", rss(site, 3), headers=XML)
    site.says("/rss.xml", "<html>Not found, but said politely</html>")
    site.says("/sitemap.xml", sitemap(site.url("/2024/10/23/flood")), headers=XML)
    found = look(site.url("/"))
    assert kinds(found, site) == {
        "/feed/": (ListKind.FEED, 3),
        "/sitemap.xml": (ListKind.SITEMAP, 1),
    }
    assert sorted(found.unnamed) == [site.url("/feed/"), site.url("/sitemap.xml")]
    assert not found.has_robots


def test_a_section_is_looked_at_alone(look, site):
    site.says("/robots.txt", f"User-agent: *\nDisallow:\nSitemap: {site.url('/index.xml')}\n")
    site.says("/world/", "<a href='/world/asia/'>Asia</a><a href='/sport/'>Sport</a>")
    found = look(site.url("/world/"))
    assert found.sections == (site.url("/world/asia/"),)
    assert found.lists == ()
    assert set(site.paths()) == {"/robots.txt", "/world/"}


def test_a_feed_may_be_the_start(look, site):
    site.says("/rss.xml", rss(site, 5), headers=XML)
    found = look(site.url("/rss.xml"))
    assert kinds(found, site) == {"/rss.xml": (ListKind.FEED, 5)}
    assert found.unnamed == ()


def test_an_index_without_end_costs_a_few_requests(look, site):
    many = [site.url(f"/sitemap-{number}.xml") for number in range(200)]
    site.says("/robots.txt", f"Sitemap: {site.url('/index.xml')}\n")
    site.says("/", "<html></html>")
    site.says("/index.xml", index(*many), headers=XML)
    for url in many:
        site.says(
            url.removeprefix(site.address), sitemap(url.replace("sitemap", "2024/10/")), headers=XML
        )
    found = look(site.url("/"))
    assert len([path for path in site.paths() if path.endswith(".xml")]) <= MOST_LISTS + 1
    assert len(found.lists) == 100


def test_why_a_site_cannot_be_had(look, site, make_site):
    other = make_site()
    site.says("/robots.txt", "User-agent: newsspider\nDisallow: /\n")
    site.says("/", "<html></html>")
    assert look(site.url("/")).problems == (f"{site.url('/')}: robots.txt forbids / to crawlers.",)
    assert "/" not in site.paths()
    other.says("/", status=302, headers={"Location": site.url("/elsewhere")})
    assert "It redirects to another site" in look(other.url("/")).problems[0]
    other.says("/", status=404)
    assert look(other.url("/")).problems == (f"{other.url('/')} answered 404.",)
    assert look("http://127.0.0.1:1/").problems == (
        "http://127.0.0.1:1/: The server refused the connection.",
    )


def test_a_private_address_is_not_looked_at(look, site):
    found = look(site.url("/"), settings={"ALLOW_PRIVATE": False})
    assert found.answered == ()
    assert "private" in found.problems[0]
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
def test_the_language(look, site, page, language):
    site.says("/", page)
    assert look(site.url("/")).language == language


def test_odd_wishes_of_robots_are_none(look, site):
    site.says("/", "<html></html>")
    for wish in ("nan", "-5", "inf", "soon"):
        site.says("/robots.txt", f"User-agent: *\nCrawl-delay: {wish}\n")
        assert look(site.url("/")).crawl_delay is None
