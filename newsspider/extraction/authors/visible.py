"""Lines of the visible page that say who wrote it, each with where it was found."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from lxml.html import HtmlElement

from newsspider.dates import DateReader, find_date
from newsspider.dates.names import weekday_words
from newsspider.extraction.authors.credit_line import craft_names, speaks_of_craft
from newsspider.extraction.authors.links import author_links, leads_elsewhere
from newsspider.extraction.authors.markup import (
    calls_author,
    calls_others,
    is_near_class,
    marks_author,
    seamed,
    speaks_on_author,
)
from newsspider.extraction.authors.metadata import Claim
from newsspider.extraction.authors.names import (
    MAX_NAME,
    is_lead,
    is_led,
    is_of_craft,
    is_spelt_as_name,
    led,
    may_introduce,
    named_behind_more,
    without_place,
    without_residue,
)
from newsspider.extraction.page.blocks import (
    Block,
    article_around,
    is_hidden,
    is_other_story,
)
from newsspider.extraction.page.document import Document
from newsspider.extraction.page.header import HEADINGS, Header
from newsspider.extraction.page.texts import bare, clean

MAX_LINE, MAX_LED, MAX_META, MAX_INNER, MAX_BEHIND = 2 * MAX_NAME, 4 * MAX_NAME, 480, 16, 12
TEASER_WORDS = 3
ABOVE, BEHIND, WITHOUT_HEADLINE = 6, 3, 30
"""Lines above the headline, behind the header, and of a page without headline, that are near."""

REACH = 2
"""Boxes around a line that are looked at."""

BREAKS = re.compile(r"\s*[|•·⋅–—¦]\s*|\s[-/]\s")
GLUED = re.compile(r"(?:By|BY|Von|Par|Por|by)(?=[^\W\d_a-z])")
"""A word that introduces an author, glued to the name by the markup: "ByJane Doe"."""

MAX_PARTS, BESIDE, PROSE_CHARACTERS = 8, 2, 140
TAIL = 6
"""Behind a signature stand so many lines without running text."""

CAPTIONS = frozenset(("figcaption", "figure", "button", "h2", "h3", "h4"))
EMPHASIS = ("strong", "b", "em", "i")


def bylines(
    document: Document, blocks: list[Block], header: Header, reader: DateReader
) -> Iterator[Claim]:
    """The page's lines that their place, their first words or their markup call a byline.

    Kinds begin with ``near`` or ``far``: from the headline.
    """
    undated = _Undated(reader)
    at = header.title_at
    start = 0 if at is None else max(at - ABOVE, 0)
    end = WITHOUT_HEADLINE if at is None else header.text_at + BEHIND
    if at is not None:
        blocks = blocks[:end] + _of_story(blocks[end:], blocks[at].element)
    yield from _near(blocks[start : at or 0], undated)
    yield from _near(blocks[start if at is None else at + 1 : end], undated)
    yield from _alone(header, undated)
    if header.byline:
        words = undated(header.byline).split()
        yield " ".join(word for word in words if not any(map(str.isdigit, word))), "beside date"
    yield from _far(blocks[end:], undated)
    yield from signatures(blocks, end)
    yield from author_links(document, blocks[start:end], blocks[end:])


def _of_story(blocks: list[Block], headline: HtmlElement) -> list[Block]:
    """The lines that do not stand in another ``<article>`` than the headline's."""
    own = article_around(headline)
    if own is None:
        return blocks
    return [b for b in blocks if not is_other_story(article_around(b.element), own)]


def other_work(blocks: list[Block]) -> set[str]:
    """The names, by letters, of those whom the page names for pictures, translation, editing."""
    return {
        bare(name)
        for block in blocks
        if len(block.text) <= MAX_LED and speaks_of_craft(block.text)
        for name in craft_names(seamed(block.element, block.text))
    }


class _Undated:
    """Lines less the date in them: what stands before it, or behind it where nothing does."""

    def __init__(self, reader: DateReader) -> None:
        self.reader = reader
        self.weekdays = weekday_words((reader.language or "").split("-")[0])

    def __call__(self, line: str) -> str:
        if any(map(str.isdigit, line)):
            date = find_date(line, self.reader)
            if date:
                before = without_residue(line[: date.start], self.weekdays)
                return before if bare(before) else self._plain(line[date.end :])
        return self._plain(line)

    def is_dated(self, line: str) -> bool:
        """Whether a date stands in the line."""
        return any(map(str.isdigit, line)) and find_date(line, self.reader) is not None

    def _plain(self, line: str) -> str:
        return without_residue(line, self.weekdays)


def _near(blocks: list[Block], undated: _Undated) -> Iterator[Claim]:
    """Claims of the lines around the headline: of parts by first word, of boxes by their class."""
    lead = False
    for block in blocks:
        size = len(block.text)
        if MAX_LED < size <= MAX_META:
            yield from _parts(seamed(block.element, block.text), undated)
        elif size <= MAX_LED and not is_of_craft(block.text):
            line = seamed(block.element, block.text)
            if is_led(line) or is_led(block.text) or (lead and size <= MAX_LINE):
                yield undated(without_place(led(line))), "near led"
            yield from _parts(line, undated)
            if size <= MAX_LINE:
                yield from _marked(block.element, undated)
        lead = is_lead(block.text)


