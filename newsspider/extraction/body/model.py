"""The article's paragraphs: trafilatura proposes, the page's lines are weighed and settled."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from itertools import chain, takewhile

from lxml.etree import XPath
from lxml.html import HtmlElement
from trafilatura import bare_extraction
from trafilatura.settings import Extractor

from newsspider.extraction.body.facts import LABELLED, Group
from newsspider.extraction.body.features import ArticleHead, Facts, Features
from newsspider.extraction.body.lines import Line, read_line
from newsspider.extraction.body.paragraphs import (
    CELLS,
    mark_breaks,
    open_layout_tables,
    read_paragraphs,
)
from newsspider.extraction.body.regions import IsKept, Layout, text_box
from newsspider.extraction.body.sitewords import BIOGRAPHY, biographies, why_never_text
from newsspider.extraction.body.verdicts import (
    BOILERPLATE,
    ScoredLine,
    probability,
    settle,
    sureness,
)
from newsspider.extraction.page.blocks import Block, is_hidden, visible_blocks
from newsspider.extraction.page.document import Document
from newsspider.extraction.page.lexicon import boilerplate_class
from newsspider.extraction.page.texts import bare, ends_sentence
from newsspider.items import Kind, Paragraph

Body = tuple[Paragraph, ...]

WHOLE_LINE = 25
"""Letters from which on a line counts as kept though it is only a part of a kept line."""

REPEATED = 90
"""Letters from which on a paragraph stands only once; questions and lists repeat."""

HEADER_LETTERS = 60
"""A label, date or byline is shorter."""

FACT_LINES = 3
"""Labelled lines that are facts of the story; a byline has fewer."""

LEFT_OUT, TWICE = "the site's own words before or behind the text", "twice on the page"
LEAD, LEAD_SIZE = 1.0, 110
"""Least log-odds of the summary where it opens the text, and from how many letters on it does so
wherever it stands: a shorter one that is set apart is a subtitle."""

PRECISE = Extractor(output_format="python", fast=True, precision=True, comments=False)
USUAL = Extractor(output_format="python", fast=True, comments=False)
"""Made once: each call of trafilatura would read its configuration anew."""

HIDDEN = XPath("//*[@hidden or @aria-hidden or contains(@style, 'none')]")
SHOWN = 0.5
"""Hidden text counts where what a reader sees is less than this share of it."""

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
    heard: bool = False
    """Whether it is trafilatura's choice more than that of the lines' weights."""

    def cuts(self) -> tuple[Cut, ...]:
        """The lines of the page that are no part of the body, each with why."""
        return tuple(_cut(refused) for refused in self.refused)


def find_body(document: Document, blocks: list[Block], head: ArticleHead) -> BodyReading:
    """The paragraphs of the article, in order, nothing twice.

    Changes the document's tree: it comes last.
    """
    tree = document.tree
    lines = _read_lines(tree, blocks)
    kept = _kept(tree, text_box(lines, head.title), PRECISE)
    return _judged(lines, kept, head, lambda: _kept(tree, None, USUAL))


def weighed_lines(
    document: Document, blocks: list[Block], head: ArticleHead
) -> Iterator[tuple[Line, Facts]]:
    """Each line of the page with the facts that its verdict rests on."""
    tree = document.tree
    lines = _read_lines(tree, blocks)
    layout = Layout(lines, _kept(tree, text_box(lines, head.title), PRECISE))
    features = Features(layout, head)
    return ((line, features.of(at)) for at, line in enumerate(layout.lines))


def _read_lines(tree: HtmlElement, blocks: list[Block]) -> list[Line]:
    """The page's lines; those that its markup hides too, where the text is among them."""
    lines = [read_line(block) for block in _in_paragraphs(tree, blocks)]
    shown = sum(line.size for line in lines if line.prose)
    if shown >= SHOWN * _hidden_size(tree):
        return lines
    return [read_line(block) for block in visible_blocks(tree, hidden=True)]


def _hidden_size(tree: HtmlElement) -> int:
    """Letters in paragraphs that the markup hides."""
    boxes = (box for box in HIDDEN(tree) if is_hidden(box))
    return sum(len(str(text.text_content())) for box in boxes for text in box.iter("p"))


def _in_paragraphs(tree: HtmlElement, blocks: list[Block]) -> list[Block]:
    changed = mark_breaks(tree) + open_layout_tables(tree)
    return visible_blocks(tree) if changed else blocks


