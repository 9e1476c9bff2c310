"""White space, comparison, sentences."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsspider.extraction.page.texts import bare, clean, ends_sentence, lines, size, words


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("  one\n two\t ", "one two"),
        ("one\u00a0two", "one two"),
        ("one\u200btwo", "one two"),
        ("in\u00adfor\u00admation", "information"),
        ("\u200fالعربية\u200e", "العربية"),
        ("\ufeffone", "one"),
        ("می\u200cشود", "می\u200cشود"),
    ],
)
def test_cleaning(text, cleaned):
    assert clean(text) == cleaned


@given(st.text())
def test_cleaning_twice_is_cleaning_once(text):
    assert clean(clean(text)) == clean(text)
    assert bare(bare(text)) == bare(text)
    assert all(line == clean(line) for line in lines(text))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Old bridge re-opens!", "old bridge reopens"),
        ("“It’s over”", "its over"),
        ("ﬁnal", "FINAL"),
        ("１２", "12"),
        ("الجسر، القديم", "الجسر القديم"),
    ],
)
def test_spellings_of_one_title(first, second):
    assert bare(first) == bare(second)


@pytest.mark.parametrize(
    "text",
    [
        "Done.",
        "Done!",
        "“Done.”",
        "Done?)",
        "انتهى.",
        "هل انتهى؟",
        "終わった。",
        "„Fertig.“",
        "खत्म।",
        "ختم۔",
        "« Fini. »",
    ],
)
def test_sentences_end(text):
    assert ends_sentence(text)


@pytest.mark.parametrize("text", ["Related articles", "Close", "3 May 2024", "", "By Jane Doe,"])
def test_other_lines_do_not(text):
    assert not ends_sentence(text)


def test_how_much_a_text_says():
    assert words("one two three") == 3
    assert 4 <= words("市役所は橋を閉じた") <= 9
    assert size("bridge") == 6
    assert size("橋") == 2
    assert size("다리 둘") == 7
    assert size("جسر") == 3
