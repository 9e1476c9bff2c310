"""What speaks for and against a line of the page: short names of facts, each with a weight.

The names are the vocabulary of ``data/lines.json``; a change here asks for ``make model``.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement

from newsspider.extraction.cleaning import PROSE_LINES, chrome_boxes, is_marked
from newsspider.extraction.layout import OUTERMOST, Layout, Line

NAMED_BY = ("class", "id", "itemprop", "data-component", "data-testid", "role")
WORD = re.compile(r"[A-Z]?[a-z]{2,15}|[A-Z]{3,}")
NAME_CHARACTERS = 300
QUOTE = re.compile('["“«„」』]')
LABELLED = re.compile(r"[\w .]{2,25}[:：]\s")
SHORT = 200
"""Signs such as ``©`` or ``@`` tell something of a line shorter than this."""

MIN_SUMMARY = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of the article before its body, each as ``bare`` writes it."""

    title: str = ""
    summary: str = ""
    linked_body: str = ""
    """``articleBody`` of the page's JSON-LD."""

    header: frozenset[str] = frozenset()
    """The lines around the headline: labels, date, byline."""


class Features:
    """The facts of each line of one page."""

    def __init__(self, layout: Layout, known: Known) -> None:
        self.layout = layout
        self.known = known
        self.title_at = _title_at(layout.lines, known.title)
        self._headings = _headings_since(layout.lines, self.title_at)
        beside = [_seen_from_beside(line) for line in layout.lines]
        self._beside = [["edge"], *beside, ["edge"]]
        self._chrome: dict[HtmlElement, str | None] = {**chrome_boxes(layout)}
        self._words: dict[HtmlElement, frozenset[str]] = {}
        self._boxes: dict[HtmlElement, list[str]] = {}

    def __iter__(self) -> Iterator[tuple[Line, str | list[str]]]:
        """Each line with its facts; one in a box of chrome with the reason for that alone."""
        for at, line in enumerate(self.layout.lines):
            yield line, self._chrome_around(line) or self.of(at)

    def of(self, at: int) -> list[str]:
        """The facts of one line, by its place on the page."""
        line = self.layout.lines[at]
        return [
            *self._of_line(at, line),
            *self._of_box(line.parent),
            *(f"p:{fact}" for fact in self._beside[at]),
            *(f"n:{fact}" for fact in self._beside[at + 2]),
            *self._of_company(at, line),
        ]

    def _chrome_around(self, line: Line) -> str | None:
        """Why the line's box is chrome, whatever the line says."""
        path: list[HtmlElement] = []
        box: HtmlElement | None = line.block.element
        while box is not None and box not in self._chrome:
            path.append(box)
            box = box.getparent()
        reason = self._chrome[box] if box is not None else None
        self._chrome.update(dict.fromkeys(path, reason))
        return reason

    def _of_line(self, at: int, line: Line) -> Iterator[str]:
        tag, where, length = str(line.block.element.tag), _where(line), _length(line)
        zone = self._zone(at)
        yield from _of_form(line, tag, where, length)
        yield f"len={length}|{where}|{zone}"
        yield f"kept={line.kept}|{where}|{zone}"
        yield f"zone={zone}|t={tag}|{where}"
        yield from _of_distance(line, where, length)
        shape = share(self.layout.shape_share(line))
        yield f"sig={shape}|t={tag}"
        yield f"sig={shape}|len={length}"
        yield f"own={share(self.layout.own_share(line.parent))}|t={tag}|len={length}"
        for word in self._named(line.block.element):
            yield f"c0:{word}"
        if line.repeated:
            yield f"dup|{zone}"
        yield from self._of_title(at, line, zone)
        yield from self._of_known(line, length, zone)

    def _zone(self, at: int) -> str:
        return "b" if at < self.layout.first else "a" if at > self.layout.last else "m"

    def _of_title(self, at: int, line: Line, zone: str) -> Iterator[str]:
        if self.title_at is None:
            yield "ttl=?"
        else:
            yield f"ttl={max(-3, min(at - self.title_at, 10))}"
            yield f"h1={min(self._headings[at], 2)}|k={line.kept}"
        if self.known.title and line.bare == self.known.title:
            yield f"istitle|{zone}"

    def _of_known(self, line: Line, length: int, zone: str) -> Iterator[str]:
        summary = self.known.summary
        if summary and line.bare == summary:
            yield f"issum|{zone}"
        elif _overlap(line.bare, summary):
            yield f"insum|{zone}"
        if line.bare in self.known.header:
            yield f"hdr|{zone}"
            yield f"hdr|len={length}"
        if self.known.linked_body:
            yield f"ab={line.bare in self.known.linked_body}|len={length}"

    def _of_company(self, at: int, line: Line) -> Iterator[str]:
        """How it goes with the lines before and after: one box, one verdict of trafilatura."""
        lines, tag = self.layout.lines, str(line.block.element.tag)
        before = lines[at - 1] if at else None
        after = lines[at + 1] if at + 1 < len(lines) else None
        same = [other is not None and other.parent is line.parent for other in (before, after)]
        kept = [other is not None and other.kept for other in (before, line, after)]
        yield f"sib={same[0]}{same[1]}|len={_length(line)}|t={tag}"
        yield f"kk={kept[0]}{kept[1]}{kept[2]}|t={tag}|{_where(line)}"

    def _of_box(self, parent: HtmlElement) -> list[str]:
        """The facts of all lines in one box: its names, and those of the boxes around it."""
        if parent not in self._boxes:
            self._boxes[parent] = list(self._read_box(parent))
        return self._boxes[parent]

    def _read_box(self, parent: HtmlElement) -> Iterator[str]:
        layout = self.layout
        path: list[HtmlElement] = []
        box: HtmlElement | None = parent
        around = frozenset(layout.around)
        while box is not None and box not in around and box.tag not in OUTERMOST:
            path.append(box)
            box = box.getparent()
        inside = layout.main is not None and box is layout.main
        yield from self._of_marks(path, inside)
        prefix = "c" if inside else "o"
        for word in frozenset(word for element in path for word in self._named(element)):
            yield f"{prefix}:{word}"
        for tag in frozenset(str(element.tag) for element in path):
            yield f"a={tag}|{inside}"
        yield f"steps={min(len(path), 6)}|{inside}"
        if not inside:
            yield f"lca={min(layout.around.index(box), 6) if box in around else '?'}"
        if inside and path:
            yield from self._of_part(path[-1])
        linked = share(layout.link_share(parent))
        yield f"pls={linked}|n={min(layout.count[parent], 5)}"
        yield f"pls={linked}|{inside}"
        yield f"own={share(layout.own_share(parent))}"

    def _of_marks(self, path: Sequence[HtmlElement], inside: bool) -> Iterator[str]:
        """Whether a box around the line is chrome by its names, though it holds prose."""
        marked = [box for box in path if is_marked(box)]
        if marked:
            prose = min(self.layout.proses[box] for box in marked)
            yield f"marked={min(prose, PROSE_LINES)}|{inside}"

    def _of_part(self, part: HtmlElement) -> Iterator[str]:
        """The main box's child that holds the line."""
        layout = self.layout
        yield f"top={part.tag!s}|ls={share(layout.link_share(part))}"
        whole = max(layout.text[layout.around[0]], 1)
        yield f"topsh={share(layout.text[part] / whole)}|n={min(layout.count[part], 5)}"

    def _named(self, element: HtmlElement) -> frozenset[str]:
        """The words of the names that the template gives to the element."""
        if element not in self._words:
            raw = " ".join(filter(None, map(element.get, NAMED_BY)))[:NAME_CHARACTERS]
            self._words[element] = frozenset(word.lower() for word in WORD.findall(raw))
        return self._words[element]


