"""Measure the weights of ``newsspider.extraction.gate.kinds`` on pages of known kinds.

``python benchmarks/kind_weights.py --corpora FOLDER [--write]`` prints how many pages of each kind
are taken for articles, on publishers left out of the fit; ``--write`` keeps the weights. The third
of the publishers that is the last look takes no part. Needs the extra ``bench``.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from zlib import crc32

sys.path.insert(0, str(Path(__file__).parent))

import numpy as np
from kit.corpora import LAST_LOOK, is_last_look, load
from kit.kinds import ARTICLES, OTHERS, kinds_of

from newsspider.extraction.gate.kinds import THRESHOLDS, all_facts, main_kind
from newsspider.extraction.read import read
from newsspider.items import Page

NOW = datetime(2026, 11, 1, tzinfo=UTC)
WEIGHTS = Path(__file__).parents[1] / "newsspider/extraction/data/page_kinds.json"
FOLDS, PENALTY, STEPS, SEEN, LEAST = 5, 3.3, 15, 8, 0.03


@dataclass(frozen=True, slots=True)
class Known:
    """One page: its kind, its facts, and the part of the publishers that it is of."""

    kind: str
    facts: frozenset[str]
    fold: int


def pages(folder: Path) -> Iterator[Known]:
    """The pages of the corpora that are weighed, but for the last look."""
    for name in (*ARTICLES, OTHERS):
        for sample, kind in zip(load(folder / name), kinds_of(folder / name), strict=True):
            if not is_last_look(sample):
                reading = read(Page(url=sample.url, body=sample.html, fetched_at=NOW))
                if reading.signals.declared_news:
                    continue
                facts = all_facts(reading.article, reading.signals)
                fold = crc32(sample.publisher.encode()) // LAST_LOOK % FOLDS
                yield Known(kind, facts, fold)


def fit(known: Sequence[Known]) -> dict[str, float]:
    """The penalised logistic regression, by Newton's method; ``""`` is where the odds start."""
    seen = Counter(fact for page in known for fact in page.facts)
    names = ["", *sorted(fact for fact in seen if seen[fact] >= SEEN)]
    table = np.array([[not name or name in page.facts for name in names] for page in known], float)
    other = np.array([page.kind != "article" for page in known], float)
    weights = np.zeros(len(names))
    for _ in range(STEPS):
        share = 1 / (1 + np.exp(-(table @ weights)))
        slope = table.T @ (share - other) + PENALTY * weights
        curve = (table.T * (share * (1 - share))) @ table + PENALTY * np.eye(len(names))
        weights -= np.linalg.solve(curve, slope)
    return dict(zip(names, weights.tolist(), strict=True))


def main() -> None:
    """Print the left-out publishers' table, and keep the weights of all where asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, required=True, help="folder of the corpora")
    parser.add_argument("--write", action="store_true", help=f"put the weights into {WEIGHTS.name}")
    options = parser.parse_args()
    known = list(pages(options.corpora))
    stored: Counter[str] = Counter()
    for fold in range(FOLDS):
        weights = fit([page for page in known if page.fold != fold])
        for page in known:
            odds = weights[""] + sum(weights.get(fact, 0.0) for fact in page.facts)
            stored[page.kind] += page.fold == fold and odds < THRESHOLDS[main_kind(page.facts)[0]]
    for kind, count in sorted(Counter(page.kind for page in known).items()):
        print(f"{kind}: {stored[kind]} of {count} taken for articles")
    if options.write:
        kept = {name: round(w, 2) for name, w in fit(known).items() if not name or abs(w) >= LEAST}
        text = json.dumps(kept, indent=1, ensure_ascii=False, sort_keys=True)
        WEIGHTS.write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    main()
