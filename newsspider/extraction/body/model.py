"""The article's paragraphs: trafilatura proposes, a verdict on every line of the page decides."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from itertools import chain, groupby

from lxml.etree import XPath
from lxml.html import HtmlElement
from trafilatura import bare_extraction
from trafilatura.settings import Extractor

from newsspider.extraction.body.facts import Group
from newsspider.extraction.body.features import ArticleHead, Facts, Features
from newsspider.extraction.body.lines import Line, read_line
from newsspider.extraction.body.paragraphs import (
    mark_breaks,
    open_layout_tables,
    read_paragraphs,
    row_of,
)
from newsspider.extraction.body.regions import IsKept, Layout, text_box
from newsspider.extraction.page.blocks import Block, is_hidden, visible_blocks
from newsspider.extraction.page.document import Document
from newsspider.extraction.page.lexicon import boilerplate_class
from newsspider.extraction.page.texts import bare, ends_sentence
from newsspider.items import Kind, Paragraph

Body = tuple[Paragraph, ...]

THRESHOLD = -0.2
"""Log-odds from which on a line is the article's: where F1 and exact bodies are both best."""

WHOLE_LINE = 25
"""Letters from which on a line counts as kept though it is only a part of a kept line."""

REPEATED = 90
"""Letters from which on a paragraph stands only once; questions and lists repeat."""

HEADER_LETTERS = 60
"""A label, date or byline is shorter."""

LEFT_OUT, TWICE = "the site's own words before or behind the text", "twice on the page"
BOILERPLATE = -5.0
"""Log-odds of a line in a box of boilerplate."""

PRECISE = Extractor(output_format="python", fast=True, precision=True, comments=False)
"""Made once: each call of trafilatura would read its configuration anew."""

HIDDEN = XPath("//*[@hidden or @aria-hidden or contains(@style, 'none')]")
SHOWN = 0.5
"""Hidden text counts where what a reader sees is less than this share of it."""

ScoredLine = tuple[Line, str | Facts, float]
"""A line with the reason of its box, or with its own facts, and its log-odds."""

STRONGEST = 4
REMEMBERED_SUMS = 1 << 14
"""Sums that are remembered: most groups of facts come again, on one page and on others."""


@dataclass(frozen=True, slots=True)
class Cut:
    """A line of the page that is no part of the body, and why."""

    text: str
    reason: str
    confidence: float


@dataclass(frozen=True, slots=True)
class BodyReading:
    """The body, and the lines that were judged."""

    body: Body
    confidence: float
    """The mean chance of its characters to be the article's."""

    refused: tuple[ScoredLine, ...] = ()

    def cuts(self) -> tuple[Cut, ...]:
        """The lines of the page that are no part of the body, each with why."""
        return tuple(_cut(refused) for refused in self.refused)


def find_body(document: Document, blocks: list[Block], head: ArticleHead) -> BodyReading:
    """The paragraphs of the article, in order, nothing twice.

    Changes the document's tree: it comes last.
    """
    tree = document.tree
    blocks = _in_paragraphs(tree, blocks)
    lines = [read_line(block) for block in blocks]
    kept = _kept(tree, text_box(lines, head.title))
    shown = _judged(lines, kept, head)
    if _size(shown.body) >= SHOWN * _hidden_size(tree):
        return shown
    lines = [read_line(block) for block in visible_blocks(tree, hidden=True)]
    whole = _judged(lines, kept, head)
    return whole if _size(shown.body) < SHOWN * _size(whole.body) else shown


def _hidden_size(tree: HtmlElement) -> int:
    """Letters in paragraphs that the markup hides."""
    boxes = (box for box in HIDDEN(tree) if is_hidden(box))
    return sum(len(str(text.text_content())) for box in boxes for text in box.iter("p"))


def weighed_lines(
    document: Document, blocks: list[Block], head: ArticleHead
) -> Iterator[tuple[Line, Facts]]:
    """Each line of the page with the facts that its verdict rests on."""
    blocks = _in_paragraphs(document.tree, blocks)
    lines = [read_line(block) for block in blocks]
    layout = Layout(lines, _kept(document.tree, text_box(lines, head.title)))
    features = Features(layout, head)
    return ((line, features.of(at)) for at, line in enumerate(layout.lines))


def _in_paragraphs(tree: HtmlElement, blocks: list[Block]) -> list[Block]:
    changed = mark_breaks(tree) + open_layout_tables(tree)
    return visible_blocks(tree) if changed else blocks


def trimmed(paragraphs: Body, head: ArticleHead) -> Body:
    """The paragraphs less header lines before them and boilerplate at either end. Idempotent."""
    start, end = 0, len(paragraphs)
    while start < end and _is_header(paragraphs[start].text, head):
        start += 1
    while start < end and (
        boilerplate_class(paragraphs[end - 1].text) or paragraphs[end - 1].kind is Kind.HEADING
    ):
        end -= 1
    return paragraphs[start:end]


def _is_header(text: str, head: ArticleHead) -> bool:
    """Headline, label, date, byline or lead: another sentence among them may open the text."""
    line = bare(text)
    if line == head.title or boilerplate_class(text):
        return True
    short = len(line) < HEADER_LETTERS and not ends_sentence(text)
    return line in head.header and (short or line == head.summary)


def _is_lead(line: Line, head: ArticleHead) -> bool:
    """Whether it is the summary, set apart from the text."""
    return not line.inside and line.bare == head.summary


