"""The facts for and against each line of a page, by its place among the others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from lxml.html import HtmlElement

from newsspider.extraction.body.boilerplate import (
    PROSE_LINES,
    boilerplate_boxes,
    is_marked,
    other_articles,
)
from newsspider.extraction.body.facts import (
    Group,
    coarse_length,
    company,
    distance,
    form,
    seen_before,
    seen_behind,
    share,
    shares,
    text_signs,
    where,
)
from newsspider.extraction.body.lines import Line
from newsspider.extraction.body.regions import OUTERMOST, Layout

PICTURES = ("img", "picture", "video", "iframe")
NEAR_PICTURE = 3
"""Boxes up from a picture in which its caption may stand."""

MOST_BESIDE = 3
"""Lines in one box with a picture, where they are its caption."""

MIN_SUMMARY = 30
LEAD_PART = 3
"""So many times the size of a lead is a text that it is a part of."""

OWN_SHARE = 0.3
"""The share of the article's prose that makes a box the text's."""

Facts = list[Group]
"""The facts of one line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleHead:
    """The fields of the article that are known before its body, each as ``bare`` writes it."""

    title: str = ""
    summary: str = ""
    linked_body: str = ""
    """``articleBody`` of the page's JSON-LD."""

    header: frozenset[str] = frozenset()
    """The lines around the headline: labels, date, byline."""

    authors: tuple[str, ...] = ()
    """The authors' names, as the record has them."""