def trimmed(paragraphs: Body, head: ArticleHead) -> Body:
    """The paragraphs less header lines before them and boilerplate at either end. Idempotent."""
    lead, start, end = 0, 0, len(paragraphs)
    if paragraphs and head.summary and bare(paragraphs[0].text) == head.summary:
        lead = start = 1
    while start < end and _is_header(paragraphs[start].text, head):
        if _fact_lines(paragraphs[start:end]) >= FACT_LINES:
            break
        start += 1
    while start < end and (
        boilerplate_class(paragraphs[end - 1].text) or paragraphs[end - 1].kind is Kind.HEADING
    ):
        end -= 1
    return paragraphs[:lead] + paragraphs[start:end]


def _fact_lines(paragraphs: Body) -> int:
    """How many lines such as "Size: 90 square metres" the paragraphs begin with."""
    facts = takewhile(lambda paragraph: LABELLED.match(paragraph.text), paragraphs)
    return sum(1 for _ in facts)


def _is_header(text: str, head: ArticleHead) -> bool:
    """Headline, label, date or byline: a sentence among them may open the text."""
    line = bare(text)
    if line == head.title or boilerplate_class(text):
        return True
    if line == head.summary:
        return False
    return line in head.header and len(line) < HEADER_LETTERS and not ends_sentence(text)


def _judged(
    lines: Sequence[Line], kept: IsKept, head: ArticleHead, ask: Callable[[], IsKept]
) -> BodyReading:
    """Every line weighed; those that stay as paragraphs."""
    scored = list(_weighed(lines, kept, head))
    heard = settle(scored, ask)
    stay = [each.line for each in scored if each.stays]
    refused = [each for each in scored if not each.stays]
    body = trimmed(_unique(read_paragraphs([line.block for line in stay])), head)
    left_over = tuple(_left_over(stay, body))
    return BodyReading(body, round(sureness(scored), 3), (*refused, *left_over), heard)


def _left_over(stay: Sequence[Line], body: Body) -> Iterator[ScoredLine]:
    """The lines that were taken and then left out: at either end, or said before."""
    held = {part for paragraph in body for part in (paragraph.text, *paragraph.text.split(CELLS))}
    seen: set[str] = set()
    for line in stay:
        if line.block.text not in held:
            yield ScoredLine(line, LEFT_OUT, BOILERPLATE)
        elif line.bare in seen and line.size >= REPEATED:
            yield ScoredLine(line, TWICE, BOILERPLATE)
        seen.add(line.bare)


def _weighed(lines: Sequence[Line], kept: IsKept, head: ArticleHead) -> Iterator[ScoredLine]:
    weights = model()
    features = Features(Layout(lines, kept), head)
    on_author = biographies(lines, head.authors)
    for at, (line, facts) in enumerate(features):
        if isinstance(facts, str):
            yield ScoredLine(line, facts, BOILERPLATE)
        elif at in on_author:
            yield ScoredLine(line, BIOGRAPHY, BOILERPLATE)
        elif reason := why_never_text(line):
            yield ScoredLine(line, reason, BOILERPLATE)
        elif line.bare and line.bare == head.summary:
            yield ScoredLine(line, facts, _lead_score(features, at, weights.score(facts)))
        else:
            yield ScoredLine(line, facts, weights.score(facts))


def _lead_score(features: Features, at: int, score: float) -> float:
    """The log-odds of a line that a meta tag repeats, which makes it no less text."""
    line = features.layout.lines[at]
    if features.is_over_text(at) and (line.size >= LEAD_SIZE or features.opens_text(at)):
        return max(score, LEAD)
    is_subtitle = not line.inside or line.bare in features.head.header
    return BOILERPLATE if is_subtitle else score


def _cut(refused: ScoredLine) -> Cut:
    facts = refused.facts
    if not isinstance(facts, str):
        facts = ", ".join(fact for fact, _ in model().reasons(facts, against=True))
    return Cut(refused.line.block.text, facts, round(probability(-refused.score), 3))


def _kept(tree: HtmlElement, box: HtmlElement | None, options: Extractor) -> IsKept:
    """Whether trafilatura holds a line for the article's, asked by what ``bare`` makes of it.

    To be shown the box of the page's prose only takes a third less time than the whole page.
    """
    extracted = bare_extraction(_alone(tree if box is None else box), options=options)
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
