"""Text as it stands on a page: white space, comparison, sentences."""

from __future__ import annotations

import re
from itertools import islice

from lxml.html import HtmlElement

from newsspider.text.wording import bare as bare
from newsspider.text.wording import ends_sentence as ends_sentence

SPACES = re.compile(r"[\s\u00a0\u200b\ufeff]+")
INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)
"""Control characters, soft hyphens and direction marks: nothing that a reader sees."""

NONCHARACTERS = "\ufdd0-\ufdef" + "".join(
    chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF)
)
UNPRINTABLE = re.compile(f"[^\\S ]|[\x00-\x1f\x7f-\x9f\ud800-\udfff{NONCHARACTERS}]")
"""Characters that CLD2 takes for broken text: controls, lone surrogates, noncharacters."""

WIDE = re.compile("[\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
WORDS_REACH, MOST_TEXTS = 4, 20
"""Elements before another that are looked at, and the texts of one that may be a label."""

DENSE = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
"""Thai, Japanese and Chinese: scripts that put no spaces between words."""


def clean(text: str) -> str:
    """One line without soft hyphens, direction marks or double spaces. Idempotent."""
    joined = " ".join(text.split())
    if joined.isprintable():
        return joined
    return SPACES.sub(" ", INVISIBLE.sub("", text)).strip()


def lines(text: str) -> tuple[str, ...]:
    """The lines that hold something, cleaned."""
    return tuple(line for raw in text.splitlines() if (line := clean(raw)))


def size(text: str) -> int:
    """The size of a text in letters: a character of Chinese, Japanese or Korean counts for two."""
    return len(text) if text.isascii() else len(text) + len(WIDE.findall(text))


def words(text: str) -> int:
    """The number of words; in scripts without spaces about two characters count as one."""
    return len(text.split()) + len(DENSE.findall(text)) // 2


def words_before(element: HtmlElement) -> str:
    """The words that stand right before an element: beside it, or before the boxes around it."""
    node = element
    for _ in range(WORDS_REACH):
        parent, before = node.getparent(), node.getprevious()
        if parent is None:
            return ""
        parts = [parent.text or ""] if before is None else [*_few_texts(before), before.tail or ""]
        if words := clean(" ".join(parts)):
            return words
        node = parent if before is None else before
    return ""


def _few_texts(element: HtmlElement) -> list[str]:
    """The texts of a small element; nothing of a large one, which is no label."""
    texts = list(islice(element.itertext(), MOST_TEXTS + 1))
    return texts if len(texts) <= MOST_TEXTS else []
