"""The words that were asked for, marked in the page's own spelling."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsspider.items import Article, Paragraph
from storage.query import parse
from storage.query.tree import conjuncts
from storage.search.snippets import LENGTH, Marker

LANGUAGES = ["ar", "en", "ja"]


def marker(question: str) -> Marker:
    return Marker(conjuncts(parse(question)), LANGUAGES)


def marked(question: str, text: str, language: str | None) -> list[str]:
    return [piece.text for piece in marker(question).marked(text, language) if piece.is_hit]


@pytest.mark.parametrize(
    ("question", "text", "language", "hits"),
    [
        ("flood", "The Floods, and a flood-plain.", "en", ["Floods", "flood"]),
        ("حكومة", "قالت «الحُكُومَة» إن والحكومة", "ar", ["الحُكُومَة", "والحكومة"]),
        ("عاجل", "خبر عـــاجل الآن", "ar", ["عـــاجل"]),
        ("naive", "A naïve plan", "en", ["naïve"]),
        ("gov*", "Governors govern", "en", ["Governors", "govern"]),
        ("covid-19", "The COVID-19 wave", "en", ["COVID", "19"]),
        ("東京", "あの東京都の東京駅。", "ja", ["東京", "東京"]),
        ("flood -dam", "A flood and a dam", "en", ["flood"]),
        ("flood", "Nothing here", "en", []),
    ],
)
def test_hits_are_marked_as_they_are_written(question, text, language, hits) -> None:
    assert marked(question, text, language) == hits


def test_a_snippet_is_the_text_around_the_first_hit() -> None:
    text = "One word. " * 60 + "Then the flood came, " + "and went. " * 60
    article = Article(url="https://a.example/", body=(Paragraph(text=text),), language="en")
    snippet = marker("flood").snippet(article)
    whole = "".join(piece.text for piece in snippet)
    assert [piece.text for piece in snippet if piece.is_hit] == ["flood"]
    assert whole.startswith("…")
    assert whole.endswith("…")
    assert len(whole) <= LENGTH + 2


def test_a_text_without_a_hit_shows_its_start() -> None:
    article = Article(url="https://a.example/", body=(Paragraph(text="Rain\nall day."),))
    assert "".join(piece.text for piece in marker("flood").snippet(article)) == "Rain all day."


@given(st.text(max_size=200), st.sampled_from(["flood", "東京", "حكومة", "a*", "b OR c"]))
def test_marking_loses_nothing(text: str, question: str) -> None:
    assert "".join(piece.text for piece in marker(question).marked(text, "en")) == text
