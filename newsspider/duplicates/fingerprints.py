"""Fingerprints that find near-duplicates: MinHash over shingles (Broder, 1997), in bands.

The signature is rensa's R-MinHash, of which 16 bits a place are kept: two texts that differ there
agree by chance once in 65,536 times. It does not depend on the process or the machine; another
algorithm of rensa's would need all signatures to be made anew.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from operator import eq
from struct import pack, unpack

from rensa import RMinHash

_LAST_LETTER_CLASS = 9
"""Up to it combining marks make letters (Indic vowels, the voicing of kana); above are accents."""

_LETTERS = {
    "ٱ": "ا",
    "ى": "ي",
    "ی": "ي",
    "ک": "ك",
    "ة": "ه",
    "ە": "ه",
    "ہ": "ه",
    "ھ": "ه",
    "ـ": "",
    "'": "",
    "’": "",
    "‘": "",
    "ʼ": "",
}
"""Arabic letters that writers use for one another; tatweel and apostrophes part no word."""

_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u2fdf\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)
"""Scripts without spaces between words: each character is a word."""

BANDS, ROWS = 32, 4
"""Two texts are compared if one of 32 bands of four places is equal: 94 of 100 pairs that share
half of their shingles, and 2 of 100,000 that share 3 of 100."""

PLACES = BANDS * ROWS
SEED = 1
ALIKE = 0.45
"""From this share of common shingles on two texts are near-duplicates (the Jaccard index)."""

SHINGLE = 2
"""Words in a shingle. Longer ones lose edited texts; pairs of words tell stories apart."""

UNSPACED_SHINGLE = 5
"""Characters in a shingle of a script that writes no spaces."""

FEWEST_TO_COMPARE = 40
"""A text of fewer words has duplicates only where all its words are the same."""

FEWEST = 12
"""A text of fewer words has no duplicates: captions and notices are alike without being copied."""

CHARACTERS_A_WORD = 2


class _Spellings(dict[int, str]):
    """The spelling that stands for each character, found out when it is first met."""

    def __missing__(self, code: int) -> str:
        self[code] = spelling = _spelling_of(chr(code))
        return spelling


def words(text: str) -> list[str]:
    """The text's words, without case, accents and punctuation, in one spelling of each letter."""
    # Marks of half-width kana and the like come apart only once the text is decomposed.
    return unicodedata.normalize("NFKD", text).casefold().translate(_SPELLINGS).split()


def is_unspaced(word: str) -> bool:
    """Whether the word is one character of a script that writes no spaces."""
    return _UNSPACED.match(word) is not None


def _spelling_of(character: str) -> str:
    if character in _LETTERS:
        return _LETTERS[character]
    digit = unicodedata.decimal(character, None)
    if digit is not None:
        return str(digit)
    category = unicodedata.category(character)
    if category == "Cf" or unicodedata.combining(character) > _LAST_LETTER_CLASS:
        return ""
    if category[0] not in "LMN":
        return " "
    return f" {character} " if _UNSPACED.match(character) else character


_SPELLINGS = _Spellings()


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """One text as it is compared with others."""

    number: int
    """Of 63 bits; equal for texts of the same words in the same order, in any typography."""

    signature: bytes | None
    """``None`` where the text is too short to be compared with others than its equals."""


def fingerprint_of(text: str) -> Fingerprint | None:
    """The text's fingerprint; ``None`` for one of a few words."""
    text_words = words(text)
    unspaced = not text.isascii() and _is_unspaced(text_words)
    length = len(text_words) // CHARACTERS_A_WORD if unspaced else len(text_words)
    if length < FEWEST:
        return None
    if length < FEWEST_TO_COMPARE:
        return Fingerprint(_number(text_words), None)
    shingles = _shingles(text_words, UNSPACED_SHINGLE if unspaced else SHINGLE)
    return Fingerprint(_number(text_words), _signature(shingles))


def are_near_duplicates(first: bytes, second: bytes) -> bool:
    """Whether two signatures are of near-duplicates."""
    return similarity(first, second) >= ALIKE


def bands(signature: bytes) -> tuple[int, ...]:
    """The numbers of 64 bits of which two near-duplicates share at least one."""
    return unpack(f"<{BANDS}q", signature)


def similarity(first: bytes, second: bytes) -> float:
    """The share of common shingles, estimated from two signatures; ± 0.04."""
    form = f"<{PLACES}H"
    equal: int = sum(map(eq, unpack(form, first), unpack(form, second)))
    return equal / PLACES


def _is_unspaced(text_words: Sequence[str]) -> bool:
    return sum(map(is_unspaced, text_words)) * 2 > len(text_words)


def _number(text_words: Sequence[str]) -> int:
    written = " ".join(text_words).encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(written, digest_size=8).digest()) >> 1


def _shingles(text_words: Sequence[str], size: int) -> list[str]:
    return list(map(" ".join, zip(*(text_words[start:] for start in range(size)), strict=False)))


def _signature(shingles: Sequence[str]) -> bytes:
    made = RMinHash(PLACES, SEED)
    made.update(shingles)
    return pack(f"<{PLACES}H", *(place & 0xFFFF for place in made.digest()))
