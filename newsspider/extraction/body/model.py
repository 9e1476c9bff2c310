"""The verdict on each line: the sum of what speaks for it and against, measured on real pages."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib import resources
from itertools import chain

STRONGEST = 4
GROUPS = 1 << 14
"""How many sums are remembered: most groups of facts come again, on one page and on others."""

Group = tuple[str, ...]


class Model:
    """An additive model (logistic regression): a weight for each fact, in log-odds."""

    def __init__(self, bias: float, weights: dict[str, float]) -> None:
        self.bias = bias
        self.weights = weights
        self._sum = lru_cache(maxsize=GROUPS)(self._sum_of)

    def score(self, facts: Iterable[Group]) -> float:
        """The log-odds that a line with these facts belongs to the article."""
        return self.bias + sum(map(self._sum, facts))

    def reasons(self, facts: Iterable[Group], *, against: bool) -> list[tuple[str, float]]:
        """The facts that weigh most, strongest first, with their weights."""
        weights = self.weights
        found = [(fact, weights[fact]) for fact in chain(*facts) if fact in weights]
        found.sort(key=lambda pair: pair[1], reverse=not against)
        return [pair for pair in found[:STRONGEST] if (pair[1] < 0) is against]

    def _sum_of(self, group: Group) -> float:
        weights = self.weights
        return math.fsum(weights[fact] for fact in group if fact in weights)


@cache
def model() -> Model:
    """The weights that ``benchmarks/train.py`` measured."""
    text = resources.files("newsspider.extraction.data").joinpath("lines.json").read_text("utf-8")
    found = json.loads(text)
    return Model(found["bias"], found["weights"])


def probability(score: float) -> float:
    """Log-odds as a chance, 0 to 1."""
    return 1 / (1 + math.exp(-max(-30.0, min(score, 30.0))))
