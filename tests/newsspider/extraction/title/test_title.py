"""The headline as the reader sees it."""

from __future__ import annotations

import pytest

from newsspider.extraction.read import gather
from newsspider.extraction.title.candidates import without_site
from newsspider.extraction.title.model import find_title
from newsspider.items import SiteProfile

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


KICKER = "After the accident"


@pytest.mark.parametrize(
    "heading",
    [
        f"<h1><span class=kicker>{KICKER}</span> <span class=headline>{TITLE}</span></h1>",
        f"<h2><span class=kicker>{KICKER}</span> <span class=headline>{TITLE}</span></h2>",
        f"<h2><span class=overline>{KICKER}</span> {TITLE}</h2>",
    ],
)
def test_a_kicker_with_an_element_of_its_own_goes(read, heading):
    head = f'<meta property="og:title" content="{TITLE}">'
    assert read(head, title=heading).title == TITLE


def test_a_kicker_that_only_the_metadata_holds_goes(read):
    head = f'<meta property="og:title" content="{KICKER}: {TITLE}">'
    assert read(head, title=f"<p>{KICKER}</p><h1>{TITLE}</h1>").title == TITLE


def test_a_heading_at_the_end_of_a_breadcrumb_is_written_for_machines(read):
    head = f'<meta property="og:title" content="{TITLE}"><title>Linden bridge opening times</title>'
    trail = "<nav class=breadcrumb><a href=/r>Region</a><h1>Linden bridge opening times</h1></nav>"
    assert read(head, above=trail, title=f"<h2>{TITLE}</h2>").title == TITLE


def test_the_sites_heading_is_known_by_its_link_home(read):
    logo = "<h1><a href=/>Notes from the valley</a></h1>"
    head = f"<title>Notes from the valley » {TITLE}</title>"
    assert read(head, above=logo, title=f"<h2>{TITLE}</h2>").title == TITLE


@pytest.mark.parametrize(
    "title",
    [
        f"{TITLE}-Politicsㅣ The Linden Post",
        f"{TITLE} | The Linden Post Online",
        f"{TITLE} │ The Linden Post",
    ],
)
def test_the_sites_name_in_other_dress(read, title):
    assert read(f"<title>{title}</title>{SITE}", title="").title == TITLE


def test_entities_written_twice(read):
    head = '<meta property="og:title" content="Fish &amp;amp; chips: &amp;quot;the end&amp;quot;">'
    assert read(head, title="").title == 'Fish & chips: "the end"'


def test_words_that_the_markup_runs_together_are_kept_apart(read):
    head = f'<meta property="og:title" content="{KICKER} / {TITLE}">'
    heading = f"<h1>{KICKER}{TITLE}</h1>"
    assert read(head, title=heading).title == f"{KICKER} / {TITLE}"


def test_the_confidence_is_the_share_against_other_headlines(read):
    agreed = f'<meta property="og:title" content="{TITLE}">'
    against = '<meta property="og:title" content="Linden bridge: all that you need to know">'
    sure = read(agreed).provenance["title"].confidence
    unsure = read(against).provenance["title"].confidence
    assert 0 < unsure < sure < 1
    assert read(against).title == TITLE


def test_every_headline_that_was_weighed_is_a_witness(page):
    markup = f'<title>Bridge opening times</title><h1>{TITLE}</h1><meta property="og:title" content="{TITLE}">'
    decision = find_title(gather(page(markup), SiteProfile()))
    assert decision is not None
    assert {(witness.value, witness.source) for witness in decision.witnesses} == {
        ("Bridge opening times", "title"),
        (TITLE, "h1"),
        (TITLE, "opengraph"),
    }
    chances = {witness.value: witness.confidence for witness in decision.witnesses}
    assert chances[TITLE] == decision.provenance.confidence
    assert sum(chances.values()) < 1


@pytest.mark.parametrize(
    "number",
    ["(Page 2 of 3)", "（1/2 ページ）", "- Seite 2", "| Page 2", "(strona 2 z 4)", "(page 3)"],
)
def test_the_number_of_the_page_is_no_part_of_the_headline(read, number):
    assert read(title=f"<h1>{TITLE} <small>{number}</small></h1>").title == TITLE


@pytest.mark.parametrize(
    "title", ["Front page", "The lost page (1965)", "Interview (1/2)", "Page 3"]
)
def test_what_only_looks_like_a_page_number_stays(read, title):
    assert read(title=f"<h1>{title}</h1>").title == title


def test_lines_of_a_heading_are_kept_apart(read):
    assert read(title="<h1>Old bridge<br>reopens</h1>").title == "Old bridge reopens"


def test_readings_are_no_part_of_the_headline(read):
    assert read(title="<h1><ruby>橋<rt>はし</rt></ruby>が開く</h1>").title == "橋が開く"


@pytest.mark.parametrize("name", ["blog-title", "post-brand-title", "m-blog-title__text"])
def test_a_class_does_not_make_a_headline_the_sites_name(read, name):
    head = f"<title>{TITLE}</title>"
    assert read(head, title=f"<h1 class={name}>{TITLE}</h1><h2>How it went</h2>").title == TITLE
