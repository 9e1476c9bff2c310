import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsspider.duplicates.fingerprints import words

SAME = [
    ("“Don’t wait,” she said…", "Don't wait, she said ..."),
    ("The flood — again", "the  flood - AGAIN"),
    ("cafe\u0301 naïve", "café NAIVE"),
    ("ﬁnal of 2024", "final of ٢٠٢٤"),
    ("الحُكُومَةُ", "الحكومه"),
    ("کتاب ايران", "كتاب ایران"),
    ("مـــؤتمر", "مؤتمر"),
    ("co\u00adope\u200brate", "cooperate"),
    ("東京都は、計画を発表", "東京都は計画を 発表"),
    ("ﾃﾞｰﾀ", "データ"),
]


@pytest.mark.parametrize(("first", "second"), SAME)
def test_typography_makes_no_other_words(first: str, second: str) -> None:
    assert words(first) == words(second) != []


@pytest.mark.parametrize(
    ("text", "count"), [("", 0), ("… — !", 0), ("Covid-19 rose", 3), ("東京", 2)]
)
def test_words_are_counted(text: str, count: int) -> None:
    assert len(words(text)) == count


@given(st.text())
def test_words_of_words_are_themselves(text: str) -> None:
    once = words(text)
    assert words(" ".join(once)) == once
