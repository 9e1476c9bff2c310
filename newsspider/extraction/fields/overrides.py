"""Overrides of a site's pages by a person: CSS or XPath by field, believed before all evidence."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import unquote, urlsplit

from lxml.html import HtmlElement

from newsspider.dates import DateReader, parse_date
from newsspider.extraction.page.blocks import visible_blocks
from newsspider.extraction.page.document import link
from newsspider.extraction.page.evidence import Decision, Evidence, Witness
from newsspider.extraction.page.metadata import value
from newsspider.extraction.page.texts import clean
from newsspider.items import Kind, Paragraph, Provenance
from newsspider.text.selectors import Selected, select
from newsspider.text.wording import bare

REMOVE, LANGUAGE, SECTION_FROM_URL = "remove", "language", "section_from_url"
SOURCE, CERTAIN = "override", 1.0
KINDS = {"li": Kind.LIST_ITEM, "blockquote": Kind.QUOTE} | {
    f"h{n}": Kind.HEADING for n in range(1, 7)
}
BETWEEN_WORDS = re.compile(r"[-_+\s]+")


def remove_named(tree: HtmlElement, overrides: Mapping[str, str]) -> None:
    """Cut the elements that the ``remove`` override names out of the tree, in place."""
    if REMOVE not in overrides:
        return
    for element in select(tree, overrides[REMOVE]):
        if isinstance(element, HtmlElement) and element.getparent() is not None:
            element.drop_tree()


def find_overrides(evidence: Evidence, reader: DateReader) -> dict[str, Decision[Any]]:
    """The fields that overrides name and the page has; an override that finds nothing is silent.

    Raises ``ValueError`` for a selector that is neither CSS nor XPath, and for an unknown field.
    """
    decisions: dict[str, Decision[Any]] = {}
    for field, selector in evidence.profile.overrides.items():
        if field in STATED:
            continue
        if field not in READERS:
            raise ValueError(f"no field {field!r} can be overridden: {', '.join(READERS)} can")
        override = READERS[field](select(evidence.document.tree, selector), evidence, reader)
        if override:
            decisions[field] = stated(override)
    path = _sections_of_address(evidence)
    if path and "sections" not in decisions:
        decisions["sections"] = stated(path)
    return decisions


def stated_language(evidence: Evidence) -> str | None:
    """The language tag that a person gives the site's pages, its region included."""
    return evidence.profile.overrides.get(LANGUAGE)


def stated(override: Any) -> Decision[Any]:
    """The decision for a value that a person gave."""
    provenance = Provenance(source=SOURCE, confidence=CERTAIN)
    return Decision(override, provenance, (Witness(override, SOURCE, CERTAIN),))


def _sections_of_address(evidence: Evidence) -> tuple[str, ...]:
    """The steps of the page's address that ``section_from_url`` names, as words."""
    rule = evidence.profile.overrides.get(SECTION_FROM_URL)
    if not rule:
        return ()
    known = {bare(name): name for name in evidence.profile.sections}
    words = (clean(BETWEEN_WORDS.sub(" ", unquote(s))) for s in _steps(evidence.document.url, rule))
    return tuple(dict.fromkeys(known.get(bare(word), word) for word in words if bare(word)))


def _steps(url: str, rule: str) -> Iterator[str]:
    """A number counts the steps of the path from 1; a pattern's groups are steps, widest first."""
    if not rule.isdecimal():
        match = re.search(rule, url)
        yield from (group for group in (match.groups() if match else ()) if group)
        return
    # The last step names the article itself.
    steps = [step for step in urlsplit(url).path.split("/") if step][:-1]
    yield from steps[int(rule) - 1 : int(rule)]


def _values(selected: Selected) -> tuple[str, ...]:
    """The texts for machines: an element's attribute before its text."""
    texts = (item if isinstance(item, str) else value(item) for item in selected)
    return tuple(text for raw in texts if (text := clean(raw)))


def _many(selected: Selected, evidence: Evidence, reader: DateReader) -> tuple[str, ...]:
    texts = (item if isinstance(item, str) else _shown(item) for item in selected)
    return tuple(dict.fromkeys(text for raw in texts if (text := clean(raw))))


def _shown(element: HtmlElement) -> str:
    """The text that a reader sees; ``<meta>`` shows none and has it in ``content``."""
    return (element.get("content") or "") if element.tag == "meta" else str(element.text_content())


def _one(selected: Selected, evidence: Evidence, reader: DateReader) -> str | None:
    return next(iter(_many(selected, evidence, reader)), None)


def _date(selected: Selected, evidence: Evidence, reader: DateReader) -> Any:
    return next((date for text in _values(selected) if (date := parse_date(text, reader))), None)


def _address(selected: Selected, evidence: Evidence, reader: DateReader) -> str | None:
    return next((url for text in _values(selected) if (url := link(evidence.document, text))), None)


def _body(selected: Selected, evidence: Evidence, reader: DateReader) -> tuple[Paragraph, ...]:
    return tuple(
        Paragraph(text=block.text, kind=KINDS.get(str(block.element.tag), Kind.PARAGRAPH))
        for element in selected
        if isinstance(element, HtmlElement)
        for block in visible_blocks(element)
    )


STATED = frozenset((REMOVE, LANGUAGE, SECTION_FROM_URL))
"""Overrides that are no selector of a field."""

READERS: dict[str, Callable[[Selected, Evidence, DateReader], Any]] = {
    "title": _one,
    "published_at": _date,
    "modified_at": _date,
    "sections": _many,
    "authors": _many,
    "body": _body,
    "summary": _one,
    "tags": _many,
    "image": _address,
    "site": _one,
}
