import random
import subprocess
import sys
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsspider.duplicates import are_near_duplicates, bands, fingerprint_of, similarity
from newsspider.duplicates.fingerprints import ALIKE, FEWEST, FEWEST_TO_COMPARE

KNOWN = "".join(f"Sentence {n} of the story says that the council met again. " for n in range(40))
KNOWN_PRINT = (
    3631816989455882310,
    "e621649ac0bd7f0214b08b4fe3c91bb5c9671d26bab43173ceecb40ebab4674b",
)
"""Of another print, all that are stored would have to be made anew."""


def story(seed: int, length: int = 300) -> list[str]:
    chance = random.Random(seed)  # noqa: S311
    return [f"w{chance.randrange(2_000)}" for _ in range(length)]


def edited(words: list[str], share: float, seed: int) -> list[str]:
    chance = random.Random(seed)  # noqa: S311
    return [f"new{chance.random()}" if chance.random() < share else word for word in words]


def signature(words: list[str]) -> bytes:
    taken = fingerprint_of(" ".join(words))
    assert taken is not None
    assert taken.signature is not None
    return taken.signature


def test_the_same_words_are_one_text() -> None:
    text = " ".join(story(1))
    assert fingerprint_of(text) == fingerprint_of(f"«{text.upper()}»\n")
    assert fingerprint_of(text) != fingerprint_of(f"{text} again")


@pytest.mark.parametrize("seed", range(20))
def test_an_edited_text_is_a_copy_and_shares_a_band(seed: int) -> None:
    first, second = signature(story(seed)), signature(edited(story(seed), 0.1, seed))
    assert are_near_duplicates(first, second)
    assert set(bands(first)) & set(bands(second))


@pytest.mark.parametrize("seed", range(20))
def test_other_texts_are_no_copies(seed: int) -> None:
    boilerplate = story(99, 100)
    first, second = story(seed) + boilerplate, story(seed + 20) + boilerplate
    assert not are_near_duplicates(signature(first), signature(second))


def test_the_likeness_is_the_share_of_common_shingles() -> None:
    texts = [story(seed, 200) for seed in range(3)]
    half = similarity(signature(texts[0] + texts[1]), signature(texts[0] + texts[2]))
    assert half == pytest.approx(1 / 3, abs=0.12)
    assert similarity(signature(texts[0]), signature(texts[0])) == 1


def test_short_texts_have_no_copies_and_those_a_little_longer_only_their_equals() -> None:
    assert fingerprint_of(" ".join(story(1, FEWEST - 1))) is None
    for length in (FEWEST, FEWEST_TO_COMPARE - 1):
        taken = fingerprint_of(" ".join(story(1, length)))
        assert taken is not None
        assert taken.signature is None
    assert signature(story(1, FEWEST_TO_COMPARE))


def test_text_without_spaces_is_compared_by_its_characters() -> None:
    text = "".join(chr(0x4E00 + int(word[1:])) for word in story(5, 600))
    first, second = (
        fingerprint_of(text),
        fingerprint_of(text[:250] + "新しい段落が入りました" + text[250:]),
    )
    assert first is not None
    assert second is not None
    assert first.signature is not None
    assert second.signature is not None
    assert similarity(first.signature, second.signature) > 2 * ALIKE - 0.05


@given(st.text(max_size=300))
def test_any_text_has_a_print_or_is_too_short(text: str) -> None:
    taken = fingerprint_of(text)
    assert taken == fingerprint_of(text)
    assert taken is None or 0 <= taken.number < 2**63


def test_a_print_is_the_same_in_another_process_and_another_version() -> None:
    code = (
        "import sys; from newsspider.duplicates import fingerprint_of; print(*vars_(fingerprint_of(sys.stdin.read())))"
    ).replace("vars_(", "(lambda p: (p.number, p.signature.hex()))(")
    seen = subprocess.run(
        [sys.executable, "-c", code], input=KNOWN, capture_output=True, text=True, check=True
    ).stdout.split()
    taken = fingerprint_of(KNOWN)
    assert taken is not None
    assert taken.signature is not None
    assert seen == [str(taken.number), taken.signature.hex()]
    assert (taken.number, sha256(taken.signature).hexdigest()) == KNOWN_PRINT
