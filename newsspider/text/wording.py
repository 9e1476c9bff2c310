"""The letters and digits of a line, apart from how it is set, and how it ends."""

from __future__ import annotations

import re
import unicodedata

NOT_ALPHANUMERIC = re.compile(r"[\W_]+")
ASCII_MARKS = str.maketrans("", "", "".join(c for c in map(chr, range(128)) if not c.isalnum()))
TAIL = 40
SENTENCE_END = re.compile(r"[.!?؟。！？…۔।]\s?[\"'»”“’‘」』)\]]*$")


def bare(text: str) -> str:
    """Only letters and digits, compatible forms folded: what two spellings of a title share."""
    if text.isascii():
        return text.lower().translate(ASCII_MARKS)
    return NOT_ALPHANUMERIC.sub("", unicodedata.normalize("NFKC", text).casefold())


def ends_sentence(text: str) -> bool:
    """Whether the text ends as a sentence of running prose does."""
    return SENTENCE_END.search(text.rstrip()[-TAIL:]) is not None
