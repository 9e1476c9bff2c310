"""What a person says of the sites that are read: each a source, in a TOML file or a table."""

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
