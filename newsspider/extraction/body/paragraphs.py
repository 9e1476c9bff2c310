"""Lines of the page as paragraphs; old pages lay them out with ``<br><br>`` and tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby, islice

import lxml.html
from lxml.html import HtmlElement

from newsspider.extraction.page.blocks import INLINE, Block
from newsspider.items import Kind, Paragraph

HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
KIND_LEVELS = 4
"""Boxes up in which a line's kind is looked for."""

PLACE_LEVELS = 5

TABLE_PARTS = frozenset(("tbody", "thead", "tfoot", "tr", "td", "th"))
CELLS = " | "
"""Tells the cells of a row apart."""

CELL_CHARACTERS = 400
"""A cell of data is shorter."""


def read_paragraphs(blocks: Iterable[Block]) -> Iterator[Paragraph]:
    """Each line as a paragraph of its kind; the cells of one row of a table are one."""
    for row, group in groupby(blocks, key=row_of):
        lines = list(group)
        if row is None:
            yield from (_paragraph(line.text, line.element) for line in lines)
        else:
            yield _paragraph(CELLS.join(line.text for line in lines), row)


def row_of(block: Block) -> HtmlElement | None:
    """The row of a table that the line stands in."""
    above = (block.element, *islice(block.element.iterancestors(), KIND_LEVELS))
    return next((element for element in above if element.tag == "tr"), None)


def _paragraph(text: str, element: HtmlElement) -> Paragraph:
    boxes = [element, *islice(element.iterancestors(), PLACE_LEVELS - 1)]
    place = ">".join(_named(box) for box in reversed(boxes) if box.tag not in ("html", "body"))
    return Paragraph(text=text, kind=_kind(boxes[:KIND_LEVELS]), place=place or None)


def _kind(boxes: list[HtmlElement]) -> Kind:
    for box in boxes:
        if box.tag in HEADINGS:
            return Kind.HEADING
        if box.tag == "li":
            return Kind.LIST_ITEM
        if box.tag == "blockquote":
            return Kind.QUOTE
    return Kind.PARAGRAPH


def _named(box: HtmlElement) -> str:
    return ".".join([str(box.tag), *sorted((box.get("class") or "").split())])


def mark_breaks(tree: HtmlElement) -> bool:
    """Wrap the runs of text between two or more ``<br>`` in ``<p>``, in place; whether any was."""
    parents = {br.getparent() for br in tree.iter("br") if _is_double(br)}
    if not parents:
        return False
    for parent in reversed([element for element in tree.iter() if element in parents]):
        if parent.tag != "p" and parent.tag not in INLINE:
            _wrap(parent)
        elif parent.getparent() is not None:
            _wrap(parent)
            parent.tag = "div"
    return True


def open_layout_tables(tree: HtmlElement) -> bool:
    """Turn tables that hold the page's layout, not data, into plain boxes; whether any was one."""
    tables = [table for table in tree.iter("table") if _holds_layout(table)]
    for table in tables:
        for element in _own_parts(table):
            element.tag = "div"
    return bool(tables)


def _holds_layout(table: HtmlElement) -> bool:
    """Whether it holds a table, or a cell holds paragraphs or more than a figure or a name."""
    return next(table.iterdescendants("table"), None) is not None or any(
        len(list(cell.iter("p"))) > 1 or len(str(cell.text_content())) > CELL_CHARACTERS
        for cell in table.iter("td")
    )


def _own_parts(table: HtmlElement) -> list[HtmlElement]:
    """The table, its rows and cells, not those of tables within."""
    parts = [table]
    for part in parts:
        parts += [child for child in part if child.tag in TABLE_PARTS]
    return parts


def _is_double(br: HtmlElement) -> bool:
    following = br.getnext()
    return following is not None and following.tag == "br" and not (br.tail or "").strip()


def _wrap(parent: HtmlElement) -> None:
    """Regroup the children: inline content into paragraphs, blocks as they are."""
    children = list(parent)
    breaks = _breaks(children)
    lead, parent.text = parent.text, None
    for child in children:
        parent.remove(child)
    current = _start(parent, lead)
    for at, child in enumerate(children):
        tail, child.tail = child.tail, None
        if at in breaks:
            current = _start(parent, tail)
        elif child.tag in INLINE or child.tag == "br":
            current.append(child)
            child.tail = tail
        else:
            parent.append(child)
            current = _start(parent, tail)
    for paragraph in list(parent):
        if paragraph.tag == "p" and not len(paragraph) and not (paragraph.text or "").strip():
            parent.remove(paragraph)


def _breaks(children: list[HtmlElement]) -> set[int]:
    """The places of the breaks that stand in runs of two or more."""
    firsts = {at for at, child in enumerate(children) if child.tag == "br" and _is_double(child)}
    return firsts | {at + 1 for at in firsts}


def _start(parent: HtmlElement, text: str | None) -> HtmlElement:
    paragraph = lxml.html.Element("p")
    paragraph.text = text
    parent.append(paragraph)
    return paragraph
