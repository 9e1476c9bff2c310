"""From a home, section, feed or sitemap to the articles of its site, and to nothing else."""

from __future__ import annotations

import gzip

import pytest

from newsspider.discovery.reading import read_leads
from newsspider.items import Reason
from newsspider.middlewares import resolver
from newsspider.spiders.site import SiteSpider
from newsspider.timestamps import Timestamp


@pytest.fixture
def crawl(fetch):
    def run(*urls: str, settings=None, **arguments):
        pages = fetch(SiteSpider, settings, urls=list(urls), **arguments)
        return {page.url.split("/", 3)[3]: page for page in pages}

    return run


def _page(*links: str, head: str = "") -> str:
    anchors = "".join(f"<p><a href='{link}'>{text}</a></p>" for link, text in links)
    return f"<html><head>{head}</head><body>{anchors}</body></html>"


def _articles(site, *paths: str) -> None:
    for path in paths:
        site.says(path, "<html><meta property='og:type' content='article'><p>Text</p></html>")


def test_home_sections_and_further_pages_lead_to_articles(crawl, site):
    _articles(site, "/2024/10/23/flood", "/world/quake-hits-the-north", "/world/4711")
    site.says(
        "/", _page(("/world/", "World"), ("/2024/10/23/flood", "Flood"), ("/login", "Log in"))
    )
    site.says("/world/", _page(("/world/quake-hits-the-north", "Quake"), ("/world/?page=2", "2")))
    site.says("/world/?page=2", _page(("/world/4711", "Older")))
    pages = crawl(site.url("/"))
    assert set(pages) == {"2024/10/23/flood", "world/quake-hits-the-north", "world/4711"}
    assert pages["world/4711"].hints.found_in == site.url("/world/?page=2")
    assert "/login" not in site.paths()


def test_a_home_names_its_feed_and_robots_its_sitemaps(crawl, site):
    feed = "<link rel=alternate type='application/rss+xml' href='/rss.xml'>"
    site.says("/", _page(head=feed))
    item = "<item><title>Flood &amp; rain</title><link>{}</link><category>World</category>"
    date = "<pubDate>Wed, 23 Oct 2024 14:05:00 +0300</pubDate></item>"
    rss = item.format(site.url("/a?id=1")) + date
    site.says("/rss.xml", f"<rss version='2.0'><channel><title>T</title>{rss}</channel></rss>")
    site.says("/robots.txt", f"User-agent: *\nDisallow:\nSitemap: {site.url('/index.xml')}\n")
    site.says("/index.xml", _index(site.url("/news.xml.gz")))
    site.says("/news.xml.gz", gzip.compress(_news(site.url("/b"), "Quake", "2024-10-22").encode()))
    _articles(site, "/a?id=1", "/b")
    pages = crawl(site.url("/"))
    assert set(pages) == {"a?id=1", "b"}
    hints = pages["a?id=1"].hints
    assert (hints.title, hints.section) == ("Flood & rain", "World")
    assert hints.published_at == Timestamp.parse("2024-10-23T14:05:00+03:00")
    assert pages["b"].hints.title == "Quake"
    assert pages["b"].hints.published_at.isoformat() == "2024-10-22"


def _index(url: str) -> str:
    space = "http://www.sitemaps.org/schemas/sitemap/0.9"
    return f"<sitemapindex xmlns='{space}'><sitemap><loc>{url}</loc></sitemap></sitemapindex>"


def _news(url: str, title: str, date: str) -> str:
    spaces = (
        "xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'"
        " xmlns:n='http://www.google.com/schemas/sitemap-news/0.9'"
    )
    news = f"<n:news><n:publication_date>{date}</n:publication_date><n:title>{title}</n:title>"
    return f"<urlset {spaces}><url><loc>{url}</loc>{news}</n:news></url></urlset>"


def test_a_section_keeps_to_itself(crawl, site):
    _articles(site, "/a?id=1", "/b?id=2")
    site.says("/world", _page(("/sport", "Sport"), ("/world/asia", "Asia"), ("/a?id=1", "x")))
    site.says("/world/asia", _page(("/b?id=2", "x")))
    site.says("/sport", _page(("/c?id=3", "x")))
    assert set(crawl(site.url("/world"))) == {"a?id=1", "b?id=2"}


