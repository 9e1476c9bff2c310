"""No two articles are near-duplicates, but for the copy that is meant."""

import re
from datetime import date
from itertools import combinations

import pytest

from newsspider.demo.outlets.sepid import jalali
from newsspider.demo.story import blocks_of, inline_html, plain, runs
from newsspider.items import Article, Kind, Paragraph

MOST_ALIKE = 0.4
COPY = "Pupils save the library at Tanners Row"


def shingles(article: Article) -> set[tuple[str, ...]]:
    words = list(article.text) if article.language == "ja" else re.findall(r"\w+", article.text)
    return set(zip(words, words[1:], words[2:], words[3:], strict=False))


def alike(first: set[tuple[str, ...]], second: set[tuple[str, ...]]) -> float:
    return len(first & second) / len(first | second)


def test_no_two_articles_are_near_duplicates_but_the_copy(whole_world):
    told = [(article, shingles(article)) for article in whole_world.truth()]
    pairs = [
        (first[0].title, second[0].title)
        for first, second in combinations(told, 2)
        if alike(first[1], second[1]) >= MOST_ALIKE
    ]
    assert pairs == [(COPY, COPY)]


def test_texts_hold_no_marks_and_no_empty_places(whole_world):
    for article in whole_world.truth():
        assert len(article.body) >= 4
        assert not re.search(r"\*\*|\{|\}|\]\(|\n", "".join(block.text for block in article.body))


def test_written_marks_become_kinds():
    assert blocks_of("One.\n\n## Two\n> Three\n- Four\n") == (
        Paragraph(text="One."),
        Paragraph(text="Two", kind=Kind.HEADING),
        Paragraph(text="Three", kind=Kind.QUOTE),
        Paragraph(text="Four", kind=Kind.LIST_ITEM),
    )


def test_inline_marks_become_html_or_vanish():
    written = "A **third** by [the firm](https://example.org/firm)."
    assert plain(written) == "A third by the firm."
    assert inline_html(written) == (
        'A <strong>third</strong> by <a href="https://example.org/firm">the firm</a>.'
    )


def test_inline_marks_part_a_text_into_runs():
    written = "A **third** by [the firm](https://example.org/firm)."
    assert list(runs(written)) == [
        ("A ", ""),
        ("third", "strong"),
        (" by ", ""),
        ("the firm", "https://example.org/firm"),
        (".", ""),
    ]


@pytest.mark.parametrize(
    ("day", "shown"),
    [
        (date(2024, 11, 13), "۲۳ آبان ۱۴۰۳"),
        (date(2024, 3, 20), "۱ فروردین ۱۴۰۳"),
        (date(2024, 9, 21), "۳۱ شهریور ۱۴۰۳"),
        (date(2024, 9, 22), "۱ مهر ۱۴۰۳"),
        (date(2025, 3, 20), "۳۰ اسفند ۱۴۰۳"),
        (date(2025, 3, 21), "۱ فروردین ۱۴۰۴"),
    ],
)
def test_jalali_days(day, shown):
    assert jalali(day) == shown
