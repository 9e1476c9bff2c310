"""The article's paragraphs: trafilatura proposes, a verdict on every line of the page decides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass

from lxml.etree import XPath
from lxml.html import HtmlElement
from trafilatura import bare_extraction

from newsspider.extraction.blocks import Block, is_hidden, visible_blocks
from newsspider.extraction.chrome import chrome_class
from newsspider.extraction.document import Document
from newsspider.extraction.features import Features, Known
from newsspider.extraction.layout import Kept, Layout, Line
from newsspider.extraction.paragraphs import mark_breaks, open_layout_tables, read_paragraphs
from newsspider.extraction.texts import bare, ends_sentence
from newsspider.extraction.verdict import model, probability
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

CHROME = -5.0
"""Log-odds of a line in a box of chrome."""

HIDDEN = XPath("//*[@hidden or @aria-hidden or contains(@style, 'none')]")
SHOWN = 0.5
"""Hidden text counts where what a reader sees is less than this share of it."""


@dataclass(frozen=True, slots=True)
class Cut:
    """A line of the page that is no part of the body, and why."""

    text: str
    reason: str
    confidence: float


Refused = tuple[Line, str | list[str], float]
"""A line with the reason of its box, or with its own facts, and its log-odds."""


@dataclass(frozen=True, slots=True)
class Found:
    """The body, and the lines that were judged."""

    body: Body
    confidence: float
    """The mean chance of its characters to be the article's."""

    refused: tuple[Refused, ...] = ()

    def cuts(self) -> tuple[Cut, ...]:
        """The lines of the page that are no part of the body, in its order, each with why."""
        return tuple(_cut(refused) for refused in self.refused)


def find_body(document: Document, blocks: list[Block], known: Known) -> Found:
    """The paragraphs of the article, in order, nothing twice.

    Changes the document's tree: it comes last.
    """
    tree = document.tree
    blocks = _in_paragraphs(tree, blocks)
    kept = _kept(tree)
    found = _judged(blocks, kept, known)
    if _size(found.body) >= SHOWN * _hidden_size(tree):
        return found
    whole = _judged(visible_blocks(tree, hidden=True), kept, known)
    return whole if _size(found.body) < SHOWN * _size(whole.body) else found


def _hidden_size(tree: HtmlElement) -> int:
    """Letters in paragraphs that the markup hides."""
    boxes = (box for box in HIDDEN(tree) if is_hidden(box))
    return sum(len(str(text.text_content())) for box in boxes for text in box.iter("p"))


def weighed_lines(
    document: Document, blocks: list[Block], known: Known
) -> Iterator[tuple[Line, list[str]]]:
    """Each line of the page with the facts that its verdict rests on."""
    blocks = _in_paragraphs(document.tree, blocks)
    layout = Layout(blocks, _kept(document.tree))
    features = Features(layout, known)
    return ((line, features.of(at)) for at, line in enumerate(layout.lines))


def _in_paragraphs(tree: HtmlElement, blocks: list[Block]) -> list[Block]:
    changed = mark_breaks(tree) + open_layout_tables(tree)
    return visible_blocks(tree) if changed else blocks


def trimmed(paragraphs: Body, known: Known) -> Body:
    """The paragraphs less the header's lines before them and chrome at either end. Idempotent."""
    start, end = 0, len(paragraphs)
    while start < end and _is_header(paragraphs[start].text, known):
        start += 1
    while start < end and (
        chrome_class(paragraphs[end - 1].text) or paragraphs[end - 1].kind is Kind.HEADING
    ):
        end -= 1
    return paragraphs[start:end]


def _is_header(text: str, known: Known) -> bool:
    """Headline, label, date, byline or lead: another sentence among them may open the text."""
    line = bare(text)
    if line == known.title or chrome_class(text):
        return True
    short = len(line) < HEADER_LETTERS and not ends_sentence(text)
    return line in known.header and (short or line == known.summary)


def _is_lead(line: Line, known: Known) -> bool:
    """Whether it is the summary, set apart from the text."""
    return not line.inside and line.bare == known.summary


def _judged(blocks: Sequence[Block], kept: Kept, known: Known) -> Found:
    """Every line weighed; those that stay as paragraphs."""
    features, weights = Features(Layout(blocks, kept), known), model()
    stay: list[Line] = []
    refused: list[Refused] = []
    chances = 0.0
    for line, facts in features:
        apart = isinstance(facts, str) or _is_lead(line, known)
        score = CHROME if apart else weights.score(facts)
        if score >= THRESHOLD and line.bare:
            stay.append(line)
            chances += probability(score) * line.size
        else:
            refused.append((line, facts, score))
    body = trimmed(_unique(read_paragraphs([line.block for line in stay])), known)
    whole = sum(line.size for line in stay)
    return Found(body, round(chances / whole, 3) if whole else 0.0, tuple(refused))


def _cut(refused: Refused) -> Cut:
    line, facts, score = refused
    if not isinstance(facts, str):
        facts = ", ".join(fact for fact, _ in model().reasons(facts, against=True))
    return Cut(line.block.text, facts, round(probability(-score), 3))


def _kept(tree: HtmlElement) -> Kept:
    """Whether trafilatura holds a line for the article's, asked by what ``bare`` makes of it."""
    found = bare_extraction(
        deepcopy(tree),
        fast=True,
        favor_precision=True,
        include_comments=False,
        include_tables=True,
        with_metadata=False,
    )
    text = (found.text or "") if found is not None else ""  # type: ignore[union-attr]
    lines = frozenset(bare(line) for line in text.splitlines())
    whole = bare(text)
    return lambda line: line in lines or (len(line) >= WHOLE_LINE and line in whole)


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
