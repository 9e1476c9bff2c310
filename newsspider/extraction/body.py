"""The article's paragraphs: trafilatura's choice, on a tree without the page's chrome."""

from __future__ import annotations

from collections.abc import Iterator

from lxml.etree import _Element
from lxml.html import HtmlElement
from trafilatura import bare_extraction

from newsspider.extraction.blocks import Block, visible_blocks
from newsspider.extraction.chrome import END_CLASSES, chrome_class
from newsspider.extraction.cleaning import remove_chrome
from newsspider.extraction.document import Document
from newsspider.extraction.paragraphs import mark_breaks, open_layout_tables
from newsspider.extraction.texts import bare, clean, ends_sentence
from newsspider.items import Kind, Paragraph

KINDS = {"head": Kind.HEADING, "quote": Kind.QUOTE, "item": Kind.LIST_ITEM}
EDGE_CHARACTERS = 120
"""How long a line before the text may be and still be the header's."""

Body = tuple[Paragraph, ...]


COVERED = 0.6
"""A body with less of the page's prose than this may have lost part of the article."""

LINKED_SHARE = 0.3
SHORT_CHARACTERS = 250
"""A body below this may be one that the cut or trafilatura's precision emptied."""


def find_body(document: Document, blocks: list[Block], header_lines: frozenset[str]) -> Body:
    """The paragraphs of the article, in order, nothing twice; cuts the document's tree in place.

    ``header_lines`` are the lines around the headline, as ``bare`` writes them: they are fields of
    their own and no part of the body.
    """
    tree = document.tree
    if mark_breaks(tree) + open_layout_tables(tree):
        blocks = visible_blocks(tree)
    remove_chrome(tree, blocks)
    paragraphs = _extracted(tree, precise=True)
    if SHORT_CHARACTERS <= _size(paragraphs) < COVERED * _prose_size(blocks):
        paragraphs = _longer(paragraphs, _extracted(tree, precise=False))
    elif _size(paragraphs) < SHORT_CHARACTERS:
        whole = document.parsed_again()
        mark_breaks(whole)
        open_layout_tables(whole)
        paragraphs = max(paragraphs, _extracted(whole, precise=False), key=_size)
    return trimmed(_unique(paragraphs), header_lines)


def trimmed(paragraphs: Body, header_lines: frozenset[str]) -> Body:
    """The paragraphs less header lines before them and chrome at either end. Idempotent."""
    start, end = 0, len(paragraphs)
    while start < end and _is_header(paragraphs[start], header_lines):
        start += 1
    for at in range(start, end):
        if chrome_class(paragraphs[at].text) in END_CLASSES and not _prose_after(
            paragraphs[at:end]
        ):
            end = at
            break
    while start < end and (
        chrome_class(paragraphs[end - 1].text) or paragraphs[end - 1].kind is Kind.HEADING
    ):
        end -= 1
    return paragraphs[start:end]


def _is_header(paragraph: Paragraph, header_lines: frozenset[str]) -> bool:
    return bare(paragraph.text) in header_lines or chrome_class(paragraph.text) is not None


def _prose_after(paragraphs: Body) -> bool:
    return any(len(p.text) > EDGE_CHARACTERS and ends_sentence(p.text) for p in paragraphs[1:])


def _extracted(tree: HtmlElement, *, precise: bool) -> Body:
    found = bare_extraction(
        tree,
        favor_precision=precise,
        include_comments=False,
        include_tables=True,
        with_metadata=False,
    )
    body = getattr(found, "body", None)
    return tuple(_paragraphs(body)) if body is not None else ()


def _paragraphs(body: _Element) -> Iterator[Paragraph]:
    """trafilatura's elements as paragraphs: each item of a list, each row of a table is one."""
    for element in body:
        if element.tag == "list":
            for item in element.iter("item"):
                yield from _lines(item, Kind.LIST_ITEM)
        elif element.tag == "table":
            for row in element.iter("row"):
                cells = (clean("".join(cell.itertext())) for cell in row.iter("cell"))
                yield from _paragraph(" | ".join(cell for cell in cells if cell), Kind.PARAGRAPH)
        else:
            yield from _lines(element, KINDS.get(str(element.tag), Kind.PARAGRAPH))


def _lines(element: _Element, kind: Kind) -> Iterator[Paragraph]:
    """The element's text, cut at its line breaks."""
    text = ""
    for piece in element.iter():
        if piece.tag == "lb" or (piece.tag in ("p", "quote", "item") and piece is not element):
            yield from _paragraph(text, kind)
            text = ""
        text += piece.text or ""
        if piece is not element:
            text += _tails(piece, element)
    yield from _paragraph(text, kind)


def _tails(piece: _Element, top: _Element) -> str:
    """What follows an element without children, its ancestors' tails where it is the last."""
    if len(piece):
        return ""
    tail = piece.tail or ""
    while piece.getnext() is None:
        parent = piece.getparent()
        if parent is None or parent is top:
            break
        tail += parent.tail or ""
        piece = parent
    return tail


def _paragraph(text: str, kind: Kind) -> Iterator[Paragraph]:
    line = clean(text)
    if line:
        yield Paragraph(text=line, kind=kind)


def _unique(paragraphs: Body) -> Body:
    seen: set[str] = set()
    kept = []
    for paragraph in paragraphs:
        key = bare(paragraph.text)
        if key and (key not in seen or len(key) < 20):
            kept.append(paragraph)
        seen.add(key)
    return tuple(kept)


def _longer(paragraphs: Body, others: Body) -> Body:
    """The others where they are longer by far and hold what the first do, not another text."""
    held = {bare(paragraph.text) for paragraph in others}
    shared = tuple(paragraph for paragraph in paragraphs if bare(paragraph.text) in held)
    longer = COVERED * _size(others) > _size(paragraphs)
    return others if longer and _size(shared) >= COVERED * _size(paragraphs) else paragraphs


def _prose_size(blocks: list[Block]) -> int:
    """Characters of the page's lines that look like running text."""
    lines = (b for b in blocks if b.link_share < LINKED_SHARE)
    return sum(len(line.text) for line in lines if len(line.text) > EDGE_CHARACTERS)


def _size(paragraphs: Body) -> int:
    return sum(len(paragraph.text) for paragraph in paragraphs)
