"""Which other kind of page it is, by weighed facts: a product, an index, a thread, a manual …"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources

from newsspider.extraction.gate.kind_facts import shown_signs
from newsspider.extraction.gate.types import Signals
from newsspider.extraction.page.texts import words
from newsspider.items import Article, Reason

THRESHOLDS = {"shop": 0.25, "thread": 0.25, "manual": 0.25, "list": 0.75, "service": 1.0}
"""Log-odds from which a page is no article, by the kind whose signs it shows most.

An article lost is worse than a page too many, and those that look like a list or a firm's page are
lost most easily.
"""

FEWEST_SIGNS = 2
"""A kind shows itself by so many signs: that a page lacks a date says nothing of what it is."""

REASONS = {
    "shop": Reason.PRODUCT_PAGE,
    "thread": Reason.FORUM_THREAD,
    "manual": Reason.DOCUMENTATION,
    "list": Reason.INDEX_PAGE,
    "service": Reason.SERVICE_PAGE,
}
DECLARED = {"type thread": "thread", "og product": "shop", "og og:product": "shop"}
"""Declarations that say what a page is by themselves, unless another calls it a story."""

STORY = frozenset(("type news", "type post"))
WEIGHT_OF_SIGN = {"list": 2 / 3, "service": 2 / 3}
"""Their signs are more in number, and each is shown by pages of other kinds as well."""

SIZES = {
    "own text": (80, 400, 1000, 2500),
    "text run": (250, 800, 1500, 4000),
    "headlines": (1, 4, 8, 16, 40),
    "link share": (0.2, 0.35, 0.5, 0.7),
    "page text": (600, 1500, 4000, 10000, 30000),
    "title words": (3, 5, 8),
}
BY_SOURCE = ("title", "published_at", "authors")


def other_kind(article: Article, signals: Signals) -> tuple[Reason, str] | None:
    """Why the page is of another kind, and by which facts; ``None`` for all that may be news."""
    if signals.declared_news:
        return None
    facts = all_facts(article, signals)
    if facts.isdisjoint(STORY):
        for fact in DECLARED:
            if fact in facts:
                return REASONS[DECLARED[fact]], "the page declares itself one"
    kind, shown = main_kind(facts)
    few = len(shown) < FEWEST_SIGNS or not set(shown) & set(signals.kind_facts)
    if few or score(facts) < THRESHOLDS[kind]:
        return None
    return REASONS[kind], f"the page shows {', '.join(shown[:4])}"


def main_kind(facts: frozenset[str]) -> tuple[str, tuple[str, ...]]:
    """The kind of which the facts hold most signs, and these."""
    shown = {kind: shown_signs(kind, facts) for kind in REASONS}
    kind = max(REASONS, key=lambda kind: len(shown[kind]) * WEIGHT_OF_SIGN.get(kind, 1.0))
    return kind, shown[kind]


def score(facts: frozenset[str]) -> float:
    """The log-odds that a page with these facts is no article."""
    return weights()[""] + sum(weights().get(fact, 0.0) for fact in sorted(facts))


def all_facts(article: Article, signals: Signals) -> frozenset[str]:
    """The facts of the page, and those of its record."""
    return frozenset((*signals.kind_facts, *_record_facts(article, signals)))


@cache
def weights() -> Mapping[str, float]:
    """The log-odds of each fact for "no article"; ``""`` is where they start.

    A logistic regression on two thirds of the publishers (``benchmarks/kind_weights.py``).
    """
    text = resources.files("newsspider.extraction.data").joinpath("page_kinds.json")
    found: dict[str, float] = json.loads(text.read_text("utf-8"))
    return found


def _record_facts(article: Article, signals: Signals) -> Iterator[str]:
    stated = {
        "shows date": signals.shows_date,
        "has date": article.published_at,
        "modified": article.modified_at,
        "authors": article.authors,
        "declared article": signals.declared_article,
        "declared index": signals.declared_index,
        "declared media": signals.declared_media,
        "home": signals.is_home,
        "sections": article.sections,
        "tags": article.tags,
    }
    yield from (name for name, value in stated.items() if value)
    figures = {
        "own text": signals.own_characters,
        "text run": signals.text_run,
        "headlines": signals.headline_links,
        "link share": signals.link_share,
        "page text": signals.page_characters,
        "title words": words(article.title or ""),
    }
    for name, figure in figures.items():
        yield from (f"{name} {step}+" for step in SIZES[name] if figure >= step)
    for name in BY_SOURCE:
        if name in article.provenance:
            yield f"{name} by {article.provenance[name].source}"
