"""Which heading stands over the text: the last one before the page's longest run of prose."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from lxml.html import HtmlElement

from newsspider.extraction.page.blocks import Block
from newsspider.extraction.page.texts import bare, ends_sentence, size
from newsspider.extraction.title.visible import heading_text, without_page_number

PROSE, SENTENCE = 140, 60
"""The letters of a line of prose, and of one that ends as a sentence does."""

SHORT = 30
"""Characters of a line that is no sentence in any script: most lines are seen off by that."""

LINKED_SHARE = 0.3
GAP = 6
"""Lines of anything else that may stand between two of one text."""

HEADING_LEVELS = 4


def headings_over_text(blocks: list[Block]) -> tuple[str, str]:
    """The nearest ``<h1>`` and the nearest heading of either level before the text, as ``bare``."""
    start = _text_start(blocks)
    before = blocks[:start]
    first = next(_keys(reversed(before), ("h1",)), "") or next(_keys(blocks[start:], ("h1",)), "")
    return first, next(_keys(reversed(before), ("h1", "h2")), "")


def _text_start(blocks: list[Block]) -> int:
    """Where the run of prose with the most letters begins; the end where there is none."""
    best, most = len(blocks), 0
    start, letters, last = 0, 0, -GAP - 2
    for at, block in enumerate(blocks):
        if len(block.text) < SHORT or not _is_prose(block):
            continue
        if at - last > GAP + 1:
            start, letters = at, 0
        last = at
        letters += size(block.text)
        if letters > most:
            best, most = start, letters
    return best


def _is_prose(block: Block) -> bool:
    letters = size(block.text)
    if letters < SENTENCE or block.link_share > LINKED_SHARE:
        return False
    return (letters >= PROSE or ends_sentence(block.text)) and _heading(block) is None


def _keys(blocks: Iterable[Block], tags: tuple[str, ...]) -> Iterator[str]:
    for block in blocks:
        heading = _heading(block)
        if heading is not None and heading.tag in tags:
            yield bare(without_page_number(heading_text(heading)))


def _heading(block: Block) -> HtmlElement | None:
    boxes = (block.element, *islice(block.element.iterancestors(), HEADING_LEVELS))
    return next((box for box in boxes if box.tag in ("h1", "h2")), None)
