"""Words less their endings, by language: Snowball (PyStemmer), and the particles that Arabic
writes before a word."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

import Stemmer

ALGORITHMS = {
    "ar": "arabic", "ca": "catalan", "cs": "czech", "da": "danish", "de": "german", "el": "greek",
    "en": "english", "es": "spanish", "et": "estonian", "eu": "basque", "fa": "persian",
    "fi": "finnish", "fr": "french", "ga": "irish", "hi": "hindi", "hu": "hungarian",
    "hy": "armenian", "id": "indonesian", "it": "italian", "lt": "lithuanian", "ne": "nepali",
    "nl": "dutch", "no": "norwegian", "nb": "norwegian", "nn": "norwegian", "pl": "polish",
    "pt": "portuguese", "ro": "romanian", "ru": "russian", "sr": "serbian", "sv": "swedish",
    "ta": "tamil", "tr": "turkish", "yi": "yiddish",
}  # fmt: skip
"""Snowball's algorithms by BCP 47 primary subtag."""

LEAST_STEM = 3
ARTICLE = "ال"
CONJUNCTION = re.compile(r"[وف](?=(?:ال|لل|بال|كال).)")
PREPOSITION = re.compile(r"(?:بال|كال|لل|ال)(?=...)")
ALEFS = str.maketrans("أإآٱ", "اااا")

Stem = Callable[[str], str]


def stem(word: str, language: str) -> str:
    """The word's stem in the language; the word where no stemmer knows it."""
    return _stem(language)(word)


def has_stemmer(language: str) -> bool:
    """Whether words of the language are stemmed."""
    return language in ALGORITHMS


@cache
def _stem(language: str) -> Stem:
    name = ALGORITHMS.get(language)
    if name is None:
        return str
    snowball: Stem = Stemmer.Stemmer(name, 0).stemWord
    if language == "ar":
        return lambda word: _arabic(snowball, word)
    return snowball


def _arabic(snowball: Stem, word: str) -> str:
    """The stem of the word as a noun with its article: only so Snowball knows all endings.

    It leaves the ت of a feminine dual (حكومتين) and the article of a short word.
    """
    found = snowball(f"{ARTICLE}{without_article(word)}")
    found = found.removeprefix(ARTICLE) or found
    return found.removesuffix("ت") if len(found) > LEAST_STEM + 1 else found


def without_article(word: str) -> str:
    """An Arabic word without the article, and the conjunction and preposition before that.

    والحكومة, بالحكومة, للحكومة: الحكومة, which Snowball's stemmer leaves in part.
    """
    word = CONJUNCTION.sub("", word.translate(ALEFS), count=1)
    return PREPOSITION.sub("", word, count=1)
