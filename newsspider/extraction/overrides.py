"""What a person says of a site's pages: CSS or XPath by field, believed before all evidence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from cssselect import SelectorError
from lxml.etree import XPathError
from lxml.html import HtmlElement

from newsspider.extraction.blocks import visible_blocks
from newsspider.extraction.dates import Reader, parse_date
from newsspider.extraction.document import link
from newsspider.extraction.evidence import Decision, Evidence
from newsspider.extraction.metadata import value
from newsspider.extraction.texts import clean
from newsspider.items import Kind, Paragraph, Provenance

REMOVE = "remove"
PROVENANCE = Provenance(source="override", confidence=1.0)
KINDS = {"li": Kind.LIST_ITEM, "blockquote": Kind.QUOTE} | {
    f"h{n}": Kind.HEADING for n in range(1, 7)
}

Selected = list[HtmlElement | str]


def remove_named(tree: HtmlElement, overrides: Mapping[str, str]) -> None:
    """Cut what the ``remove`` override names out of the tree, in place."""
    for element in _select(tree, overrides.get(REMOVE, "")):
        if isinstance(element, HtmlElement) and element.getparent() is not None:
            element.drop_tree()


def find_overrides(evidence: Evidence, reader: Reader) -> dict[str, Decision[Any]]:
    """The fields that overrides name and the page has; an override that finds nothing is silent.

    Raises ``ValueError`` for a selector that is neither CSS nor XPath, and for an unknown field.
    """
    found: dict[str, Decision[Any]] = {}
    for field, selector in evidence.profile.overrides.items():
        if field == REMOVE:
            continue
        if field not in READERS:
            raise ValueError(f"no field {field!r} can be overridden: {', '.join(READERS)} can")
        given = READERS[field](_select(evidence.document.tree, selector), evidence, reader)
        if given:
            found[field] = Decision(given, PROVENANCE)
    return found


def _select(tree: HtmlElement, selector: str) -> Selected:
    try:
        if selector.startswith(("/", "(", "./")):
            result = tree.xpath(selector)
            items = result if isinstance(result, list) else [result]
            return [item for item in items if isinstance(item, HtmlElement | str)]
        return list(tree.cssselect(selector)) if selector else []
    except (SelectorError, XPathError) as error:
        raise ValueError(f"the override {selector!r} is neither CSS nor XPath: {error}") from error


def _values(selected: Selected) -> tuple[str, ...]:
    """What machines read: an element's attribute before its text."""
    texts = (item if isinstance(item, str) else value(item) for item in selected)
    return tuple(text for raw in texts if (text := clean(raw)))


def _many(selected: Selected, evidence: Evidence, reader: Reader) -> tuple[str, ...]:
    texts = (item if isinstance(item, str) else str(item.text_content()) for item in selected)
    return tuple(dict.fromkeys(text for raw in texts if (text := clean(raw))))


def _one(selected: Selected, evidence: Evidence, reader: Reader) -> str | None:
    return next(iter(_many(selected, evidence, reader)), None)


def _date(selected: Selected, evidence: Evidence, reader: Reader) -> Any:
    return next((date for text in _values(selected) if (date := parse_date(text, reader))), None)


def _address(selected: Selected, evidence: Evidence, reader: Reader) -> str | None:
    return next((url for text in _values(selected) if (url := link(evidence.document, text))), None)


def _body(selected: Selected, evidence: Evidence, reader: Reader) -> tuple[Paragraph, ...]:
    return tuple(
        Paragraph(text=block.text, kind=KINDS.get(str(block.element.tag), Kind.PARAGRAPH))
        for element in selected
        if isinstance(element, HtmlElement)
        for block in visible_blocks(element)
    )


READERS: dict[str, Callable[[Selected, Evidence, Reader], Any]] = {
    "title": _one,
    "published_at": _date,
    "modified_at": _date,
    "sections": _many,
    "authors": _many,
    "body": _body,
    "summary": _one,
    "language": _one,
    "tags": _many,
    "image": _address,
    "site": _one,
}
