"""The names of a line's facts: the vocabulary of ``data/lines.json``.

A change here asks for ``benchmarks/train.py``. Facts come in groups, so that lines that have much
in common share the group, and its weight.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from functools import lru_cache

from lxml.html import HtmlElement

from newsspider.extraction.body.lines import Line

Group = tuple[str, ...]
"""Facts that depend on the same few things."""

GROUPS = 1 << 13
"""Groups of a kind that are remembered."""

QUOTE = re.compile('["“«„」』]')
LABELLED = re.compile(r"[\w .]{2,25}[:：]\s")
SIGNS = (("copy", "©"), ("at", "@"), ("pipe", "|"), ("slash", "/"))
SHORT = 200
"""Signs such as ``©`` or ``@`` tell something of a line shorter than this."""

CREDIT = re.compile(
    r"(?i:\b(?:photo|foto|picture|image|imagen|bild|credit|courtesy)s?\b\s*(?:by|de|von|par|:|/|©|\|))"
    r"|(?:Getty|Reuters|REUTERS|AFP|EPA|Shutterstock|iStock|Unsplash|Imago|IMAGO|Alamy)[^.]{0,30}\W?$"
    r"|写真|撮影|사진|صورة|عکس|Фото|фото"
)
"""The source of a picture: photographers, and the agencies and banks that pictures come from."""


def where(line: Line) -> str:
    """Whether it stands in the box of the article's text."""
    return "in" if line.inside else "out"


def coarse_length(size: int) -> int:
    """Five steps of length."""
    return _fine_length(size) // 3


def share(value: float) -> int:
    """A share as one of eight steps: none, five fifths, nearly all, all."""
    return 0 if value <= 0 else 1 + min(int(value * 5), 5) if value < 0.999 else 7


def form(line: Line, tag: str, zone: str) -> Group:
    """Its markup, length, ending and links, and its place before, in or after the text."""
    return _form(tag, where(line), zone, _fine_length(line.size), _ending(line), share(line.linked))


@lru_cache(maxsize=GROUPS)
def _form(tag: str, where: str, zone: str, length: int, ending: str, linked: int) -> Group:
    coarse = length // 3
    return (
        f"t={tag}|{where}",
        f"len={length}",
        f"len={coarse}|{where}|{zone}",
        f"end={ending}|len={coarse}",
        f"ls={linked}|{where}",
        f"zone={zone}|t={tag}|{where}",
    )


def distance(line: Line) -> Group:
    """The distance from the article's prose, in lines and in boxes."""
    before, after, depth = min(line.before, 8), min(line.after, 8), min(line.depth, 6)
    return _distance(before, after, depth, where(line), coarse_length(line.size))


@lru_cache(maxsize=GROUPS)
def _distance(before: int, after: int, depth: int, where: str, length: int) -> Group:
    return (
        f"dp={before}|{where}",
        f"dn={after}|{where}",
        f"d={min(before, 4)}{min(after, 4)}|len={length}",
        f"depth={depth}|{where}",
    )


@lru_cache(maxsize=GROUPS)
def company(same: str, kept: str, tag: str, where: str, length: int) -> Group:
    """Whether the lines before and after stand in its box; whether trafilatura keeps the three."""
    return f"sib={same}|len={length}|t={tag}", f"kk={kept}|t={tag}|{where}"


@lru_cache(maxsize=GROUPS)
def shares(shape: int, own: int, tag: str, length: int) -> Group:
    """The shares of the article's prose that have its markup, and that stand in its box."""
    return f"sig={shape}|t={tag}", f"own={own}|t={tag}|len={length}"


def seen_before(line: Line) -> Group:
    """The facts that it gives to the line behind it."""
    tag, size = str(line.block.element.tag), _fine_length(line.size) // 2
    return _seen_before(
        tag, size, where(line), share(line.linked), line.kept, line.sentence, line.boilerplate
    )


@lru_cache(maxsize=GROUPS)
def _seen_before(
    tag: str,
    size: int,
    where: str,
    linked: int,
    kept: bool,
    sentence: bool,
    boilerplate: str | None,
) -> Group:
    return (
        f"p:l={size}|{where}",
        f"p:t={tag}",
        f"p:ls={linked}",
        f"p:k={kept}|e={sentence}",
        f"p:c={boilerplate}",
    )


def seen_behind(line: Line) -> Group:
    """The facts that it gives to the line before it."""
    return _seen_behind(str(line.block.element.tag), line.kept, line.sentence)


@lru_cache(maxsize=GROUPS)
def _seen_behind(tag: str, kept: bool, sentence: bool) -> Group:
    return f"n:t={tag}", f"n:k={kept}|e={sentence}"


def text_signs(line: Line, tag: str) -> Iterator[str]:
    """Facts that few lines show: words of the site, buttons, emphasis, quotes, credits, signs."""
    text, length = line.block.text, coarse_length(line.size)
    if line.boilerplate:
        yield f"chrome={line.boilerplate}"
        yield f"chrome|{where(line)}|t={tag}"
    if line.block.in_button:
        yield "button"
    only = _only_child(line.block.element)
    if only is not None:
        yield f"only={only}|len={length}"
    if not text[0].isalnum():
        yield f"fc={text[0]}"
    if text.isupper():
        yield "caps"
    if QUOTE.search(text):
        yield f"quote|len={length}"
    if CREDIT.search(text):
        yield f"credit|len={length}"
    if line.size < SHORT:
        yield from _short_signs(text, length)


def _short_signs(text: str, length: int) -> Iterator[str]:
    for name, sign in SIGNS:
        if sign in text:
            yield name
    if any(map(str.isdigit, text)):
        yield f"digit|len={length}"
    if LABELLED.match(text):
        yield "label:"


def _fine_length(size: int) -> int:
    return min(int(math.log2(size) * 1.5), 14) if size > 0 else 0


def _ending(line: Line) -> str:
    text = line.block.text
    if line.sentence:
        return "s"
    return ":" if text[-1] in ":：" else "…" if text.endswith(("…", "...")) else "n"


def _only_child(element: HtmlElement) -> str | None:
    """The tag of the one element that holds all of the line, such as ``strong``."""
    if len(element) != 1 or (element.text or "").strip():
        return None
    child = element[0]
    return child.tag if isinstance(child.tag, str) and not (child.tail or "").strip() else None
