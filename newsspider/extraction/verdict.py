"""The verdict on each line: the sum of what speaks for it and against, measured on real pages."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources

STRONGEST = 4


@dataclass(frozen=True, slots=True)
class Model:
    """An additive model (logistic regression): a weight for each fact, in log-odds."""

    bias: float
    weights: dict[str, float]

    def score(self, facts: Iterable[str]) -> float:
        """The log-odds that a line with these facts belongs to the article."""
        weights = self.weights
        return self.bias + sum(weights[fact] for fact in facts if fact in weights)

    def reasons(self, facts: Iterable[str], *, against: bool) -> list[tuple[str, float]]:
        """The facts that weigh most, strongest first, with their weights."""
        found = [(fact, self.weights[fact]) for fact in facts if fact in self.weights]
        found.sort(key=lambda pair: pair[1], reverse=not against)
        return [pair for pair in found[:STRONGEST] if (pair[1] < 0) is against]


@cache
def model() -> Model:
    """The weights that ``benchmarks/train.py`` measured."""
    text = resources.files("newsspider.extraction.data").joinpath("lines.json").read_text("utf-8")
    found = json.loads(text)
    return Model(found["bias"], found["weights"])


def probability(score: float) -> float:
    """Log-odds as a chance, 0 to 1."""
    return 1 / (1 + math.exp(-max(-30.0, min(score, 30.0))))
