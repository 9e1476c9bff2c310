"""The names that a page offers as its authors, with the facts for and against each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain

from newsspider.dates import DateReader
from newsspider.extraction.authors.metadata import credits
from newsspider.extraction.authors.names import (
    begins_name,
    is_east_asian_name,
    is_spelt_as_name,
    names_in,
)
from newsspider.extraction.authors.visible import bylines
from newsspider.extraction.fields.sitename import declared_names, names_site
from newsspider.extraction.page.evidence import Evidence
from newsspider.extraction.page.header import Header
from newsspider.extraction.page.texts import bare

DECLARED = ("json-ld", "meta", "microdata")
OWN = frozenset(
    (
        "json-ld author",
        "json-ld organization",
        "meta author",
        "meta article:author",
        "meta other",
        "microdata",
    )
)
"""Declarations of the page on its own article, not on others or on people."""

LINKED = frozenset(("json-ld author", "meta author", "microdata", "near link", "near rel"))
NEAR = frozenset(("near class", "near led", "near rel", "near link", "signature"))
MAX_CANDIDATES, PART_LETTERS, MANY, LONG = 60, 4, 2, 5


@dataclass(slots=True)
class AuthorCandidate:
    """One name, however it is spelt, and all that speaks for or against it."""

    spellings: list[tuple[str, str]] = field(default_factory=list)
    """Each with the kind of place that writes it so."""

    facts: set[str] = field(default_factory=set)
    """Facts on its kinds of places, its form, and its relation to the others."""

    lines: set[tuple[str, int]] = field(default_factory=set)
    """The lines that it stands in, by kind; all declarations of one kind are one line."""

    @property
    def kinds(self) -> set[str]:
        """The kinds of places that name it."""
        return {kind for _, kind in self.spellings}


AuthorCandidates = dict[str, AuthorCandidate]


def author_candidates(evidence: Evidence, header: Header, reader: DateReader) -> AuthorCandidates:
    """The page's names by their letters and digits, each with its facts."""
    candidates = _named(evidence, header, reader)
    site = declared_names(evidence)
    for candidate in candidates.values():
        candidate.facts |= candidate.kinds
        candidate.facts.update(_form(candidate.spellings[0][0], site))
    for key, candidate in candidates.items():
        candidate.facts.update(
            _agreement(candidate), _overlaps(key, candidates), _against(key, candidates)
        )
    _mark_many(candidates)
    return candidates


def _named(evidence: Evidence, header: Header, reader: DateReader) -> AuthorCandidates:
    candidates: AuthorCandidates = {}
    visible = bylines(evidence.document, evidence.blocks, header, reader)
    for number, (text, kind) in enumerate(chain(credits(evidence), visible)):
        for name, behind in names_in(text):
            key = bare(name)
            if len(key) < 2 or (key not in candidates and len(candidates) >= MAX_CANDIDATES):
                continue
            candidate = candidates.setdefault(key, AuthorCandidate())
            candidate.spellings.append((name, kind))
            candidate.lines.add((kind, 0 if kind.startswith(DECLARED) else number))
            if behind and " " not in name:
                candidate.facts.add("word behind comma")
    return candidates


def _form(name: str, site: set[str]) -> Iterator[str]:
    """Facts of the name by itself."""
    words = name.split()
    if names_site(name, site):
        yield "site"
    if is_east_asian_name(name):
        yield "east asian"
    elif len(words) == 1:
        yield "one word"
    elif len(words) >= LONG:
        yield "many words"
    starts = [word[0].islower() for word in words if word[0].isalpha()]
    if is_spelt_as_name(name):
        yield "spelt"
    elif starts and all(starts):
        yield "small letters"
    elif starts and (starts[0] or starts[-1]):
        yield "some small letters"
    if any(character.isdigit() for character in name):
        yield "digits"
    if any(character in ":!?" for character in name):
        yield "punctuation"


def _agreement(candidate: AuthorCandidate) -> Iterator[str]:
    """Whether several places that do not copy each other name it."""
    places = {_place(kind) for kind in candidate.kinds}
    if "declared" in places:
        yield from (f"declared and {place}" for place in places - {"declared"})
    if len({kind.split()[0] for kind in candidate.kinds if kind.startswith(DECLARED)}) > 1:
        yield "declared twice"
    if sum(kind.startswith("near") for kind in candidate.kinds) > 1:
        yield "near twice"


def _place(kind: str) -> str:
    if kind.startswith(DECLARED):
        return "declared"
    return "far" if kind.startswith("far") else "near"


def _overlaps(key: str, candidates: Mapping[str, AuthorCandidate]) -> Iterator[str]:
    """Whether it is a part of another name, or another is a part of it."""
    candidate = candidates[key]
    for other, rival in candidates.items():
        if other == key or min(len(key), len(other)) < PART_LETTERS:
            continue
        if key in other:
            is_first = begins_name(candidate.spellings[0][0], rival.spellings[0][0])
            yield "first of another" if is_first else "within another"
        elif other in key and not begins_name(rival.spellings[0][0], candidate.spellings[0][0]):
            yield "around linked" if LINKED & candidate.kinds else "around another"


def _against(key: str, candidates: Mapping[str, AuthorCandidate]) -> Iterator[str]:
    """Facts of the other names that the page offers, the site's own left out."""
    candidate = candidates[key]
    others: set[str] = set()
    for other, rival in candidates.items():
        if "site" not in rival.facts and key not in other and other not in key:
            others |= rival.kinds
    near = not others.isdisjoint(NEAR)
    if "site" in candidate.facts:
        yield _beside(others, near=near)
    elif others & OWN and not candidate.kinds & OWN:
        yield "others declared"
    elif near and not any(_place(kind) == "near" for kind in candidate.kinds):
        yield "others near"
    elif not others:
        yield "alone"


def _beside(others: set[str], *, near: bool) -> str:
    if others & OWN:
        return "site beside declared"
    if near:
        return "site beside near"
    return "site beside far" if others else "site only"


def _mark_many(candidates: Mapping[str, AuthorCandidate]) -> None:
    """Lines of one kind far from the headline, each with other names: a list, not a byline."""
    lines: defaultdict[str, set[int]] = defaultdict(set)
    for candidate in candidates.values():
        for kind, number in candidate.lines:
            lines[kind].add(number)
    for candidate in candidates.values():
        if any(kind.startswith("far") and len(lines[kind]) > MANY for kind in candidate.kinds):
            candidate.facts.add("one of many far")