def _alone(header: Header, undated: _Undated) -> Iterator[Claim]:
    """Lines beside the date, under the headline, that hold nothing but a name, and its place."""
    dated = [undated.is_dated(block.text) for block in header.below]
    for at, block in enumerate(header.below):
        text = block.text
        is_beside = any(dated[max(at - BESIDE, 0) : at + BESIDE + 1]) and not dated[at]
        if not is_beside or len(text) > MAX_NAME or block.element.tag in CAPTIONS:
            continue
        if is_led(text) or is_of_craft(text) or leads_elsewhere(block):
            continue
        if is_spelt_as_name(without_place(text)):
            yield text, "near alone"


def _parts(line: str, undated: _Undated) -> Iterator[Claim]:
    """The parts of a line that are led, and those beside a date that are spelt as a name."""
    parts = BREAKS.split(line)[:MAX_PARTS]
    dated = len(parts) > 1 and undated.is_dated(line)
    for at, part in enumerate(parts if len(parts) > 1 else ()):
        if at and is_led(part):
            yield undated(led(part)), "near led"
        elif dated and is_spelt_as_name(part):
            yield part, "near part"


def _marked(element: HtmlElement, undated: _Undated) -> Iterator[Claim]:
    """The texts of the line's own box and of those in it that their markup calls an author's."""
    for inner in islice(element.iter("*"), MAX_INNER):
        if marks_author(inner) and not is_hidden(inner):
            text = seamed(inner)
            if len(text) <= MAX_LINE and not is_of_craft(text):
                yield undated(text), "near class"
    if any(marks_author(box) for box in islice(element.iterancestors(), REACH)):
        line = seamed(element)[:MAX_LINE]
        if not is_of_craft(line):
            yield undated(line), "near box"
            yield "; ".join(filter(is_spelt_as_name, line.split("¦"))), "near box part"


def _far(blocks: list[Block], undated: _Undated) -> Iterator[Claim]:
    """The first lines behind the header that are led or marked, those of teasers left out."""
    bylines_read = 0
    for at, block in enumerate(blocks):
        if len(block.text) > MAX_LINE or not _may_be_byline(block):
            continue
        claims = list(_far_line(block, undated))
        if claims and not (at and _is_teaser(blocks[at - 1])):
            yield from claims
            bylines_read += 1
            if bylines_read == MAX_BEHIND:
                break


def _is_teaser(block: Block) -> bool:
    """Whether it is the headline of another article: the byline behind it is that one's."""
    return bool(block.links) and block.link_share > 0.8 and len(block.text.split()) > TEASER_WORDS


def _may_be_byline(block: Block) -> bool:
    """Whether its first word or its box may make it one: those of most lines do not."""
    element, parent = block.element, block.element.getparent()
    return (
        may_introduce(block.text)
        or GLUED.match(block.text) is not None
        or speaks_on_author(element.get("class"))
        or (parent is not None and speaks_on_author(parent.get("class")))
    )


def _far_line(block: Block, undated: _Undated) -> Iterator[Claim]:
    """Claims of one line: led or marked, or in a box on the author."""
    line, parent = seamed(block.element, block.text), block.element.getparent()
    begins = is_led(line)
    name = led(line)
    around = parent is not None and marks_author(parent)
    marked = marks_author(block.element) or (around and is_spelt_as_name(name))
    if marked or begins:
        if not calls_others(block.element) and (marked or _may_be_led_to(name)):
            yield from ((undated(name), kind) for kind in _far_kinds(marked=marked, begins=begins))
    elif (written := named_behind_more(line)) and (not block.links or is_near_class(block.element)):
        yield written, "far more"
    elif parent is not None and calls_author(parent) and is_spelt_as_name(line):
        yield line, "far bio"


def _may_be_led_to(name: str) -> bool:
    """Whether words behind "von" or "di" far from the headline look like a name."""
    first, *rest = name.split() or [""]
    return not first[:1].islower() and (not rest or not first.isascii() or first[:1].isupper())


def _far_kinds(*, marked: bool, begins: bool) -> Iterator[str]:
    if marked:
        yield "far class"
    if begins:
        yield "far led"


def signatures(blocks: list[Block], header_end: int) -> Iterator[Claim]:
    """Lines that hold nothing but a name, right before or behind the running text.

    What opens the text has to be emphasised; what is not stands alone of its kind on the page.
    """
    prose = [len(block.text) >= PROSE_CHARACTERS for block in blocks]
    plain: list[str] = []
    for at in range(1, len(blocks) - 1):
        opens = prose[at + 1] and not prose[at - 1] and at < header_end
        closes = prose[at - 1] and not any(prose[at + 1 : at + TAIL])
        if not (opens or closes) or not _may_sign(blocks[at], blocks[at + 1]):
            continue
        if _is_emphasised(blocks[at].element):
            yield blocks[at].text, "signature"
        elif closes:
            plain.append(blocks[at].text)
    if len(plain) == 1:
        yield plain[0], "signature plain"


def _may_sign(block: Block, following: Block) -> bool:
    """Whether it is a name, and neither a link nor the heading of a list or of a section."""
    return (
        len(block.text) <= MAX_NAME
        and not block.links
        and block.element.tag not in HEADINGS
        and following.element.tag != "li"
        and is_spelt_as_name(block.text)
    )


def _is_emphasised(element: HtmlElement) -> bool:
    inner = next(element.iter(*EMPHASIS), None)
    return inner is not None and clean(str(inner.text_content())) == clean(
        str(element.text_content())
    )
