"""Old pages lay text out with ``<br><br>`` and tables: makes real paragraphs of them."""

from __future__ import annotations

import lxml.html
from lxml.html import HtmlElement

from newsspider.extraction.blocks import INLINE

TABLE_PARTS = frozenset(("tbody", "thead", "tfoot", "tr", "td", "th"))
CELL_CHARACTERS = 400
"""A cell of data is shorter."""


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
