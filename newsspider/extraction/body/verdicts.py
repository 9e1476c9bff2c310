"""Which lines of a page stay: those that belong together stand or fall together."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from lxml.html import HtmlElement

from newsspider.extraction.body.facts import Group
from newsspider.extraction.body.lines import Line
from newsspider.extraction.body.paragraphs import HEADINGS, row_of
from newsspider.extraction.body.regions import IsKept

THRESHOLD = -0.2
"""Log-odds from which on a line is the article's."""

BOILERPLATE = -5.0
"""Log-odds of a line in a box of boilerplate."""

LISTS, LIST_LEVELS = frozenset(("ul", "ol", "dl")), 4
TABLES, TABLE_LEVELS = frozenset(("table",)), 12
KEPT_TABLE, KEPT_LIST = 1.0, 0.5
"""Log-odds that a table or a list gains where trafilatura keeps most of it."""

MOSTLY = 0.5
LEAST_SHARE = 0.4
"""The share of the page's text without links that is kept, below which trafilatura is asked about
the whole page. The mean chance of what is kept says nothing more of when to ask."""

MOST_LINES = 5_000
"""Trafilatura's time grows with the square of the lines."""

AGREED = 0.8
"""The share of what trafilatura then keeps from which on it changes nothing."""

PROSE_SHARE = 0.3
"""The share of running text in it below which it is no text: an index page, a menu."""

TRUST = 3.0
"""Log-odds that its lines gain where less of them stays."""

SIBLING_SIZE, FILLED_SIZE = 60, 25
"""Letters of a sibling that vouches for those between, and of one that is vouched for."""

STRONG = -3.0
"""Log-odds below which no sibling vouches for a line."""

STRONG_HEADING, STACKED, NEAR = -2.0, 3, 6
"""The same for a heading over text that stays; headings that may follow each other, and lines in
which text follows that is set as a heading itself."""


@dataclass(slots=True)
class ScoredLine:
    """A line with the reason of its box, or with its own facts, and its log-odds."""

    line: Line
    facts: str | list[Group]
    score: float

    @property
    def is_closed(self) -> bool:
        """Whether its box is boilerplate, whatever it says itself."""
        return isinstance(self.facts, str)

    @property
    def stays(self) -> bool:
        """Whether it is the article's."""
        return self.score >= THRESHOLD and bool(self.line.bare)


def settle(scored: Sequence[ScoredLine], ask: Callable[[], IsKept]) -> bool:
    """Settle the scores of all lines of a page, in place; whether trafilatura's choice was heard.

    ``ask`` has trafilatura read the whole page: only where the lines keep little of it.
    """
    for cells in _groups(scored, lambda line: row_of(line.block)).values():
        _share_mean(cells, 0.0)
    tables = _groups(scored, _Around(TABLES, TABLE_LEVELS))
    for lines in tables.values():
        _share_mean(lines, KEPT_TABLE)
    lists = _groups(scored, _Around(LISTS, LIST_LEVELS))
    for lines in lists.values():
        _share_mean(lines, KEPT_LIST)
    heard = _is_doubtful(scored) and _hear(scored, ask())
    _fill_holes(scored, tables | lists)
    _keep_headings(scored)
    return heard


def probability(score: float) -> float:
    """Log-odds as a chance, 0 to 1."""
    return 1 / (1 + math.exp(-max(-30.0, min(score, 30.0))))


def sureness(scored: Iterable[ScoredLine]) -> float:
    """The mean chance of the letters that stay to be the article's; 0 where none does."""
    kept = [(probability(each.score), each.line.size) for each in scored if each.stays]
    whole = sum(size for _, size in kept)
    return math.fsum(chance * size for chance, size in kept) / whole if whole else 0.0


def _is_doubtful(scored: Sequence[ScoredLine]) -> bool:
    """Whether the lines leave most of the page's text out."""
    if len(scored) > MOST_LINES:
        return False
    text = [each for each in scored if each.line.linked < MOSTLY and not each.is_closed]
    kept = sum(each.line.size for each in text if each.stays)
    whole = sum(each.line.size for each in text)
    return kept < LEAST_SHARE * whole


def _groups(
    scored: Iterable[ScoredLine], box_of: Callable[[Line], HtmlElement | None]
) -> dict[HtmlElement, list[ScoredLine]]:
    """The lines by the box that they share; a line alone is no group."""
    groups: defaultdict[HtmlElement, list[ScoredLine]] = defaultdict(list)
    for each in scored:
        box = box_of(each.line)
        if box is not None:
            groups[box].append(each)
    return {box: lines for box, lines in groups.items() if len(lines) > 1}


