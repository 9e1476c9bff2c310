"""The authors: people and desks, as the page names them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from math import exp, fsum
from statistics import fmean

from newsspider.dates import DateReader
from newsspider.extraction.authors.candidates import (
    OWN,
    AuthorCandidate,
    AuthorCandidates,
    author_candidates,
)
from newsspider.extraction.authors.names import begins_name, is_spelt_as_name
from newsspider.extraction.page.evidence import Decision, Evidence, Witness
from newsspider.extraction.page.header import Header
from newsspider.items import Provenance

MAX_AUTHORS = 12
FLOOR, ALONE, COMPANION, COMPANION_SHARE = 0.3, 0.5, 0.4, 0.6
"""Chances from which on a name is taken: the best, any other, and one in the same line as the best
(also not below a share of the best's own). Below them a page rather names nobody."""

SPELLINGS = ("json-ld", "microdata", "near rel", "near link", "near class", "meta")
"""Sources in the order in which a spelling is taken from them."""

NONE = Provenance(source="none", confidence=0.0)
"""Of a page whose names are too unlikely."""

Names = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Weights:
    """The log-odds that each fact adds for a name to be an author; other facts add nothing."""

    bias: float
    of: Mapping[str, float]


@cache
def measured_weights() -> Weights:
    """The weights that ``benchmarks/author_weights.py`` measured."""
    text = resources.files("newsspider.extraction.data").joinpath("authors.json").read_text("utf-8")
    measured = json.loads(text)
    return Weights(measured["bias"], measured["weights"])


def find_authors(evidence: Evidence, header: Header, reader: DateReader) -> Decision[Names] | None:
    """The likely names; nobody where none is likely.

    The confidence is the mean of the names' chances; each witness's is the chance of its name.
    """
    candidates = author_candidates(evidence, header, reader)
    weights = measured_weights()
    chosen = choose(candidates, weights)
    witnesses: tuple[Witness[Names], ...] = tuple(
        Witness((name,), _source(kind), round(chance(candidate, weights), 3))
        for candidate in candidates.values()
        for name, kind in candidate.spellings
    )
    if not chosen:
        return Decision((), NONE, witnesses) if witnesses else None
    spelt = [spelling(candidates[key]) for key in chosen]
    sure = fmean(chance(candidates[key], weights) for key in chosen)
    return Decision(
        tuple(name for name, _ in spelt),
        Provenance(source=_source(spelt[0][1]), confidence=round(sure, 3)),
        witnesses,
    )


def chance(candidate: AuthorCandidate, weights: Weights) -> float:
    """The chance that the name is an author, 0 to 1."""
    if is_out(candidate.facts):
        return 0.0
    odds = fsum(weights.of.get(fact, 0.0) for fact in candidate.facts)
    return 1 / (1 + exp(-weights.bias - odds))


def is_out(facts: set[str]) -> bool:
    """Whether it is no author whatever speaks for it.

    The site, its publisher or its owner that no byline names; who did something else than write.
    """
    if "site" in facts and not facts & {"site in byline", "site and person"}:
        return True
    return "other work" in facts and not facts & {"near led", "json-ld author"}


def choose(candidates: AuthorCandidates, weights: Weights) -> list[str]:
    """The keys of the names to take, in the page's order; no name that is part of another."""
    chances = {key: chance(candidate, weights) for key, candidate in candidates.items()}
    ranked = sorted(
        (key for key in candidates if not _has_whole(key, candidates, chances)),
        key=lambda key: -round(chances[key], 2),
    )
    if not ranked or chances[ranked[0]] < FLOOR:
        return []
    best = ranked[0]
    least = min(COMPANION, COMPANION_SHARE * chances[best])
    taken = [best]
    for key in ranked[1:]:
        together = chances[key] >= least and _are_companions(candidates[key], candidates[best])
        fits = not any(key in other or other in key for other in taken)
        if fits and (together or chances[key] >= ALONE):
            taken.append(key)
    if any("site" not in candidates[key].facts and chances[key] >= ALONE for key in taken):
        taken = [key for key in taken if "site" not in candidates[key].facts]
    return [key for key in candidates if key in taken][:MAX_AUTHORS]


def _has_whole(key: str, candidates: AuthorCandidates, chances: dict[str, float]) -> bool:
    """Whether it is the first name of another that is likely enough by itself."""
    candidate = candidates[key]
    return "first of another" in candidate.facts and any(
        chances[other] >= FLOOR
        and begins_name(candidate.spellings[0][0], candidates[other].spellings[0][0])
        for other in candidates
        if other != key and key in other
    )


def _are_companions(candidate: AuthorCandidate, best: AuthorCandidate) -> bool:
    """Whether a name stands in the same line as the best, and like one."""
    name = candidate.spellings[0][0]
    like = is_spelt_as_name(name) or not name.isascii() or not candidate.kinds.isdisjoint(OWN)
    return like and "site" not in candidate.facts and not candidate.lines.isdisjoint(best.lines)


def spelling(candidate: AuthorCandidate) -> tuple[str, str]:
    """The name as written where it is written best; not all in capitals where it need not be."""

    def rank(spelling: tuple[str, str]) -> tuple[bool, int]:
        name, kind = spelling
        places = (at for at, start in enumerate(SPELLINGS) if kind.startswith(start))
        return name.isupper() or name.islower(), next(places, len(SPELLINGS))

    return min(candidate.spellings, key=rank)


def _source(kind: str) -> str:
    start = kind.split()[0]
    return start if start in ("json-ld", "meta", "microdata") else "visible"
