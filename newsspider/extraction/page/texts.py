"""Text as it stands on a page: white space, comparison, sentences."""

from __future__ import annotations

import re

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
