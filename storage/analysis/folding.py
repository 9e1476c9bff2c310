"""One spelling of each letter.

Unicode's own foldings (NFKD and case folding: UAX 15, Unicode chapter 3.13) and the letters that
writers of Arabic, Persian, Urdu and Turkish use for one another.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

# Vowel signs and joiners of Indic scripts (combining classes 0, 7 and 9) and the voicing marks of
# kana (8) make letters; what lies above are accents, tashkeel, niqqud.
LAST_LETTER_CLASS = 9

ASCII_WORD = re.compile(r"[a-z0-9]+")

_SHARED = {
    "ٱ": "ا",  # the other alefs lose their hamza or madda with the marks
    "ی": "ي",
    "ک": "ك",
    "ە": "ه",
    "ہ": "ه",
    "ھ": "ه",
    "ı": "i",
    "ـ": "",  # tatweel
}
_LAST = str.maketrans({"ى": "ي", "ة": "ه"})
"""Folded last: Arabic's stemmer tells a feminine ending by them."""


def fold(text: str) -> str:
    """The text without case, accents, tashkeel and tatweel, in one spelling of each letter."""
    if text.isascii() and text.isprintable():
        return " ".join(text.lower().split())
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    letters = unicodedata.normalize("NFKD", decomposed).translate(_WITHOUT_MARKS)
    return " ".join(unicodedata.normalize("NFC", letters.translate(_LAST)).split())


def fold_word(word: str) -> str:
    """As ``fold``, for a word that ``split_words`` gave."""
    if word.isascii():
        return word
    plain = unicodedata.normalize("NFKD", word).translate(_WITHOUT_MARKS)
    return unicodedata.normalize("NFC", plain.translate(_LAST))


def split_words(text: str) -> list[str]:
    """The text's words in lower case, compatible forms and digits folded, accents kept.

    Tashkeel, niqqud, tatweel and what cannot be seen is gone: no stemmer knows it.
    """
    if text.isascii():
        return ASCII_WORD.findall(text.lower())
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return folded.translate(_WORDS).split()


class _Table(dict[int, str]):
    """The folded form of each character, worked out when it is first met."""

    def __init__(self, of: Callable[[str], str]) -> None:
        super().__init__()
        self.of = of

    def __missing__(self, code: int) -> str:
        folded = self[code] = self.of(chr(code))
        return folded


def _without_mark(character: str) -> str:
    """Accents are dropped, and what nobody sees: soft hyphens, joiners, marks of direction."""
    digit = unicodedata.decimal(character, None)
    if digit is not None:
        return str(digit)
    if unicodedata.combining(character) > LAST_LETTER_CLASS:
        return ""
    if unicodedata.category(character) == "Cf":
        return ""
    return _SHARED.get(character, character)


def _in_word(character: str) -> str:
    """Letters, marks and figures stay, in Arabic and Hebrew without vowel signs."""
    digit = unicodedata.decimal(character, None)
    if digit is not None:
        return str(digit)
    category = unicodedata.category(character)
    if category == "Cf" or character == "ـ":
        return ""
    if unicodedata.combining(character) > LAST_LETTER_CLASS and _is_vowel_sign(character):
        return ""
    return character if category[0] in "LMN" else " "


def _is_vowel_sign(character: str) -> bool:
    return "\u0590" <= character <= "\u08ff"


_WITHOUT_MARKS = _Table(_without_mark)
_WORDS = _Table(_in_word)
