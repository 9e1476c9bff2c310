"""Section labels that run together."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from newsspider.extraction.fields.sections import is_known, split_labels

SPLIT = [
    ("آسياأخبار العالمالشرق الأوسط", ("آسيا", "أخبار العالم", "الشرق الأوسط")),
    ("سياسةاقتصاد", ("سياسة", "اقتصاد")),
    ("أخبار العالمأوروبا", ("أخبار العالم", "أوروبا")),
    ("WorldAsiaMiddle East", ("World", "Asia", "Middle East")),
    ("World NewsPolitics", ("World News", "Politics")),
    ("PolitikWirtschaft", ("Politik", "Wirtschaft")),
    ("Ближний ВостокПолитика", ("Ближний Восток", "Политика")),
    ("国际经济", ("国际", "经济")),
    ("World, Asia", ("World", "Asia")),
    ("World | Asia", ("World", "Asia")),
    ("السياسة، الاقتصاد", ("السياسة", "الاقتصاد")),
]
WHOLE = [
    "الشرق الأوسط",
    "ثقافة وفن",
    "Middle East",
    "World News",
    "Kultur & Leben",
    "Harbour District Desk",
    "WorldHarbour",
    "سياسةمجهول",
    "Neighbourhood",
    "A headline, which is no label at all",
]


@pytest.mark.parametrize(("text", "names"), SPLIT)
def test_known_names_are_split(text, names):
    assert split_labels(text) == names
    assert is_known(text)


@pytest.mark.parametrize("text", WHOLE)
def test_other_text_is_one_label(text):
    assert split_labels(text) == (text,)


def test_the_sites_own_names_split_too():
    known = ("أخبار المرفأ", "Harbour Desk")
    assert split_labels("أخبار المرفأآسيا", known) == ("أخبار المرفأ", "آسيا")
    assert split_labels("WorldHarbour Desk", known) == ("World", "Harbour Desk")
    assert not is_known("أخبار المرفأ")
    assert is_known("أخبار المرفأ", known)


def test_a_name_of_the_site_stays_whole_though_common_names_cover_it():
    assert split_labels("World Politics") == ("World", "Politics")
    assert split_labels("World Politics", ("World Politics",)) == ("World Politics",)
    assert split_labels("AsiaWorld Politics", ("World Politics",)) == ("Asia", "World Politics")


def test_case_and_spaces_do_not_count_and_stay_as_written():
    assert split_labels("  ASIA\nmiddle  east ") == ("ASIA", "middle east")


@pytest.mark.parametrize("text", ["", "   ", "\u200f", ",;|"])
def test_nothing_is_no_label(text):
    assert not any(name.strip(" ,;|") for name in split_labels(text))


def test_long_text_is_left_alone():
    assert split_labels("Asia" * 100) == ("Asia" * 100,)


NAMES = ("Qasr", "Bayt Al-Madina", "مرفأ", "ضواحي المدينة", "Ørsted", "郊外", "Wadi")
"""No name begins another or ends as another begins, so there is one way to split."""


@given(st.lists(st.sampled_from(NAMES), min_size=1, max_size=8))
def test_joined_names_come_apart_again(names):
    assert split_labels("".join(names), NAMES) == tuple(names)
    assert split_labels(" | ".join(names), NAMES) == tuple(names)


@given(st.text(max_size=60), st.lists(st.text(min_size=1, max_size=8), max_size=5).map(tuple))
def test_nothing_is_lost(text, known):
    labels = split_labels(text, known)
    assume(labels)
    kept = "".join("".join(labels).split())
    assert all(character in text for character in kept)
    assert all(labels)
