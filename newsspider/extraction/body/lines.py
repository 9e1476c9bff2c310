"""One line of a page, with what can be told of it alone."""

from __future__ import annotations

from dataclasses import dataclass

from lxml.html import HtmlElement

from newsspider.extraction.page.blocks import Block
from newsspider.extraction.page.lexicon import NOTICE, boilerplate_class
from newsspider.extraction.page.notices import is_notice
from newsspider.extraction.page.texts import bare, ends_sentence, size

PROSE_SIZE, SENTENCE_SIZE, PROSE_LINKED = 140, 60, 0.35
"""Running text: long, or a whole sentence; and not mostly links."""

BOILERPLATE_SIZE = 200
FAR = 99


@dataclass(slots=True, kw_only=True)
class Line:
    """One line of the page with what can be told of it alone."""

    block: Block
    parent: HtmlElement
    bare: str
    size: int
    linked: float
    sentence: bool
    boilerplate: str | None
    prose: bool
    kept: bool = False
    """trafilatura holds it for the article's."""

    inside: bool = False
    """In the box that holds the article's text."""

    depth: int = 0
    """Boxes between it and that box; for a line outside, how far up the box they share."""

    before: int = FAR
    """Lines since the last one of the article's prose."""

    after: int = FAR
    """Lines until the next one of the article's prose."""

    repeated: bool = False


def read_line(block: Block) -> Line:
    """The line with all that can be told of it without its page."""
    text, key = block.text, bare(block.text)
    length, linked, sentence = size(text), block.link_share, ends_sentence(text)
    boilerplate = boilerplate_class(text) if length < BOILERPLATE_SIZE else _notice(text)
    long = length >= PROSE_SIZE or (length > SENTENCE_SIZE and sentence)
    parent = block.element.getparent()
    return Line(
        block=block,
        parent=parent if parent is not None else block.element,
        bare=key,
        size=length,
        linked=linked,
        sentence=sentence,
        boilerplate=boilerplate,
        prose=long and linked < PROSE_LINKED and boilerplate is None,
    )


def _notice(text: str) -> str | None:
    return NOTICE if is_notice(text) else None
