"""An explanation is the same record, with its reasons."""

from __future__ import annotations

import pickle

import pytest

from newsspider.extraction import explain, read
from newsspider.extraction.gate.types import Reading

PROSE = "The council voted on Monday to keep the night bus for another year, the mayor said. "
PAGE = (
    "<html lang=en><head><title>Night bus stays | The Post</title>"
    "<meta property=og:title content='Bus is saved'><meta property=og:site_name content='The Post'>"
    '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Night bus stays",'
    ' "datePublished": "2024-05-03T10:00:00+02:00"}</script></head><body>'
    "<nav><a href=/>Home</a> <a href=/news>News</a></nav><article><h1>Night bus stays</h1>"
    f"<p>3 May 2024</p><p>{PROSE * 3}</p><p>{PROSE[:60] * 5}.</p></article>"
    "<aside class=related><h3>Related stories</h3><p><a href=/x>Trams return to the old town</a></p>"
    "</aside><footer><p>© 2024 The Post. All rights reserved.</p></footer></body></html>"
)
TEXT = f"Night bus stays\n3 May 2024\n{PROSE * 3}\n{PROSE * 2}"


@pytest.mark.parametrize("body", [PAGE, TEXT, "", "<p>", "<title>Not found</title>"])
def test_it_says_what_read_says(page, body):
    explained, reading = explain(page(body)), read(page(body))
    assert type(reading) is Reading
    assert Reading(article=explained.article, signals=explained.signals) == reading
    assert explained.article.provenance == {
        name: decision.provenance for name, decision in explained.decisions.items()
    }
    for name, decision in explained.decisions.items():
        assert decision.value == getattr(explained.article, name)
        assert decision.witnesses


def test_every_witness_is_there_the_losers_too(page):
    heard = {(w.source, w.value) for w in explain(page(PAGE)).decisions["title"].witnesses}
    assert ("h1", "Night bus stays") in heard
    assert ("json-ld", "Night bus stays") in heard
    assert ("opengraph", "Bus is saved") in heard


def test_what_was_cut_says_why(page):
    explained = explain(page(PAGE))
    cuts = {cut.text: cut for cut in explained.cuts}
    assert {"Related stories", "Trams return to the old town"} <= set(cuts)
    assert not any(paragraph.text in cuts for paragraph in explained.article.body)
    for cut in cuts.values():
        assert cut.reason
        assert 0.5 <= cut.confidence <= 1


def test_what_is_trimmed_off_the_text_is_among_the_cuts(page):
    behind = "<p>Show more</p><p>Back to top</p></article>"
    explained = explain(page(PAGE.replace("</article>", behind)))
    body = [paragraph.text for paragraph in explained.article.body]
    for line in ("Show more", "Back to top"):
        assert line not in body
        assert line in {cut.text for cut in explained.cuts}


def test_it_can_leave_the_process_that_made_it(page):
    explained = explain(page(PAGE))
    assert pickle.loads(pickle.dumps(explained)) == explained  # noqa: S301 - our own
