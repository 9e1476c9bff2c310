import pytest

from newsspider.extraction import explain, extract
from newsspider.items import Kind, SiteProfile

PROSE = "The council voted on Monday to keep the night bus for another year. " * 5
PAGE = f"""<html lang=en><head><title>Bus</title></head><body>
<h1>Night bus stays</h1><h2 class=real>The night bus will stay</h2>
<div class=who>Desk One</div><div class=who>Desk Two</div><span class=when data-at="x">3 May 2024</span>
<div class=promo><p>{PROSE}</p></div>
<div class=story><p>{PROSE}</p><h3>What next</h3><ul><li>One bus an hour</li></ul></div>
<img class=main src="/bus.jpg"></body></html>"""


def overridden(page, **overrides):
    return extract(page(PAGE), SiteProfile(overrides=overrides))


def test_css_and_xpath_win_and_say_so(page):
    article = overridden(
        page,
        title="h2.real",
        authors="div.who",
        sections="//h3/text()",
        published_at=".when",
        image="//img[@class='main']/@src",
        body=".story",
    )
    assert article.title == "The night bus will stay"
    assert article.authors == ("Desk One", "Desk Two")
    assert article.sections == ("What next",)
    assert article.published_at.isoformat() == "2024-05-03"
    assert article.image == "https://www.example.org/bus.jpg"
    assert [p.kind for p in article.body] == [Kind.PARAGRAPH, Kind.HEADING, Kind.LIST_ITEM]
    for name in ("title", "authors", "sections", "published_at", "image", "body"):
        assert article.provenance[name].source == "override"
        assert article.provenance[name].confidence == 1


def test_what_is_removed_is_in_no_field(page):
    article = overridden(page, remove=".promo, h1", title="h2.real")
    assert article.text.count("The council voted") == 5


def test_an_override_that_finds_nothing_leaves_the_evidence(page):
    article = overridden(page, title=".missing")
    assert article.title == "Night bus stays"
    assert article.provenance["title"].source == "h1"


@pytest.mark.parametrize("bad", [{"title": "div["}, {"title": "//["}, {"colour": "h1"}])
def test_a_bad_override_is_named(page, bad):
    with pytest.raises(ValueError, match=r"neither CSS nor XPath|overridden"):
        overridden(page, **bad)


def test_a_stated_language_decides_for_text_and_dates(page):
    dated = PAGE.replace("3 May 2024", "03/04/2024")
    article = extract(page(dated), SiteProfile(overrides={"language": "en-US"}))
    assert (article.language, article.provenance["language"].source) == ("en", "override")
    assert article.published_at.isoformat() == "2024-03-04"
    french = extract(page(PAGE), SiteProfile(overrides={"language": "fr"}))
    assert (french.language, french.direction) == ("fr", "ltr")


@pytest.mark.parametrize(
    ("rule", "path", "wanted"),
    [
        ("1", "/world-news/bridge", ("world news",)),
        ("2", "/en/%D8%A2%D8%B3%D9%8A%D8%A7/bridge", ("آسيا",)),
        ("1", "/culture/bridge.html?a=b", ("Culture",)),
        (r"org/(\w+)/(\w+)?/", "/world/asia/bridge", ("world", "asia")),
        (r"//(\w+)\.example", "/bridge", ("www",)),
    ],
)
def test_a_section_from_the_address(page, rule, path, wanted):
    profile = SiteProfile(overrides={"section_from_url": rule}, sections=("Culture",))
    article = extract(page(PAGE, url=f"https://www.example.org{path}"), profile)
    assert article.sections == wanted
    assert article.provenance["sections"].source == "override"


@pytest.mark.parametrize("rule", ["1", "9", r"/(no)/"])
def test_an_address_without_that_section_says_nothing(page, rule):
    article = extract(
        page(PAGE, url="https://www.example.org/bridge"),
        SiteProfile(overrides={"section_from_url": rule}),
    )
    assert article.sections == ()


def test_a_selector_of_sections_goes_before_the_address(page):
    article = overridden(page, section_from_url="1", sections="h3")
    assert article.sections == ("What next",)


def test_what_was_overruled_is_still_heard(page):
    explained = explain(page(PAGE), SiteProfile(overrides={"title": "h2.real"}))
    title = explained.decisions["title"]
    assert [w.source for w in title.witnesses][:2] == ["override", "h1"]
    assert title.value == "The night bus will stay"


def test_a_meta_tag_says_what_it_holds(page):
    with_meta = PAGE.replace("<title>", "<meta name=desk content='Night desk'><title>")
    article = extract(page(with_meta), SiteProfile(overrides={"authors": "meta[name=desk]"}))
    assert article.authors == ("Night desk",)
