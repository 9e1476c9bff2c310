"""The headline as the reader sees it, without the site's name or a kicker."""

from __future__ import annotations

from math import exp, fsum

from newsspider.extraction.page.evidence import Decision, Evidence, Witness, decide
from newsspider.extraction.page.texts import bare, clean
from newsspider.extraction.title.candidates import WORD, Candidate, candidates
from newsspider.items import Provenance

WEIGHTS = {
    "heading of title": 2.2,
    "json-ld": 1.75,
    "opengraph": 1.45,
    "headline": 1.3,
    "start of another": 1.1,
    "end of another": 1.1,
    "microdata": 1.05,
    "first heading": 0.8,
    "first h1": 0.75,
    "h1": 0.7,
    "lone h1": 0.65,
    "h1 alone": 0.7,
    "in title": 0.4,
    "visible": 0.5,
    "line": 0.4,
    "h1 is title": 0.4,
    "named": 0.3,
    "h1 over text": 0.2,
    "in address": 0.2,
    "start of heading": 0.2,
    "heading": -0.05,
    "h1 in trail": -0.25,
    "not in address": -0.4,
    "around another": -0.4,
    "heading part": -0.45,
    "short": -0.65,
}
"""The log-odds that each fact adds to a headline; a fact that is not named adds nothing.

A conditional logit, "none of these" at 0, fitted on pages with known headlines and rounded
(``benchmarks/title_weights.py``); what tells the headline from a masthead, a department and a
wording for search engines was weighed by hand, within what the fit allows. ``twitter:title`` and
``<title>`` by themselves add nothing: they repeat other sources or are written for search engines,
as is an ``<h1>`` at the end of a breadcrumb. An ``<h1>`` stands *alone* where no JSON-LD names
another headline; a lower heading is *of the title* where ``<title>`` repeats it and no ``<h1>``.
"""

SPELLINGS = ("h1", "h1 part", "visible", "heading", "json-ld", "microdata", "opengraph")
"""Sources in the order in which a spelling is taken from them."""

FEED = 0.4


def find_title(evidence: Evidence) -> Decision[str] | None:
    """The headline that most speaks for; its confidence is its share against all others."""
    by_letters = candidates(evidence)
    if not by_letters:
        return _hinted(evidence)
    odds = {key: exp(score(candidate)) for key, candidate in by_letters.items()}
    total = 1 + sum(odds.values())
    winner = max(odds, key=lambda key: odds[key])
    text, source = _spelling(by_letters[winner])
    heard = tuple(
        Witness(spelt, origin, round(odds[key] / total, 3))
        for key, candidate in by_letters.items()
        for spelt, origin in candidate.spellings
    )
    return Decision(
        text, Provenance(source=source, confidence=round(odds[winner] / total, 3)), heard
    )


def score(candidate: Candidate) -> float:
    """The log-odds of a headline against "none of these"."""
    return fsum(WEIGHTS.get(fact, 0.0) for fact in candidate.facts)


def _spelling(candidate: Candidate) -> tuple[str, str]:
    """The page's own spelling, unless its markup runs words together that others keep apart."""

    def rank(spelling: tuple[str, str]) -> tuple[int, int]:
        text, source = spelling
        place = SPELLINGS.index(source) if source in SPELLINGS else len(SPELLINGS)
        return -len(WORD.findall(text)), place

    return min(candidate.spellings, key=rank)


def _hinted(evidence: Evidence) -> Decision[str] | None:
    title = clean(evidence.hints.title or "")
    return decide([Witness(title, "feed", FEED)], bare) if bare(title) else None
