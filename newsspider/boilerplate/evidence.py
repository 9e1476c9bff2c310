"""The lines of a body that are its site's boilerplate, by the evidence of the pages beside it.

Repetition alone is no proof: a line has to repeat under different titles, around different texts,
on enough of the pages beside the one it is cut from, and at the edges of their bodies or on most of
them. The pages stand in an order of their own, so the same pages give the same result in whatever
order they came. Only pages that stand near count: a line that the site gave up stays cut where it
was boilerplate, and is text again where it comes back alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from newsspider.boilerplate.traces import LONG, SENTENCE, Line, Trace

REACH = 40
"""Pages before and after a page that count for the lines that are cut from it."""

PLACE_REACH = 20
"""The same for places, which rest on the lines that repeat."""

AFFECTED = REACH + PLACE_REACH
"""Pages before and after a page that may be cut otherwise because of it."""

MIN_PAGES = 3
MIN_PAGES_WITHIN = 4
"""For lines within the text: three stories on one subject may share a paragraph."""

AT_EDGES = 0.8
"""Share of a line's pages that have it at an edge, for a line of the edges."""

FRAGMENT_SHARE = 0.1
SENTENCE_SHARE = 0.25
WITHIN_SHARE = 0.5
"""Share of the pages around that hold the line: less proof is needed for a fragment at an edge than
for a sentence there, and most for long prose and for what stands within the text."""

PLACE_SHARE = 0.8
"""Share of a place's other pages on which all of it repeats."""

MOST_CUT = 0.5
"""A body that would lose more is shared as a whole: a syndicated text or a near-duplicate."""

CutPositions = frozenset[int]
"""The positions of the paragraphs to cut from one body."""


@dataclass(frozen=True, slots=True)
class PageTrace:
    """One page of a site, as learning sees it."""

    number: int
    """Grows with each page."""

    trace: Trace


@dataclass(frozen=True, slots=True)
class Rulings:
    """The rulings of a person on lines, by key."""

    kept: frozenset[int] = frozenset()
    """Never cut."""

    forgotten: Mapping[int, int] = field(default_factory=dict)
    """The number up to which pages are no evidence any more."""


def decide(
    pages: Sequence[PageTrace], first: int, last: int, rulings: Rulings
) -> list[CutPositions]:
    """The positions to cut from each of ``pages[first:last]``.

    ``pages`` are neighbours in the site's order: give ``AFFECTED`` more at either side of the
    span, or all that there are.
    """
    start, end = max(0, first - PLACE_REACH), min(len(pages), last + PLACE_REACH)
    judged = _judge(pages, start, end, rulings)
    places = [_places(pages[at].trace, judged[at - start]) for at in range(start, end)]
    decided = []
    for at in range(first, last):
        trace, cut = pages[at].trace, frozenset(judged[at - start].cut)
        nearby = places[max(0, at - start - PLACE_REACH) : at - start + PLACE_REACH + 1]
        decided.append(_spared(trace, cut | _cut_by_place(trace, cut, nearby, rulings)))
    return decided


def _spared(trace: Trace, cut: CutPositions) -> CutPositions:
    size = sum(line.size for line in trace.lines if line.at in cut)
    return cut if size <= MOST_CUT * trace.size else frozenset()


@dataclass(frozen=True, slots=True)
class _Judged:
    """Positions on one page."""

    cut: set[int] = field(default_factory=set)
    """Boilerplate by their text."""

    repeated: set[int] = field(default_factory=set)
    """At an edge here and elsewhere: boilerplate where their place is."""


def _judge(pages: Sequence[PageTrace], start: int, end: int, rulings: Rulings) -> list[_Judged]:
    judged = [_Judged() for _ in range(start, end)]
    for key, occurrences in _occurrences(pages).items():
        if len(occurrences) < MIN_PAGES or key in rulings.kept:
            continue
        for at, proof in _proofs(pages, occurrences, rulings.forgotten.get(key, -1)):
            if start <= at < end:
                on_page = judged[at - start]
                on_page.cut.update(line.at for line in occurrences[at] if proof.suffices(line))
                on_page.repeated.update(line.at for line in occurrences[at] if proof.at_edge(line))
    return judged


