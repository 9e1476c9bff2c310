"""The page's running text as it lies between headlines that lead elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from newsspider.extraction.page.blocks import Block
from newsspider.extraction.page.texts import size, words

HEADLINE_WORDS = 5
HEADLINE_CHARACTERS = 9
"""No headline is shorter in any script."""

LINE_CHARACTERS = 60
"""A line from this size on is text; below, a label, a date, a button."""

GATE_CHARACTERS = 200
RESUMED_CHARACTERS = 250
"""So much text behind a gate means that the gate closes nothing."""


@dataclass(slots=True)
class TextFlow:
    """The state on the way from the page's first line to its last."""

    headlines: int = 0
    """Links whose text is long enough to be another article's headline."""

    longest: int = 0
    """Most characters of text that no such link interrupts."""

    own: int = 0
    """Characters of text between the page's own headline and the first such link."""

    titled: int = 0
    """The same since the latest line that repeats the page's title."""

    gate: tuple[str, ...] = ()
    """Phrases of a gate that ends the page's own text."""

    run: int = 0
    in_own: bool = False
    in_text: bool = True
    behind_gate: int = 0
    in_row: int = 0


def follow_text(blocks: Iterable[Block], titles: str, gates: Sequence[str]) -> TextFlow:
    """The course of the text; ``titles`` is all that the page calls itself, in lower case."""
    flow = TextFlow()
    for block in blocks:
        linked = headlines(block) if block.links else 0
        if block.element.tag == "h1" or _is_title(block, titles):
            _begin(flow)
        elif gates and flow.in_text and _meets_gate(flow, block, gates):
            continue
        elif not block.links or block.link_share < 0.5:
            _go_on(flow, block.text)
        elif linked:
            _interrupt(flow, linked)
        flow.headlines += linked
    return flow


def _is_title(block: Block, titles: str) -> bool:
    return len(block.text) <= len(titles) and not block.links and block.text.casefold() in titles


def headlines(block: Block) -> int:
    """The number of its links that could be headlines."""
    long = (text for text in block.links if len(text) >= HEADLINE_CHARACTERS)
    return sum(words(text) >= HEADLINE_WORDS for text in long)


def _begin(flow: TextFlow) -> None:
    flow.in_own = flow.in_text = True
    flow.run = flow.titled = flow.in_row = 0


def _interrupt(flow: TextFlow, links: int) -> None:
    """One link may stand within the text; two in a row end it."""
    flow.in_row += links
    flow.in_own = False
    flow.run = 0
    if flow.in_row > 1:
        flow.in_text = False


def _meets_gate(flow: TextFlow, block: Block, gates: Sequence[str]) -> bool:
    """Whether the line, but for headlines in it, is that of a gate."""
    text = block.text if len(block.text) <= GATE_CHARACTERS else ""
    for link in block.links:
        text = text.replace(link, "") if text and words(link) >= HEADLINE_WORDS else text
    text = text.casefold()
    phrases = tuple(phrase for phrase in gates if phrase in text)
    if phrases:
        flow.gate, flow.behind_gate = (*flow.gate, *phrases), 0
    return bool(phrases)


def _go_on(flow: TextFlow, text: str) -> None:
    long = size(text) if 2 * len(text) >= LINE_CHARACTERS else 0
    if long >= LINE_CHARACTERS:
        flow.in_row = 0
        flow.run += long
        flow.longest = max(flow.longest, flow.run)
        flow.titled += long * flow.in_own
        flow.own = max(flow.own, flow.titled)
        flow.behind_gate += long
        if flow.behind_gate >= RESUMED_CHARACTERS:
            flow.gate = ()
