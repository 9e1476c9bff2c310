"""Where the article stands in its site: sections in the site's own words, widest first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from html import unescape
from itertools import islice

from lxml.html import HtmlElement

from newsspider.extraction.data import table
from newsspider.extraction.fields.sitename import (
    address_steps,
    as_in_address,
    declared_names,
    names_site,
)
from newsspider.extraction.page.evidence import Decision, Evidence, Witness, decide, support
from newsspider.extraction.page.header import Header
from newsspider.extraction.page.jsonld import as_list, strings
from newsspider.extraction.page.texts import bare, clean, ends_sentence, words

MAX_CHARACTERS, MAX_SECTIONS, MAX_DIGITS, MAX_WORDS = 60, 6, 6, 6
MAX_TRAILS = 12
MAX_LINK = 36
"""A longer link is a headline."""

TAGS = 4
"""A trail or a row of labels with more names than this is as likely a list of topics."""

MANY = 0.35
ORDERED = frozenset(("breadcrumb", "json-ld breadcrumb", "breadcrumb line", "url"))
"""Where the order of the names says which is the widest."""

MARKED_UP = frozenset(("breadcrumb", "json-ld breadcrumb"))
"""Trails whose markup keeps the steps apart."""

TAGLINE = re.compile(r"\s*[:|–—]\s")
ARROW = re.compile(r"\s*[»›>→/]+\s*")
SLUG = re.compile(r"[^\W\d_A-Z]+(?:-[^\W\d_A-Z]+){0,3}")
CRUMB = re.compile(r"bread-?crumb|brotkrumen|fil-ariane|crumbs", re.IGNORECASE)
CRUMB_BOXES = ("nav", "ol", "ul", "div", "p", "span", "td", "section")
CRUMB_MARKS = frozenset(("class", "id", "aria-label", "itemtype"))
SCHEMA_ITEM = ".//*[@itemprop='itemListElement']"

Path = tuple[str, ...]

MAX_RUN = 200
LABEL_SEPARATORS = " ,،;|/·•-–—"


@dataclass(slots=True)
class SectionContext:
    """The site's names, headline and links, which tell a section's name from other words."""

    evidence: Evidence
    title: str
    names: set[str]
    spellings: dict[str, str] = field(default_factory=dict)
    """The links of the page by their letters as addresses write them; read when first needed."""

    def spelt(self, slug: str) -> str | None:
        """The name as a link of the page writes it; ``None`` where no link has it."""
        if not self.spellings:
            seen: set[str] = set()
            links = (link for block in self.evidence.blocks for link in block.links)
            for text in (*self.evidence.profile.sections, *links):
                if len(text) <= MAX_LINK and text not in seen:
                    seen.add(text)
                    self.spellings.setdefault(_key(text), text)
        return self.spellings.get(_key(slug))


def find_sections(evidence: Evidence, header: Header, title: str | None) -> Decision[Path] | None:
    """The path that most evidence speaks for; a part of a path speaks for the whole."""
    context = SectionContext(evidence, bare(title or ""), declared_names(evidence))
    hinted = [evidence.hints.section] if evidence.hints.section else []
    for paths in (_paths(evidence, header, context), [(hinted, "feed", 0.5)]):
        heard = tuple(_witnesses(paths, context))
        if heard:
            return _decided(heard)
    return None


def _decided(heard: tuple[Witness[Path], ...]) -> Decision[Path] | None:
    """Each path with all that agrees with it or is a part of it.

    A trail or the address gives the order.
    """
    keys = [frozenset(map(_key, witness.value)) for witness in heard]
    groups = {
        whole: [witness for witness, part in zip(heard, keys, strict=True) if _backs(part, whole)]
        for whole in keys
    }
    winner = max(groups, key=lambda whole: support(groups[whole]))
    same = [witness for witness, key in zip(heard, keys, strict=True) if key == winner]
    ordered = [witness for witness in same if witness.source in ORDERED] or same
    chosen = decide(ordered, lambda path: tuple(map(_key, path)))
    if chosen is None:
        return None
    provenance = replace(chosen.provenance, confidence=round(support(groups[winner]), 3))
    return Decision(chosen.value, provenance, heard)


def _backs(part: frozenset[str], whole: frozenset[str]) -> bool:
    return part == whole or (part <= whole and len(whole) <= TAGS)


def _witnesses(
    paths: Iterable[tuple[list[str], str, float]], context: SectionContext
) -> Iterator[Witness[Path]]:
    for names, source, confidence in paths:
        path = _path(names, context, split=source not in MARKED_UP)
        if path:
            sure = MANY if len(path) > TAGS else confidence
            yield Witness(path, source, sure + 0.02 * min(len(path), 3))


def _paths(
    evidence: Evidence, header: Header, context: SectionContext
) -> Iterator[tuple[list[str], str, float]]:
    for node in islice(evidence.linked.of_type("BreadcrumbList"), MAX_TRAILS):
        yield _crumbs(node), "json-ld breadcrumb", 0.75
    yield from (
        (names, "breadcrumb", 0.8) for names in islice(_visible_crumbs(evidence), MAX_TRAILS)
    )
    yield from ((names, "breadcrumb line", 0.7) for names in _trails(evidence, header))
    yield list(header.labels), "label", 0.7 if len(header.labels) < TAGS else MANY
    yield strings((evidence.linked.article or {}).get("articleSection")), "json-ld", 0.7
    yield list(evidence.meta.get("article:section", ())), "opengraph", 0.7
    for name in ("section", "parsely-section", "category", "cxenseparse:recs:category"):
        yield list(evidence.meta.get(name, ())), "meta", 0.5
    yield (
        [clean(str(e.text_content())) for e in evidence.micro.get("articleSection", ())],
        "microdata",
        0.7,
    )
    yield _from_address(evidence.document.url, context), "url", 0.5


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
        for mark in element.values():
            if ("rumb" in mark or "fil-ariane" in mark) and _is_crumb(element):
                yield _steps(element)
                break


def _is_crumb(element: HtmlElement) -> bool:
    return any(name in CRUMB_MARKS and CRUMB.search(mark) for name, mark in element.items())


def _trails(evidence: Evidence, header: Header) -> Iterator[list[str]]:
    """Breadcrumbs by their form: the links of a line above the headline that leads from home."""
    for block in evidence.blocks[: header.title_at or 0]:
        if not block.links or not ARROW.search(block.text):
            continue
        steps = [clean(step) for step in ARROW.split(block.text)]
        if len(steps) > 1 and steps[0].casefold() in table("sections")["home"]:
            yield list(block.links)


def _steps(element: HtmlElement) -> list[str]:
    items = element.xpath(SCHEMA_ITEM) or element.xpath(".//li") or element.xpath(".//a")
    steps = items if isinstance(items, list) else []
    return [clean(str(step.text_content())) for step in steps if isinstance(step, HtmlElement)]


def _from_address(url: str, context: SectionContext) -> list[str]:
    """The leading steps of the address that links of the page or known sections name."""
    names: list[str] = []
    for step in address_steps(url)[:-1]:
        if step in table("sections")["addresses"]:
            continue
        name = context.spelt(step) if SLUG.fullmatch(step) else None
        if name is None:
            break
        names.append(name)
    return names


def _path(names: list[str], context: SectionContext, *, split: bool) -> Path:
    """The names as sections: no home, no headline, no site's name, each once.

    Labels that run together are split, but not the steps of a trail, which its markup keeps apart.
    """
    sections: dict[str, str] = {}
    for raw in names:
        for name in _names(clean(unescape(raw)).strip(" >»›/|:"), context, split=split):
            if _is_section(name, context):
                sections.setdefault(_key(name), name)
    return tuple(sections.values())[:MAX_SECTIONS]


def _names(text: str, context: SectionContext, *, split: bool) -> tuple[str, ...]:
    """The names in the text; one in small letters as the page's own links write it.

    "UK News" is one name, "UKNews" are two.
    """
    own = context.spelt(text) if text and text == text.lower() != text.upper() else None
    if own:
        return (own,)
    if not split or SLUG.fullmatch(text):
        return (text,)
    labels = split_labels(text, context.evidence.profile.sections)
    return (text,) if " ".join(labels) == text else labels


def _is_section(name: str, context: SectionContext) -> bool:
    key = bare(name)
    return (
        bool(key)
        and key != context.title
        and len(name) <= MAX_CHARACTERS
        and words(name) <= MAX_WORDS
        and not ends_sentence(name)
        and name.casefold() not in table("sections")["home"]
        and not names_site(TAGLINE.split(name)[0], context.names)
    )


def _key(name: str) -> str:
    """The part that a name shares with its form in an address: "Córdoba", ``cordoba``."""
    return bare(as_in_address(name))


def split_labels(text: str, known: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The labels of a run of section names without spaces between them.

    A text that is a known name itself, or that known names do not cover whole, comes back as it
    is: one label. Of several ways to split, the one with the fewest names wins.
    """
    line = clean(text)
    if not line:
        return ()
    if len(line) > MAX_RUN:
        return (line,)
    names = _common() | {name.casefold() for name in known}
    lower = line.casefold()
    if lower in names or len(lower) != len(line):
        return (line,)
    spans = _cover(lower, frozenset(names))
    return tuple(line[start:end] for start, end in spans) if spans else (line,)


def is_known(text: str, known: tuple[str, ...] = ()) -> bool:
    """Whether the text is a section name, or several that run together."""
    lower = clean(text).casefold()
    names = _common() | {name.casefold() for name in known}
    return lower in names or len(split_labels(text, known)) > 1


@cache
def _common() -> frozenset[str]:
    return frozenset(
        name.casefold() for names in table("sections")["common"].values() for name in names
    )


def _cover(text: str, names: frozenset[str]) -> list[tuple[int, int]]:
    """The fewest names that cover the text from start to end; ``[]`` where none do."""
    longest = max(map(len, names), default=0)
    best: list[list[tuple[int, int]] | None] = [[]] + [None] * len(text)
    for end in range(1, len(text) + 1):
        if text[end - 1] in LABEL_SEPARATORS and best[end - 1] is not None:
            best[end] = best[end - 1]
        for start in range(max(0, end - longest), end):
            before = best[start]
            if before is None or text[start:end] not in names:
                continue
            current = best[end]
            if current is None or len(before) + 1 < len(current):
                best[end] = [*before, (start, end)]
    return best[-1] or []
