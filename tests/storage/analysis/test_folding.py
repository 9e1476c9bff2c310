import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.analysis import analyse, fold
from storage.analysis.folding import fold_word, split_words


@pytest.mark.parametrize(
    ("written", "analysed"),
    [
        ("The FLOOD, again!", "the flood again"),
        ("Straße Ñandú Ångström", "strasse nandu angstrom"),
        ("الحُكُومَة", "الحكومه"),
        ("أحمد إيران آسيا ٱلبيت", "احمد ايران اسيا البيت"),
        ("مستشفى", "مستشفي"),
        ("عـــــاجل", "عاجل"),
        ("کتاب‌های فارسی", "كتابهاي فارسي"),
        ("١٤٤٦ ۱۴۰۳ २०२४ ２０２４", "1446 1403 2024 2024"),
        ("İSTANBUL ığdır", "istanbul igdir"),
        ("東京都2024年", "東京 京都 都 2024 年"),
        ("ガラス", "ガラ ラス ス"),
        ("ｶﾞﾗｽ", "ガラ ラス ス"),
        ("ภาษา", "ภา าษ ษา า"),
        ("हिन्दी", "हिन्दी"),
        ("한국어 뉴스", "한국어 뉴스"),
        ("Covid-19 AT&T", "covid 19 at t"),
        ("co\u00adoperate", "cooperate"),
        ("… — !?", ""),
        ("\0\ud800a", "a"),
    ],
)
def test_one_form_for_all_spellings(written: str, analysed: str) -> None:
    assert analyse(written) == analysed


def test_a_name_keeps_its_punctuation() -> None:
    assert fold("  C++  ÜBER ") == "c++ uber"


def test_a_very_long_word_is_cut() -> None:
    assert analyse("x" * 5_000) == "x" * 100


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    for word in split_words(text):
        assert fold_word(fold_word(word)) == fold_word(word)


@given(st.text(), st.text(), st.sampled_from([None, "en", "ar", "de", "fa", "ja", "tr"]))
def test_words_are_analysed_each_by_itself(left: str, right: str, language: str | None) -> None:
    whole = analyse(f"{left} . {right}", language)
    assert whole == f"{analyse(left, language)} {analyse(right, language)}".strip()
