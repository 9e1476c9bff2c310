"""Lines of the visible page that say who wrote it, each with where it was found."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain, islice

from lxml.etree import XPath
from lxml.html import HtmlElement

from newsspider.dates import DateReader, find_date
from newsspider.dates.names import weekday_words
from newsspider.extraction.authors.metadata import Claim
from newsspider.extraction.authors.names import (
    MAX_NAME,
    is_lead,
    is_led,
    is_spelt_as_name,
    led,
    may_introduce,
    named_behind_more,
    without_place,
    without_residue,
)
from newsspider.extraction.page.blocks import Block, is_hidden
from newsspider.extraction.page.document import Document
from newsspider.extraction.page.header import HEADINGS, Header
from newsspider.extraction.page.texts import clean

MAX_LINE, MAX_LED, MAX_INNER, MAX_BEHIND = 2 * MAX_NAME, 4 * MAX_NAME, 16, 12
MAX_CLASS, TEASER_WORDS = 300, 3
ABOVE, BEHIND, WITHOUT_HEADLINE = 6, 3, 30
"""Lines above the headline, behind the header, and of a page without headline, that are near."""

REACH, LINK_REACH = 2, 8
"""Boxes around a line and around a link whose classes count."""

MARK = re.compile(
    r"author|byline|(?<![a-z])(?:autor|auteur|autore|writer|journalist|reporter|redakteur"
    r"|verfasser|submitted|username|posted-?by|vcard|signature)",
    re.IGNORECASE,
)
OTHERS = re.compile(
    r"comment|disqus|respond|kommentar|related|recommend|teaser|most-?read|popular|sidebar"
    r"|widget|trending|latest|photo|image|caption|credit",
    re.IGNORECASE,
)
"""Boxes of other people's names: comments, other articles, photographers."""

ABOUT = re.compile(r"(?:author|autor)[\w-]*(?:bio|desc|role|job)", re.IGNORECASE)
LINK = re.compile(
    r"/(?:aut|redaktion/|people/|journalist|prof|user|staff/|by/|contributor)", re.IGNORECASE
)
AUTHORS = XPath("descendant::a[contains(@rel, 'author')]")
REL = re.compile(r"rel=[\"']?[^\"'<>]*author")
"""Such a link in the markup: a tenth of the time that the tree takes to say that it has none."""

PROFILE = re.compile(r"/(?:prof|user|people)", re.IGNORECASE)
BREAKS = re.compile(r"\s*[|•·–—]\s*|\s[-/]\s")

PROSE_CHARACTERS = 140
TAIL = 6
"""Behind a signature stand so many lines without running text."""

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
    yield from _near(blocks[start : at or 0], undated)
    yield from _near(blocks[start if at is None else at + 1 : end], undated)
    if header.byline:
        words = undated(header.byline).split()
        yield " ".join(word for word in words if not any(map(str.isdigit, word))), "beside date"
    yield from _far(blocks[end:], undated)
    yield from signatures(blocks, end)
    yield from _links(document, blocks[start:end])


class _Undated:
    """Lines less the date that they end with."""

    def __init__(self, reader: DateReader) -> None:
        self.reader = reader
        self.weekdays = weekday_words((reader.language or "").split("-")[0])

    def __call__(self, line: str) -> str:
        if any(map(str.isdigit, line)):
            date = find_date(line, self.reader)
            line = line[: date.start] if date else line
        return without_residue(line, self.weekdays)


def _near(blocks: list[Block], undated: _Undated) -> Iterator[Claim]:
    """Claims of the lines around the headline: of parts by first word, of boxes by their class."""
    lead = False
    for block in blocks:
        size = len(block.text)
        if size <= MAX_LED and (is_led(block.text) or (lead and size <= MAX_LINE)):
            yield undated(without_place(led(block.text))), "near led"
        if size <= MAX_LINE:
            yield from _parts(block.text, undated)
            yield from _marked(block.element, undated)
        lead = is_lead(block.text)


def _parts(line: str, undated: _Undated) -> Iterator[Claim]:
    """The parts of a line that are led, and those beside a date that are spelt as a name."""
    parts = BREAKS.split(line)
    dated = any(map(str.isdigit, line))
    for at, part in enumerate(parts if len(parts) > 1 else ()):
        if at and is_led(part):
            yield undated(led(part)), "near led"
        elif dated and is_spelt_as_name(part):
            yield part, "near part"


def _marked(element: HtmlElement, undated: _Undated) -> Iterator[Claim]:
    """The texts of the line's own box and of those in it that their class calls an author's."""
    for inner in islice(element.iter("*"), MAX_INNER):
        if _mark(inner) and not is_hidden(inner):
            text = _text(inner)
            if len(text) <= MAX_LINE:
                yield undated(text), "near class"
    if any(_mark(box) for box in islice(element.iterancestors(), REACH)):
        pieces = [clean(str(piece)) for piece in islice(element.itertext(), MAX_INNER)]
        yield undated(" ".join(pieces)[:MAX_LINE]), "near box"
        yield "; ".join(filter(is_spelt_as_name, pieces)), "near box part"


