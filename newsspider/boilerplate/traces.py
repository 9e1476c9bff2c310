"""The trace of a page: its lines as numbers, with their places and possible kinds."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from importlib.resources import files
from typing import NamedTuple

from newsspider.items import Article, Kind, Paragraph
from newsspider.text.wording import bare, ends_sentence

EDGE, SENTENCE, LONG, PROTECTED = 1, 2, 4, 8
"""Traits of a line: it stands at an edge of the body, ends as a sentence does, is long prose, or is
never cut (a quote, a newsroom's notice, a heading within the text)."""

LONG_LETTERS = 150
FEWEST_LETTERS = 4
FIRST, FIRST_SHARE = 2, 5
LAST, LAST_SHARE = 4, 3
"""An edge is the first two lines but no more than a fifth, the last four but no more than a third;
one line at either end whatever the body's length."""

MOST_LINES = 200
"""Of a longer body the middle is left out."""

OPENS_QUOTE = re.compile("[\"'“„«‹‘「『”»]")


class Line(NamedTuple):
    """One paragraph of a body, as learning sees it."""

    at: int
    """Its position among the paragraphs."""

    key: int
    """Equal for lines that say the same (``key_of``)."""

    size: int
    traits: int
    place: int
    """Equal for lines in boxes of the same tags and classes; 0 where no class names the box."""

    @property
    def edge(self) -> bool:
        """Whether it stands at an edge of the body."""
        return bool(self.traits & EDGE)

    @property
    def protected(self) -> bool:
        """Whether it is never cut."""
        return bool(self.traits & PROTECTED)


@dataclass(frozen=True, slots=True)
class Trace:
    """One body as learning sees it."""

    title: int
    text: int
    """The longest line's key: bodies that share it count as one text."""

    size: int
    """Letters of the whole body."""

    lines: tuple[Line, ...]


def trace(article: Article) -> Trace:
    """The trace of an article whose body is as it was read."""
    texts = [bare(paragraph.text) for paragraph in article.body]
    lines = [
        _line(at, len(texts), text, paragraph)
        for at, (text, paragraph) in enumerate(zip(texts, article.body, strict=True))
        if text and not MOST_LINES / 2 <= at < len(texts) - MOST_LINES / 2
    ]
    return Trace(
        title=_number(bare(article.title or "") or article.url),
        text=_number(max(texts, key=lambda text: (len(text), text), default="")),
        size=sum(map(len, texts)),
        lines=tuple(lines),
    )


def key_of(text: str) -> int:
    """The key of a line: equal for texts that differ in case, spaces and punctuation only."""
    return _number(bare(text))


def position_in_site(article: Article) -> int:
    """Where the article stands among its site's: by its day, then by a number from its address.

    Fits in 63 bits. The undated come first.
    """
    day = article.published_at.day.toordinal() if article.published_at else 0
    return day << 40 | _number(article.url) >> 23


def _line(at: int, count: int, text: str, paragraph: Paragraph) -> Line:
    first = min(FIRST, max(1, count // FIRST_SHARE))
    last = min(LAST, max(1, count // LAST_SHARE))
    traits = EDGE if at < first or at >= count - last else 0
    if ends_sentence(paragraph.text):
        traits |= SENTENCE
    if len(text) >= LONG_LETTERS:
        traits |= LONG
    if _is_protected(text, paragraph, traits):
        traits |= PROTECTED
    place = paragraph.place if paragraph.place and "." in paragraph.place else None
    return Line(at, _number(text), len(text), traits, _number(place) if place else 0)


def _is_protected(text: str, paragraph: Paragraph, traits: int) -> bool:
    return (
        paragraph.kind is Kind.QUOTE
        or (paragraph.kind is Kind.HEADING and not traits & EDGE)
        or len(text) < FEWEST_LETTERS
        or OPENS_QUOTE.match(paragraph.text.lstrip()) is not None
        or text.startswith(_notices())
    )


@cache
def _notices() -> tuple[str, ...]:
    text = files("newsspider.boilerplate").joinpath("protected.toml").read_text("utf-8")
    languages: dict[str, Sequence[str]] = tomllib.loads(text)["notice"]
    return tuple({bare(start) for starts in languages.values() for start in starts})


def _number(text: str) -> int:
    digest = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest) >> 1
