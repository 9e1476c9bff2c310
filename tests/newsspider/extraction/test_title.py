"""The headline as the reader sees it."""

from __future__ import annotations

import pytest

from newsspider.extraction.headlines import without_site

TITLE = "Old bridge reopens after a winter of repairs"
SITE = '<meta property="og:site_name" content="The Linden Post">'


def test_the_heading(read):
    article = read()
    assert article.title == TITLE
    assert article.provenance["title"].source == "h1"


@pytest.mark.parametrize(
    "title",
    [
        f"{TITLE} | The Linden Post",
        f"{TITLE} - The Linden Post",
        f"{TITLE} — The Linden Post",
        f"{TITLE} | News | The Linden Post",
        f"The Linden Post: {TITLE}",
        f"The Linden Post | {TITLE}",
        f"{TITLE} » The Linden Post",
        f"{TITLE} - example.org",
    ],
)
def test_the_sites_name_goes(read, title):
    page = f"<title>{title}</title>{SITE}"
    assert read(page, title="").title == TITLE


@pytest.mark.parametrize(
    "title",
    [
        "Bridge – a history",
        "Election 2024: who stands where",
        "Post office closes",
        "North-South line opens",
        "8:0 – the record win",
        "What is AC/DC to us?",
    ],
)
def test_a_dash_or_colon_in_a_headline_stays(read, title):
    assert (
        read(f"<title>{title} | The Linden Post</title>{SITE}", title=f"<h1>{title}</h1>").title
        == title
    )
    assert read(f"<title>{title} | The Linden Post</title>{SITE}", title="").title == title


def test_the_logo_in_a_heading_is_no_headline(read):
    logo = "<h1 class=logo><a href=/>The Linden Post</a></h1>"
    assert read(SITE, above=logo).title == TITLE
    assert (
        read(SITE, above=logo, title=f"<h2>{TITLE}</h2><meta itemprop=x>").title
        != "The Linden Post"
    )


def test_of_several_headings_the_one_that_others_confirm(read):
    head = f'<meta property="og:title" content="{TITLE}">'
    behind = "<h1>Most read this week in all of the regions that we cover for you</h1>"
    assert read(head, behind=behind).title == TITLE


def test_the_visible_headline_wins_over_the_one_for_search_engines(read):
    head = "<title>Linden bridge opening times 2024 | The Linden Post</title>" + SITE
    assert read(head).title == TITLE


def test_metadata_without_a_heading(read):
    assert read(f'<meta property="og:title" content="{TITLE}">', title="").title == TITLE
    linked = (
        '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "%s"}</script>'
    )
    assert read(linked % TITLE, title="").title == TITLE


def test_entities_and_spaces(read):
    title = "<h1> Fish &amp; chips:\n\t the&nbsp;end&shy;ing </h1>"
    assert read(title=title).title == "Fish & chips: the ending"


def test_markup_in_the_heading(read):
    assert (
        read(title="<h1><span class=kick>Old bridge</span> <em>reopens</em></h1>").title
        == "Old bridge reopens"
    )


def test_an_arabic_title_with_the_sites_name(read):
    head = '<title>افتتاح الجسر القديم بعد ترميمه - مرآة الساحل</title><meta property="og:site_name" content="مرآة الساحل">'
    assert read(head, title="", lang="ar").title == "افتتاح الجسر القديم بعد ترميمه"


def test_without_site_twice_is_once():
    names = {"thelindenpost"}
    once = without_site("The Linden Post | A | B", names)
    assert without_site(once, names) == once == "A | B"
