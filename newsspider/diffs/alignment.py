"""Where two sequences agree, by Myers' greedy algorithm ("An O(ND) Difference Algorithm", 1986)."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

MOST_STEPS = 1_000_000
"""Work for one comparison of two articles: about a second."""

MOST_EDITS = 600
"""Sequences that are further apart are two texts; memory grows with the square of it."""

Pairs = list[tuple[int, int]]
"""Positions in the old and in the new sequence that hold the same."""


@dataclass(slots=True)
class Budget:
    """The steps that are left for a comparison; each alignment takes from it."""

    steps: int = MOST_STEPS


def align(old: Sequence[Hashable], new: Sequence[Hashable], budget: Budget) -> Pairs:
    """The pairs, in order, with as few left over at either side as can be.

    Common ends are always found; what lies between them counts as all different where the
    sequences are too far apart or the budget runs out.
    """
    # Numbers compare in no time, whatever the length of the texts that they stand for.
    numbers: dict[Hashable, int] = {}
    a = [numbers.setdefault(item, len(numbers)) for item in old]
    b = [numbers.setdefault(item, len(numbers)) for item in new]
    shorter = min(len(a), len(b))
    start = _common(zip(a, b, strict=False))
    end = min(_common(zip(reversed(a), reversed(b), strict=False)), shorter - start)
    middle = _middle(a[start : len(a) - end], b[start : len(b) - end], budget)
    return [
        *((at, at) for at in range(start)),
        *((start + x, start + y) for x, y in middle),
        *((len(a) - left, len(b) - left) for left in range(end, 0, -1)),
    ]


def _common(pairs: zip[tuple[int, int]]) -> int:
    count = 0
    for left, right in pairs:
        if left != right:
            break
        count += 1
    return count


def _middle(old: list[int], new: list[int], budget: Budget) -> Pairs:
    if not old or not new:
        return []
    furthest = {1: 0}  # On each diagonal x - y: how far into the old sequence it is known to lead.
    rounds = []
    for edits in range(min(len(old) + len(new), MOST_EDITS) + 1):
        rounds.append(dict(furthest))
        for diagonal in _diagonals(edits, len(old), len(new)):
            x = begun = _step(furthest, diagonal)
            while x < len(old) and 0 <= x - diagonal < len(new) and old[x] == new[x - diagonal]:
                x += 1
            furthest[diagonal] = x
            budget.steps -= 1 + x - begun
            if x >= len(old) and x - diagonal >= len(new):
                return _walk_back(rounds, len(old), len(new))
            if budget.steps < 0:
                return []
    return []


def _diagonals(edits: int, old: int, new: int) -> range:
    lowest = -edits if edits <= new else edits - 2 * new
    highest = edits if edits <= old else 2 * old - edits
    return range(lowest, highest + 1, 2)


def _step(furthest: dict[int, int], diagonal: int) -> int:
    """Where the way on this diagonal goes on: after an addition or after a removal."""
    added, removed = furthest.get(diagonal + 1, -1), furthest.get(diagonal - 1, -1)
    return added if removed < added else removed + 1


def _walk_back(rounds: list[dict[int, int]], x: int, y: int) -> Pairs:
    pairs: Pairs = []
    for furthest in reversed(rounds):
        diagonal = x - y
        begun = _step(furthest, diagonal)
        pairs.extend((at, at - diagonal) for at in range(x - 1, begun - 1, -1))
        added = furthest.get(diagonal - 1, -1) < furthest.get(diagonal + 1, -1)
        x, y = (begun, begun - diagonal - 1) if added else (begun - 1, begun - diagonal)
    return pairs[::-1]
