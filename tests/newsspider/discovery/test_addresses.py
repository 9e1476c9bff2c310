"""Addresses as news sites write them."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsspider.discovery.addresses import kind_by_address
from newsspider.discovery.leads import LeadKind
from newsspider.discovery.links import judge_link

ARTICLES = [
    "/2024/10/23/flood",
    "/2024/1023/flood.html",
    "/economy/2024-10-23/oil",
    "/n/20241023-abc",
    "/news/123456",
    "/news/4711",
    "/fa/news/48150/" + quote("پرونده"),
    "/world/article-1234.html",
    "/news/flood-in-the-south",
    "/" + quote("أسعار-النفط-ترتفع-بعد-قرار"),
    "/article/flood",
    "/?p=12",
    "/article.php?id=7",
    "/index.php?option=com_content&view=article&id=9",
    "/news.php?newsid=88",
    "/politik/sommertheater-abgesagt-48122.html",
    "/weather/storm-hits-the-coast",
]
LISTS = [
    ("/world", "World"),
    ("/world/asia/", "Asia"),
    ("/ar/" + quote("الشرق-الأوسط"), "الشرق الأوسط"),
    ("/category/asia/", "Asia"),
    ("/section.php?id=3", "Sport"),
    ("/index.php?cat=5", "Sport"),
    ("/page/2", "2"),
    ("/?page=2", "2"),
    ("/?p=3", "3"),
    ("/world/?seite=4", "weiter"),
    ("/archive-7", "7"),
    ("/sport/euro-2024", "Euro 2024"),
]
ASIDE = [
    "/login",
    "/tag/flood-in-the-south",
    "/author/jane-doe-smith",
    "/img/flood-in-the-south.jpg",
    "/files/report-2024.pdf",
    "/search?q=flood",
    "/?s=flood",
    "/impressum",
    "/about-us",
    "/news/123456/print",
    "/news/123456?share=twitter",
    "/calendar/2024-10-23",
    "/wp-login.php?redirect_to=x",
    "/weather",
]


@pytest.mark.parametrize("path", ARTICLES)
def test_articles(path):
    assert judge_link(f"https://example.org{path}", "Read more") is LeadKind.ARTICLE


@pytest.mark.parametrize(("path", "text"), LISTS)
def test_lists(path, text):
    assert judge_link(f"https://example.org{path}", text) is LeadKind.SECTION


@pytest.mark.parametrize("path", ASIDE)
def test_neither(path):
    text = "A text that is as long as a headline would be"
    assert judge_link(f"https://example.org{path}", text) is None


def test_the_text_decides_where_the_address_leaves_it_open():
    url = "https://example.org/politics/flood"
    headline = "Flood leaves three villages without power"
    assert judge_link(url, headline) is LeadKind.ARTICLE
    assert judge_link(url, "洪水で三つの村が停電、復旧は来週の見通し") is LeadKind.ARTICLE
    assert judge_link(url, "Flood") is LeadKind.SECTION
    assert judge_link(url, "All about the flood this week", in_menu=True) is LeadKind.SECTION
    assert judge_link(url, "") is None


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/feed/", LeadKind.FEED),
        ("/rss.xml", LeadKind.FEED),
        ("/sitemap-news.xml.gz", LeadKind.SITEMAP),
        ("/", None),
    ],
)
def test_feeds_and_sitemaps(path, kind):
    assert kind_by_address(f"https://example.org{path}") is kind


@given(st.text(), st.text(), st.booleans())
def test_nothing_raises(path, text, in_menu):
    judge_link(f"https://example.org/{quote(path)}", text, in_menu=in_menu)
