"""Text as search compares it: the same for what is stored and for what is asked.

Unicode's own foldings (NFKD and case folding: UAX 15, Unicode chapter 3.13) and the Arabic letters
that writers use for one another. Pure.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

WORD_LENGTH = 100
"""Longer words are cut: PostgreSQL refuses to index one of more than 2,046 bytes."""

# Vowel signs and joiners of Indic scripts (combining classes 0, 7 and 9) and the voicing marks of
# kana (8) make letters; what lies above are accents, tashkeel, niqqud.
_LAST_LETTER_CLASS = 9

_LETTERS = str.maketrans(
    {
        "ٱ": "ا",  # the other alefs lose their hamza or madda with the marks
        "ى": "ي",
        "ی": "ي",
        "ک": "ك",
        "ة": "ه",
        "ە": "ه",
        "ہ": "ه",
        "ھ": "ه",
        "ـ": None,  # tatweel
    }
)

# Scripts that write no spaces between words: each character stands for itself.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u2fdf\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)


def fold(text: str) -> str:
    """The text without case, accents, tashkeel and tatweel, in one spelling of each letter."""
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    letters = "".join(map(_letter, unicodedata.normalize("NFKD", decomposed)))
    return " ".join(unicodedata.normalize("NFC", letters.translate(_LETTERS)).split())


def analyse(text: str) -> str:
    """The text's words, folded and apart by single spaces; ``""`` where it has none."""
    words = "".join(map(_part, fold(text))).split()
    return " ".join(word[:WORD_LENGTH] for word in words)


@lru_cache(maxsize=1 << 16)
def _letter(character: str) -> str:
    digit = unicodedata.decimal(character, None)
    if digit is not None:
        return str(digit)
    if unicodedata.combining(character) > _LAST_LETTER_CLASS:
        return ""
    # Soft hyphens, zero-width joiners and marks of direction are not seen, so nobody types them.
    return "" if unicodedata.category(character) == "Cf" else character


@lru_cache(maxsize=1 << 16)
def _part(character: str) -> str:
    if unicodedata.category(character)[0] not in "LMN":
        return " "
    return f" {character} " if _UNSPACED.match(character) else character
