"""Summary, tags, image, address and the site's name."""

from __future__ import annotations

import json

import pytest

from newsspider.extraction import read as read_page
from newsspider.items import Hints

TITLE = "Old bridge reopens after a winter of repairs"
LEAD = "Five months after a barge struck it, the crossing carries cars again."


def meta(**given: str) -> str:
    return "".join(
        f'<meta property="{name.replace("__", ":")}" content="{value}">'
        for name, value in given.items()
    )


def linked(**given: object) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", "headline": TITLE, **given})}</script>'


@pytest.mark.parametrize(
    "head",
    [
        meta(og__description=LEAD),
        f'<meta name="description" content="{LEAD}">',
        f'<meta name="twitter:description" content="{LEAD}">',
        linked(description=LEAD),
        meta(
            og__description="  Five months after a barge struck it,\n the crossing carries cars again. "
        ),
    ],
)
def test_the_summary(read, head):
    assert read(head).summary == LEAD


def test_a_summary_that_repeats_the_headline_is_none(read):
    assert read(meta(og__description=TITLE)).summary is None
    assert read(meta(og__description=TITLE.upper() + ".")).summary is None
    assert (
        read(meta(og__description=TITLE) + f'<meta name="description" content="{LEAD}">').summary
        == LEAD
    )


@pytest.mark.parametrize(
    "description",
    [
        f"&lt;p&gt;{LEAD}&lt;/p&gt;",
        f"{LEAD} {LEAD}",
        "Five months after a barge struck it, the crossing…",
        "Five months after a barge struck it, the crossing [...]",
        "Five months after a barge struck it, the crossing carries",
    ],
)
def test_a_summary_without_the_marks_of_its_template(read, description):
    article = read(meta(og__description=description), below=f"<p class=lead>{LEAD}</p>")
    assert article.summary == LEAD


def test_a_cut_summary_stays_where_the_page_does_not_go_on(read):
    cut = "Five months after a barge struck it, the crossing carries…"
    assert read(meta(og__description=cut)).summary == cut


def test_no_summary_is_none(read):
    assert read(meta(og__description="  ")).summary is None


@pytest.mark.parametrize(
    "head",
    [
        meta(article__tag="Linden") + meta(article__tag="Bridges") + meta(article__tag="linden"),
        '<meta name="keywords" content="Linden, Bridges, Linden">',
        '<meta name="news_keywords" content="Linden;Bridges">',
        linked(keywords=["Linden", "Bridges"]),
        linked(keywords="Linden, Bridges"),
    ],
)
def test_tags_each_once_in_order(read, head):
    assert read(head).tags == ("Linden", "Bridges")


def test_tags_that_only_programs_read(read):
    machine = "98be933f-38cf-4fba-b6c6-ad438e82010a, Category: Life, 100312362, example.org, The Linden Post"
    head = '<meta property="og:site_name" content="The Linden Post">'
    found = read(head + f'<meta name="keywords" content="{machine}, Linden &amp;amp; Co">')
    assert found.tags == ("Linden & Co",)


def test_arabic_tags(read):
    assert read('<meta name="keywords" content="الجسر، المدينة ؛ النهر">', lang="ar").tags == (
        "الجسر",
        "المدينة",
        "النهر",
    )


def test_tags_as_links(read):
    below = '<p>Topics: <a rel="tag" href=/t/l>Linden</a> <a rel="tag" href=/t/b>Bridges</a> <a rel="category tag" href=/c>News</a></p>'
    assert read(behind=below).tags == ("Linden", "Bridges")


@pytest.mark.parametrize(
    "head",
    [
        meta(og__image="https://cdn.example.org/bridge.jpg"),
        meta(og__image="//cdn.example.org/bridge.jpg"),
        '<base href="https://cdn.example.org/x/">' + meta(og__image="../bridge.jpg"),
        '<meta name="twitter:image" content="https://cdn.example.org/bridge.jpg">',
        linked(image="https://cdn.example.org/bridge.jpg"),
        linked(image={"@type": "ImageObject", "url": "https://cdn.example.org/bridge.jpg"}),
        linked(image=["https://cdn.example.org/bridge.jpg", "https://cdn.example.org/b.jpg"]),
    ],
)
def test_the_image_is_absolute(read, head):
    assert read(head).image == "https://cdn.example.org/bridge.jpg"


def test_a_relative_image_without_a_base(read):
    assert read(meta(og__image="/i/bridge.jpg")).image == "https://www.example.org/i/bridge.jpg"


@pytest.mark.parametrize(
    "name", ["placeholder.jpg", "logo.png", "site-logo-1200x630.png", "1x1.gif", "no-image.jpg"]
)
def test_an_image_that_stands_for_none(read, name):
    figure = "<figure><img src=/i/bridge.jpg></figure>"
    assert read(meta(og__image=f"/i/{name}")).image is None
    assert read(meta(og__image=f"/i/{name}"), below=figure).image == (
        "https://www.example.org/i/bridge.jpg"
    )
    assert read(meta(og__image="/i/logo-of-the-new-bridge.jpg")).image is not None