def share(value: float) -> int:
    """A share as one of eight steps: none, five fifths, nearly all, all."""
    return 0 if value <= 0 else 1 + min(int(value * 5), 5) if value < 0.999 else 7


def _of_form(line: Line, tag: str, where: str, length: int) -> Iterator[str]:
    """Its markup, length, ending, links and signs."""
    text = line.block.text
    yield f"t={tag}|{where}"
    yield f"t={tag}|len={length}"
    yield f"len={_fine_length(line.size)}"
    yield f"end={_ending(line)}|len={length}"
    linked = share(line.linked)
    yield f"ls={linked}|{where}"
    yield f"ls={linked}|len={length}"
    yield f"kept={line.kept}|t={tag}"
    yield f"kept={line.kept}|len={length}"
    if line.chrome:
        yield f"chrome={line.chrome}"
        yield f"chrome|{where}|t={tag}"
    if line.block.in_button:
        yield "button"
    only = _only_child(line.block.element)
    if only is not None:
        yield f"only={only}|len={length}"
    if not text[0].isalnum():
        yield f"fc={text[0]}"
    if text.isupper():
        yield "caps"
    if QUOTE.search(text):
        yield f"quote|len={length}"
    if line.size < SHORT:
        yield from _of_signs(text, length)


def _of_signs(text: str, length: int) -> Iterator[str]:
    for name, sign in (("copy", "©"), ("at", "@"), ("pipe", "|"), ("slash", "/")):
        if sign in text:
            yield name
    if any(character.isdigit() for character in text):
        yield f"digit|len={length}"
    if LABELLED.match(text):
        yield "label:"