class _Around:
    """The nearest element of these tags around a line; lines of one box share the search."""

    def __init__(self, tags: frozenset[str], levels: int) -> None:
        self.tags = tags
        self.levels = levels
        self.known: dict[HtmlElement, HtmlElement | None] = {}

    def __call__(self, line: Line) -> HtmlElement | None:
        element = line.block.element
        if element.tag in self.tags:
            return element
        if line.parent not in self.known:
            outer = chain((line.parent,), islice(line.parent.iterancestors(), self.levels - 1))
            self.known[line.parent] = next((box for box in outer if box.tag in self.tags), None)
        return self.known[line.parent]


def _share_mean(lines: Sequence[ScoredLine], bonus: float) -> None:
    """One verdict for all, as they are read together: their mean, by size."""
    lines = [each for each in lines if not each.is_closed]
    size = sum(each.line.size for each in lines)
    if not size:
        return
    mean = math.fsum(each.score * each.line.size for each in lines) / size
    kept = sum(each.line.size for each in lines if each.line.kept)
    linked = math.fsum(each.line.size * each.line.linked for each in lines)
    if kept > MOSTLY * size and linked < MOSTLY * size:
        mean += bonus
    for each in lines:
        each.score = mean


def _hear(scored: Sequence[ScoredLine], keeps: IsKept) -> bool:
    """Trust trafilatura's lines more where most of them would go; whether that was so."""
    chosen = [each for each in scored if not each.is_closed and keeps(each.line.bare)]
    held = sum(each.line.size for each in chosen)
    running = sum(each.line.size for each in chosen if each.line.prose or each.line.sentence)
    if running < PROSE_SHARE * held:
        return False
    if sum(each.line.size for each in chosen if each.stays) >= AGREED * held:
        return False
    for each in chosen:
        each.score += TRUST
    return True


def _fill_holes(
    scored: Sequence[ScoredLine], groups: Mapping[HtmlElement, Sequence[ScoredLine]]
) -> None:
    """Keep what stands between paragraphs of the same box that stay: prose, tables and lists."""
    places = {id(each): at for at, each in enumerate(scored)}
    spans: dict[HtmlElement, tuple[int, int]] = {}
    for at, each in enumerate(scored):
        if each.stays and each.line.size >= SIBLING_SIZE:
            spans[each.line.parent] = (spans.get(each.line.parent, (at, at))[0], at)
    for box, lines in groups.items():
        parent = box.getparent()
        first, last = spans.get(parent, (0, 0)) if parent is not None else (0, 0)
        is_between = first < places[id(lines[0])] and places[id(lines[-1])] < last
        if is_between and all(_is_open(each, STRONG) for each in lines):
            for each in lines:
                each.score = max(each.score, THRESHOLD)
    for at, each in enumerate(scored):
        first, last = spans.get(each.line.parent, (0, 0))
        if first < at < last and not each.stays and _is_prose(each):
            each.score = THRESHOLD


def _is_prose(each: ScoredLine) -> bool:
    """Whether it is a paragraph of running text with nothing strong against it."""
    line = each.line
    return (
        line.block.element.tag == "p"
        and (line.prose or (line.sentence and line.size > FILLED_SIZE))
        and _is_open(each, STRONG)
    )


def _is_open(each: ScoredLine, strong: float) -> bool:
    line = each.line
    return (
        not each.is_closed
        and line.boilerplate is None
        and line.linked < MOSTLY
        and not line.block.in_button
        and each.score > strong
    )


def _keep_headings(scored: Sequence[ScoredLine]) -> None:
    """Keep the headings right over lines that stay, and text that is set as headings near them."""
    for at, each in enumerate(scored):
        tag = each.line.block.element.tag
        if tag not in HEADINGS or tag == "h1" or each.stays or not _is_open(each, STRONG_HEADING):
            continue
        below = list(islice(scored, at + 1, at + 1 + NEAR))
        first = next((e for e in below[:STACKED] if e.line.block.element.tag not in HEADINGS), None)
        heads_text = first is not None and first.stays
        if heads_text or (each.line.prose and any(other.stays for other in below)):
            each.score = THRESHOLD
