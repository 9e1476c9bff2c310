"""A text's words as copies are compared: the same whatever the typography."""

from __future__ import annotations

import re
import unicodedata

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


class _Folding(dict[int, str]):
    """What stands for each character, found out when it is first met."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _fold(chr(code))
        return folded


def words(text: str) -> list[str]:
    """The text's words, without case, accents and punctuation, in one spelling of each letter."""
    # Marks of half-width kana and the like come apart only once the text is decomposed.
    return unicodedata.normalize("NFKD", text).casefold().translate(_FOLDING).split()


def is_unspaced(word: str) -> bool:
    """Whether the word is one character of a script that writes no spaces."""
    return _UNSPACED.match(word) is not None


def _fold(character: str) -> str:
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


_FOLDING = _Folding()
