"""Where the article stands in its site."""

from __future__ import annotations

import json

import pytest

from newsspider.items import Hints, SiteProfile


def linked(*nodes: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(list(nodes))}</script>'


def crumbs(*names: str, **more: object) -> dict[str, object]:
    entries = [
        {"@type": "ListItem", "position": at, "name": name} for at, name in enumerate(names, 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": entries, **more}


TITLE = "Old bridge reopens after a winter of repairs"
TRAIL = '<a href="/">{}</a> &gt; <a href="/r">Region</a> &gt; <a href="/r/l">Linden valley</a> &gt; <a href="/r/l/t">Traffic</a>'


@pytest.mark.parametrize(
    "markup",
    [
        '<nav class="breadcrumb">{}</nav>',
        '<nav aria-label="Breadcrumb">{}</nav>',
        '<div id="breadcrumbs">{}</div>',
        '<p class="c-breadcrumbs__list">{}</p>',
    ],
)
@pytest.mark.parametrize("home", ["Home", "Startseite", "الرئيسية", "ホーム"])
def test_a_breadcrumb_of_three_levels(read, markup, home):
    article = read(above=markup.format(TRAIL.format(home)))
    assert article.sections == ("Region", "Linden valley", "Traffic")


def test_a_breadcrumb_list_that_ends_in_the_headline(read):
    items = "".join(f"<li><a href=/x>{name}</a></li>" for name in ("Home", "Region", "Traffic"))
    article = read(above=f'<ol class="breadcrumb">{items}<li>{TITLE}</li></ol>')
    assert article.sections == ("Region", "Traffic")


def test_a_breadcrumb_with_separators_in_the_text(read):
    items = "<li><a href=/>Home</a> ›</li><li><a href=/r>Region</a> ›</li><li>Traffic</li>"
    assert read(above=f'<ul class="breadcrumbs">{items}</ul>').sections == ("Region", "Traffic")


def test_linked_breadcrumbs_by_position(read):
    node = crumbs("Home", "Region", "Traffic", TITLE)
    node["itemListElement"].reverse()
    assert read(linked(node)).sections == ("Region", "Traffic")


def test_positions_as_text(read):
    node = crumbs("Home", "Region", "Traffic")
    for entry in node["itemListElement"]:
        entry["position"] = str(entry["position"])
    node["itemListElement"].reverse()
    assert read(linked(node)).sections == ("Region", "Traffic")


def test_linked_breadcrumbs_that_name_the_item(read):
    entries = [
        {"@type": "ListItem", "position": at, "item": {"@id": f"/{at}", "name": name}}
        for at, name in enumerate(("Home", "Region", "Traffic"), 1)
    ]
    assert read(linked({"@type": "BreadcrumbList", "itemListElement": entries})).sections == (
        "Region",
        "Traffic",
    )


@pytest.mark.parametrize(
    "head",
    [
        '<meta property="article:section" content="Region">',
        linked({"@type": "NewsArticle", "headline": "x", "articleSection": "Region"}),
        linked({"@type": "NewsArticle", "headline": "x", "articleSection": ["Region"]}),
        '<meta name="section" content="Region">',
    ],
)
def test_a_declared_section(read, head):
    assert read(head).sections == ("Region",)


def test_several_declared_sections_in_order(read):
    head = linked(
        {"@type": "NewsArticle", "headline": "x", "articleSection": ["World", "Asia", "World"]}
    )
    assert read(head).sections == ("World", "Asia")


def test_labels_above_the_headline(read):
    above = '<div class="cats"><a class="post-cat" href="/a">Region</a><a class="post-cat" href="/b">Traffic</a></div>'
    article = read(above=above)
    assert article.sections == ("Region", "Traffic")
    assert article.provenance["sections"].source == "label"


def test_a_label_that_runs_together_is_split(read):
    head = '<meta property="article:section" content="آسياأخبار العالمالشرق الأوسط">'
    assert read(head, lang="ar").sections == ("آسيا", "أخبار العالم", "الشرق الأوسط")


def test_the_profile_names_sections_that_stay_whole(read):
    head = '<meta property="article:section" content="World Politics">'
    assert read(head, profile=SiteProfile(sections=("World Politics",))).sections == (
        "World Politics",
    )


def test_evidence_that_agrees_outweighs_a_single_witness(read):
    head = '<meta name="section" content="News"><meta property="article:section" content="Region">'
    article = read(
        head, above="<nav class=breadcrumb><a href=/>Home</a> <a href=/r>Region</a></nav>"
    )
    assert article.sections == ("Region",)


def test_the_feeds_section_where_the_page_names_none(read):
    article = read(hints=Hints(section="Region"))
    assert article.sections == ("Region",)
    assert article.provenance["sections"].source == "feed"


def test_the_main_menu_is_no_section(read):
    assert read().sections == ()


def test_a_breadcrumb_of_home_alone_is_none(read):
    assert read(above='<nav class="breadcrumb"><a href="/">Home</a></nav>').sections == ()
    assert (
        read(
            above=f'<nav class="breadcrumb"><a href="/">Home</a> / <span>{TITLE}</span></nav>'
        ).sections
        == ()
    )


def test_a_part_of_a_path_speaks_for_the_whole(read):
    head = linked(crumbs("Home", "Region", "Traffic"), {"@type": "NewsArticle", "headline": "x"})
    head += '<meta property="article:section" content="region">'
    article = read(head)
    assert article.sections == ("Region", "Traffic")
    alone = read(linked(crumbs("Home", "Region", "Traffic")))
    assert article.provenance["sections"].confidence > alone.provenance["sections"].confidence


@pytest.mark.parametrize(
    "name", ["The Linden Post", "The Linden Post: all the news", "Example.org"]
)
def test_a_trail_that_begins_with_the_sites_name(read, name):
    head = '<meta property="og:site_name" content="The Linden Post">'
    assert read(head + linked(crumbs(name, "Region"))).sections == ("Region",)


@pytest.mark.parametrize(
    "entry", ["A headline of a few words more than a section has", "It is so."]
)
def test_a_headline_at_the_end_of_a_trail_is_no_section(read, entry):
    assert read(linked(crumbs("Home", "Region", entry))).sections == ("Region",)


def test_the_address_names_a_section_that_the_page_links(read):
    menu = "<nav><a href=/k>Kapitalmärkte</a> <a href=/p>Personen</a></nav>"
    found = read(above=menu, url="https://example.org/kapitalmaerkte/bridge")
    assert found.sections == ("Kapitalmärkte",)
    assert found.provenance["sections"].source == "url"
    assert read(above=menu, url="https://example.org/handel/bridge").sections == ()
    assert read(above=menu, url="https://example.org/2024/05/bridge").sections == ()
    known = SiteProfile(sections=("Handel & Gewerbe",))
    named = read(profile=known, url="https://example.org/handel-gewerbe/bridge")
    assert named.sections == ("Handel & Gewerbe",)


def test_a_slug_is_spelt_as_the_page_spells_it(read):
    head = '<meta property="article:section" content="espana">'
    assert read(head, above="<nav><a href=/e>España</a></nav>").sections == ("España",)


def test_a_long_row_of_topics_gives_way_to_a_section(read):
    topics = "".join(f'<a class="post-tag" href="/t{n}">Topic {n}</a>' for n in range(6))
    head = '<meta property="article:section" content="Region">'
    assert read(head, above=f"<div>{topics}</div>").sections == ("Region",)


def test_entities_and_words_of_one_name_stay_together(read):
    assert read(linked(crumbs("Home", "My&#x20;Europe", "UK News"))).sections == (
        "My Europe",
        "UK News",
    )
    assert read('<meta property="article:section" content="UK News">').sections == ("UK News",)


def test_labels_above_a_headline_that_shares_its_line_with_a_kicker(read):
    above = '<div><a class="post-cat" href="/a">Region</a></div>'
    title = f"<h2><span class=kicker>After the accident</span> <span>{TITLE}</span></h2>"
    head = f'<meta property="og:title" content="{TITLE}">'
    article = read(head, above=above, title=title)
    assert article.title == TITLE
    assert article.sections == ("Region",)
