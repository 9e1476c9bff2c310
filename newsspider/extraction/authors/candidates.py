"""The names that a page offers as its authors, with the facts for and against each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain

from newsspider.dates import DateReader
from newsspider.extraction.authors.credit_line import names_in
from newsspider.extraction.authors.house import House
from newsspider.extraction.authors.metadata import credits
from newsspider.extraction.authors.names import (
    begins_name,
    is_east_asian_name,
    is_known_desk,
    is_spelt_as_name,
    names_office,
    opens_with_article,
)
from newsspider.extraction.authors.surroundings import Surroundings
from newsspider.extraction.authors.visible import bylines, other_work
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
        "meta label",
        "microdata",
    )
)
"""Declarations of the page on its own article, not on others or on people."""

LINKED = frozenset(("json-ld author", "meta author", "microdata", "near link", "near rel"))
NEAR = frozenset(("near class", "near led", "near rel", "near link", "near slug", "signature"))
BYLINE = frozenset(("near led", "near rel", "near link", "near slug"))
BYLINES = NEAR | {
    "near alone",
    "near box",
    "near part",
    "near box part",
    "beside date",
    "far class",
    "far led",
    "far rel",
}
UNLIKE_PERSON = frozenset(
    (
        "article first",
        "some capitals",
        "office",
        "desk",
        "all in small letters",
        "one in small letters",
        "json-ld organization",
    )
)
WEAK = frozenset(("near alone", "near part", "near box part", "beside date", "far slug"))
UNSURE = frozenset(("signature plain", "far more", "far bio"))
GOOD = BYLINE | {"far rel", "json-ld author", "meta author"}
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
    house = House(evidence)
    candidates = _named(evidence, header, reader, house)
    if not candidates:
        return candidates
    others = other_work(evidence.blocks)
    page = Surroundings(evidence, header)
    for key, candidate in candidates.items():
        name = candidate.spellings[0][0]
        candidate.facts |= candidate.kinds
        candidate.facts.update(_form(name), page.facts(name))
        if house(name):
            candidate.facts.add("site")
        if key in others:
            candidate.facts.add("other work")
    candidates = {key: one for key, one in candidates.items() if not _is_mere_words(one)}
    for key, candidate in candidates.items():
        candidate.facts.update(
            _agreement(candidate),
            _conjunctions(candidate),
            _overlaps(key, candidates),
            _against(key, candidates),
        )
    _mark_led(candidates)
    _mark_many(candidates)
    return candidates


def _is_mere_words(candidate: AuthorCandidate) -> bool:
    """Whether its letters, here or elsewhere on the page, are no name's, and it is not declared."""
    name = candidate.spellings[0][0]
    if " " in name and name[0].islower():
        return not any(kind.startswith(DECLARED) for kind in candidate.kinds)
    if "handle" in candidate.facts and candidate.kinds == {"meta account"}:
        return True
    if "all in small letters" in candidate.facts:
        return candidate.kinds.isdisjoint(GOOD)
    return "one in small letters" in candidate.facts and candidate.kinds <= WEAK | UNSURE


def _named(
    evidence: Evidence, header: Header, reader: DateReader, house: House
) -> AuthorCandidates:
    candidates: AuthorCandidates = {}
    visible = bylines(evidence.document, evidence.blocks, header, reader)
    for number, (text, kind) in enumerate(chain(credits(evidence), visible)):
        for name in names_in(text, house):
            key = bare(name)
            if len(key) < 2 or (key not in candidates and len(candidates) >= MAX_CANDIDATES):
                continue
            candidate = candidates.setdefault(key, AuthorCandidate())
            candidate.spellings.append((name, kind))
            candidate.lines.add((kind, 0 if kind.startswith(DECLARED) else number))
    return candidates


