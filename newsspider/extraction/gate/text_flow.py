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
class Course:
    """What is seen on the way from the page's first line to its last."""

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


def course(blocks: Iterable[Block], titles: str, gates: Sequence[str]) -> Course:
    """The course of the text; ``titles`` is all that the page calls itself, in lower case."""
    seen = Course()
    for block in blocks:
        linked = headlines(block) if block.links else 0
        if block.element.tag == "h1" or _is_title(block, titles):
            _begin(seen)
        elif gates and seen.in_text and _meets_gate(seen, block, gates):
            continue
        elif not block.links or block.link_share < 0.5:
            _go_on(seen, block.text)
        elif linked:
            _interrupt(seen, linked)
        seen.headlines += linked
    return seen


def _is_title(block: Block, titles: str) -> bool:
    return len(block.text) <= len(titles) and not block.links and block.text.casefold() in titles


def headlines(block: Block) -> int:
    """How many of its links could be headlines."""
    long = (text for text in block.links if len(text) >= HEADLINE_CHARACTERS)
    return sum(words(text) >= HEADLINE_WORDS for text in long)


def _begin(seen: Course) -> None:
    seen.in_own = seen.in_text = True
    seen.run = seen.titled = seen.in_row = 0


def _interrupt(seen: Course, links: int) -> None:
    """One link may stand within the text; two in a row end it."""
    seen.in_row += links
    seen.in_own = False
    seen.run = 0
    if seen.in_row > 1:
        seen.in_text = False


def _meets_gate(seen: Course, block: Block, gates: Sequence[str]) -> bool:
    """Whether the line, but for headlines in it, is that of a gate."""
    text = block.text if len(block.text) <= GATE_CHARACTERS else ""
    for link in block.links:
        text = text.replace(link, "") if text and words(link) >= HEADLINE_WORDS else text
    text = text.casefold()
    said = tuple(phrase for phrase in gates if phrase in text)
    if said:
        seen.gate, seen.behind_gate = (*seen.gate, *said), 0
    return bool(said)


def _go_on(seen: Course, text: str) -> None:
    long = size(text) if 2 * len(text) >= LINE_CHARACTERS else 0
    if long >= LINE_CHARACTERS:
        seen.in_row = 0
        seen.run += long
        seen.longest = max(seen.longest, seen.run)
        seen.titled += long * seen.in_own
        seen.own = max(seen.own, seen.titled)
        seen.behind_gate += long
        if seen.behind_gate >= RESUMED_CHARACTERS:
            seen.gate = ()
