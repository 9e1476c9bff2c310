"""Measure the weights of ``newsspider.extraction.authors.model`` on pages with known authors.

``python benchmarks/author_weights.py --corpora FOLDER`` prints the scores of each corpus with the
corpus left out of the fit, then fits on all and writes ``newsspider/extraction/data/authors.json``.
A third of the publishers, by a hash of their names, is in neither: ``--last-look`` scores it.
Needs the extra ``bench``.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import numpy as np
from kit.corpora import is_last_look, load
from kit.scores import bare, set_f1
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from newsspider.extraction.authors.candidates import AuthorCandidates
from newsspider.extraction.authors.model import Weights, choose, is_out, spelling
from newsspider.extraction.read import author_names
from newsspider.items import Page

TARGET = Path(__file__).parents[1] / "newsspider/extraction/data/authors.json"
NOW = datetime(2026, 11, 1, tzinfo=UTC)
CORPORA = ("fundus-publishers", "trafilatura-evaluation", "wcxb-articles", "wcxb-other-pages")
WEIGHTS = {"wcxb-other-pages": 0.3}
"""Of a page of each corpus, else 1: these are no articles."""

NAMELESS = {"trafilatura-evaluation": 0.3}
"""Of a page that states no author where it may have one all the same."""

REGULARIZATION, MIN_PUBLISHERS, LEAST = 0.2, 4, 0.005
"""Inverse strength of the L2 penalty; and a fact that fewer publishers show is left out."""

BY_HAND = {
    "desk in byline": 1.0,
    "east asian": 1.0,
    "led beside unseen": 1.4,
    "signature plain": -1.6,
    "unseen beside led": -1.2,
    "uncased beside date": 2.2,
}
"""Facts that too few of these pages show: an agency beside a person; Chinese, Japanese and Korean
names; what the page itself says against what only its metadata say; a desk beside the date in a
script without capitals; a plain line behind the text, which is a heading as often as a name."""

PART = 5
"""Letters from which a name may be part of an answer."""


@dataclass(frozen=True, slots=True)
class Answered:
    """One page: the names that it offers, and those that are right."""

    corpus: str
    publisher: str
    candidates: AuthorCandidates
    authors: tuple[str, ...]
    is_last: bool

    def answers(self) -> Iterator[tuple[set[str], bool]]:
        """The facts of each name, and whether it is right; what is half right is left open."""
        right = {bare(name) for name in self.authors}
        whole = bare("".join(self.authors))
        known = right & set(self.candidates)
        for key, candidate in self.candidates.items():
            is_part = key not in right and len(key) >= PART and key in whole
            is_open = is_part or (right and not known) or is_out(candidate.facts)
            if not is_open and (right or not self._may_be_right(candidate.facts)):
                yield candidate.facts, key in right

    def _may_be_right(self, facts: set[str]) -> bool:
        """Whether a page whose answer names nobody may name this person all the same."""
        declared = not facts.isdisjoint(("json-ld author", "meta author"))
        return self.corpus in NAMELESS and declared and "spelt" in facts and "site" not in facts

    @property
    def weight(self) -> float:
        """The weight of its names in the fit."""
        nameless = 1.0 if self.authors else NAMELESS.get(self.corpus, 1.0)
        return nameless * WEIGHTS.get(self.corpus, 1.0)


def pages(folder: Path) -> Iterator[Answered]:
    """Every page whose authors are known, or that is known to name none."""
    for corpus in CORPORA:
        for sample in load(folder / corpus):
            if sample.authors or sample.names_nobody:
                yield Answered(
                    corpus=corpus,
                    publisher=sample.publisher,
                    candidates=author_names(Page(url=sample.url, body=sample.html, fetched_at=NOW)),
                    authors=sample.authors or (),
                    is_last=is_last_look(sample),
                )


def fit(answered: Sequence[Answered]) -> Weights:
    """The penalised logistic regression on the facts of each name."""
    publishers: defaultdict[str, set[str]] = defaultdict(set)
    for page in answered:
        for candidate in page.candidates.values():
            for fact in candidate.facts:
                publishers[fact].add(page.publisher)
    facts = sorted(fact for fact, seen in publishers.items() if len(seen) >= MIN_PUBLISHERS)
    columns = {fact: at for at, fact in enumerate(facts)}
    places: list[int] = []
    ends, right, weights = [0], [], []
    for page in answered:
        for shown, is_right in page.answers():
            places += sorted(columns[fact] for fact in shown if fact in columns)
            ends.append(len(places))
            right.append(is_right)
            weights.append(page.weight)
    table = csr_matrix((np.ones(len(places)), places, ends), shape=(len(right), len(facts)))
    model = LogisticRegression(C=REGULARIZATION, max_iter=2_000)
    model.fit(table, right, sample_weight=weights)
    measured = {
        fact: round(float(weight), 2)
        for fact, weight in zip(facts, model.coef_[0], strict=True)
        if abs(weight) >= LEAST
    }
    return Weights(round(float(model.intercept_[0]), 2), measured | BY_HAND)


def score(answered: Iterable[Answered], weights: Weights) -> str:
    """How the weights do: F1 where authors are known, and the share of made-up ones elsewhere."""
    f1, made_up = [], []
    for page in answered:
        names = [spelling(page.candidates[key])[0] for key in choose(page.candidates, weights)]
        if page.authors:
            f1.append(set_f1(names, page.authors))
        else:
            made_up.append(bool(names))
    found = f"F1 {100 * np.mean(f1):.1f} of {len(f1)}" if f1 else ""
    invented = f", made up {sum(made_up)} of {len(made_up)}" if made_up else ""
    return found + invented


def report(answered: Mapping[str, list[Answered]], title: str, weights: Weights) -> None:
    """A line a corpus."""
    for corpus, of_corpus in answered.items():
        print(f"{title} {corpus}: {score(of_corpus, weights)}")


def main() -> None:
    """Print how the weights do on what was left out of their fit, and write them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, required=True, help="folder of the corpora")
    parser.add_argument(
        "--last-look", action="store_true", help="score the publishers left for last"
    )
    options = parser.parse_args()
    everything = list(pages(options.corpora))
    tuned = {
        name: [p for p in everything if p.corpus == name and not p.is_last] for name in CORPORA
    }
    for corpus, of_corpus in tuned.items():
        others = [page for name in CORPORA if name != corpus for page in tuned[name]]
        report({corpus: of_corpus}, "left out", fit(others))
    weights = fit([page for of_corpus in tuned.values() for page in of_corpus])
    report(tuned, "fitted on", weights)
    if options.last_look:
        last = {name: [p for p in everything if p.corpus == name and p.is_last] for name in CORPORA}
        report(last, "last look", weights)
    measured = {"bias": weights.bias, "weights": weights.of}
    TARGET.write_text(
        json.dumps(measured, indent=0, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8"
    )


if __name__ == "__main__":
    main()
