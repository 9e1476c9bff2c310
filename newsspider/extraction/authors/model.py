"""The authors: people and desks, as the page names them."""

from __future__ import annotations

from math import exp, fsum
from statistics import fmean

from newsspider.dates import DateReader
from newsspider.extraction.authors.candidates import (
    OWN,
    AuthorCandidate,
    AuthorCandidates,
    author_candidates,
)
from newsspider.extraction.authors.names import is_spelt_as_name
from newsspider.extraction.page.evidence import Decision, Evidence, Witness
from newsspider.extraction.page.header import Header
from newsspider.items import Provenance

MAX_AUTHORS = 12
FLOOR, ALONE, COMPANION, COMPANION_SHARE = 0.1, 0.52, 0.2, 0.4
"""Chances from which on a name is taken: the best, any other, and one in the same line as the best
(also not below a share of the best's own)."""

BIAS = -2.1
WEIGHTS = {
    "spelt": 1.85,
    "declared and far": 1.5,
    "json-ld author": 1.5,
    "site only": 1.25,
    "json-ld organization": 1.15,
    "near link": 1.0,
    "east asian": 1.0,
    "signature": 0.95,
    "alone": 0.9,
    "meta article:author": 0.9,
    "near led": 0.9,
    "site beside far": 0.9,
    "near rel": 0.85,
    "near class": 0.7,
    "declared and near": 0.6,
    "declared twice": 0.6,
    "far led": 0.6,
    "one word": 0.55,
    "near twice": 0.5,
    "small letters": 0.45,
    "digits": 0.4,
    "near box part": 0.4,
    "near part": 0.4,
    "json-ld other": 0.35,
    "meta other": 0.35,
    "far rel": 0.25,
    "meta author": 0.25,
    "microdata": 0.2,
    "many words": -0.2,
    "some small letters": -0.25,
    "word behind comma": -0.25,
    "within another": -0.35,
    "beside date": -0.4,
    "site": -0.55,
    "near box": -0.6,
    "signature plain": -0.6,
    "others near": -0.7,
    "far link": -0.75,
    "near profile": -0.75,
    "far profile": -0.95,
    "json-ld person": -1.0,
    "one of many far": -1.0,
    "site beside declared": -1.15,
    "punctuation": -1.25,
    "around another": -1.3,
    "site beside near": -1.55,
    "first of another": -2.0,
    "around linked": -2.1,
    "others declared": -2.15,
}
"""The log-odds that each fact adds for a name to be an author; others add nothing.

A logistic regression on 1314 names of 421 pages with known authors, rounded; those of an East
Asian name, of a plain signature and of a first name are measured beside it. A fact's weight is what
it adds beside the others that it comes with: the microdata's names stand near, too.
"""

SPELLINGS = ("json-ld", "microdata", "near rel", "near link", "near class", "meta")
"""Sources in the order in which a spelling is taken from them."""

Names = tuple[str, ...]


def find_authors(evidence: Evidence, header: Header, reader: DateReader) -> Decision[Names] | None:
    """The likely names; the site's own where nothing speaks for another.

    The confidence is the mean of the names' chances; each witness's is the chance of its name.
    """
    candidates = author_candidates(evidence, header, reader)
    chances = {key: chance(candidate) for key, candidate in candidates.items()}
    chosen = _chosen(candidates, chances)
    if not chosen:
        return None
    spelt = [_spelling(candidates[key]) for key in chosen]
    sure = fmean(chances[key] for key in chosen)
    return Decision(
        tuple(name for name, _ in spelt),
        Provenance(source=_source(spelt[0][1]), confidence=round(sure, 3)),
        tuple(
            Witness((name,), _source(kind), round(chances[key], 3))
            for key, candidate in candidates.items()
            for name, kind in candidate.spellings
        ),
    )


def chance(candidate: AuthorCandidate) -> float:
    """The chance that the name is an author, 0 to 1."""
    return 1 / (1 + exp(-BIAS - fsum(WEIGHTS.get(fact, 0.0) for fact in candidate.facts)))


def _chosen(candidates: AuthorCandidates, chances: dict[str, float]) -> list[str]:
    """The keys of the names to take, in the page's order; no name that is part of another."""
    ranked = sorted(candidates, key=lambda key: -round(chances[key], 2))
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


def _are_companions(candidate: AuthorCandidate, best: AuthorCandidate) -> bool:
    """Whether a name stands in the same line as the best, and like one."""
    name = candidate.spellings[0][0]
    like = is_spelt_as_name(name) or not name.isascii() or not candidate.kinds.isdisjoint(OWN)
    return like and "site" not in candidate.facts and not candidate.lines.isdisjoint(best.lines)


def _spelling(candidate: AuthorCandidate) -> tuple[str, str]:
    """The name as written where it is written best; not all in capitals where it need not be."""

    def rank(spelling: tuple[str, str]) -> tuple[bool, int]:
        name, kind = spelling
        places = (at for at, start in enumerate(SPELLINGS) if kind.startswith(start))
        return name.isupper() or name.islower(), next(places, len(SPELLINGS))

    return min(candidate.spellings, key=rank)


def _source(kind: str) -> str:
    start = kind.split()[0]
    return start if start in ("json-ld", "meta", "microdata") else "visible"
