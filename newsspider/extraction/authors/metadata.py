"""The page's declarations of its authors: JSON-LD, ``<meta>`` and microdata."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml.html import HtmlElement

from newsspider.extraction.page.evidence import Evidence
from newsspider.extraction.page.jsonld import as_list, strings, types
from newsspider.extraction.page.metadata import value

META = re.compile(
    r"(?:author|creator|byl|byline|written by)s?(?:[-_.:]?(?:name|fullname)s?)?(?:[-_.:]?\d+)?$",
    re.IGNORECASE,
)
ACCOUNT = re.compile("twitter", re.IGNORECASE)
"""Names of metas that give an account, as often the site's as a person's."""

LABEL = re.compile(
    r"writ|geschrieben|verfasst|autor|escrit|author|auteur|écrit|scritto|skrevet|yazan|автор|كتب",
    re.IGNORECASE,
)
"""Names that ``twitter:label1`` gives to the author whose name is in ``twitter:data1``."""

ORGANIZATION = re.compile("organi[sz]ation", re.IGNORECASE)
OWN_PAGE = frozenset(("url", "sameAs", "image", "jobTitle", "description"))
"""What only a person who is presented has."""

MAX_ENTRIES = 60

Claim = tuple[str, str]
"""A text that names authors, and the kind of place that it was found in."""


def credits(evidence: Evidence) -> Iterator[Claim]:
    """Every declaration of an author, the article's own JSON-LD first."""
    yield from _linked(evidence)
    yield from _meta(evidence)
    for element in evidence.micro.get("author", ()):
        yield _person(element), "microdata"


def _linked(evidence: Evidence) -> Iterator[Claim]:
    article = evidence.linked.article or {}
    for entry in as_list(article.get("author"))[:MAX_ENTRIES]:
        yield from _author(entry)
    for key in ("creator", "contributor"):
        for text in strings(article.get(key)):
            yield text, "json-ld creator"
    for node in evidence.linked.of_type("Person"):
        for text in strings(node.get("name")):
            yield text, "json-ld person"
    for node in evidence.linked.nodes:
        if node is not article:
            for text in strings(node.get("author")):
                yield text, "json-ld other"


def _author(entry: Any) -> Iterator[Claim]:
    """One author of the article's own JSON-LD."""
    kinds = types(entry) if isinstance(entry, dict) else []
    desk = any(ORGANIZATION.search(kind) for kind in kinds)
    for text in strings(entry) or _in_parts(entry):
        yield text, "json-ld organization" if desk else "json-ld author"
        if not desk and isinstance(entry, dict) and not OWN_PAGE.isdisjoint(entry):
            yield text, "json-ld page"


def _in_parts(entry: Any) -> list[str]:
    """The name of a person that is given in parts."""
    if not isinstance(entry, dict):
        return []
    parts = [text for key in ("givenName", "familyName") for text in strings(entry.get(key))]
    return [" ".join(parts)] if parts else []


def _meta(evidence: Evidence) -> Iterator[Claim]:
    for name, texts in evidence.meta.items():
        if META.search(name):
            kind = f"meta {name}" if name in ("author", "article:author") else "meta other"
            kind = "meta account" if ACCOUNT.search(name) else kind
            yield from ((text, kind) for text in texts)
    for number in "12":
        label = evidence.meta.get(f"twitter:label{number}", ("",))[0]
        if LABEL.search(label):
            for text in evidence.meta.get(f"twitter:data{number}", ()):
                yield text, "meta label"


def _person(element: HtmlElement) -> str:
    named = element.xpath(".//*[contains(@itemprop, 'name')]")
    return value(named[0]) if isinstance(named, list) and named else value(element)
