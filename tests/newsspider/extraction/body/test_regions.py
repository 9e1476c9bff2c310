"""Which box of a page holds the article."""

from __future__ import annotations

import pytest

from newsspider.extraction.body.lines import read_line
from newsspider.extraction.body.regions import Layout, text_box
from newsspider.extraction.page.blocks import visible_blocks
from newsspider.extraction.page.document import parse

TEXTS = (
    "The harbour office closed the north quay on Friday after divers found cracks in two of its oldest pillars.",
    "Fishing boats will land their catch at the south quay until the spring, and a shuttle takes the boxes to the hall.",
    "The auction starts an hour later from Monday, which the hauliers say costs them the first ferry to the mainland.",
    "An engineer from the port said that the repair could not begin before the ice on the inner basin had gone.",
    "The harbour master hopes to have a second crane by March; the council has to agree to the lease before that.",
)
OTHERS = (
    "The museum reopens with a show of ship models that were built by prisoners of war on the island two centuries ago.",
    "Its cellar had been under water since the autumn storms, and forty crates were dried in the cold store of the fishery.",
    "A school class has copied the labels of all the crates, and found two that nobody had opened since the last war.",
)


def p(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


@pytest.fixture
def layout(page):
    def make(markup: str, kept=lambda line: True) -> Layout:
        blocks = visible_blocks(parse(page(f"<html><body>{markup}</body></html>")).tree)
        return Layout([read_line(block) for block in blocks], kept)

    return make


def inside(layout: Layout) -> list[str]:
    return [line.block.text for line in layout.lines if line.inside]


def parts(*groups: str) -> str:
    return "<aside>In short</aside>".join(f"<div class=chunk>{group}</div>" for group in groups)


def test_a_text_in_several_boxes_of_one_name_is_one(layout):
    found = layout(f"<main><h1>Quay</h1>{parts(p(*TEXTS[:3]), p(*TEXTS[3:]))}</main>")
    assert found.main is not None
    assert found.main.tag == "main"
    assert set(TEXTS) <= set(inside(found))


def test_the_parts_that_trafilatura_left_out_count(layout):
    markup = f"<main><h1>Quay</h1>{parts(p(*TEXTS[:3]), p(*TEXTS[3:]))}</main>"
    found = layout(
        markup, lambda line: line.startswith(("theharbouroffice", "fishing", "theauction"))
    )
    assert set(TEXTS) <= set(inside(found))
    assert found.last == len(found.lines) - 1


@pytest.mark.parametrize(
    "markup",
    [
        "<main><article><h1>A</h1><div class=chunk>{}</div></article><article><h1>B</h1><div class=chunk>{}</div></article></main>",
        "<main><h1>A</h1><div class=chunk>{}</div><h1>B</h1><div class=chunk>{}</div></main>",
        "<main><h1>A</h1><div>{}</div><div>{}</div></main>",
    ],
    ids=["articles", "headlines", "no names"],
)
def test_texts_that_may_be_two_articles_are_not_joined(layout, markup):
    found = inside(layout(markup.format(p(*TEXTS), p(OTHERS[0]))))
    assert set(TEXTS) <= set(found)
    assert not set(OTHERS) & set(found)


def test_trafilatura_is_not_believed_where_it_kept_little(layout):
    teaser = f"<div class=box>{p(OTHERS[0] + ' ' + OTHERS[1] + ' ' + OTHERS[2])}</div>"
    text = "".join(f"<div class=line><p>{text} {text[::-1]}</p></div>" for text in TEXTS * 2)
    markup = f"<div class=text>{text}</div>{teaser}"
    found = layout(markup, lambda line: line.startswith("themuseum"))
    assert found.main is not None
    assert found.main.get("class") == "text"


def test_it_is_believed_where_readers_wrote_more(layout):
    comments = "".join(f"<p>{text} {text[::-1]}</p>" for text in OTHERS * 4)
    markup = f"<div class=text>{p(*TEXTS)}</div><div class=comments>{comments}</div>"
    found = layout(
        markup, lambda line: line.startswith(("the", "fishing", "an")) and "museum" not in line
    )
    assert found.main is not None
    assert found.main.get("class") == "text"


def test_the_box_of_the_prose_holds_the_headline(page):
    markup = f"<html><body><nav><a href=/>Home</a></nav><div id=all><h1>Quay</h1><div id=text>{p(*TEXTS)}</div></div></body></html>"
    lines = [read_line(block) for block in visible_blocks(parse(page(markup)).tree)]
    box = text_box(lines, "quay")
    assert box is not None
    assert box.get("id") == "all"
    inner = text_box(lines, "another title")
    assert inner is not None
    assert inner.get("id") == "text"
    assert text_box([], "quay") is None
