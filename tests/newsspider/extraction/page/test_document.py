"""One tree for every step, whatever the markup."""

from __future__ import annotations

import pytest

from newsspider.extraction.page.blocks import visible_blocks
from newsspider.extraction.page.document import link, parse

WORDS = "The council voted on Monday to keep the night bus for another year. "


def lines(page, markup: str, **given) -> list[str]:
    document = parse(page(markup, **given))
    return list(document.plain) or [block.text for block in visible_blocks(document.tree)]


@pytest.mark.parametrize(
    ("markup", "wanted"),
    [
        ("<p>one</p><p>two</p>", ["one", "two"]),
        ("<title>t</title><nav>one</nav><article>two</article>", ["one", "two"]),
        ("<!doctype html><meta charset=utf-8><title>t</title><h1>one</h1><p>two", ["one", "two"]),
        ("<html><head><title>t</title></head><p>one</p></html>", ["one"]),
        ("<p>one</p><SCRIPT>no</Script><Style>no</STYLE><p>two</p>", ["one", "two"]),
        ("<p>one</p><SVG><text>no</text></svg><!-- <p>no --><p>two</p>", ["one", "two"]),
        ("<div>one<p>two</p>three</div>", ["one", "two", "three"]),
        ("<p>one <b>two</b> three</p>", ["one two three"]),
        ("<p>one<br>two</p>", ["one", "two"]),
        ("<p>one&nbsp;&shy;two</p>", ["one two"]),
        ("<p>one</p><p hidden>two</p>", ["one"]),
        ("<p>one</p><p style='display: none'>two</p>", ["one"]),
        ("<p>one</p><div aria-hidden=true>two</div>", ["one"]),
        ("<p>one</p><script>two</script><style>three</style>", ["one"]),
        ("<p>one</p><svg><text>two</text></svg><p>three</p>", ["one", "three"]),
        ("<p>one</p><template><p>two</p></template><p>three</p>", ["one", "three"]),
        ("<p>one</p><!-- two <p>three</p> --><p>four</p>", ["one", "four"]),
        ("<p>one</p><script>if (a<b) document.write('</p>')</script><p>two</p>", ["one", "two"]),
        ("<?xml version='1.0' encoding='utf-8'?><html><body><p>one</p></body></html>", ["one"]),
        ("<p>1 < 2 &amp; 3 > 2</p>", ["1 < 2 & 3 > 2"]),
        ("</p>", []),
        ("<>", ["<>"]),
    ],
)
def test_lines(page, markup, wanted):
    assert lines(page, markup) == wanted


def test_a_plain_text_is_its_lines(page):
    text = "one\n\n  two <b>three</b>\r\n\tfour"
    plain = {"content-type": "text/plain; charset=utf-8"}
    assert lines(page, text, headers=plain) == ["one", "two <b>three</b>", "four"]
    assert lines(page, "one\n\ntwo & three") == ["one", "two & three"]


def test_the_text_below_five_thousand_boxes(page):
    markup = "<html><body>" + "<div>" * 5_000 + f"<p>{WORDS}</p><p>two</p>" + "</div>" * 5_000
    assert lines(page, markup) == [WORDS.strip(), "two"]


@pytest.mark.parametrize(
    ("head", "href", "absolute"),
    [
        ("", "b.jpg", "https://www.example.org/news/b.jpg"),
        ("<base href='https://cdn.example.org/x/'>", "b.jpg", "https://cdn.example.org/x/b.jpg"),
        ("<base href='/x/'>", "b.jpg", "https://www.example.org/x/b.jpg"),
        ("<base href='javascript:x'>", "b.jpg", "https://www.example.org/news/b.jpg"),
        ("<base target=_top>", "b.jpg", "https://www.example.org/news/b.jpg"),
        ("", "mailto:a@example.org", None),
        ("", None, None),
    ],
)
def test_links(page, head, href, absolute):
    assert link(parse(page(f"<html><head>{head}</head><body><p>x")), href) == absolute


def test_blocks_know_their_links_and_buttons(page):
    markup = "<p>See <a href=/1>the <i>report</i></a> and <a href=/2>map</a></p><button>More</button><p><a href=/3>All</a></p>"
    first, button, last = visible_blocks(parse(page(markup)).tree)
    assert first.links == ["the report", "map"]
    assert 0 < first.link_share < 1
    assert button.in_button
    assert last.link_share == 1


@pytest.mark.parametrize(
    "name", ["sr-only", "visuallyhidden", "link__visually-hidden", "screen-reader-text"]
)
def test_words_that_are_only_read_out_are_no_text(page, name):
    markup = f"<p>See <a href=/1>the report<span class='{name}'> (opens in a new window)</span></a> of May.</p>"
    assert [block.text for block in visible_blocks(parse(page(markup)).tree)] == [
        "See the report of May."
    ]


def test_a_headline_that_is_only_read_out_is_one(page):
    markup = "<h1 class=sr-only>Old bridge reopens</h1><p>Text.</p>"
    assert visible_blocks(parse(page(markup)).tree)[0].text == "Old bridge reopens"


INITIALS = {
    "a box before": '<div class="drop-cap">T</div><p>he old bridge reopened.</p>',
    "a paragraph before": '<p class="dropcap">T</p>\n<p>he old bridge reopened.</p>',
    "an image": '<p><img class="dropcap" alt="T" src="t.png">he old bridge reopened.</p>',
    "an image before an element": '<p><img class="dropcap" alt="T" src="t.png"><b>he old</b> bridge reopened.</p>',
    "within the paragraph": '<p><span class="drop-cap">T</span>he old bridge reopened.</p>',
}


@pytest.mark.parametrize("case", INITIALS)
def test_initials_stand_before_their_words(page, case):
    tree = parse(page(f"<html><body><h1>A</h1>{INITIALS[case]}</body></html>")).tree
    assert [str(p.text_content()) for p in tree.iter("p")] == ["The old bridge reopened."]


def test_a_long_text_of_that_class_stays(page):
    tree = parse(page("<body><p class=has-drop-cap>The old bridge.</p><p>It reopened.</p>")).tree
    assert [str(p.text_content()) for p in tree.iter("p")] == ["The old bridge.", "It reopened."]
