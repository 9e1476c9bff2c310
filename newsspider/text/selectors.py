"""CSS and XPath as people write them to say where on a page a field stands."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

import lxml.html
from cssselect import SelectorError
from lxml.cssselect import CSSSelector
from lxml.etree import XPath, XPathError
from lxml.html import HtmlElement

FIELDS = (
    "title",
    "published_at",
    "modified_at",
    "sections",
    "authors",
    "body",
    "summary",
    "tags",
    "image",
    "site",
)
"""The fields of an article that a selector can name."""

Selected = list[HtmlElement | str]

STARTS_AS_XPATH = re.compile(r"\s*(?:\.{0,2}/|\()")
SAMPLE = lxml.html.fromstring(
    "<html><head><title>a</title><meta content=a><link href=a></head><body class=a><div id=a>"
    "<article><h1>a</h1><p>a<a href=a><span>a</span></a><time>a</time></p><ul><li>a</li></ul>"
    "</article></div></body></html>"
)
"""The page that a selector is tried on: some errors of XPath show only where elements are asked."""


def check_selector(selector: str) -> None:
    """Raise ``ValueError`` with a sentence for a text that is neither CSS nor XPath."""
    select(SAMPLE, selector)


def select(tree: HtmlElement, selector: str) -> Selected:
    """The elements that the selector finds, or the texts and attributes of an XPath.

    Raises ``ValueError`` for what is neither CSS nor XPath.
    """
    try:
        result = _compiled(selector)(tree)
    except XPathError as error:
        raise ValueError(_complaint(selector, error)) from error
    items = result if isinstance(result, list) else [result]
    return [item for item in items if isinstance(item, HtmlElement | str)]


@lru_cache(maxsize=512)
def _compiled(selector: str) -> Callable[[HtmlElement], object]:
    if not selector.strip():
        raise ValueError("a selector is empty")
    try:
        if not STARTS_AS_XPATH.match(selector):
            return CSSSelector(selector, translator="html")
    except SelectorError as error:
        return _as_xpath(selector, error)
    return _as_xpath(selector)


def _as_xpath(selector: str, css_error: SelectorError | None = None) -> XPath:
    """The XPath; where it is none, the complaint is about the CSS that it more likely was."""
    try:
        return XPath(selector)
    except XPathError as error:
        raise ValueError(_complaint(selector, css_error or error)) from error


def _complaint(selector: str, error: Exception) -> str:
    return f"{selector!r} is neither CSS nor XPath ({str(error).rstrip('.')})"