def _judged(lines: Sequence[Line], kept: IsKept, head: ArticleHead) -> BodyReading:
    """Every line weighed; those that stay as paragraphs."""
    stay: list[Line] = []
    refused: list[ScoredLine] = []
    chances = 0.0
    for line, facts, score in _by_rows(list(_weighed(lines, kept, head))):
        if score >= THRESHOLD and line.bare:
            stay.append(line)
            chances += probability(score) * line.size
        else:
            refused.append((line, facts, score))
    body = trimmed(_unique(read_paragraphs([line.block for line in stay])), head)
    whole = sum(line.size for line in stay)
    confidence = round(chances / whole, 3) if whole else 0.0
    return BodyReading(body, confidence, (*refused, *_left_over(stay, body)))


def _left_over(stay: Sequence[Line], body: Body) -> Iterator[ScoredLine]:
    """The lines that were taken and then left out: at either end, or said before."""
    held = "\n".join(paragraph.text for paragraph in body)
    seen: set[str] = set()
    for line in stay:
        if line.block.text not in held:
            yield line, LEFT_OUT, BOILERPLATE
        elif line.bare in seen and line.size >= REPEATED:
            yield line, TWICE, BOILERPLATE
        seen.add(line.bare)


def _weighed(lines: Sequence[Line], kept: IsKept, head: ArticleHead) -> Iterator[ScoredLine]:
    weights = model()
    for line, facts in Features(Layout(lines, kept), head):
        if isinstance(facts, str) or _is_lead(line, head):
            yield line, facts, BOILERPLATE
        else:
            yield line, facts, weights.score(facts)


def _by_rows(weighed: Sequence[ScoredLine]) -> Iterator[ScoredLine]:
    """The cells of one row of a table get one verdict."""
    for row, group in groupby(weighed, key=lambda line_and_score: row_of(line_and_score[0].block)):
        cells = list(group)
        if row is not None:
            mean = sum(score * line.size for line, _, score in cells)
            mean /= sum(line.size for line, _, _ in cells)
            cells = [(line, facts, mean) for line, facts, _ in cells]
        yield from cells


def _cut(refused: ScoredLine) -> Cut:
    line, facts, score = refused
    if not isinstance(facts, str):
        facts = ", ".join(fact for fact, _ in model().reasons(facts, against=True))
    return Cut(line.block.text, facts, round(probability(-score), 3))


def _kept(tree: HtmlElement, box: HtmlElement | None) -> IsKept:
    """Whether trafilatura holds a line for the article's, asked by what ``bare`` makes of it.

    It is shown the box of the page's prose only, which takes a third less time.
    """
    extracted = bare_extraction(_alone(tree if box is None else box), options=PRECISE)
    text = (extracted.text or "") if extracted is not None else ""  # type: ignore[union-attr]
    lines = frozenset(bare(line) for line in text.splitlines())
    whole = bare(text)
    return lambda line: line in lines or (len(line) >= WHOLE_LINE and line in whole)


def _alone(box: HtmlElement) -> HtmlElement:
    """A page of its own that holds a copy of the box."""
    copied = deepcopy(box)
    copied.tail = None
    if copied.tag == "html":
        return copied
    page, inner = copied.makeelement("html"), copied.makeelement("body")
    page.append(inner)
    if copied.tag == "body":
        page.replace(inner, copied)
    else:
        inner.append(copied)
    return page


def _unique(paragraphs: Iterator[Paragraph]) -> Body:
    seen: set[str] = set()
    kept = []
    for paragraph in paragraphs:
        key = bare(paragraph.text)
        item = paragraph.kind is Kind.LIST_ITEM
        if key and (key not in seen or item or len(key) < REPEATED):
            kept.append(paragraph)
        seen.add(key)
    return tuple(kept)


def _size(paragraphs: Body) -> int:
    return sum(len(paragraph.text) for paragraph in paragraphs)


class Model:
    """An additive model (logistic regression): a weight for each fact, in log-odds."""

    def __init__(self, bias: float, weights: dict[str, float]) -> None:
        self.bias = bias
        self.weights = weights
        self._sum = lru_cache(maxsize=REMEMBERED_SUMS)(self._sum_of)

    def score(self, facts: Iterable[Group]) -> float:
        """The log-odds that a line with these facts belongs to the article."""
        return self.bias + sum(map(self._sum, facts))

    def reasons(self, facts: Iterable[Group], *, against: bool) -> list[tuple[str, float]]:
        """The facts that weigh most, strongest first, with their weights."""
        weights = self.weights
        weighed = [(fact, weights[fact]) for fact in chain(*facts) if fact in weights]
        weighed.sort(key=lambda pair: pair[1], reverse=not against)
        return [pair for pair in weighed[:STRONGEST] if (pair[1] < 0) is against]

    def _sum_of(self, group: Group) -> float:
        weights = self.weights
        return math.fsum(weights[fact] for fact in group if fact in weights)


@cache
def model() -> Model:
    """The weights that ``benchmarks/train.py`` measured."""
    text = resources.files("newsspider.extraction.data").joinpath("lines.json").read_text("utf-8")
    measured = json.loads(text)
    return Model(measured["bias"], measured["weights"])


def probability(score: float) -> float:
    """Log-odds as a chance, 0 to 1."""
    return 1 / (1 + math.exp(-max(-30.0, min(score, 30.0))))
