"""The search index: analysed words, in FTS5 on SQLite and as a tsvector on PostgreSQL."""

from storage.index.matching import condition, is_rankable, match
from storage.index.writing import index_article, is_indexed, prepare_entry, rebuild, write_entries

__all__ = [
    "condition",
    "index_article",
    "is_indexed",
    "is_rankable",
    "match",
    "prepare_entry",
    "rebuild",
    "write_entries",
]
