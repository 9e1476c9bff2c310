"""The sites that are read, as a person describes them: each a source, in a file or a table."""

from newsspider.sources.file import parse_sources, read_sources, read_tables, written_sources
from newsspider.sources.source import Source, Sources
from newsspider.sources.tables import from_table, to_table

__all__ = [
    "Source",
    "Sources",
    "from_table",
    "parse_sources",
    "read_sources",
    "read_tables",
    "to_table",
    "written_sources",
]
