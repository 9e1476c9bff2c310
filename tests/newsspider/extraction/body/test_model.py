"""The weights that a line's verdict rests on."""

from __future__ import annotations

import math
from itertools import chain

import pytest

from newsspider.extraction.body.features import ArticleHead, Features
from newsspider.extraction.body.lines import read_line
from newsspider.extraction.body.model import Model, model, probability
from newsspider.extraction.body.regions import Layout
from newsspider.extraction.page.blocks import visible_blocks
from newsspider.extraction.page.document import parse

ONE = "The ferry company said on Tuesday that it would end its winter service to the outer islands after the new year."
TWO = "Islanders have written to the minister, and a petition to keep the boats has gathered four thousand names so far."


@pytest.fixture
def layout(page):
    body = f"<body><nav><ul><li><a href=/>Home</a></ul></nav><article><h1>Boats</h1><p>{ONE}</p><p>{TWO}</p><p><a href=/b>Another matter</a></p></article>"
    blocks = visible_blocks(parse(page(body.encode())).tree)
    return Layout([read_line(block) for block in blocks], lambda line: len(line) > 60)


def test_a_score_is_the_sum_of_the_known_facts():
    assert Model(-1.0, {"a": 2.0, "b": 0.5}).score([("a", "b"), ("unheard of",)]) == 1.5


def test_reasons_are_the_strongest_facts_of_one_side():
    found = Model(0.0, {"a": 2.0, "b": -0.5, "c": -3.0})
    assert found.reasons([("a", "b"), ("c",)], against=True) == [("c", -3.0), ("b", -0.5)]
    assert found.reasons([("a", "b"), ("c",)], against=False) == [("a", 2.0)]


def test_a_chance_lies_between_nothing_and_all():
    assert probability(0) == 0.5
    assert 0 < probability(-math.inf) < probability(math.inf) < 1


def test_the_weights_speak_of_the_facts_that_pages_have(layout):
    weights = model().weights
    facts = [
        fact
        for at in range(len(layout.lines))
        for fact in chain(*Features(layout, ArticleHead()).of(at))
    ]
    known = sum(fact in weights for fact in facts)
    assert known > 0.7 * len(facts), "the facts changed: run benchmarks/train.py"


def test_prose_in_the_article_outweighs_links_and_menus(layout):
    features, weights = Features(layout, ArticleHead(title="boats")), model()
    scores = {
        line.block.text: weights.score(features.of(at)) for at, line in enumerate(layout.lines)
    }
    assert min(scores[ONE], scores[TWO]) > 0 > max(scores["Home"], scores["Another matter"])


def test_the_layout_knows_where_the_article_stands(layout):
    assert layout.main is not None
    assert layout.main.tag == "article"
    assert [line.inside for line in layout.lines] == [False, True, True, True, True]
    assert (layout.first, layout.last) == (2, 3)
