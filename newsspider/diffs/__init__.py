"""The differences between two versions of an article, word by word; pure, and bounded in time."""

from __future__ import annotations

from newsspider.diffs.articles import Difference, Passage, changed_fields, compare, content
from newsspider.diffs.words import Edit, Piece, compare_words

__all__ = [
    "Difference",
    "Edit",
    "Passage",
    "Piece",
    "changed_fields",
    "compare",
    "compare_words",
    "content",
]
