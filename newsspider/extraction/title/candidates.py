"""The headlines that a page offers, with the facts for and against each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from html import unescape
from itertools import chain

from newsspider.extraction.fields.sections import is_known
from newsspider.extraction.fields.sitename import (
    address_steps,
    as_in_address,
    declared_names,
    names_site,
)
from newsspider.extraction.page.evidence import Evidence
from newsspider.extraction.page.jsonld import strings
from newsspider.extraction.page.metadata import value
from newsspider.extraction.page.texts import bare, clean, words
from newsspider.extraction.title.visible import (
    Heading,
    headings,
    headings_over_text,
    without_page_number,
)

SITE_SEPARATOR = re.compile(r"\s+[|\-–—·•»«:/>]+\s+|\s*[|｜»ㅣǀ│¦]\s*")
LEADING = re.compile(r":\s+")
SEPARATOR = re.compile(f"{SITE_SEPARATOR.pattern}|{LEADING.pattern}")
LAST_DASH = re.compile(r"\s*[-–—|]\s*(?=[^-–—|]*\Z)")
WORD = re.compile(r"[^\W_]+")

MAX_CHARACTERS, MAX_SEPARATORS, MAX_HEADED, MAX_ALONE = 500, 6, 12, 3
PART_LETTERS, SLUG_LETTERS = 8, 3
SLUG_SHARE, SLUG_WORDS, SHORT_WORDS, HEADLINE_WORDS = 0.5, 3, 2, 4


@dataclass(slots=True)
class Candidate:
    """One headline, however it is spelt, and all that speaks for or against it."""

    spellings: list[tuple[str, str]] = field(default_factory=list)
    """Each with the source that writes it so."""

    facts: set[str] = field(default_factory=set)
    """Facts on its sources, its places on the page, and its relation to the others."""


Candidates = dict[str, Candidate]


def candidates(evidence: Evidence) -> Candidates:
    """The page's headlines by their letters and digits, each with its facts."""
    declared = [*_declared(evidence)]
    shown = _without_false_logos(list(headings(evidence.document.tree)), declared)
    over_text = headings_over_text(evidence.blocks)
    names = declared_names(evidence)
    names |= {bare(heading.text) for heading in shown if heading.kind == "h1 of site"}
    places, lines = _places(shown, over_text), _lines(evidence)
    by_letters: Candidates = {}
    for text, source in chain(_headed(shown, over_text), declared):
        if len(text) <= 2 * MAX_CHARACTERS:
            title = without_site(clean(unescape(text)), names)
            _add(by_letters, without_page_number(title), source, names)
    for part in _shown_parts(by_letters, places, lines):
        _add(by_letters, part, "visible", names)
    slug = _slug(evidence.document.url)
    for key, candidate in by_letters.items():
        candidate.facts |= places.get(key, set())
        candidate.facts.update(_facts(candidate, lines, slug))
    for key, candidate in by_letters.items():
        candidate.facts.update(_relations(key, by_letters))
    _compare_with_page_title(by_letters, declared)
    return by_letters


def _without_false_logos(shown: list[Heading], declared: list[tuple[str, str]]) -> list[Heading]:
    """The headings; what the page declares as its headline is no logo, whatever its markup says."""
    headlines = {bare(text) for text, _ in declared if words(text) >= HEADLINE_WORDS}
    return [
        replace(heading, kind="h1")
        if heading.kind == "h1 of site" and bare(heading.text) in headlines
        else heading
        for heading in shown
    ]


def _compare_with_page_title(by_letters: Candidates, declared: list[tuple[str, str]]) -> None:
    """Mark what the page's ``<title>`` holds, and an ``<h1>`` where no JSON-LD says more."""
    written = next((text for text, source in declared if source == "title"), "")
    page_title, title_words = bare(written), set(_tokens(written))
    is_linked = any(source == "json-ld" for _, source in declared)
    has_heading = any(
        "h1" in candidate.facts
        and _share(_tokens(candidate.spellings[0][0]), title_words) >= SLUG_SHARE
        for candidate in by_letters.values()
    )
    for key, candidate in by_letters.items():
        facts = candidate.facts
        if "short" not in facts and len(key) >= PART_LETTERS and key in page_title:
            facts.add("in title")
        if not is_linked and {"h1", "h1 over text"} <= facts:
            facts.add("h1 alone")
        if {"h1 over text", "title"} <= facts:
            facts.add("h1 is title")
        if not has_heading and {"heading", "heading over text", "title"} <= facts:
            facts.add("heading of title")


def _share(tokens: list[str], others: set[str]) -> float:
    return sum(token in others for token in tokens) / max(len(tokens), 1)


def without_site(title: str, names: set[str]) -> str:
    """The title less a leading or trailing part that is the site's name.

    A section's name before the site's goes too: "Headline | News | The Post".
    """
    parts = list(SITE_SEPARATOR.finditer(title))
    for separator in parts:
        if names_site(title[separator.end() :], names) and bare(title[: separator.start()]):
            return _without_section(title[: separator.start()])
    for separator in [*reversed(parts), *LEADING.finditer(title)]:
        if bare(title[: separator.start()]) in names and bare(title[separator.end() :]):
            return title[separator.end() :]
    return title


