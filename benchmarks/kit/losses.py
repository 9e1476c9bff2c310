"""The losses of a body against the answer, line by line, each with its class and its cost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kit.corpora import Sample
from kit.places import Places
from kit.scores import TOKEN, bare, overlap, shingles

PART = 25
"""Letters from which on a line is found again inside another one."""

HALF = 0.5
"""Share of a line's shingles from which on it is the other text's line with words changed."""

SEAM = 3
"""Shingles of the right lines around it that one wrong line breaks, at most."""

ORDER = "order, joins or characters"
"""The class of what no line explains."""

LABEL = 60
"""Letters up to which a line without the end of a sentence is no paragraph."""


@dataclass(frozen=True, slots=True)
class Loss:
    """One thing that is wrong on one page."""

    kind: str
    text: str
    cost: float
    """Of the page's score, 0 to 1; for pieces, a count."""


def body_losses(sample: Sample, body: str) -> list[Loss]:
    """The lines too many and too few against the best acceptable body; none where it is equal."""
    texts = ["\n".join(paragraphs) for paragraphs in sample.bodies or ()]
    if not texts or any(bare(body) == bare(text) for text in texts):
        return []
    right = max(texts, key=lambda text: overlap(body, text))
    if not bare(body):
        return [Loss("missing: everything (empty body)", right, 1.0)]
    places = Places(sample)
    ours, theirs = Text(body), Text(right)
    sides = (("extra", ours, theirs), ("missing", theirs, ours))
    whole = ours.shingles.total() + theirs.shingles.total()
    lost_lines: list[tuple[str, str, float]] = []
    left = 0
    for side, text, other in sides:
        kinds = _kinds(side, text, other, places)
        costs, rest = _costs(text, other, kinds)
        lost_lines += [(f"{side}: {kinds[at]}", text.lines[at], cost) for at, cost in costs.items()]
        left += rest
    seams = min(left, SEAM * len(lost_lines))
    losses = [
        Loss(kind, line, (cost + seams / len(lost_lines)) / whole)
        for kind, line, cost in lost_lines
    ]
    if left > seams or not losses:
        losses.append(Loss(ORDER, "", (left - seams) / whole))
    return losses


class Text:
    """A body as lines, with what is asked of them again and again."""

    def __init__(self, text: str) -> None:
        self.lines = [line for line in text.split("\n") if bare(line)]
        self.bares = [bare(line) for line in self.lines]
        self.counted = Counter(self.bares)
        self.whole = "".join(self.bares)
        self.shingles = shingles("\n".join(self.lines))

    def holds(self, line: str) -> bool:
        """Whether the line stands here with the same letters, alone or within another."""
        own = bare(line)
        return own in self.counted or (len(own) >= PART and own in self.whole)

    def resembles(self, line: str) -> bool:
        """Whether at least half of the line stands here."""
        own = shingles(line)
        return (own & self.shingles).total() >= HALF * max(own.total(), 1)


def _kinds(side: str, text: Text, other: Text, places: Places) -> dict[int, str]:
    """The class of each line that the other text does not hold, by its place."""
    held = [at for at, line in enumerate(text.lines) if other.holds(line)]
    first, last = (held[0], held[-1]) if held else (len(text.lines), -1)
    kinds = dict.fromkeys(_repeats(text, other), "the same line again")
    for at, line in enumerate(text.lines):
        if at in kinds or other.holds(line):
            continue
        if other.resembles(line):
            kinds[at] = "words within a line"
        elif side == "missing" and not places.holds(line):
            kinds[at] = "the page does not show it so"
        else:
            position = "at the start" if at < first else "at the end" if at > last else "inside"
            kind = places.kind(line, named=side == "extra")
            kinds[at] = kind or f"{_shape(line)} {position}"
    return kinds


def _repeats(text: Text, other: Text) -> Iterator[int]:
    """Places of lines that stand here more often than there."""
    seen: Counter[str] = Counter()
    for at, line in enumerate(text.bares):
        seen[line] += 1
        if seen[line] > 1 and seen[line] > other.counted[line] > 0:
            yield at


def _shape(line: str) -> str:
    ends = line.rstrip("\"'”»)").endswith((".", "!", "?", "。"))
    return "paragraph" if ends or len(line) > LABEL else "short line"


def _costs(text: Text, other: Text, kinds: dict[int, str]) -> tuple[dict[int, int], int]:
    """The shingles that each losing line costs, and those that none of them explains."""
    surplus = text.shingles - other.shingles
    costs = dict.fromkeys(kinds, 0)
    for shingle, lines in _placed(text.lines):
        at = next((line for line in lines if line in kinds), None)
        if at is not None and surplus[shingle] > 0:
            surplus[shingle] -= 1
            costs[at] += 1
    return costs, surplus.total()


def _placed(lines: Sequence[str]) -> Iterable[tuple[tuple[str, ...], tuple[int, ...]]]:
    """Every shingle with the lines that its tokens stand in."""
    tokens = [(token, at) for at, line in enumerate(lines) for token in TOKEN.findall(line)]
    if len(tokens) < 4:
        return [(tuple(t for t, _ in tokens), tuple(at for _, at in tokens))]
    windows = zip(tokens, tokens[1:], tokens[2:], tokens[3:], strict=False)
    return ((tuple(t for t, _ in window), tuple(at for _, at in window)) for window in windows)


def piece_losses(sample: Sample, body: str) -> list[Loss]:
    """The pieces that the body lacks, and those that it must not hold; each costs one."""
    lost = [piece for piece in sample.must_contain if piece not in body]
    wrong = [piece for piece in sample.must_not_contain if piece in body]
    if not lost and not wrong:
        return []
    places = Places(sample)
    losses = [Loss(f"missing: {_why(piece, body, places)}", piece, 1.0) for piece in lost]
    for piece in wrong:
        line = next(line for line in (*body.split("\n"), body) if piece in line)
        kind = places.kind(line) or places.kind(piece) or f"within a {_shape(line)}"
        losses.append(Loss(f"extra: {kind}", f"{piece} ({line[:80]})", 1.0))
    return losses


def _why(piece: str, body: str, places: Places) -> str:
    if not bare(body):
        return "everything (empty body)"
    if bare(piece) in bare(body):
        return "only spacing or characters differ"
    if not places.holds(piece):
        return "the page does not show it so"
    line = next((b.text for b in places.blocks.values() if piece in b.text), piece)
    return places.kind(line, named=False) or _shape(line)
