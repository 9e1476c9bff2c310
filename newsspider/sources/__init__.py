"""What a person says of the sites that are read: a file of sources, in TOML."""

from newsspider.sources.file import read_sources
from newsspider.sources.source import Source, Sources

__all__ = ["Source", "Sources", "read_sources"]
