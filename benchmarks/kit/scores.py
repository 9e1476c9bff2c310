"""The measures: 4-gram shingles for bodies, equality of letters and digits for fields."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

TOKEN = re.compile(
    r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff]|"
    r"[^\W\u0e00-\u0e7f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff]+"
)
"""A word, or one character of Thai, Chinese, Japanese and Korean."""

TELLING = 25
"""Letters from which on a paragraph is told from others."""


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """The text's 4-grams of tokens, as a multiset; a shorter text is one shingle."""
    tokens = TOKEN.findall(text)
    if len(tokens) < 4:
        return Counter([tuple(tokens)] if tokens else [])
    return Counter(zip(tokens, tokens[1:], tokens[2:], tokens[3:], strict=False))


def bare(text: str) -> str:
    """Only the letters and digits: what two spellings of one title share."""
    return "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())


def overlap(body: str, right: str) -> tuple[float, float, float]:
    """F1, precision and recall of a body against one acceptable body."""
    ours, theirs = shingles(body), shingles(right)
    both = (ours & theirs).total()
    if not ours and not theirs:
        return 1.0, 1.0, 1.0
    precision = both / ours.total() if ours else 0.0
    recall = both / theirs.total() if theirs else 0.0
    return 2 * both / (ours.total() + theirs.total()), precision, recall


def best_overlap(body: str, bodies: Iterable[Iterable[str]]) -> tuple[float, float, float, bool]:
    """The best F1 over the acceptable bodies with its precision and recall; and whether equal."""
    texts = ["\n".join(body) for body in bodies]
    exact = any(bare(body) == bare(text) for text in texts)
    return (*max(overlap(body, text) for text in texts), exact)


def has_hole(body: str, bodies: Iterable[Iterable[str]]) -> bool:
    """Whether a paragraph of every acceptable body is cut between two that are kept."""
    kept = bare(body)
    return all(_cut_between(kept, map(bare, right)) for right in bodies)


def _cut_between(kept: str, paragraphs: Iterable[str]) -> bool:
    there = [paragraph in kept for paragraph in paragraphs if len(paragraph) >= TELLING]
    return any(
        before and behind and not here
        for before, here, behind in zip(there, there[1:], there[2:], strict=False)
    )


def set_f1(names: Iterable[str], right: Iterable[str]) -> float:
    """F1 over two sets of names; two empty sets agree."""
    ours, theirs = {bare(name) for name in names}, {bare(name) for name in right}
    if not ours and not theirs:
        return 1.0
    return 2 * len(ours & theirs) / (len(ours) + len(theirs))