def _text(element: HtmlElement) -> str:
    """The element's text with a space between its parts."""
    return clean(" ".join(map(str, element.itertext())))


def _mark(element: HtmlElement) -> bool:
    """Whether the class calls it an author's, and not what is said of an author."""
    name = element.get("class")
    return name is not None and _marks(name[:MAX_CLASS]) and not _is_on_author(name[:MAX_CLASS])


@lru_cache(maxsize=4096)
def _marks(name: str) -> bool:
    return MARK.search(name) is not None and not OTHERS.search(name)


@lru_cache(maxsize=4096)
def _speaks_of_author(name: str | None) -> bool:
    return name is not None and (_marks(name[:MAX_CLASS]) or _is_on_author(name[:MAX_CLASS]))


@lru_cache(maxsize=4096)
def _is_on_author(name: str) -> bool:
    return ABOUT.search(name) is not None


@lru_cache(maxsize=4096)
def _names_others(name: str) -> bool:
    return OTHERS.search(name) is not None


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
        or _speaks_of_author(element.get("class"))
        or (parent is not None and _speaks_of_author(parent.get("class")))
    )


def _far_line(block: Block, undated: _Undated) -> Iterator[Claim]:
    """Claims of one line: led or marked, or in a box on the author."""
    text, parent = block.text, block.element.getparent()
    around = "" if parent is None else parent.get("class", "")[:MAX_CLASS]
    begins = is_led(text)
    marked = _mark(block.element) or (_marks(around) and is_spelt_as_name(led(text)))
    if marked or begins:
        if not _of_others(block.element):
            name = undated(led(text))
            yield from ((name, kind) for kind in _far_kinds(marked=marked, begins=begins))
    elif written := named_behind_more(text):
        yield written, "far more"
    elif _is_on_author(around) and is_spelt_as_name(text):
        yield text, "far bio"


def _far_kinds(*, marked: bool, begins: bool) -> Iterator[str]:
    if marked:
        yield "far class"
    if begins:
        yield "far led"


def _links(document: Document, near: list[Block]) -> Iterator[Claim]:
    """Links to authors' pages; those that stand together as one line."""
    far = AUTHORS(document.tree) if REL.search(document.markup) else ()
    lines: dict[tuple[HtmlElement, str], list[str]] = {}
    for place, element in chain(_near_links(near), (("far", link) for link in far)):
        around = [element, *islice(element.iterancestors(), LINK_REACH)]
        text = _text(element)
        if (
            text
            and len(text) <= MAX_LINE
            and not any(map(is_hidden, around))
            and not _of_others(element)
        ):
            box = around[min(REACH, len(around) - 1)]
            lines.setdefault((box, f"{place} {_kind(element)}"), []).append(text)
    for (_, kind), texts in lines.items():
        yield "; ".join(texts), kind


def _near_links(blocks: list[Block]) -> Iterator[tuple[str, HtmlElement]]:
    seen: set[HtmlElement] = set()
    for block in blocks:
        if block.links and len(block.text) <= MAX_LINE:
            for element in islice(block.element.iter("a"), MAX_INNER):
                if element not in seen and (
                    "author" in element.get("rel", "") or LINK.search(element.get("href", ""))
                ):
                    seen.add(element)
                    yield "near", element


def _kind(element: HtmlElement) -> str:
    if "author" in element.get("rel", ""):
        return "rel"
    return "profile" if PROFILE.search(element.get("href", "")) else "link"


def _of_others(element: HtmlElement) -> bool:
    return any(
        box.tag == "aside"
        or _names_others(box.get("class", "")[:MAX_CLASS])
        or _names_others(box.get("id", "")[:MAX_CLASS])
        for box in (element, *islice(element.iterancestors(), LINK_REACH))
    )


def signatures(blocks: list[Block], header_end: int) -> Iterator[Claim]:
    """Lines that hold nothing but a name, right before or behind the running text.

    What opens the text has to be emphasised.
    """
    prose = [len(block.text) >= PROSE_CHARACTERS for block in blocks]
    for at in range(1, len(blocks) - 1):
        opens = prose[at + 1] and not prose[at - 1] and at < header_end
        closes = prose[at - 1] and not any(prose[at + 1 : at + TAIL])
        if not (opens or closes) or not _may_sign(blocks[at], blocks[at + 1]):
            continue
        if _is_emphasised(blocks[at].element):
            yield blocks[at].text, "signature"
        elif closes:
            yield blocks[at].text, "signature plain"


def _may_sign(block: Block, behind: Block) -> bool:
    """Whether it is a name, and neither a link nor the heading of a list or of a section."""
    return (
        len(block.text) <= MAX_NAME
        and not block.links
        and block.element.tag not in HEADINGS
        and behind.element.tag != "li"
        and is_spelt_as_name(block.text)
    )


def _is_emphasised(element: HtmlElement) -> bool:
    inner = next(element.iter(*EMPHASIS), None)
    return inner is not None and clean(str(inner.text_content())) == clean(
        str(element.text_content())
    )
