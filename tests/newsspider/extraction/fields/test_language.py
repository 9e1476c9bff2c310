"""The language of the text and its direction."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsspider.extraction.fields.language import _detected
from newsspider.items import SiteProfile

LANGUAGES = "ar en fr de es pt it ru uk tr fa he ur hi id zh ja ko".split()
RIGHT_TO_LEFT = {"ar", "fa", "he", "ur"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("declared", ["right", "none"])
def test_languages(read, texts, language, declared):
    text = f"<p>{texts[language]}</p><p>{texts[language]} {texts[language]}</p>"
    article = read(lang=language if declared == "right" else None, title="", text=text)
    assert article.language == language
    assert article.direction == ("rtl" if language in RIGHT_TO_LEFT else "ltr")


@pytest.mark.parametrize("language", ["ar", "fr", "fa", "ja"])
def test_a_wrong_declaration_gives_way_to_the_text(read, texts, language):
    text = f"<p>{texts[language]}</p><p>{texts[language]} {texts[language]}</p>"
    article = read(lang="en", title="", text=text)
    assert article.language == language
    assert article.direction == ("rtl" if language in RIGHT_TO_LEFT else "ltr")


@pytest.mark.parametrize(
    ("declared", "language"),
    [
        ("en-GB", "en"),
        ("EN", "en"),
        ("en_US", "en"),
        (" en ", "en"),
        ("in", "id"),
        ("iw", "he"),
        ("zh-Hant-TW", "zh"),
        ("pt-BR", "pt"),
    ],
)
def test_tags_become_primary_subtags(read, texts, declared, language):
    text = f"<p>{texts[language]}</p><p>{texts[language]} {texts[language]}</p>"
    article = read(lang=declared, title="", text=text)
    assert article.language == language


@pytest.mark.parametrize("declared", ["", "english", "x", "12", "*", "en us"])
def test_nonsense_is_no_language(read, declared):
    assert read(lang=declared).language == "en"


def test_the_open_graph_locale_is_a_witness(read):
    article = read('<meta property="og:locale" content="en_US">', lang=None)
    assert (
        article.provenance["language"].confidence
        > read(lang=None).provenance["language"].confidence
    )


def test_the_sites_language_helps(read):
    assert read(lang=None, profile=SiteProfile(language="en")).language == "en"


@given(st.text(st.characters(), max_size=200))
def test_any_text_is_survived(text):
    for witness in _detected(text):
        assert witness.value