class Features:
    """The facts of each line of one page."""

    def __init__(self, layout: Layout, head: ArticleHead) -> None:
        self.layout = layout
        self.head = head
        self.title_at = _title_at(layout.lines, head.title)
        self._headings = _headings_since(layout.lines, self.title_at)
        self._boilerplate: dict[HtmlElement, str | None] = {
            **boilerplate_boxes(layout),
            **other_articles(layout, self.title_at),
        }
        self._pictured = _around_pictures(layout.lines)
        self._around = frozenset(layout.around)
        self._boxes: dict[HtmlElement, Group] = {}

    def __iter__(self) -> Iterator[tuple[Line, str | Facts]]:
        """Each line with its facts; one in a box of boilerplate with the reason for that alone."""
        for at, line in enumerate(self.layout.lines):
            yield line, self._boilerplate_around(line) or self.of(at)

    def of(self, at: int) -> Facts:
        """The facts of one line, by its place on the page."""
        lines = self.layout.lines
        line = lines[at]
        tag, zone = str(line.block.element.tag), self._zone(at)
        if line.parent not in self._boxes:
            self._boxes[line.parent] = tuple(self._of_box(line.parent))
        shape, own = self.layout.markup_share(line), self.layout.own_share(line.parent)
        return [
            form(line, tag, zone),
            distance(line),
            shares(share(shape), share(own), tag, coarse_length(line.size)),
            self._company(at, line, tag),
            seen_before(lines[at - 1]) if at else ("p:edge",),
            seen_behind(lines[at + 1]) if at + 1 < len(lines) else ("n:edge",),
            self._boxes[line.parent],
            tuple(self._of_place(at, line, zone)),
            tuple(text_signs(line, tag)),
        ]

    def is_over_text(self, at: int) -> bool:
        """Whether the line stands between the headline and the end of the text."""
        return (self.title_at is None or at > self.title_at) and at <= self.layout.last

    def opens_text(self, at: int) -> bool:
        """Whether the text goes on right behind the line, in the same box, or is hardly more."""
        line, behind = self.layout.lines[at], self.layout.lines[at + 1 : at + 2]
        if line.prose and LEAD_PART * line.size >= self.layout.prose:
            return True
        return (
            bool(behind)
            and behind[0].parent is line.parent
            and (behind[0].prose or behind[0].sentence)
            and self.layout.own_share(line.parent) >= OWN_SHARE
        )

    def _boilerplate_around(self, line: Line) -> str | None:
        """Why the line's box is boilerplate, whatever the line says."""
        path: list[HtmlElement] = []
        box: HtmlElement | None = line.block.element
        while box is not None and box not in self._boilerplate:
            path.append(box)
            box = box.getparent()
        reason = self._boilerplate[box] if box is not None else None
        self._boilerplate.update(dict.fromkeys(path, reason))
        return reason

    def _zone(self, at: int) -> str:
        return "b" if at < self.layout.first else "a" if at > self.layout.last else "m"

    def _company(self, at: int, line: Line, tag: str) -> Group:
        lines = self.layout.lines
        before = lines[at - 1] if at else None
        after = lines[at + 1] if at + 1 < len(lines) else None
        same = "".join(
            "s" if other is not None and other.parent is line.parent else "o"
            for other in (before, after)
        )
        kept = "".join(
            "k" if other is not None and other.kept else "o" for other in (before, line, after)
        )
        return company(same, kept, tag, where(line), coarse_length(line.size))

    def _of_place(self, at: int, line: Line, zone: str) -> Iterator[str]:
        """Where it stands from the headline and from pictures; what else says the same."""
        length = coarse_length(line.size)
        yield from self._of_picture(line, length)
        if line.repeated:
            yield f"dup|{zone}"
        if self.title_at is None:
            yield "ttl=?"
        else:
            yield f"ttl={max(-3, min(at - self.title_at, 10))}"
            yield f"h1={min(self._headings[at], 2)}|k={line.kept}"
        if self.head.title and line.bare == self.head.title:
            yield f"istitle|{zone}"
        yield from self._of_head(line, length, zone)

    def _of_picture(self, line: Line, length: int) -> Iterator[str]:
        """Whether it stands in a small box with a picture."""
        box: HtmlElement | None = line.block.element
        for level in range(NEAR_PICTURE):
            if box is None or self.layout.held[box].lines > MOST_BESIDE:
                break
            if box in self._pictured:
                yield f"pic={level}|n={self.layout.held[box].lines}"
                yield f"pic|len={length}|k={line.kept}"
                break
            box = box.getparent()

    def _of_head(self, line: Line, length: int, zone: str) -> Iterator[str]:
        summary = self.head.summary
        if summary and line.bare == summary:
            yield f"issum|{zone}"
        elif _overlap(line.bare, summary):
            yield f"insum|{zone}"
        if line.bare in self.head.header:
            yield f"hdr|{zone}"
            yield f"hdr|len={length}"
        if self.head.linked_body:
            yield f"ab={line.bare in self.head.linked_body}|len={length}"

    def _of_box(self, parent: HtmlElement) -> Iterator[str]:
        """The facts of all lines in one box: its share of links, and the boxes around it."""
        layout = self.layout
        path: list[HtmlElement] = []
        box: HtmlElement | None = parent
        while box is not None and box not in self._around and box.tag not in OUTERMOST:
            path.append(box)
            box = box.getparent()
        inside = layout.main is not None and box is layout.main
        yield from self._of_marks(path, inside)
        for tag in frozenset(str(element.tag) for element in path):
            yield f"a={tag}|{inside}"
        yield f"steps={min(len(path), 6)}|{inside}"
        if not inside:
            yield f"lca={min(layout.around.index(box), 6) if box in self._around else '?'}"
        elif path:
            yield from self._of_part(path[-1])
        yield f"pls={share(layout.link_share(parent))}|{inside}"
        yield f"own={share(layout.own_share(parent))}"

    def _of_marks(self, path: Sequence[HtmlElement], inside: bool) -> Iterator[str]:
        """Whether a box around the line is boilerplate by its names, though it holds prose."""
        marked = [box for box in path if is_marked(box)]
        if marked:
            prose = min(self.layout.held[box].prose for box in marked)
            yield f"marked={min(prose, PROSE_LINES)}|{inside}"

    def _of_part(self, part: HtmlElement) -> Iterator[str]:
        """The main box's child that holds the line."""
        layout = self.layout
        yield f"top={part.tag!s}|ls={share(layout.link_share(part))}"
        whole = max(layout.held[layout.around[0]].text, 1)
        yield f"topsh={share(layout.held[part].text / whole)}|n={min(layout.held[part].lines, 5)}"


def _around_pictures(lines: Sequence[Line]) -> frozenset[HtmlElement]:
    """The boxes right around pictures."""
    if not lines:
        return frozenset()
    root = lines[0].block.element.getroottree()
    return frozenset(
        box
        for picture in root.iter(*PICTURES)
        for box in islice(picture.iterancestors(), NEAR_PICTURE)
    )


def _headings_since(lines: Sequence[Line], title_at: int | None) -> list[int]:
    """The number of further ``<h1>`` between the headline and each line."""
    counts, headings = [], 0
    for at, line in enumerate(lines):
        counts.append(headings)
        headings += title_at is not None and at > title_at and line.block.element.tag == "h1"
    return counts


def _overlap(line: str, summary: str) -> bool:
    return len(line) > MIN_SUMMARY and bool(summary) and (line in summary or summary in line)


def _title_at(lines: Sequence[Line], title: str) -> int | None:
    places = [at for at, line in enumerate(lines) if title and line.bare == title]
    heads = [at for at in places if lines[at].block.element.tag in ("h1", "h2")]
    return next(iter(heads or places), None)
