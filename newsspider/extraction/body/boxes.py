"""What the boxes of a page hold, and which of them hold its text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from lxml.html import HtmlElement

from newsspider.extraction.body.lines import Line

DECAY = 0.75
"""What a box's prose counts for the box around it, as in readability's scoring."""

NEARLY_ALL = 0.95
OUTERMOST = frozenset(("body", "html"))
DISCUSSION = re.compile("comment|disqus|respon[ds]|kommentar|commentaire|comentario", re.IGNORECASE)
NAME_CHARACTERS = 300


@dataclass(slots=True)
class Held:
    """What one box holds."""

    text: float = 0
    linked: float = 0
    """Letters, and those of them in links."""

    lines: int = 0
    prose: int = 0
    kept: int = 0
    """Lines, those of prose, and those that trafilatura keeps."""

    def add(self, line: Line) -> None:
        """Count one line more."""
        self.text += line.size
        self.linked += line.size * line.linked
        self.lines += 1
        self.prose += line.prose
        self.kept += line.kept

    def join(self, inner: Held) -> None:
        """Count what a box within it holds."""
        self.text += inner.text
        self.linked += inner.linked
        self.lines += inner.lines
        self.prose += inner.prose
        self.kept += inner.kept


def text_box(lines: Sequence[Line], title: str) -> HtmlElement | None:
    """The smallest box that holds the headline and nearly all of the page's prose.

    ``None`` where there is no prose; what readers wrote does not count.
    """
    sizes: defaultdict[HtmlElement, float] = defaultdict(float)
    for line in lines:
        if line.prose and not is_discussion(line.parent):
            sizes[line.parent] += line.size
    held: defaultdict[HtmlElement, float] = defaultdict(float)
    for start, prose in sizes.items():
        for box in outward(start):
            held[box] += prose
    least = NEARLY_ALL * sum(sizes.values())
    head = next((line.parent for line in lines if line.bare == title), None)
    around = frozenset(outward(head)) if head is not None else held.keys()
    boxes = [box for box, prose in held.items() if prose >= least and box in around]
    return max(boxes, key=lambda box: len(outward(box)), default=None)


def held_by(lines: Sequence[Line]) -> defaultdict[HtmlElement, Held]:
    """What each box holds; each box is added to the one around it once, the inner ones first."""
    held: defaultdict[HtmlElement, Held] = defaultdict(Held)
    for line in lines:
        held[line.block.element].add(line)
    depths: dict[HtmlElement, int] = {}
    for start in list(held):
        path = []
        box: HtmlElement | None = start
        while box is not None and box not in depths:
            path.append(box)
            box = box.getparent()
        depth = depths[box] if box is not None else 0
        for walked in reversed(path):
            depth += 1
            depths[walked] = depth
    for box in sorted(depths, key=lambda box: -depths[box]):
        around = box.getparent()
        if around is not None:
            held[around].join(held[box])
    return held


def densest(own: dict[HtmlElement, float]) -> HtmlElement | None:
    """The box that holds most prose, most closely."""
    scores: defaultdict[HtmlElement, float] = defaultdict(float)
    for start, prose in own.items():
        box: HtmlElement | None = start
        share = prose
        while box is not None and box.tag not in OUTERMOST:
            scores[box] += share
            share *= DECAY
            box = box.getparent()
    return max(scores, key=lambda box: scores[box]) if scores else None


def is_discussion(start: HtmlElement) -> bool:
    """Whether readers wrote it: they may write more than the newsroom."""
    return any(
        _names_readers(f"{box.get('class', '')} {box.get('id', '')}"[:NAME_CHARACTERS])
        for box in outward(start)
        if box.tag not in OUTERMOST
    )


@lru_cache(maxsize=4096)
def _names_readers(names: str) -> bool:
    return DISCUSSION.search(names) is not None


def size_within(outer: HtmlElement, own: Mapping[HtmlElement, float]) -> float:
    """How much of what the boxes hold themselves stands in this one."""
    return sum(size for box, size in own.items() if outer in outward(box))


def holds_articles(box: HtmlElement) -> bool:
    """Whether more than one article stands in the box: each has its own element or headline."""
    return any(True for _ in box.iterdescendants("article")) or sum(1 for _ in box.iter("h1")) > 1


def outward(box: HtmlElement) -> list[HtmlElement]:
    """The box and those around it, the inner ones first."""
    return [box, *box.iterancestors()]
