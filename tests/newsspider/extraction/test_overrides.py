import pytest

from newsspider.extraction import extract
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
    with pytest.raises(ValueError, match=r"override|overridden"):
        overridden(page, **bad)
