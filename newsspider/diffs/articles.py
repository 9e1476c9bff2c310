"""Two versions of an article, field by field; the body paragraph by paragraph."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, TypeVar

from newsspider.diffs.alignment import Budget, align
from newsspider.diffs.words import Edit, Piece, Pieces, compare_words, split, words
from newsspider.items import Article, Kind, Paragraph
from newsspider.schemas.record import record

_Value = TypeVar("_Value")

ASIDE = frozenset({"url", "section", "text", "provenance"})
"""Fields of a record: the identity, those that repeat others, and those that no reader sees."""

IN_WORDS = frozenset({"title", "summary"})

ALIKE = 0.4
"""Share of words in common from which on a paragraph is another wording of an earlier one."""

WINDOW = 8
"""The number of following paragraphs among which its other wording is searched."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph of the body, or the value of another field, in both versions."""

    pieces: Pieces
    old_kind: Kind | None = None
    new_kind: Kind | None = None
    """Kinds of the paragraph; ``None`` where a version lacks it, as for other fields."""

    @property
    def is_same(self) -> bool:
        """Whether it stands in both versions alike."""
        return self.old_kind is self.new_kind and all(p.edit is Edit.SAME for p in self.pieces)


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that is not the same in both versions."""

    field: str
    passages: tuple[Passage, ...]


def content(article: Article) -> dict[str, Any]:
    """The fields of the article's record that make a version: two that agree in them are one."""
    return {name: value for name, value in record(article).items() if name not in ASIDE}


def changed_fields(old: Article, new: Article) -> tuple[str, ...]:
    """The names of the fields that differ, in the record's order; provenance is none of them."""
    before, after = content(old), content(new)
    return tuple(name for name in before if before[name] != after[name])


def compare(old: Article, new: Article) -> tuple[Difference, ...]:
    """The differences, field by field; in bounded time, however long the texts are."""
    before, after, budget = content(old), content(new), Budget()
    differences = []
    for name in changed_fields(old, new):
        if name == "body":
            passages = tuple(_body(old.body, new.body, budget))
        elif name in IN_WORDS:
            pieces = compare_words(before[name] or "", after[name] or "", budget)
            passages = (Passage(pieces),)
        else:
            passages = tuple(_values(_listed(before[name]), _listed(after[name]), budget))
        differences.append(Difference(name, passages))
    return tuple(differences)


def _listed(value: object) -> list[str]:
    if isinstance(value, list):
        return value
    if isinstance(value, bool):
        return ["yes" if value else "no"]
    return [] if value is None else [str(value)]


def _values(old: list[str], new: list[str], budget: Budget) -> Iterator[Passage]:
    for gone, come, same in _stretches(old, new, align(old, new, budget)):
        yield from (Passage((Piece(Edit.REMOVED, value),)) for value in gone)
        yield from (Passage((Piece(Edit.ADDED, value),)) for value in come)
        yield from (Passage((Piece(Edit.SAME, value),)) for value in same)


Body = Sequence[Paragraph]


def _body(old: Body, new: Body, budget: Budget) -> Iterator[Passage]:
    pairs = align([(p.kind, p.text) for p in old], [(p.kind, p.text) for p in new], budget)
    for gone, come, same in _stretches(old, new, pairs):
        yield from _reworded(gone, come, budget)
        yield from (_passage(paragraph, paragraph, budget) for paragraph in same)


def _stretches(
    old: Sequence[_Value], new: Sequence[_Value], pairs: Sequence[tuple[int, int]]
) -> Iterator[tuple[Sequence[_Value], Sequence[_Value], Sequence[_Value]]]:
    """The parts left over at either side before each pair, and the pair itself."""
    for (x, y), (next_x, next_y) in pairwise([(-1, -1), *pairs, (len(old), len(new))]):
        yield old[x + 1 : next_x], new[y + 1 : next_y], old[next_x : next_x + 1]


def _reworded(gone: Body, come: Body, budget: Budget) -> Iterator[Passage]:
    """Each paragraph that went beside its new wording, where it has one, in the order of both."""
    counted = [Counter(words(split(paragraph.text))) for paragraph in come]
    at = 0
    for paragraph in gone:
        old_words = Counter(words(split(paragraph.text)))
        near = range(at, min(at + WINDOW, len(come)))
        wording = next((n for n in near if _similarity(old_words, counted[n]) >= ALIKE), None)
        if wording is None:
            yield _passage(paragraph, None, budget)
            continue
        yield from (_passage(None, added, budget) for added in come[at:wording])
        yield _passage(paragraph, come[wording], budget)
        at = wording + 1
    yield from (_passage(None, added, budget) for added in come[at:])


def _similarity(first: Counter[str], second: Counter[str]) -> float:
    longer = max(first.total(), second.total())
    return (first & second).total() / longer if longer else 1.0


def _passage(old: Paragraph | None, new: Paragraph | None, budget: Budget) -> Passage:
    return Passage(
        compare_words(old.text if old else "", new.text if new else "", budget),
        old.kind if old else None,
        new.kind if new else None,
    )
