"""Names that stand alone right before or behind the running text: its signature."""

from __future__ import annotations

from collections.abc import Iterator

from lxml.html import HtmlElement

from newsspider.extraction.authors.metadata import Claim
from newsspider.extraction.authors.names import MAX_NAME, is_spelt_as_name
from newsspider.extraction.page.blocks import Block
from newsspider.extraction.page.header import HEADINGS
from newsspider.extraction.page.texts import clean

PROSE_CHARACTERS = 140
TAIL = 6
"""Behind a signature stand so many lines without running text."""

EMPHASIS = ("strong", "b", "em", "i")


def signatures(blocks: list[Block], header_end: int) -> Iterator[Claim]:
    """Lines that hold nothing but a name, right before or behind the running text.

    What opens the text has to be emphasised.
    """
    prose = [len(block.text) >= PROSE_CHARACTERS for block in blocks]
    for at in range(1, len(blocks) - 1):
        opens = prose[at + 1] and not prose[at - 1] and at < header_end
        closes = prose[at - 1] and not any(prose[at + 1 : at + TAIL])
        if not (opens or closes) or not _may_sign(blocks[at], blocks[at + 1]):
            continue
        if _is_emphasised(blocks[at].element):
            yield blocks[at].text, "signature"
        elif closes:
            yield blocks[at].text, "signature plain"


def _may_sign(block: Block, behind: Block) -> bool:
    """Whether it is a name, and neither a link nor the heading of a list or of a section."""
    return (
        len(block.text) <= MAX_NAME
        and not block.links
        and block.element.tag not in HEADINGS
        and behind.element.tag != "li"
        and is_spelt_as_name(block.text)
    )


def _is_emphasised(element: HtmlElement) -> bool:
    inner = next(element.iter(*EMPHASIS), None)
    return inner is not None and clean(str(inner.text_content())) == clean(
        str(element.text_content())
    )
