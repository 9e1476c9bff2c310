"""A line as the tables of the site's own words compare it: only its letters and words count."""

from __future__ import annotations

import unicodedata

SPELLINGS = (
    ("أ", "ا"), ("إ", "ا"), ("آ", "ا"), ("ى", "ي"), ("ی", "ي"), ("ک", "ك"), ("\u0640", ""),
    ("\u200c", " "), ("’", ""), ("ı", "i"),
)  # fmt: skip
"""Letters that stand for each other: hamza and tatweel in Arabic, yeh and kaf of Persian keyboards,
the Turkish dotless i that capitals hide."""

FOLDED = 400
"""Characters that are compared; no entry of a table is about longer lines."""


def fold_line(text: str) -> str:
    """Letters and marks that make words, single spaces: no digits, punctuation or tashkeel."""
    plain = text[:FOLDED]
    if not plain.isascii():
        plain = unicodedata.normalize("NFKC", plain)
    return " ".join(plain.casefold().translate(LETTERS).split())


class _Letters(dict[int, str]):
    """The letter that each character becomes, found out when it is first met."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        if character.isalpha() or unicodedata.category(character) == "Mc" or character == "*":
            kept = character
        else:
            kept = "" if character == "'" or unicodedata.combining(character) else " "
        self[code] = kept
        return kept


LETTERS = _Letters((ord(written), plain) for written, plain in SPELLINGS)
