"""One page as one lxml tree, which every step of extraction shares."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import dropwhile

import lxml.html
from bs4 import BeautifulSoup
from lxml.etree import Comment, ElementDefaultClassLookup, ParserError, XPath
from lxml.html import HtmlComment, HtmlElement

from newsspider.extraction.page.texts import clean, lines
from newsspider.items import Page
from newsspider.text.charset import decode
from newsspider.text.limits import MAX_MARKUP
from newsspider.text.urls import absolute


def _any_case(tag: str) -> str:
    """A pattern for the tag; one that ignores case throughout takes twice the time."""
    return "".join(f"[{letter}{letter.upper()}]" for letter in tag)


def _raw(tag: str) -> str:
    return rf"{_any_case(tag)}\b[^<>]*>.*?(?:</{_any_case(tag)}\s*>|\Z)"


def _drawn(tag: str) -> str:
    name = _any_case(tag)
    return rf"{name}\b[^<>]*>[^<]*(?:<(?!/?{name}\b)[^<]*)*</{name}\s*>"


LINKED_DATA = "[lL][dD]\\W[jJ][sS][oO][nN]|[jJ][sS][oO][nN]\\W[lL][dD]"
"""The type of a script that holds JSON-LD, as pages spell it."""

DROPPED = re.compile(
    "<(?:"
    + "|".join(
        (
            rf"({_any_case('script')}\b[^<>]*(?:{LINKED_DATA})[^<>]*>.*?(?:</{_any_case('script')}\s*>|\Z))",
            *(_raw("script"), _raw("style"), r"!--.*?(?:-->|\Z)"),
            *(_drawn("svg"), _drawn("template")),
        )
    )
    + ")",
    re.DOTALL,
)
"""Markup that no reader sees and no step reads: scripts, styles, comments, drawings.

The first group is JSON-LD, which stays, its comments too.

Takes linear time: what is never closed ends with the page, and a drawing at the next one.
"""

PLAIN = {"<script": "</script>", "<style": "</style>", "<!--": "-->"}
"""Tags around nearly all that is dropped: a plain search finds them in half the time."""

LONGEST_TAG = 2_000
LINKED_TAG = re.compile(LINKED_DATA)
INLINED = re.compile(r"data:[\w/+.-]+;base64,[^\"']*")
"""Pictures within the page."""

TAG = re.compile(r"<[^<>]*>")
BOX = re.compile(r"</?(?:div|span)\b[^<>]*>", re.IGNORECASE)
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")

ELEMENTS = ElementDefaultClassLookup(element=HtmlElement, comment=HtmlComment)
"""One class for all elements: lxml.html's own choice by tag calls Python for each of them."""

HEAD_TAGS = frozenset((*"title meta link base script style noscript template".split(), Comment))
EMPTY = "<html><body></body></html>"
COUNT = XPath("count(//*)")
BROKEN_SHARE = 0.5
"""A tree that holds less of the page's elements and text was cut by the parser's limits."""

INITIAL_NAMES = (
    "dropcap", "drop-cap", "drop_cap", "dropCap", "DropCap", "initial-letter", "first-letter",
    "firstletter", "lettrine", "capitular",
)  # fmt: skip
"""What markup calls an initial: a plain search for each is faster than one pattern."""

INITIAL = re.compile(r"[«“„\"'¿¡]?[^\W\d_]")
INITIAL_BOXES = ("div", "p", "figure", "img", "picture")


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A parsed page."""

    tree: HtmlElement
    url: str
    """The address that answered."""

    plain: tuple[str, ...] = ()
    """The lines of a page that has no markup of use: a text dump, or a tree past reading."""

    markup: str = ""
    """The markup that the tree was made from."""

    text: str = ""
    """The page as it was sent, decoded: scripts are in no tree."""


def parse(page: Page) -> Document:
    """The page's tree; a plain text becomes lines, and so does a page that breaks the parser."""
    content_type = page.headers.get("content-type", "")
    text = decode(page.body, content_type)
    if content_type.startswith("text/plain") or not _has_markup(text):
        plain = lines(CONTROL.sub("", text[:MAX_MARKUP]))
        return Document(tree=_tree(""), url=page.address, plain=plain)
    markup = CONTROL.sub("", INLINED.sub("", _without_dropped(text))[:MAX_MARKUP])
    tree = _tree(markup)
    _join_drop_caps(tree, markup)
    plain = _rescued(markup, tree)
    return Document(tree=tree, url=page.address, plain=plain, markup=markup, text=text)