def test_a_start_address_may_be_an_article(crawl, site):
    _articles(site, "/2024/10/23/flood")
    assert set(crawl(site.url("/2024/10/23/flood"))) == {"2024/10/23/flood"}


def test_a_start_without_links_shows_what_it_was(crawl, site):
    site.says("/", "<html><p>Nothing here</p></html>")
    assert crawl(site.url("/"))[""].status == 200


def test_a_start_that_names_other_sites_only_shows_what_it_was(crawl, site):
    site.says("/", _page(("https://elsewhere.example/2024/10/23/flood", "Flood")))
    assert crawl(site.url("/"))[""].status == 200


def test_a_start_whose_links_are_known_already_is_no_page(crawl, site):
    _articles(site, "/a?id=1")
    site.says("/", _page(("/a?id=1", "x")))
    site.says("/world/", _page(("/a?id=1", "x")))
    assert set(crawl(site.url("/"), site.url("/world/"))) == {"a?id=1"}


def test_other_sites_are_left_alone(crawl, site, make_site):
    other = make_site()
    _articles(other, "/a?id=1")
    site.says("/", _page((other.url("/a?id=1"), "Elsewhere"), ("/moved?id=2", "Moved")))
    site.says("/moved?id=2", status=301, headers={"Location": other.url("/a?id=1")})
    failure = crawl(site.url("/"))["moved?id=2"].failure
    assert (failure.reason, other.asked) == (Reason.FETCH_FAILED, [])
    assert other.url("/a?id=1") in failure.evidence


def test_the_home_of_a_feed_on_another_host_is_the_site(crawl, site, make_site):
    host = make_site()
    _articles(site, "/a?id=1")
    item = f"<item><link>{site.url('/a?id=1')}</link></item>"
    channel = f"<channel><title>T</title><link>{site.url('/')}</link>{item}</channel>"
    host.says("/feed", f"<rss version='2.0'>{channel}</rss>", headers={"Content-Type": "text/xml"})
    assert set(crawl(host.url("/feed"))) == {"a?id=1"}


def test_failures_on_the_way_are_pages(crawl, site):
    site.says("/robots.txt", "User-agent: *\nDisallow: /secret")
    links = [("/gone?id=1", "x"), ("/broken?id=2", "y"), ("/secret?id=3", "z")]
    site.says("/", _page(*links))
    site.says("/broken?id=2", "oops", status=500)
    pages = crawl(site.url("/"))
    assert (pages["gone?id=1"].status, pages["broken?id=2"].status) == (404, 500)
    assert pages["secret?id=3"].failure.reason is Reason.ROBOTS


def test_a_start_that_fails_is_a_page(crawl, site):
    assert crawl(site.url("/missing/"))["missing/"].status == 404


def test_each_address_is_fetched_once(crawl, site):
    _articles(site, "/a?id=1")
    site.says("/", _page(("/a?id=1", "x"), ("/a?id=1&utm_source=x", "y"), ("/a?id=1#top", "z")))
    crawl(site.url("/"))
    assert site.paths().count("/a?id=1") == 1
    assert not [path for path in site.paths() if "utm" in path]


def test_no_more_pages_than_asked_for(crawl, site):
    paths = [f"/a?id={number}" for number in range(30)]
    _articles(site, *paths)
    site.says("/", _page(*((path, "x") for path in paths)))
    assert len(crawl(site.url("/"), max_pages=7)) == 7


def test_endless_lists_end(crawl, site):
    for number in range(1, 40):
        site.says(f"/?page={number}", _page((f"/?page={number + 1}", "next")))
    site.says("/", _page(("/?page=1", "next")))
    crawl(site.url("/"), settings={"DEPTH_LIMIT": 4})
    assert len([path for path in site.paths() if "page" in path]) == 4
    crawl(site.url("/"), max_hubs=2)


def test_a_section_that_turns_out_an_article_is_one(crawl, site):
    _articles(site, "/flood.html")
    site.says("/", _page(("/flood.html", "Flood")))
    assert set(crawl(site.url("/"))) == {"flood.html"}


def test_two_sites_at_once(crawl, site, make_site):
    other = make_site()
    for one, path in ((site, "/a?id=1"), (other, "/b?id=2")):
        _articles(one, path)
        one.says("/", _page((path, "x")))
    assert set(crawl(site.url("/"), other.url("/"))) == {"a?id=1", "b?id=2"}


