"""Measure the weights of ``newsspider.extraction.title.model`` on pages with known headlines.

``python benchmarks/title_weights.py --corpora FOLDER`` prints each fact's weight, and how often the
model is right on publishers that were left out of its fit. Needs the extra ``bench``.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from zlib import crc32

sys.path.insert(0, str(Path(__file__).parent))

import numpy as np
from kit.corpora import load
from kit.scores import bare

from newsspider.extraction.read import gather
from newsspider.extraction.title.candidates import candidates
from newsspider.items import Page, SiteProfile

NOW = datetime(2026, 11, 1, tzinfo=UTC)
WEIGHED = {"fundus-publishers": 2.0, "trafilatura-evaluation": 1.0, "wcxb-articles": 1.0}
"""The weight of a page of each corpus: the pages of the first are all news."""

LAST_LOOK = 3
"""One publisher in as many is left for the last look: no weight has seen its pages."""

FOLDS, PENALTY, STEPS, PACE, SEEN = 5, 2.0, 1_500, 0.05, 5
REDUNDANT = frozenset(
    ("meta", "title", "heading aside", "h1 aside", "h1 of site", "h1 part", "kicker")
)
"""Facts whose weight is close to nothing."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One page: the facts of each headline, and the right one's place (past the end: none is)."""

    facts: list[set[str]]
    right: int
    weight: float
    fold: int


def choices(folder: Path) -> Iterator[Choice]:
    """Every page whose headline is known."""
    for name, weight in WEIGHED.items():
        for sample in load(folder / name):
            if sample.title and crc32(sample.publisher.encode()) % LAST_LOOK:
                page = Page(url=sample.url, body=sample.html, fetched_at=NOW)
                by_letters = candidates(gather(page, SiteProfile()))
                keys = [*by_letters, bare(sample.title)]
                fold = crc32(sample.publisher.encode()) % FOLDS
                facts = [candidate.facts for candidate in by_letters.values()]
                yield Choice(facts, keys.index(bare(sample.title)), weight, fold)


def fit(pages: list[Choice], names: list[str]) -> dict[str, float]:
    """The penalised conditional logit: ``none of these`` has log-odds 0."""
    rows = [facts for page in pages for facts in (*page.facts, set())]
    table = np.array([[name in facts for name in names] for facts in rows], dtype=float)
    sizes = [len(page.facts) + 1 for page in pages]
    starts = np.cumsum([0, *sizes[:-1]])
    right = np.zeros(len(rows))
    right[starts + np.array([page.right for page in pages])] = 1
    weight = np.repeat([page.weight for page in pages], sizes)
    weights, mean, spread = (np.zeros(len(names)) for _ in range(3))
    for step in range(1, STEPS + 1):
        odds = np.exp(table @ weights)
        share = odds / np.repeat(np.add.reduceat(odds, starts), sizes)
        slope = table.T @ ((share - right) * weight) + PENALTY * weights
        mean, spread = 0.9 * mean + 0.1 * slope, 0.999 * spread + 0.001 * slope**2
        weights -= PACE * (mean / (1 - 0.9**step)) / (np.sqrt(spread / (1 - 0.999**step)) + 1e-8)
    return dict(zip(names, weights.tolist(), strict=True))


def is_right(page: Choice, weights: dict[str, float]) -> bool:
    """Whether the headline with the highest log-odds is the right one."""
    odds = [sum(weights.get(fact, 0.0) for fact in facts) for facts in page.facts]
    return bool(odds) and odds.index(max(odds)) == page.right


def main() -> None:
    """Print the weights, and how they do on publishers that were left out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, required=True, help="folder of the corpora")
    pages = list(choices(parser.parse_args().corpora))
    seen = Counter(fact for page in pages for facts in page.facts for fact in facts)
    names = sorted(name for name in seen if seen[name] >= SEEN and name not in REDUNDANT)
    for fold in range(FOLDS):
        weights = fit([page for page in pages if page.fold != fold], names)
        left = [page for page in pages if page.fold == fold]
        share = 100 * sum(is_right(page, weights) for page in left) / len(left)
        print(f"left out {fold + 1} of {FOLDS}: {share:.1f} % of {len(left)} right")
    for name, weight in sorted(fit(pages, names).items(), key=lambda pair: -pair[1]):
        print(f"{weight:+.2f}  {name}")


if __name__ == "__main__":
    main()