def _occurrences(pages: Sequence[PageTrace]) -> dict[int, dict[int, list[Line]]]:
    """For each line that repeats the pages that hold it, in their order, and where on them."""
    counts = Counter(key for page in pages for key in {line.key for line in page.trace.lines})
    repeated = {key for key, count in counts.items() if count >= MIN_PAGES}
    occurrences: dict[int, dict[int, list[Line]]] = {}
    for at, page in enumerate(pages):
        for line in page.trace.lines:
            if line.key in repeated and not line.protected:
                occurrences.setdefault(line.key, {}).setdefault(at, []).append(line)
    return occurrences


@dataclass(frozen=True, slots=True)
class _Proof:
    """The evidence for cutting a line from one page."""

    pages: int
    """With different texts under different titles."""

    share: float
    at_edges: float

    def suffices(self, line: Line) -> bool:
        if self.pages >= MIN_PAGES_WITHIN and self.share >= WITHIN_SHARE:
            return True
        return self.at_edge(line) and self.share >= _share_at_edge(line)

    def at_edge(self, line: Line) -> bool:
        return line.edge and self.at_edges >= AT_EDGES and self.pages >= MIN_PAGES


def _share_at_edge(line: Line) -> float:
    if line.traits & LONG:
        return WITHIN_SHARE
    return SENTENCE_SHARE if line.traits & SENTENCE else FRAGMENT_SHARE


class _Tally:
    """The pages around that hold a line, as they come into reach and leave it."""

    def __init__(self) -> None:
        self.titles: Counter[int] = Counter()
        self.texts: Counter[int] = Counter()
        self.held = self.edges = 0

    def count(self, trace: Trace, lines: Sequence[Line], step: int) -> None:
        """Note that a page came (1) or left (-1)."""
        for counter, key in ((self.titles, trace.title), (self.texts, trace.text)):
            counter[key] += step
            if not counter[key]:
                del counter[key]
        self.held += step
        self.edges += step * any(line.edge for line in lines)

    def proof(self, around: int) -> _Proof:
        pages = min(len(self.titles), len(self.texts))
        return _Proof(pages, pages / around, self.edges / self.held)


def _proofs(
    pages: Sequence[PageTrace], occurrences: Mapping[int, Sequence[Line]], after: int
) -> Iterator[tuple[int, _Proof]]:
    """The proof at each page that holds the line; those numbered up to ``after`` are none."""
    known = [at for at in occurrences if pages[at].number > after]
    tally, entering, leaving = _Tally(), 0, 0
    for at in occurrences:
        while entering < len(known) and known[entering] <= at + REACH:
            tally.count(pages[known[entering]].trace, occurrences[known[entering]], 1)
            entering += 1
        while leaving < entering and known[leaving] < at - REACH:
            tally.count(pages[known[leaving]].trace, occurrences[known[leaving]], -1)
            leaving += 1
        if tally.held:
            yield at, tally.proof(_around(pages, at, after))


def _around(pages: Sequence[PageTrace], at: int, after: int) -> int:
    low, high = max(0, at - REACH), min(len(pages), at + REACH + 1)
    if after < 0:
        return high - low
    return sum(page.number > after for page in pages[low:high])


def _places(trace: Trace, judged: _Judged) -> dict[int, bool]:
    """For each place on the page whether all its lines repeat as boilerplate does."""
    whole: dict[int, bool] = {}
    for line in trace.lines:
        if line.place:
            repeats = line.at in judged.cut or line.at in judged.repeated
            whole[line.place] = whole.get(line.place, True) and repeats
    return whole


def _cut_by_place(
    trace: Trace, cut: CutPositions, nearby: Sequence[Mapping[int, bool]], rulings: Rulings
) -> CutPositions:
    """The lines at an edge that stand where on other pages all is boilerplate."""
    left = [line for line in trace.lines if line.place and line.edge and line.at not in cut]
    repeating: dict[int, bool] = {}
    for place in {line.place for line in left}:
        seen = [places[place] for places in nearby if place in places]
        whole, others = sum(seen), len(seen) - 1  # The page itself is among those nearby.
        repeating[place] = whole >= MIN_PAGES and whole >= PLACE_SHARE * others
    return frozenset(
        line.at
        for line in left
        if repeating[line.place]
        and not line.protected
        and not line.traits & LONG
        and line.key not in rulings.kept
        and line.key not in rulings.forgotten
    )