def test_a_document_past_reading_is_a_page_that_says_so(crawl, site, monkeypatch):
    attributes = " ".join(f"a{number}" for number in range(50_000))
    site.says("/", _page(("/heavy/", "Heavy"), ("/broken/", "Broken"), ("/a?id=1", "x")))
    site.says("/heavy/", f"<html><a {attributes}>x</a></html>")
    site.says("/broken/", _page(("/b?id=2", "x")))
    _articles(site, "/a?id=1")

    def read(body, url, content_type=""):
        if "broken" in url:
            raise LookupError("a bug")
        return read_leads(body, url, content_type)

    monkeypatch.setattr("newsspider.spiders.site.read_leads", read)
    pages = crawl(site.url("/"))
    assert set(pages) == {"heavy/", "broken/", "a?id=1"}
    assert pages["heavy/"].failure.reason is Reason.TOO_LARGE
    assert pages["broken/"].failure.reason is Reason.EXTRACTION_FAILED
    assert "LookupError: a bug" in pages["broken/"].failure.evidence


def test_robots_is_fetched_once_and_its_sitemaps_outlive_a_broken_home(crawl, site):
    _articles(site, "/a?id=1")
    site.says("/", status=500)
    site.says("/robots.txt", f"Sitemap: http://[x\nSitemap: {site.url('/news.xml')}\n")
    site.says("/news.xml", _news(site.url("/a?id=1"), "Flood", "2024-10-23"))
    pages = crawl(site.url("/"))
    assert set(pages) == {"", "a?id=1"}
    assert site.paths().count("/robots.txt") == 1


def _archive(site) -> None:
    """A home that leads to this month, each month to the one before and to its days."""
    site.says("/", _page(("/archive/2024/03/", "Archive")))
    for year, month, before in ((2024, 3, "2024/02"), (2024, 2, "2024/01"), (2024, 1, "2023/12")):
        own = f"/archive/{year}/{month:02}"
        days = [(f"{own}/{day:02}", str(day)) for day in (1, 20)]
        site.says(f"{own}/", _page((f"/archive/{before}/", "Earlier"), *days))
        for path, number in days:
            story = f"/news/story-of-{number}-{month}-{year}"
            site.says(path, _page((story, "A story of some day")))
            _articles(site, story)


def test_the_past_is_read_from_the_archive_where_it_is_asked_for(crawl, site):
    _archive(site)
    assert crawl(site.url("/"), since="2024-01-15", until="2024-03-10").keys() == {
        "news/story-of-20-1-2024",
        "news/story-of-1-2-2024",
        "news/story-of-20-2-2024",
        "news/story-of-1-3-2024",
    }
    assert "/archive/2023/12/" not in site.paths()


def test_the_archive_is_left_alone_where_nobody_asks_for_the_past(crawl, site):
    _archive(site)
    assert crawl(site.url("/"), until="2024-03-10").keys() == {""}
    assert site.paths() == ["/robots.txt", "/"]


def test_articles_of_other_days_are_not_fetched_where_that_is_known(crawl, site):
    paths = ("/2024/10/21/early", "/2024/10/22/flood", "/2024/10/23/late", "/news/undated-story-1")
    _articles(site, *paths)
    site.says("/", _page(*((path, "A headline of five words") for path in paths)))
    found = crawl(site.url("/"), since="2024-10-22", until="2024-10-22")
    assert found.keys() == {"2024/10/22/flood", "news/undated-story-1"}


def test_the_archive_is_followed_back_however_many_steps_that_is(crawl, site):
    months = [(2022 + month // 12, month % 12 + 1) for month in range(30)]
    paths = [f"/archive/{year}/{month:02}/" for year, month in months]
    site.says("/", _page((paths[-1], "Archive")))
    for before, path in zip(("/", *paths), paths, strict=False):
        site.says(path, _page((before, "Earlier")))
    crawl(site.url("/"), since="2022-01-01")
    assert set(paths) <= set(site.paths())


def test_a_site_beyond_ascii_is_stayed_on(crawl, monkeypatch):
    monkeypatch.setattr(resolver, "addresses_of", lambda name: [])
    (page,) = crawl("https://أخبار.مثال/").values()
    assert page.failure.evidence == "The host name does not resolve."
