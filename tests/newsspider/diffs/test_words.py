import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsspider.diffs import Edit, compare_words
from newsspider.diffs.words import split

texts = st.text(max_size=40) | st.lists(
    st.sampled_from(["the", "flood", "bridge", ",", " ", "مُحَمَّد", "東京", ".", "1,200"]), max_size=25
).map("".join)


def marked(old: str, new: str) -> str:
    signs = {Edit.SAME: "{}", Edit.REMOVED: "[-{}-]", Edit.ADDED: "{{+{}+}}"}
    return "".join(signs[piece.edit].format(piece.text) for piece in compare_words(old, new))


@given(texts)
def test_the_words_joined_are_the_text(text: str) -> None:
    tokens = split(text)
    assert "".join(tokens) == text
    assert "" not in tokens


@given(texts, texts)
def test_the_pieces_make_both_texts(old: str, new: str) -> None:
    pieces = compare_words(old, new)
    assert "".join(piece.text for piece in pieces if piece.edit is not Edit.ADDED) == old
    assert "".join(piece.text for piece in pieces if piece.edit is not Edit.REMOVED) == new
    assert all(piece.text for piece in pieces)


@given(texts)
def test_a_text_and_itself_are_one_piece(text: str) -> None:
    assert {piece.edit for piece in compare_words(text, text)} <= {Edit.SAME}
    assert len(compare_words(text, text)) == bool(text)


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("Flood closes bridge", "Flood opens bridge", "Flood [-closes-]{+opens+} bridge"),
        ("It cost 1,200 euros.", "It cost 1,300 euros.", "It cost [-1,200-]{+1,300+} euros."),
        ("One is here", "One is here.", "One is here{+.+}"),
        ("We don't know", "We do know", "We [-don't-]{+do+} know"),
        (
            "The old stone bridge is closed today",
            "The new steel bridge is closed today",
            "The [-old stone-]{+new steel+} bridge is closed today",
        ),
        (
            "الجسر القديم مُغْلَق اليوم",
            "الجسر القديم مفتوح اليوم",
            "الجسر القديم [-مُغْلَق-]{+مفتوح+} اليوم",
        ),
        ("東京都は計画を発表した", "東京都は計画を中止した", "東京都は計画を[-発表-]{+中止+}した"),
        ("Flood recedes", "Mayor resigns", "[-Flood recedes-]{+Mayor resigns+}"),
        ("", "New", "{+New+}"),
        ("Old", "", "[-Old-]"),
    ],
)
def test_changes_are_whole_words(old: str, new: str, shown: str) -> None:
    assert marked(old, new) == shown


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("Covid-19 spreads.", ["Covid-19", " ", "spreads", "."]),
        ("مُحَمَّد، هنا", ["مُحَمَّد", "،", " ", "هنا"]),
        ("กลั่น", ["ก", "ลั่", "น"]),
        ("e\u0301te\u0301 'x'", ["e\u0301te\u0301", " ", "'", "x", "'"]),
        ("3.5%,", ["3.5", "%", ","]),
    ],
)
def test_words_of_many_scripts(text: str, tokens: list[str]) -> None:
    assert split(text) == tokens
