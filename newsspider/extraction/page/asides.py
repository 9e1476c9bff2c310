"""Boxes of a page that hold something else than its article."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

BOXES = 6
"""How far out is looked."""

OTHER = re.compile(
    r"relat|comment|kommentar|reply|sidebar|widget|popular|trending|latest|recent|recommend"
    r"|teaser|promo|carousel|slide|calendar|event|wm-ipp|most-|navi|menu|ticker|card\b",
    re.IGNORECASE,
)
"""Of other articles, of readers' words, of the site; and a web archive's own bar."""

FOOTER = re.compile(r"footer|copyright", re.IGNORECASE)
OTHER_TAGS, FOOTER_TAG = frozenset(("nav", "aside")), "footer"


def is_foreign(element: HtmlElement | None, *, footers: bool = True) -> bool:
    """Whether it stands in a box of something else than the article, ``footers`` among them."""
    for _ in range(BOXES):
        if element is None or element.tag in ("body", "main"):
            return False
        marks = f"{element.get('class', '')} {element.get('id', '')}"
        if element.tag in OTHER_TAGS or OTHER.search(marks):
            return True
        if footers and (element.tag == FOOTER_TAG or FOOTER.search(marks)):
            return True
        element = element.getparent()
    return False