def _of_distance(line: Line, where: str, length: int) -> Iterator[str]:
    yield f"dp={min(line.before, 8)}|{where}"
    yield f"dn={min(line.after, 8)}|{where}"
    yield f"d={min(line.before, 4)}{min(line.after, 4)}|len={length}"
    yield f"depth={min(line.depth, 6)}|{where}"


def _seen_from_beside(line: Line) -> list[str]:
    """What a line tells of its neighbours."""
    return [
        f"l={_fine_length(line.size) // 2}|{_where(line)}",
        f"t={line.block.element.tag!s}",
        f"ls={share(line.linked)}",
        f"k={line.kept}|e={line.sentence}",
        f"c={line.chrome}",
    ]


def _headings_since(lines: Sequence[Line], title_at: int | None) -> list[int]:
    """How many further ``<h1>`` stand between the headline and each line."""
    found, headings = [], 0
    for at, line in enumerate(lines):
        found.append(headings)
        headings += title_at is not None and at > title_at and line.block.element.tag == "h1"
    return found


def _overlap(line: str, summary: str) -> bool:
    return len(line) > MIN_SUMMARY and bool(summary) and (line in summary or summary in line)


def _title_at(lines: Sequence[Line], title: str) -> int | None:
    places = [at for at, line in enumerate(lines) if title and line.bare == title]
    heads = [at for at in places if lines[at].block.element.tag in ("h1", "h2")]
    return next(iter(heads or places), None)


def _where(line: Line) -> str:
    return "in" if line.inside else "out"


def _fine_length(size: int) -> int:
    return min(int(math.log2(size) * 1.5), 14) if size > 0 else 0


def _length(line: Line) -> int:
    return _fine_length(line.size) // 3


def _ending(line: Line) -> str:
    text = line.block.text
    if line.sentence:
        return "s"
    return ":" if text[-1] in ":：" else "…" if text.endswith(("…", "...")) else "n"


def _only_child(element: HtmlElement) -> str | None:
    """The tag of the one element that holds all of the line, such as ``strong``."""
    if len(element) != 1 or (element.text or "").strip():
        return None
    child = element[0]
    return child.tag if isinstance(child.tag, str) and not (child.tail or "").strip() else None
