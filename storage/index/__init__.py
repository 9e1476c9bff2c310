"""The search index: analysed words, in FTS5 on SQLite and as a tsvector on PostgreSQL."""

from storage.index.matching import condition, is_rankable, match
from storage.index.writing import indexed, prepare, rebuild, write, write_prepared

__all__ = [
    "condition",
    "indexed",
    "is_rankable",
    "match",
    "prepare",
    "rebuild",
    "write",
    "write_prepared",
]
