"""The boxes of a page: their contents, the one that holds the text, the place of each line."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from lxml.html import HtmlElement

from newsspider.extraction.body.lines import FAR, Line

KEPT_SIZE, KEPT_SHARE = 250, 0.25
"""With this much prose that trafilatura kept, also against that of the page's densest box, its
choice says where the article is."""

MOST_SHARE = 0.6
"""Of the text in the densest box, for its markup to be that of the whole text."""

IsKept = Callable[[str], bool]
Markup = tuple[str, str | None, str, str | None]
"""The tag and class of a line's element and of the box around it."""

DECAY = 0.75
"""The part of a box's prose that counts for the box around it, as in readability's scoring."""

NEARLY_ALL = 0.95
OUTERMOST = frozenset(("body", "html"))
DISCUSSION = re.compile("comment|disqus|respon[ds]|kommentar|commentaire|comentario", re.IGNORECASE)
NAME_CHARACTERS = 300


class Layout:
    """The lines of a page, and the boxes they stand in."""

    def __init__(self, lines: Sequence[Line], kept: IsKept) -> None:
        self.lines = lines
        for line in lines:
            line.kept = kept(line.bare)
        self._trust_kept = self._is_telling()
        self._common: Markup | None = None
        self._measure()
        self._place()

    def counts(self, line: Line) -> bool:
        """Whether the line is prose of the article, as far as is known before it is judged."""
        return line.prose and (
            line.kept
            or not self._trust_kept
            or (bool(self._common) and _markup(line) == self._common)
        )

    def _is_telling(self) -> bool:
        """Whether trafilatura kept enough to say where the article is."""
        held = sum(line.size for line in self.lines if line.prose and line.kept)
        if held < KEPT_SIZE:
            return False
        own: defaultdict[HtmlElement, float] = defaultdict(float)
        for line in self.lines:
            if line.prose:
                own[line.parent] += line.size
        texts = {box: prose for box, prose in own.items() if not is_discussion(box)}
        dense = densest(texts)
        return dense is None or held >= KEPT_SHARE * size_within(dense, texts)

    def link_share(self, box: HtmlElement) -> float:
        """The share of the box's text that is links."""
        held = self.held[box]
        return held.linked / max(held.text, 1)

    def own_share(self, box: HtmlElement) -> float:
        """The share of the article's prose that stands right in this box."""
        return self.own.get(box, 0) / self.prose

    def markup_share(self, line: Line) -> float:
        """The share of the article's prose in lines with the same markup."""
        return self._markups[_markup(line)] / self.prose

    def _measure(self) -> None:
        """Measure each box's text, links and lines, and find the one that holds the article."""
        self.held = box_contents(self.lines)
        self.own: defaultdict[HtmlElement, float] = defaultdict(float)
        for line in self.lines:
            if self.counts(line):
                self.own[line.parent] += line.size
        self.main = densest(self.own)
        if self.main is not None:
            self.main = self._with_parts(self.main)
        self.prose = sum(self.own.values()) or 1
        self.around: list[HtmlElement] = []
        if self.main is not None:
            self.around = [self.main, *self.main.iterancestors()]

    def _with_parts(self, main: HtmlElement) -> HtmlElement:
        """The box around all parts of a text that its template puts into several boxes.

        Their lines have the same markup, by name, as most of the text in the densest box.
        """
        lines = [line for line in self.lines if line.prose]
        inner = [line for line in lines if self.counts(line) and main in outward(line.parent)]
        sizes: Counter[Markup] = Counter()
        for line in inner:
            sizes[_markup(line)] += line.size
        common, size = max(sizes.items(), key=lambda pair: pair[1])
        parts = [
            line for line in lines if _markup(line) == common and main not in outward(line.parent)
        ]
        if not parts or size < MOST_SHARE * sizes.total() or not (common[1] or common[3]):
            return main
        boxes = {box for line in parts for box in outward(line.parent)}
        around = next((box for box in main.iterancestors() if box in boxes), None)
        if around is None or around.tag in OUTERMOST or holds_articles(around):
            return main
        self._common = common
        for line in parts:
            if not line.kept:
                self.own[line.parent] += line.size
        return around

    def _place(self) -> None:
        """Each line's place among the boxes and among the lines of prose."""
        levels = {box: (box is self.main, level) for level, box in enumerate(self.around)}
        seen = Counter(line.bare for line in self.lines)
        self._markups: Counter[Markup] = Counter()
        for line in self.lines:
            line.inside, line.depth = _level(line.block.element, levels)
            line.repeated = seen[line.bare] > 1
        article = [at for at, line in enumerate(self.lines) if line.inside and self.counts(line)]
        self.first = article[0] if article else len(self.lines)
        self.last = article[-1] if article else -1
        for at in article:
            self._markups[_markup(self.lines[at])] += self.lines[at].size
        self._measure_distances(frozenset(article))

    def _measure_distances(self, article: frozenset[int]) -> None:
        distance = FAR
        for at, line in enumerate(self.lines):
            line.before = distance
            distance = 1 if at in article else distance + 1
        distance = FAR
        for at in range(len(self.lines) - 1, -1, -1):
            self.lines[at].after = distance
            distance = 1 if at in article else distance + 1


def _level(start: HtmlElement, levels: dict[HtmlElement, tuple[bool, int]]) -> tuple[bool, int]:
    """Whether a box is within the main one, and how far; what was walked is remembered."""
    path = []
    box: HtmlElement | None = start
    while box is not None and box not in levels:
        path.append(box)
        box = box.getparent()
    inside, depth = levels[box] if box is not None else (False, FAR)
    for walked in reversed(path):
        depth += inside
        levels[walked] = (inside, depth)
    return inside, depth


def _markup(line: Line) -> Markup:
    element, parent = line.block.element, line.parent
    return str(element.tag), element.get("class"), str(parent.tag), parent.get("class")


@dataclass(slots=True)
class BoxContent:
    """The content of one box."""

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

    def join(self, inner: BoxContent) -> None:
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


def box_contents(lines: Sequence[Line]) -> defaultdict[HtmlElement, BoxContent]:
    """The content of each box, added to the box around it once, the inner ones first."""
    held: defaultdict[HtmlElement, BoxContent] = defaultdict(BoxContent)
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
    """The part of what the boxes hold themselves that stands in this one."""
    return sum(size for box, size in own.items() if outer in outward(box))


def holds_articles(box: HtmlElement) -> bool:
    """Whether more than one article stands in the box: each has its own element or headline."""
    return any(True for _ in box.iterdescendants("article")) or sum(1 for _ in box.iter("h1")) > 1


def outward(box: HtmlElement) -> list[HtmlElement]:
    """The box and those around it, the inner ones first."""
    return [box, *box.iterancestors()]
