"""From a text to the tokens that are indexed, and from a word to the tokens that find it.

A token is a word's stem in the text's language, folded. What is written without spaces (Chinese,
Japanese, Thai …) becomes pairs of characters, and the last character by itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

import Stemmer

from storage.analysis.folding import fold_word, split_words

WORD_LENGTH = 100
"""Longer words are cut: PostgreSQL refuses to index one of more than 2,046 bytes."""

TOKENS = 1 << 18
"""Words that are remembered with their tokens: a corpus repeats its words."""

_CLASS = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u2fdf\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
UNSPACED = re.compile(f"[{_CLASS}]+")
"""Scripts that write no spaces between words."""

SCRIPTS = (
    ("ar fa", re.compile("[\u0600-\u06ff]")),
    ("ru sr", re.compile("[\u0400-\u04ff]")),
    ("el", re.compile("[\u0370-\u03ff]")),
    ("hi ne", re.compile("[\u0900-\u097f]")),
    ("hy", re.compile("[\u0530-\u058f]")),
    ("ta", re.compile("[\u0b80-\u0bff]")),
    ("yi", re.compile("[\u0590-\u05ff]")),
)
"""Languages with stemmers that are not written in Latin letters, and their letters."""

Tokens = tuple[str, ...]


class Form(NamedTuple):
    """One way in which a word or a phrase may stand in the index."""

    tokens: Tokens
    """They stand together, in this order."""

    is_prefix: bool = False
    """The last one may go on."""


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


def analyse(text: str, language: str | None = None) -> str:
    """The text's tokens, apart by single spaces; ``""`` where it has none."""
    return " ".join(tokens(text, language))


def tokens(text: str, language: str | None = None) -> list[str]:
    """The text's tokens in order, by a BCP 47 primary subtag."""
    made: list[str] = []
    for written in text.split():
        # Lines of unspaced scripts are longer, and not met again.
        of_one = _of_known if len(written) <= WORD_LENGTH else _of_written
        made += of_one(written, language or "")
    return made


def _of_written(written: str, language: str) -> Tokens:
    """The tokens of what stands between two spaces, punctuation and all."""
    return tuple(token for word in split_words(written) for token in _of_word(word, language))


_of_known = lru_cache(maxsize=TOKENS)(_of_written)


def _of_word(word: str, language: str) -> Tokens:
    if word.isascii() or not UNSPACED.search(word):
        token = fold_word(stem(word[:WORD_LENGTH], language))
        return (token,) if token else ()
    return tuple(token for part in _parts(word) for token in _of_part(part, language))


def _parts(word: str) -> Iterator[str]:
    """The runs of characters of one kind: with spaces between words, or without."""
    at = 0
    for match in UNSPACED.finditer(word):
        if match.start() > at:
            yield word[at : match.start()]
        yield match[0]
        at = match.end()
    if at < len(word):
        yield word[at:]


def _of_part(part: str, language: str) -> Iterator[str]:
    if UNSPACED.match(part) is None:
        yield from _of_word(part, language)
        return
    folded = fold_word(part)
    yield from (folded[at : at + 2] for at in range(len(folded)))


def forms(words: Sequence[str], languages: Sequence[str], *, is_prefix: bool = False) -> list[Form]:
    """The forms in which typed words may stand in the index: as in each language, and as they are.

    Nothing where there is neither letter nor figure.
    """
    written = [word for typed in words for word in split_words(typed)]
    possible = [_asked(written, "", is_prefix=is_prefix)]
    possible += [_asked(written, code) for code in languages if _may_be(written, code)]
    if len(written) == 1 and "ar" in languages:
        possible += [Form((token,)) for token in _arabic(written[0])]
    return list(dict.fromkeys(form for form in possible if form.tokens))


def _asked(written: Sequence[str], language: str, *, is_prefix: bool = False) -> Form:
    """The tokens as the index has them; at the end of an unspaced run the text may go on."""
    made = [token for word in written for token in _of_word(word, language)]
    if made and UNSPACED.match(made[-1]):
        if len(made) > 1 and len(made[-2]) > 1 and made[-2][1] == made[-1]:
            return Form(tuple(made[:-1]))
        return Form(tuple(made), is_prefix=True)
    return Form(tuple(made), is_prefix)


def _arabic(word: str) -> Iterator[str]:
    """An Arabic word with the particles that may be written before it."""
    if not _may_be([word], "ar"):
        return
    base = without_article(word)
    for written in (base, *_spellings(base)):
        for particle in ("", *"وفبلك"):
            yield fold_word(stem(f"{particle}{written}", "ar"))


def _spellings(base: str) -> Iterator[str]:
    """Other spellings that may be meant: ة typed as ه, and the plural of a word that ends in ى."""
    if base.endswith("ه"):
        yield f"{base[:-1]}ة"
    elif base.endswith(("ى", "ي")):
        yield f"{base[:-1]}يات"


def _may_be(written: Sequence[str], language: str) -> bool:
    """Whether the language has a stemmer and a word is of its letters."""
    if not has_stemmer(language):
        return False
    text = " ".join(written)
    for codes, letters in SCRIPTS:
        if language in codes.split():
            return letters.search(text) is not None
    return any(not _is_of_scripts(word) for word in written)


def _is_of_scripts(word: str) -> bool:
    return any(letters.search(word) for _, letters in SCRIPTS)


# Stems: Snowball (PyStemmer), and the particles that Arabic writes before a word.


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
        return lambda word: _stem_arabic(snowball, word)
    return snowball


def _stem_arabic(snowball: Stem, word: str) -> str:
    """The stem of the word as a noun with its article: only so Snowball knows all endings.

    It leaves the ت of a feminine dual (حكومتين) and the article of a short word.
    """
    stemmed = snowball(f"{ARTICLE}{without_article(word)}")
    stemmed = stemmed.removeprefix(ARTICLE) or stemmed
    return stemmed.removesuffix("ت") if len(stemmed) > LEAST_STEM + 1 else stemmed


def without_article(word: str) -> str:
    """An Arabic word without the article, and the conjunction and preposition before that.

    والحكومة, بالحكومة, للحكومة: الحكومة, which Snowball's stemmer leaves in part.
    """
    word = CONJUNCTION.sub("", word.translate(ALEFS), count=1)
    return PREPOSITION.sub("", word, count=1)
