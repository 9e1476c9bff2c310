"""Initials in boxes or images of their own, put back before the words that they begin."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from newsspider.extraction.page.texts import clean

NAMES = (
    "dropcap", "drop-cap", "drop_cap", "dropCap", "DropCap", "initial-letter", "first-letter",
    "firstletter", "lettrine", "capitular",
)  # fmt: skip
"""What markup calls an initial: a plain search for each is faster than one pattern."""

INITIAL = re.compile(r"[«“„\"'¿¡]?[^\W\d_]")
BOXES = ("div", "p", "figure", "img", "picture")


def join_drop_caps(tree: HtmlElement, markup: str) -> None:
    """Put each initial that has a box of its own at the start of the paragraph behind it.

    ``markup`` is what the tree was made from: most pages have none, and are not walked.
    """
    if not _is_named(markup):
        return
    for element in list(tree.iter(*BOXES)):
        if not _is_named(element.get("class") or ""):
            continue
        is_image = element.tag == "img"
        initial = clean((element.get("alt") or "") if is_image else str(element.text_content()))
        if INITIAL.fullmatch(initial):
            _put_back(element, initial, is_image)


def _is_named(markup: str) -> bool:
    return any(name in markup for name in NAMES)


def _put_back(element: HtmlElement, initial: str, is_image: bool) -> None:
    behind = element.getnext()
    if (element.tail or "").strip():
        element.tail = initial + (element.tail or "").lstrip()
    elif behind is not None and behind.tag == "p" and not is_image:
        behind.text = initial + (behind.text or "").lstrip()
    elif behind is not None and is_image:
        element.tail = initial
    else:
        return
    element.drop_tree()
