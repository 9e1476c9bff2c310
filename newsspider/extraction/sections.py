"""Where the article stands in its site: sections in the site's own words, widest first."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from newsspider.extraction.data import table
from newsspider.extraction.evidence import Decision, Evidence, Witness, decide
from newsspider.extraction.header import Header
from newsspider.extraction.jsonld import as_list, strings
from newsspider.extraction.labels import split_labels
from newsspider.extraction.texts import bare, clean

MAX_CHARACTERS, MAX_SECTIONS, MAX_DIGITS = 60, 6, 6
BREADCRUMB = re.compile(r"breadcrumb|bread-crumb|brotkrumen|fil-ariane|crumbs", re.IGNORECASE)
CRUMB_BOXES = ("nav", "ol", "ul", "div", "p", "span", "td", "section")
ARROW = re.compile(r"\s*[»›>→/]+\s*")
SCHEMA_ITEM = ".//*[@itemprop='itemListElement']"

Path = tuple[str, ...]


def find_sections(evidence: Evidence, header: Header, title: str | None) -> Decision[Path] | None:
    """The path that most evidence speaks for."""
    hinted = [evidence.hints.section] if evidence.hints.section else []
    for paths in (_paths(evidence, header), [(hinted, "feed", 0.5)]):
        witnesses = [
            Witness(path, source, confidence + 0.02 * min(len(path), 3))
            for names, source, confidence in paths
            if (path := _path(names, title, evidence.profile.sections))
        ]
        if witnesses:
            return decide(witnesses, lambda path: tuple(bare(name) for name in path))
    return None


def _paths(evidence: Evidence, header: Header) -> Iterator[tuple[list[str], str, float]]:
    for node in evidence.linked.of_type("BreadcrumbList"):
        yield _crumbs(node), "json-ld breadcrumb", 0.75
    yield from ((names, "breadcrumb", 0.8) for names in _visible_crumbs(evidence))
    yield from ((names, "breadcrumb", 0.7) for names in _trails(evidence, header))
    yield list(header.labels), "label", 0.75
    yield strings((evidence.linked.article or {}).get("articleSection")), "json-ld", 0.7
    yield list(evidence.meta.get("article:section", ())), "opengraph", 0.7
    for name in ("section", "parsely-section", "category", "cxenseparse:recs:category"):
        yield list(evidence.meta.get(name, ())), "meta", 0.5
    yield (
        [clean(str(e.text_content())) for e in evidence.micro.get("articleSection", ())],
        "microdata",
        0.7,
    )


def _crumbs(node: dict[str, object]) -> list[str]:
    """The names of a BreadcrumbList in the order of their positions."""
    entries = [entry for entry in as_list(node.get("itemListElement")) if isinstance(entry, dict)]
    entries.sort(key=_position)
    return [
        name
        for entry in entries
        for name in (strings(entry.get("name")) or strings(entry.get("item")))[:1]
    ]


def _position(entry: dict[str, object]) -> int:
    written = str(entry.get("position", ""))
    return int(written) if written.isdecimal() and len(written) < MAX_DIGITS else 0


def _visible_crumbs(evidence: Evidence) -> Iterator[list[str]]:
    """Breadcrumbs in the markup: the trail's links and its last, unlinked steps."""
    for element in evidence.document.tree.iter(*CRUMB_BOXES):
        marks = (element.get(name, "") for name in ("class", "id", "aria-label", "itemtype"))
        if BREADCRUMB.search(" ".join(marks)):
            yield _steps(element)


def _trails(evidence: Evidence, header: Header) -> Iterator[list[str]]:
    """Breadcrumbs by their form: a line above the headline that leads from home by arrows."""
    for block in evidence.blocks[: header.title_at or 0]:
        steps = [clean(step) for step in ARROW.split(block.text)]
        if len(steps) > 1 and block.links and steps[0].casefold() in table("sections")["home"]:
            yield steps


def _steps(element: HtmlElement) -> list[str]:
    items = element.xpath(SCHEMA_ITEM) or element.xpath(".//li") or element.xpath(".//a")
    steps = items if isinstance(items, list) else []
    return [clean(str(step.text_content())) for step in steps if isinstance(step, HtmlElement)]


def _path(names: list[str], title: str | None, known: tuple[str, ...]) -> Path:
    """The names as sections: no home, no headline, run-together labels split, each once."""
    home = table("sections")["home"]
    found: dict[str, str] = {}
    for raw in names:
        for name in split_labels(clean(raw).strip(" >»›/|:"), known):
            key = bare(name)
            if (
                key
                and name.casefold() not in home
                and key != bare(title or "")
                and len(name) <= MAX_CHARACTERS
            ):
                found.setdefault(key, name)
    return tuple(found.values())[:MAX_SECTIONS]