def test_the_figure_of_the_article(read):
    figure = "<figure><img src='i/bridge.jpg' alt=''><figcaption>The bridge on Monday</figcaption></figure>"
    assert read(below=figure).image == "https://www.example.org/news/i/bridge.jpg"


@pytest.mark.parametrize(
    "href", ["javascript:void(0)", "data:image/png;base64,AAAA", "", "http://[::1"]
)
def test_what_is_no_image(read, href):
    assert read(meta(og__image=href)).image is None


@pytest.mark.parametrize(
    ("head", "url"),
    [
        ("", "https://www.example.org/news/bridge"),
        (
            '<link rel="canonical" href="https://www.example.org/news/2024/bridge">',
            "https://www.example.org/news/2024/bridge",
        ),
        (
            '<link rel="canonical" href="/news/2024/bridge">',
            "https://www.example.org/news/2024/bridge",
        ),
        (
            '<link rel="canonical" href="https://example.org/news/bridge?utm_source=x#top">',
            "https://example.org/news/bridge",
        ),
        (
            meta(og__url="https://www.example.org/news/2024/bridge"),
            "https://www.example.org/news/2024/bridge",
        ),
        (
            '<link rel="canonical" href="https://www.example.org/">',
            "https://www.example.org/news/bridge",
        ),
        ('<link rel="canonical" href="/">', "https://www.example.org/news/bridge"),
        ('<link rel="canonical" href="">', "https://www.example.org/news/bridge"),
        (
            '<link rel="canonical" href="https://another.example/news/bridge">',
            "https://www.example.org/news/bridge",
        ),
        ('<link rel="canonical" href="javascript:x">', "https://www.example.org/news/bridge"),
        (
            '<link rel="alternate" href="https://www.example.org/b">',
            "https://www.example.org/news/bridge",
        ),
        (
            '<link rel="canonical" href="https://another.example/x">'
            + meta(og__url="https://www.example.org/2024/bridge.html"),
            "https://www.example.org/2024/bridge.html",
        ),
        (
            '<link rel="canonical" href="https://www.example.org/news/latest">',
            "https://www.example.org/news/bridge",
        ),
        (
            '<link rel="canonical" href="https://www.example.org/news">',
            "https://www.example.org/news/bridge",
        ),
        ('<link rel="canonical" href="http:////[]">', "https://www.example.org/news/bridge"),
    ],
)
def test_the_articles_address(read, head, url):
    assert read(head).url == url


@pytest.mark.parametrize(
    ("asked", "canonical", "url"),
    [
        ("/a/flood/amp/", "/a/flood/", "/a/flood/"),
        ("/a/flood.amp.html", "/a/flood.html", "/a/flood.html"),
        ("/amp/a/flood-48213", "/world/the-flood-48213", "/world/the-flood-48213"),
        ("/article.php?id=7&print=1", "/article.php?id=7", "/article.php?id=7"),
        ("/article.php?id=7", "/article.php?id=8", "/article.php?id=7"),
        ("/article.php?id=7", "/article.php", "/article.php?id=7"),
        ("/news/1", "/news/2", "/news/1"),
        ("/a/the-river-rose?ref=rss", "/a/the-river-rose", "/a/the-river-rose"),
    ],
)
def test_a_canonical_address_names_the_same_page(page, asked, canonical, url):
    markup = (
        f'<link rel="canonical" href="{canonical}"><h1>Flood</h1>' + "<p>It rose again. </p>" * 40
    )
    article = read_page(page(markup, url=f"https://example.org{asked}")).article
    assert article.url == f"https://example.org{url}"


def test_the_address_after_a_redirect(read):
    article = read(
        url="https://example.org/r/77", final_url="https://example.org/news/bridge?fbclid=1#x"
    )
    assert article.url == "https://example.org/news/bridge"


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (meta(og__site_name="The Linden Post"), "The Linden Post"),
        (linked(publisher={"@type": "Organization", "name": "The Linden Post"}), "The Linden Post"),
        ('<meta name="application-name" content="The Linden Post">', "The Linden Post"),
        (
            '<script type="application/ld+json">{"@type": "WebSite", "name": "The Linden Post"}</script>',
            "The Linden Post",
        ),
        (meta(og__site_name="Linden &amp;amp; Valley"), "Linden & Valley"),
        (
            '<meta name="application-name" content="https://www.example.org">',
            "example.org",
        ),
        (
            linked(publisher="Linden Publishing Ltd.") + meta(og__site_name="The Linden Post"),
            "The Linden Post",
        ),
        (linked(publisher="Linden Publishing Ltd."), "example.org"),
        ("", "example.org"),
    ],
)
def test_the_sites_name(read, head, name):
    assert read(head).site == name


def test_what_a_feed_says_fills_what_the_page_does_not(read):
    article = read(title="", hints=Hints(title=TITLE))
    assert article.title == TITLE


def test_closed_articles_say_so(read):
    assert read().paywalled is False
    assert read(linked(isAccessibleForFree=True)).paywalled is False
    text = "".join(
        f"<p>The council met on day {n} and heard once more from the engineers of the bridge.</p>"
        for n in range(12)
    )
    assert read(linked(isAccessibleForFree=False), text=text).paywalled is True
    assert read(linked(isAccessibleForFree="False"), text=text).paywalled is True