def _without_dropped(text: str) -> str:
    return DROPPED.sub(lambda match: match[0] if match[1] else "", _without_plain(text))


def _without_plain(text: str) -> str:
    """The markup less most of what ``DROPPED`` drops; what is written otherwise stays for it."""
    starts = sorted((start, opener) for opener in PLAIN for start in _places(text, opener))
    kept, at, free = [], 0, 0
    for start, opener in starts:
        if start < free or not (kind := _kind(text, start, opener)):
            continue
        end = text.find(PLAIN[opener], start)
        if end < 0:
            break
        free = end + len(PLAIN[opener])
        if kind == "dropped":
            kept.append(text[at:start])
            at = free
    return "".join([*kept, text[at:]])


def _places(text: str, opener: str) -> Iterator[int]:
    start = text.find(opener)
    while start >= 0:
        yield start
        start = text.find(opener, start + len(opener))


def _kind(text: str, start: int, opener: str) -> str:
    """``dropped``, ``linked data``, or nothing for a tag that only begins alike."""
    if opener == "<!--":
        return "dropped"
    end = text.find(">", start, start + LONGEST_TAG)
    name = text[start + len(opener) : start + len(opener) + 1]
    if end < 0 or name not in "> \n\t/":
        return ""
    is_linked = opener == "<script" and LINKED_TAG.search(text, start, end)
    return "linked data" if is_linked else "dropped"


def link(document: Document, href: str | None) -> str | None:
    """The link as an absolute address, by the page's ``<base>`` where it has one."""
    base = document.tree.find(".//base")
    start = absolute(document.url, base.get("href")) if base is not None else None
    return absolute(start or document.url, href)


def _has_markup(text: str) -> bool:
    return re.search(r"<[a-zA-Z!/][^<>]*>", text) is not None


def _tree(markup: str) -> HtmlElement:
    """The tree; an empty page's where the markup holds no element at all."""
    try:
        return _parsed(markup)
    except ParserError:
        return _parsed(EMPTY)


def _parsed(markup: str) -> HtmlElement:
    parser = lxml.html.HTMLParser(encoding="utf-8", remove_pis=True, huge_tree=True)
    parser.set_element_class_lookup(ELEMENTS)
    tree = lxml.html.document_fromstring(
        markup.encode("utf-8", "replace"), parser=parser, ensure_head_body=True
    )
    assert isinstance(tree, HtmlElement)  # noqa: S101 - for the type checker
    _move_strays(tree)
    return tree


def _move_strays(tree: HtmlElement) -> None:
    """Into ``<body>`` what the parser left in ``<head>`` of a page that writes neither tag."""
    head, body = tree.find("head"), tree.find("body")
    if head is not None and body is not None:
        body[:0] = dropwhile(lambda child: child.tag in HEAD_TAGS, list(head))


def _rescued(markup: str, tree: HtmlElement) -> tuple[str, ...]:
    """The page's lines by a forgiving parser, where lxml's tree lost most of the text."""
    if COUNT(tree) >= BROKEN_SHARE * markup.count("</"):
        return ()
    kept = len(clean(str(tree.text_content())))
    if kept >= BROKEN_SHARE * len(clean(TAG.sub(" ", markup))):
        return ()
    unboxed = BOX.sub("\n", markup)
    text = BeautifulSoup(unboxed, "html.parser").get_text("\n")
    return lines(text) if kept < BROKEN_SHARE * len(clean(text)) else ()


def _join_drop_caps(tree: HtmlElement, markup: str) -> None:
    """Put each initial that has a box of its own at the start of the paragraph behind it.

    ``markup`` is what the tree was made from: most pages have none, and are not walked.
    """
    if not _names_initial(markup):
        return
    for element in list(tree.iter(*INITIAL_BOXES)):
        if not _names_initial(element.get("class") or ""):
            continue
        is_image = element.tag == "img"
        initial = clean((element.get("alt") or "") if is_image else str(element.text_content()))
        if INITIAL.fullmatch(initial):
            _put_initial_back(element, initial, is_image)


def _names_initial(markup: str) -> bool:
    return any(name in markup for name in INITIAL_NAMES)


def _put_initial_back(element: HtmlElement, initial: str, is_image: bool) -> None:
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