def _form(name: str) -> Iterator[str]:
    """Facts of the name by itself."""
    words = name.split()
    if len(words) > 1 and name.upper() == name.lower():
        yield "uncased"
    if is_known_desk(name):
        yield "desk"
    if is_east_asian_name(name):
        yield "east asian"
    elif len(words) == 1:
        yield "one word"
    elif len(words) >= LONG:
        yield "many words"
    yield from _spelt(name, words) if is_spelt_as_name(name) else _unspelt(name, words)
    if any(character.isdigit() for character in name):
        yield "digits"
    if any(character in ":：!?" for character in name):
        yield "punctuation"


def _spelt(name: str, words: list[str]) -> Iterator[str]:
    """Facts of what is spelt as a person's name."""
    yield "spelt"
    if len(words) == 2:
        yield "two words"
    if names_office(name):
        yield "office"
    if opens_with_article(name):
        yield "article first"
    if any(word.isupper() and len(word) > 2 for word in words):
        yield "all capitals" if name.isupper() else "some capitals"


def _unspelt(name: str, words: list[str]) -> Iterator[str]:
    """Facts of what is not."""
    starts = [word[0].islower() for word in words if word[0].isalpha()]
    if len(words) == 1 and name.islower():
        yield "handle"
    if starts and all(starts):
        yield "small letters"
    elif starts and (starts[0] or starts[-1]):
        yield "some small letters"


def _agreement(candidate: AuthorCandidate) -> Iterator[str]:
    """Whether several places that do not copy each other name it."""
    kinds = candidate.kinds
    places = {_place(kind) for kind in kinds}
    if "declared" in places:
        yield from (f"declared and {place}" for place in places - {"declared"})
        if len(places) == 1:
            yield "declared only"
        if "one word" in candidate.facts:
            yield f"one word, declared {'only' if len(places) == 1 else 'and seen'}"
    if len({kind.split()[0] for kind in kinds if kind.startswith(DECLARED)}) > 1:
        yield "declared twice"
    if sum(kind.startswith("near") for kind in kinds) > 1:
        yield "near twice"
    if places == {"far"}:
        yield "far only"


def _conjunctions(candidate: AuthorCandidate) -> Iterator[str]:
    """Facts that mean more together."""
    facts, kinds = candidate.facts, candidate.kinds
    if "spelt" in facts and not kinds.isdisjoint(BYLINE):
        yield "spelt in byline"
    if "spelt" in facts and kinds <= WEAK:
        yield "only weak"
    if "desk" in facts and not kinds.isdisjoint(NEAR):
        yield "desk in byline"
    if {"beside date", "uncased"} <= facts and "punctuation" not in facts:
        yield "uncased beside date"
    if "site" in facts:
        if not kinds.isdisjoint(BYLINES):
            yield "site in byline"
        if "spelt" in facts and facts.isdisjoint(UNLIKE_PERSON):
            yield "site and person"


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
    elif not others and not candidate.kinds <= WEAK:
        yield "alone"


def _beside(others: set[str], *, near: bool) -> str:
    if others & OWN:
        return "site beside declared"
    if near:
        return "site beside near"
    return "site beside far" if others else "site only"


def _mark_led(candidates: Mapping[str, AuthorCandidate]) -> None:
    """A name that words near the headline lead to, and one that only the metadata know."""
    led = {key for key, candidate in candidates.items() if {"near led", "spelt"} <= candidate.facts}
    unseen = {key for key, candidate in candidates.items() if "declared only" in candidate.facts}
    for key, candidate in candidates.items():
        if key in led and "others declared" in candidate.facts and unseen:
            candidate.facts.add("led beside unseen")
        elif key in unseen and led:
            candidate.facts.add("unseen beside led")


def _mark_many(candidates: Mapping[str, AuthorCandidate]) -> None:
    """Lines of one kind far from the headline, each with other names: a list, not a byline."""
    lines: defaultdict[str, set[int]] = defaultdict(set)
    for candidate in candidates.values():
        for kind, number in candidate.lines:
            lines[kind].add(number)
    for candidate in candidates.values():
        if any(kind.startswith("far") and len(lines[kind]) > MANY for kind in candidate.kinds):
            candidate.facts.add("one of many far")