def _without_section(title: str) -> str:
    last = LAST_DASH.search(title)
    return title[: last.start()] if last and is_known(title[last.end() :]) else title


def _add(by_letters: Candidates, title: str, source: str, names: set[str]) -> None:
    key = bare(title)
    if key and len(title) <= MAX_CHARACTERS and key not in names:
        candidate = by_letters.setdefault(key, Candidate())
        candidate.spellings.append((title, source))
        candidate.facts.add(source)


def _headed(shown: list[Heading], over_text: tuple[str, str]) -> Iterator[tuple[str, str]]:
    """The first-level headings and the one over the text; where there is none, the first others."""
    first = [heading for heading in shown if heading.kind.startswith("h1")][:MAX_HEADED]
    yield from ((heading.text, heading.kind) for heading in first)
    if not any(heading.kind == "h1" for heading in first):
        others = [heading for heading in shown if heading.kind == "heading"][:MAX_ALONE]
        yield from ((heading.text, heading.kind) for heading in others)
    yield from (
        (heading.text, heading.kind)
        for heading in shown
        if heading.kind == "heading" and bare(heading.text) in over_text
    )


def _declared(evidence: Evidence) -> Iterator[tuple[str, str]]:
    for element in evidence.micro.get("headline", ())[:1]:
        yield value(element), "microdata"
    for headline in strings((evidence.linked.article or {}).get("headline"))[:1]:
        yield headline, "json-ld"
    for name, source in (("og:title", "opengraph"), ("twitter:title", "meta")):
        for title in evidence.meta.get(name, ())[:1]:
            yield title, source
    page_title = evidence.document.tree.findtext(".//title")
    if page_title:
        yield page_title, "title"


def _places(shown: list[Heading], over_text: tuple[str, str]) -> dict[str, set[str]]:
    """The places of the headings and the kinds that markup declares, by their bare text."""
    places: dict[str, set[str]] = {}
    for heading in shown:
        place = places.setdefault(bare(heading.text), set())
        place.add(heading.kind)
        if heading.role:
            place.add(heading.role)
    heads = [heading.text for heading in shown if heading.kind == "h1"]
    if heads:
        places[bare(heads[0])].add("first h1" if len(heads) > 1 else "lone h1")
    for heading in shown:
        if heading.kind in ("heading", "heading part"):
            places[bare(heading.text)].add("first heading")
            break
    for key, fact in zip(over_text, ("h1 over text", "heading over text"), strict=True):
        if places.get(key, set()) & {"h1", "heading"}:
            places[key].add(fact)
    return places


def _lines(evidence: Evidence) -> frozenset[str]:
    """The lines of the page without links, for exact comparison."""
    return frozenset(
        block.text.casefold()
        for block in evidence.blocks
        if not block.links and PART_LETTERS <= len(block.text) <= MAX_CHARACTERS
    )


def _shown_parts(
    by_letters: Candidates, places: dict[str, set[str]], lines: frozenset[str]
) -> list[str]:
    """Parts of the candidates that stand on the page by themselves: headlines less a kicker."""
    texts = {text: None for candidate in by_letters.values() for text, _ in candidate.spellings}
    return [
        part
        for part in chain.from_iterable(map(_parts, texts))
        if len(key := bare(part)) >= PART_LETTERS and (key in places or part.casefold() in lines)
    ]


def _parts(text: str) -> Iterator[str]:
    """Every run of whole parts of the text, shorter than the text."""
    cuts = list(SEPARATOR.finditer(text))[:MAX_SEPARATORS]
    starts = [0, *(cut.end() for cut in cuts)]
    ends = [*(cut.start() for cut in cuts), len(text)]
    for start in starts if cuts else ():
        yield from (text[start:end] for end in ends if start < end < len(text) + start)


def _facts(candidate: Candidate, lines: frozenset[str], slug: frozenset[str]) -> Iterator[str]:
    """Facts of the headline's text by itself."""
    text = candidate.spellings[0][0]
    if any(spelt.casefold() in lines for spelt, _ in candidate.spellings):
        yield "line"
    if words(text) <= SHORT_WORDS:
        yield "short"
    if slug:
        share = len(slug.intersection(_tokens(text))) / len(slug)
        if share >= SLUG_SHARE:
            yield "in address"
        elif not share and "h1 over text" not in candidate.facts:
            yield "not in address"


def _relations(key: str, by_letters: Candidates) -> Iterator[str]:
    """Whether other candidates hold this one at an end (a kicker is off), or it holds them."""
    for other in by_letters:
        if other == key or min(len(key), len(other)) < PART_LETTERS:
            continue
        if other.endswith(key):
            yield "end of another"
        elif other.startswith(key):
            is_heading = {"h1", "h1 over text"} <= by_letters[other].facts
            yield "start of heading" if is_heading else "start of another"
        elif key.startswith(other) or key.endswith(other):
            yield "around another"


def _slug(url: str) -> frozenset[str]:
    """The telling words of the address's longest step, where it names the article."""
    steps = address_steps(url)
    telling = frozenset(
        word
        for word in _tokens(max(steps, key=len, default=""))
        if not word.isdigit() and len(word) >= SLUG_LETTERS
    )
    return telling if len(telling) >= SLUG_WORDS else frozenset()


def _tokens(text: str) -> list[str]:
    return WORD.findall(as_in_address(text))
