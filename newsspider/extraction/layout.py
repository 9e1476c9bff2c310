"""Where each line of a page stands: in the box of the article or outside, near prose or not."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement

from newsspider.extraction.blocks import Block
from newsspider.extraction.chrome import chrome_class
from newsspider.extraction.texts import bare, ends_sentence, size

PROSE_SIZE, SENTENCE_SIZE, PROSE_LINKED = 140, 60, 0.35
"""Running text: long, or a whole sentence; and not mostly links."""

KEPT_SIZE = 250
"""With this much prose that trafilatura kept, its choice says where the article is."""

DECAY = 0.75
"""What a box's prose counts for the box around it, as in readability's scoring."""

CHROME_SIZE = 200
FAR = 99
OUTERMOST = frozenset(("body", "html"))

Kept = Callable[[str], bool]


@dataclass(slots=True, kw_only=True)
class Line:
    """One line of the page with what can be told of it alone."""

    block: Block
    parent: HtmlElement
    bare: str
    size: int
    linked: float
    sentence: bool
    kept: bool
    """trafilatura holds it for the article's."""

    chrome: str | None
    prose: bool
    inside: bool = False
    """In the box that holds the article's text."""

    depth: int = 0
    """Boxes between it and that box; for a line outside, how far up the box they share."""

    before: int = FAR
    """Lines since the last one of the article's prose."""

    after: int = FAR
    """Lines until the next one of the article's prose."""

    repeated: bool = False


class Layout:
    """The lines of a page, and the boxes they stand in."""

    def __init__(self, blocks: Sequence[Block], kept: Kept) -> None:
        self.lines = [_line(block, kept) for block in blocks]
        held = sum(line.size for line in self.lines if line.prose and line.kept)
        self._trust_kept = held >= KEPT_SIZE
        self._measure()
        self._place()

    def counts(self, line: Line) -> bool:
        """Whether the line is prose of the article, as far as is known before it is judged."""
        return line.prose and (line.kept or not self._trust_kept)

    def link_share(self, box: HtmlElement) -> float:
        """The share of the box's text that is links."""
        return self.linked[box] / max(self.text[box], 1)

    def own_share(self, box: HtmlElement) -> float:
        """The share of the article's prose that stands right in this box."""
        return self.own.get(box, 0) / self.prose

    def shape_share(self, line: Line) -> float:
        """The share of the article's prose in lines with the same markup."""
        return self._shapes[_shape(line)] / self.prose

    def _measure(self) -> None:
        """How much text, links and lines each box holds, and which box holds the article."""
        self.text: defaultdict[HtmlElement, float] = defaultdict(float)
        self.linked: defaultdict[HtmlElement, float] = defaultdict(float)
        self.count: Counter[HtmlElement] = Counter()
        self.proses: Counter[HtmlElement] = Counter()
        self.kepts: Counter[HtmlElement] = Counter()
        self.own: defaultdict[HtmlElement, float] = defaultdict(float)
        for line in self.lines:
            box: HtmlElement | None = line.block.element
            while box is not None:
                self.text[box] += line.size
                self.linked[box] += line.size * line.linked
                self.count[box] += 1
                self.proses[box] += line.prose
                self.kepts[box] += line.kept
                box = box.getparent()
            if self.counts(line):
                self.own[line.parent] += line.size
        self.prose = sum(self.own.values()) or 1
        self.main = _densest(self.own)
        self.around: list[HtmlElement] = []
        if self.main is not None:
            self.around = [self.main, *self.main.iterancestors()]

    def _place(self) -> None:
        """Each line's place among the boxes and among the lines of prose."""
        levels = {box: (box is self.main, level) for level, box in enumerate(self.around)}
        seen = Counter(line.bare for line in self.lines)
        self._shapes: Counter[tuple[object, ...]] = Counter()
        for line in self.lines:
            line.inside, line.depth = _level(line.block.element, levels)
            line.repeated = seen[line.bare] > 1
        article = [at for at, line in enumerate(self.lines) if line.inside and self.counts(line)]
        self.first = article[0] if article else len(self.lines)
        self.last = article[-1] if article else -1
        for at in article:
            self._shapes[_shape(self.lines[at])] += self.lines[at].size
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


def _line(block: Block, kept: Kept) -> Line:
    text, key = block.text, bare(block.text)
    length, linked, sentence = size(text), block.link_share, ends_sentence(text)
    chrome = chrome_class(text) if length < CHROME_SIZE else None
    long = length >= PROSE_SIZE or (length > SENTENCE_SIZE and sentence)
    parent = block.element.getparent()
    return Line(
        block=block,
        parent=parent if parent is not None else block.element,
        bare=key,
        size=length,
        linked=linked,
        sentence=sentence,
        kept=kept(key),
        chrome=chrome,
        prose=long and linked < PROSE_LINKED and chrome is None,
    )


def _densest(own: dict[HtmlElement, float]) -> HtmlElement | None:
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


def _shape(line: Line) -> tuple[object, ...]:
    element, parent = line.block.element, line.parent
    return element.tag, element.get("class"), parent.tag, parent.get("class")
