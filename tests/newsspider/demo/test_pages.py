"""Every page of the world is served, and shows what the truth says of it."""

import re
from collections.abc import Callable, Iterator
from html import unescape
from urllib.parse import urldefrag, urljoin, urlsplit
from urllib.request import urlopen

import pytest

from newsspider.demo import World
from newsspider.demo.archive import read_archive
from newsspider.demo.outlets import SITES
from newsspider.demo.press import edition
from newsspider.items import Article, Kind, Reason

LINK = re.compile(r'href="([^"]+)"', re.IGNORECASE)
TAG = re.compile(r"<[^>]+>")
SCRIPT = re.compile(r"<(script|style)\b.*?</\1>", re.IGNORECASE | re.DOTALL)
Read = Callable[[str], tuple[int, str]]


def visible(html: str) -> str:
    return " ".join(unescape(TAG.sub("", SCRIPT.sub("", html))).split())


def walk(world: World, read: Read) -> Iterator[tuple[str, int, str]]:
    """Every page that can be reached by links from the homes and the start pages."""
    waiting = [url for outlet in world.outlets for url in (outlet.home, outlet.start)]
    waiting += [article.url for article in world.truth()]
    origins = tuple(outlet.home for outlet in world.outlets)
    seen = set(waiting)
    while waiting:
        url = waiting.pop()
        status, html = read(url)
        yield url, status, html
        for link in LINK.findall(html):
            target = urldefrag(urljoin(url, unescape(link))).url
            if target.startswith(origins) and target not in seen:
                seen.add(target)
                waiting.append(target)


def test_every_article_is_served_and_shows_all_its_text(world, read):
    for article in world.truth():
        status, html = read(article.url)
        text = visible(html)
        assert status == 200
        assert article.title in text
        missing = [block.text for block in article.body if block.text not in text]
        assert not missing, article.url
        named = (*article.sections, *article.authors, *article.tags)
        assert [name for name in named if name not in text and name not in unescape(html)] == []


def test_article_pages_are_as_long_as_real_ones(world, read):
    lengths = {article.url: len(read(article.url)[1].splitlines()) for article in world.truth()}
    assert {url: length for url, length in lengths.items() if length < 100} == {}


def test_every_link_within_the_world_is_served_and_every_trap_is_found(world, read):
    pages = {url: status for url, status, _ in walk(world, read)}
    broken = {url for url, status in pages.items() if status != 200}
    traps = world.traps()
    assert broken == {url for url, reason in traps.items() if reason is Reason.HTTP_STATUS}
    assert set(traps) <= set(pages)


def test_traps_are_no_articles(world):
    articles = {article.url for article in world.truth()}
    assert articles.isdisjoint(world.traps())
    assert set(world.traps().values()) == {
        Reason.CONSENT_WALL,
        Reason.HTTP_STATUS,
        Reason.INDEX_PAGE,
        Reason.PAYWALL_STUB,
        Reason.ROBOTS,
        Reason.SOFT_404,
    }


def test_broken_pages_answer_with_404_and_500(world, read):
    wrong = [url for url, reason in world.traps().items() if reason is Reason.HTTP_STATUS]
    assert sorted(read(url)[0] for url in wrong) == [404, 500]


def test_moved_page_leads_to_an_article(world):
    post = world.outlets[-1].home
    with urlopen(f"{post}news/48160") as response:  # noqa: S310
        assert response.geturl() in {article.url for article in world.truth()}


def test_old_pages_name_no_charset_in_their_headers(world):
    old = [article.url for article in world.truth() if article.site == urlsplit(article.url).netloc]
    assert len(old) == 15
    for url in old:
        with urlopen(url) as response:  # noqa: S310
            assert response.headers["Content-Type"] == "text/html"


def test_requests_are_counted(world, read):
    url = world.truth()[0].url
    before = world.requests[url]
    read(url)
    assert world.requests[url] == before + 1


def test_world_has_the_kinds_that_the_issue_names(world):
    truth = world.truth()
    assert len(world.outlets) == 8
    assert len(truth) >= 60
    assert {article.language for article in truth} == {"ar", "de", "en", "fa", "fr", "ja"}
    assert {block.kind for article in truth for block in article.body} == set(Kind)
    assert any(article.paywalled for article in truth)
    assert _holds(truth, "close for good", "read more", "إغلاق الطريق")


def _holds(truth: tuple[Article, ...], *phrases: str) -> bool:
    prose = "\n".join(article.text for article in truth)
    return all(phrase in prose for phrase in phrases)


@pytest.mark.parametrize("site", SITES, ids=lambda site: site.key)
def test_outlet_prints_the_same_every_time(site):
    outlet = site("http://127.0.0.1:8801", read_archive(site.key, site.language))
    assert edition(outlet) == edition(outlet)


def test_house_line_ends_each_text_of_one_outlet_and_is_no_part_of_it(world, read):
    post = [article for article in world.truth() if article.site == world.outlets[-1].name]
    assert len(post) >= 3
    for article in post:
        assert "The Post is set and printed at the old cattle market" in visible(
            read(article.url)[1]
        )
        assert "cattle market" not in article.body[-1].text
