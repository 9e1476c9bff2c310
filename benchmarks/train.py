"""Measures the weights of the body model (``newsspider.extraction.body.model``) on the corpora.

``python benchmarks/train.py --corpora FOLDER`` fits on the publishers that are not kept for a last
look, into ``newsspider/extraction/data/lines.json``. What the weights are worth on corpora that
they have not seen, ``benchmarks/extraction.py --leave-out`` tells. Needs the extra ``bench``.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

import numpy as np
from kit.corpora import Sample, is_last_look, load
from kit.scores import bare
from rich.console import Console
from rich.progress import track
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

TARGET = Path(__file__).parents[1] / "newsspider/extraction/data/lines.json"
NOW = datetime(2026, 11, 1, tzinfo=UTC)
CORPORA = (
    "article-extraction-benchmark",
    "fundus-publishers",
    "trafilatura-evaluation",
    "wcxb-articles",
)
REGULARIZATION = 0.15
"""Inverse strength of the L2 penalty; less and the folds left out score worse, as does more."""

MIN_PUBLISHERS = 3
"""A fact that fewer publishers show is theirs, not the web's."""

PART = 25
"""Letters from which on a line may be a part of a paragraph of the answer."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One page: its lines with their facts, and which belong to the answer (None: not known)."""

    corpus: str
    publisher: str
    lines: list[str]
    facts: list[list[str]]
    answers: list[bool | None]
    bodies: tuple[tuple[str, ...], ...] | None


def judged(job: tuple[str, Sample]) -> Judged:
    """The page's lines as extraction weighs them, beside the answer."""
    from newsspider.extraction.read import body_lines
    from newsspider.items import Page

    corpus, sample = job
    lines_and_facts = list(body_lines(Page(url=sample.url, body=sample.html, fetched_at=NOW)))
    lines = [line.block.text for line, _ in lines_and_facts]
    return Judged(
        corpus=corpus,
        publisher=sample.publisher,
        lines=lines,
        facts=[list(chain(*facts)) for _, facts in lines_and_facts],
        answers=_whole(lines, sample.bodies) if sample.bodies else _pieces(lines, sample),
        bodies=sample.bodies,
    )


def _whole(lines: Sequence[str], bodies: Iterable[Sequence[str]]) -> list[bool | None]:
    """In every acceptable body: yes; in none: no; in some: left open."""
    texts = [
        (frozenset(bare(line) for text in body for line in (text, *text.split("\n"))),
         bare("\n".join(body)))
        for body in bodies
    ]  # fmt: skip
    answers: list[bool | None] = []
    for line in map(bare, lines):
        held = [line in paragraphs or (len(line) >= PART and line in text)
                for paragraphs, text in texts]  # fmt: skip
        answers.append(None if not line or (any(held) and not all(held)) else held[0])
    return answers


def _pieces(lines: Sequence[str], sample: Sample) -> list[bool | None]:
    """Known only for the lines that hold a piece."""
    answers: list[bool | None] = []
    for line in lines:
        right = any(piece in line for piece in sample.must_contain)
        wrong = any(piece in line for piece in sample.must_not_contain)
        answers.append(right if right != wrong else None)
    return answers


class Fit:
    """A logistic regression over the facts of many lines."""

    def __init__(self, pages: Sequence[Judged]) -> None:
        self.columns = _vocabulary(pages)
        answers = [answer for page in pages for answer in page.answers]
        known = np.array([answer is not None for answer in answers])
        weights = np.concatenate([_weights(page) for page in pages])
        self.fitted = LogisticRegression(C=REGULARIZATION, max_iter=400, solver="liblinear")
        self.fitted.fit(
            self._matrix(pages)[known],
            np.array([answer is True for answer in answers])[known],
            sample_weight=weights[known],
        )

    def weights(self) -> dict[str, Any]:
        """As extraction reads them, small ones left out."""
        values = self.fitted.coef_[0]
        kept = {fact: round(float(values[at]), 2) for fact, at in self.columns.items()}
        return {
            "bias": round(float(self.fitted.intercept_[0]), 2),
            "weights": {fact: weight for fact, weight in sorted(kept.items()) if weight},
        }

    def _matrix(self, pages: Sequence[Judged]) -> csr_matrix:
        places: list[int] = []
        ends = [0]
        for facts in (facts for page in pages for facts in page.facts):
            places += {self.columns[fact] for fact in facts if fact in self.columns}
            ends.append(len(places))
        shape = (len(ends) - 1, len(self.columns))
        return csr_matrix((np.ones(len(places)), places, ends), shape=shape)


def _vocabulary(pages: Iterable[Judged]) -> dict[str, int]:
    publishers: dict[str, set[str]] = defaultdict(set)
    for page in pages:
        for fact in {fact for facts in page.facts for fact in facts}:
            publishers[fact].add(page.publisher)
    common = sorted(
        fact
        for fact, publishers_of_fact in publishers.items()
        if len(publishers_of_fact) >= MIN_PUBLISHERS
    )
    return {fact: at for at, fact in enumerate(common)}


def _weights(page: Judged) -> np.ndarray:
    """Every line counts, a long one more; a long page counts less than its lines."""
    lengths = np.array([1 + min(len(line), 400) / 80 for line in page.lines])
    right = sum(v for v, answer in zip(lengths, page.answers, strict=True) if answer)
    return lengths / np.sqrt(right if page.bodies and right else 9.0)


def read_pages(folder: Path) -> list[Judged]:
    """The pages that weights are fitted on: none that is kept for a last look."""
    jobs = [
        (name, sample)
        for name in CORPORA
        for sample in load(folder / name)
        if not is_last_look(sample)
    ]
    with ProcessPoolExecutor() as workers:
        read = workers.map(judged, jobs, chunksize=8)
        return list(track(read, "pages", len(jobs), console=Console(stderr=True)))


def fitted_without(pages: Sequence[Judged], corpus: str) -> dict[str, Any]:
    """The weights that the other corpora give."""
    return Fit([page for page in pages if page.corpus != corpus]).weights()


def main() -> None:
    """Fit and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, required=True, help="folder of the corpora")
    weights = Fit(read_pages(parser.parse_args().corpora)).weights()
    TARGET.write_text(json.dumps(weights, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
