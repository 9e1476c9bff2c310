"""Links to the pages of people."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from urllib.parse import unquote

from lxml.etree import XPath
from lxml.html import HtmlElement

from newsspider.extraction.authors.markup import calls_others, seamed
from newsspider.extraction.authors.metadata import Claim
from newsspider.extraction.authors.names import MAX_NAME, is_of_craft, is_spelt_as_name, plain_name
from newsspider.extraction.fields.sitename import as_in_address
from newsspider.extraction.page.blocks import Block, is_hidden
from newsspider.extraction.page.document import Document
from newsspider.extraction.page.texts import bare

MAX_LINE, MAX_INNER, SLUG_LETTERS = 2 * MAX_NAME, 16, 6
MOSTLY = 0.8
BOX, REACH = 2, 8
"""Boxes around a link: those that make one line, and those that are looked at."""

LINK = re.compile(
    r"/(?:aut|redaktion/|redaktor|people/|person|journalist|prof|user|staff/|by/|contributor|editors?/"
    r"|writer|columnist|reporter|bio/|team/|@)|[?&]_?author=",
    re.IGNORECASE,
)
AUTHORS = XPath("descendant::a[contains(@rel, 'author')]")
REL = re.compile(r"rel=[\"']?[^\"'<>]*author")
"""Such a link in the markup: a tenth of the time that the tree takes to say that it has none."""

PROFILE = re.compile(r"/(?:prof|user|people|person|team|@)", re.IGNORECASE)


def author_links(document: Document, near: list[Block], behind: list[Block]) -> Iterator[Claim]:
    """Names that link to the pages of people; those that stand together as one line."""
    lines: dict[tuple[HtmlElement, str], list[str]] = {}
    for place, kinds, element in _candidates(document, near, behind):
        around = [element, *islice(element.iterancestors(), REACH)]
        text = seamed(element)
        if (
            text
            and len(text) <= MAX_LINE
            and not any(map(is_hidden, around))
            and not is_of_craft(text)
            and not calls_others(element, asides=place == "far")
        ):
            box = around[min(BOX, len(around) - 1)]
            for kind in kinds:
                lines.setdefault((box, f"{place} {kind}"), []).append(text)
    for (_, kind), texts in lines.items():
        yield "; ".join(texts), kind


def _candidates(
    document: Document, near: list[Block], behind: list[Block]
) -> Iterator[tuple[str, list[str], HtmlElement]]:
    """Links that may lead to a person, with their place and what they say of themselves."""
    seen: set[HtmlElement] = set()
    for element in _links(block for block in near if len(block.text) <= MAX_LINE):
        if element not in seen and (kinds := _kinds(element)):
            seen.add(element)
            yield "near", kinds, element
    if REL.search(document.markup):
        yield from (("far", ["rel"], element) for element in AUTHORS(document.tree))
    named = (block for block in behind if len(block.text) <= MAX_NAME)
    for element in _links(block for block in named if any(map(is_spelt_as_name, block.links))):
        if element not in seen and "slug" in _kinds(element):
            seen.add(element)
            yield "far", ["slug"], element


def _links(blocks: Iterable[Block]) -> Iterator[HtmlElement]:
    for block in blocks:
        if block.links:
            yield from islice(block.element.iter("a"), MAX_INNER)


def leads_elsewhere(block: Block) -> bool:
    """Whether the line is a link, and to nobody's page."""
    return block.link_share > MOSTLY and not any(
        map(_kinds, islice(block.element.iter("a"), MAX_INNER))
    )


def _kinds(element: HtmlElement) -> list[str]:
    """The link's own words; nothing where it leads to no person."""
    address = element.get("href", "")[: MAX_INNER * MAX_NAME]
    kinds = []
    if "author" in element.get("rel", ""):
        kinds.append("rel")
    elif LINK.search(address):
        kinds.append("profile" if PROFILE.search(address) else "link")
    if kinds and _is_own_address(seamed(element), address):
        kinds.append("slug")
    return kinds


def _is_own_address(text: str, address: str) -> bool:
    """Whether the address ends with the name that the link shows: ``/editors/jane-doe/``."""
    name = plain_name(text)
    if not is_spelt_as_name(name):
        return False
    slug = bare(as_in_address(name))
    last = unquote(address.split("?")[0].rstrip("/").rpartition("/")[2])
    return (
        len(slug) >= SLUG_LETTERS
        and slug in bare(as_in_address(last))
        and len(bare(last)) <= 2 * len(slug)
    )
