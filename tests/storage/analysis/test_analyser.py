"""What a typed word finds in a text of a language."""

import tomllib
from pathlib import Path

import pytest

from storage.analysis import analyse, forms

PAIRS = tomllib.loads(Path(__file__).with_name("pairs.toml").read_text(encoding="utf-8"))
ALL = ["ar", "de", "en", "fa", "fr", "he", "hi", "ja", "ru", "th", "tr", "zh"]


def finds(asked: str, text: str, language: str | None) -> bool:
    """Whether some form of the words stands in the analysed text."""
    held = f" {analyse(text, language)} "
    return any(
        f" {' '.join(form.tokens)}{'' if form.is_prefix else ' '}" in held
        for form in forms(asked.split(), ALL)
    )


@pytest.mark.parametrize(
    ("asked", "text", "language"),
    [(asked, text, language) for language, pairs in PAIRS.items() for asked, text in pairs],
)
def test_the_pairs_of_six_languages(asked: str, text: str, language: str) -> None:
    assert finds(asked, text, language)


@pytest.mark.parametrize(
    ("asked", "text", "language"),
    [
        ("حكومة", "والحكومة", "ar"),
        ("حكومة", "بالحكومة", "ar"),
        ("حكومة", "الحُكُومَة", "ar"),
        ("حكومة", "للحكومة", "ar"),
        ("حكومة", "وبالحكومة", "ar"),
        ("حكومة", "كحكومة", "ar"),
        ("حكومة", "لحكومة", "ar"),
        ("حكومة", "فالحكومة", "ar"),
        ("الحكومة", "حكومة", "ar"),
        ("الحكومه", "الحكومة", "ar"),
        ("حكومة", "الحكومتين", "ar"),
        ("حكومة", "حكومات", "ar"),
        ("حكومة", "وحكومة", "ar"),
        ("قطار", "القطارات", "ar"),
        ("قطار", "قطارين", "ar"),
        ("مهندس", "مهندسون", "ar"),
        ("مستشفى", "المستشفيات", "ar"),
        ("بيروت", "وبيروت", "ar"),
        ("وزير", "الوزير", "ar"),
        ("الوزير", "وزير", "ar"),
        ("وزير", "والوزير", "ar"),
        ("مدرسة", "بالمدرسة", "ar"),
        ("اقتصاد", "الاقتصادية", "ar"),
        ("لبنان", "ولبنان", "ar"),
        ("فرنسا", "وفرنسا", "ar"),
        ("احمد", "أحمد", "ar"),
        ("مستشفي", "المستشفى", "ar"),
        ("آسيا", "اسيا", "ar"),
        ("کتاب", "کتاب‌ها", "fa"),
        ("كتاب", "کتاب‌های", "fa"),
        ("دولت", "دولت‌ها", "fa"),
        ("government", "Governments", "en"),
        ("elections", "election", "en"),
        ("naive", "naïve", "en"),
        ("Covid-19", "COVID-19", "en"),
        ("wahl", "Wahlen", "de"),
        ("strasse", "Straßen", "de"),
        ("häuser", "Haus", "de"),
        ("économique", "économiques", "fr"),
        ("economique", "économique", "fr"),
        ("правительство", "правительством", "ru"),
        ("елка", "ёлки", "ru"),
        ("hükümet", "hükümetin", "tr"),
        ("ISPARTA", "Isparta", "tr"),
        ("東京", "東京都の計画", "ja"),
        ("京", "東京都の計画", "ja"),
        ("計画", "東京都の計画", "ja"),
        ("東京2024", "東京2024年", "ja"),
        ("第2回", "次第2回戦", "ja"),
        ("北京", "在北京市举行", "zh"),
        ("ภาษา", "ภาษาไทย", "th"),
        ("2024", "٢٠٢٤", "ar"),
        ("हिन्दी", "हिन्दी में", "hi"),
        ("ממשלה", "מֶמְשָׁלָה", "he"),
    ],
)
def test_a_word_finds_its_forms(asked: str, text: str, language: str) -> None:
    assert finds(asked, text, language)


@pytest.mark.parametrize(
    ("asked", "text", "language"),
    [
        ("حكومة", "حكمة", "ar"),
        ("كتاب", "كاتب", "ar"),
        ("general", "generous", "en"),
        ("東都", "東京都", "ja"),
        ("都京", "東京都", "ja"),
        ("19-covid", "covid-19", "en"),
    ],
)
def test_other_words_are_not_found(asked: str, text: str, language: str) -> None:
    assert not finds(asked, text, language)


def test_a_word_is_stemmed_only_as_its_letters_allow() -> None:
    assert [form.tokens for form in forms(["wahlen"], ["de", "ru", "ar"])] == [
        ("wahlen",),
        ("wahl",),
    ]
    assert forms(["!?"], ALL) == []


def test_what_goes_on_is_a_prefix() -> None:
    assert all(form.is_prefix for form in forms(["gov"], [], is_prefix=True))
    assert [form.is_prefix for form in forms(["京"], ["ja"])] == [True]
