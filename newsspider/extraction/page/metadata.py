"""``<meta>`` tags and microdata: what the page says of itself outside JSON-LD."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from lxml.html import HtmlElement

from newsspider.extraction.page.texts import clean

MAX_VALUE = 5_000

Properties = Mapping[str, list[str]]


def meta_tags(tree: HtmlElement) -> Properties:
    """The contents of ``<meta>`` by lower-case ``property`` or ``name``, in order.

    Pages that write ``value`` for ``content`` mean the same.
    """
    contents: defaultdict[str, list[str]] = defaultdict(list)
    for element in tree.iter("meta"):
        content = clean((element.get("content") or element.get("value") or "")[:MAX_VALUE])
        for key in ("property", "name"):
            name = (element.get(key) or "").strip().lower()
            if name and content:
                contents[name].append(content)
    return contents


def microdata(tree: HtmlElement) -> Mapping[str, list[HtmlElement]]:
    """The elements of the page's own article by ``itemprop`` (https://html.spec.whatwg.org/#microdata).

    Properties of items nested in the article (its author's name) stay with that item.
    """
    elements: defaultdict[str, list[HtmlElement]] = defaultdict(list)
    scopes = tree.xpath(
        "//*[@itemscope][contains(@itemtype, 'rticle') or contains(@itemtype, 'Posting')]"
    )
    scope = scopes[0] if isinstance(scopes, list) and scopes else None
    if not isinstance(scope, HtmlElement):
        return elements
    for element in scope.iter():
        if (
            isinstance(element, HtmlElement)
            and element.get("itemprop")
            and _owner(element) is scope
        ):
            for name in (element.get("itemprop") or "").split():
                elements[name].append(element)
    return elements


def value(element: HtmlElement) -> str:
    """The value of a microdata element: its attribute for machines, else its text."""
    for name in ("content", "datetime", "href", "src"):
        attribute = element.get(name)
        if attribute and clean(attribute):
            return clean(attribute[:MAX_VALUE])
    return clean(str(element.text_content())[:MAX_VALUE])


def _owner(element: HtmlElement) -> HtmlElement | None:
    parent = element.getparent()
    while parent is not None and parent.get("itemscope") is None:
        parent = parent.getparent()
    return parent
