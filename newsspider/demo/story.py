"""A story as an outlet writes it, before it is put on a page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from newsspider.items import Kind, Paragraph, Reason
from newsspider.timestamps import Timestamp

_BOLD = re.compile(r"\*\*(.+?)\*\*")
_LINK = re.compile(r"\[([^\]]+)\]\(([^)]+)\)")
_INLINE = re.compile(rf"{_BOLD.pattern}|{_LINK.pattern}")
_MARKS = {"## ": Kind.HEADING, "> ": Kind.QUOTE, "- ": Kind.LIST_ITEM}


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """A change that an outlet makes in a story after it was published."""

    was: str
    now: str
    modified_at: Timestamp


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One story with all that is known of it; each outlet shows its own part of that."""

    slug: str
    number: int
    title: str
    published_at: Timestamp
    modified_at: Timestamp | None = None
    sections: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    summary: str | None = None
    tags: tuple[str, ...] = ()
    blocks: tuple[Paragraph, ...] = ()
    """The body; texts may hold ``**bold**`` and ``[text](address)``."""

    credit: str | None = None
    """The outlet that wrote the story, where it is a syndicated copy."""

    paywalled: bool = False
    correction: Correction | None = None
    reason: Reason | None = None
    """Why its page is no article, for a trap."""

    page_title: str | None = None
    """The heading of its page, where that is not the headline that leads to it."""

    status: int = 200
    moved_to: str | None = None
    """Slug of the story that its address leads to."""

    @property
    def is_article(self) -> bool:
        """Whether the page under its address is an article in its own right."""
        return self.reason is None and self.moved_to is None

    @property
    def body(self) -> tuple[Paragraph, ...]:
        """The body as a reader reads it."""
        return tuple(replace(block, text=plain(block.text)) for block in self.blocks)


def blocks_of(text: str) -> tuple[Paragraph, ...]:
    """The blocks of a written text: one a line; ``##``, ``>`` and ``-`` name their kind."""
    lines = (line.strip() for line in text.splitlines())
    return tuple(_block(line) for line in lines if line)


def _block(line: str) -> Paragraph:
    for mark, kind in _MARKS.items():
        if line.startswith(mark):
            return Paragraph(text=line.removeprefix(mark), kind=kind)
    return Paragraph(text=line)


def plain(text: str) -> str:
    """The text without its inline marks."""
    return _LINK.sub(r"\1", _BOLD.sub(r"\1", text))


def inline_html(escaped: str) -> str:
    """HTML of a text whose special characters are escaped already."""
    bold = _BOLD.sub(r"<strong>\1</strong>", escaped)
    return _LINK.sub(r'<a href="\2">\1</a>', bold)


def runs(text: str) -> Iterator[tuple[str, str]]:
    """The text in pieces, each with its mark: ``""``, ``strong``, or the address it links to."""
    end = 0
    for mark in _INLINE.finditer(text):
        bold, linked, address = mark.groups()
        yield text[end : mark.start()], ""
        yield (bold, "strong") if bold else (linked, address)
        end = mark.end()
    yield text[end:], ""


def corrected(story: Story) -> Story:
    """The story after its correction; the story itself where it has none."""
    change = story.correction
    if change is None:
        return story
    blocks = tuple(
        replace(block, text=block.text.replace(change.was, change.now)) for block in story.blocks
    )
    return replace(story, blocks=blocks, modified_at=change.modified_at, correction=None)
