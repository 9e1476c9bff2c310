"""Options that several commands share."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

DEFAULT_DATABASE = "sqlite:///newsspider.db"

Database = Annotated[
    str,
    typer.Option(
        "--database",
        envvar="NEWSSPIDER_DATABASE_URL",
        help="Database URL, as SQLAlchemy writes it.",
        show_envvar=True,
    ),
]
"""Use as ``database: Database = DEFAULT_DATABASE``."""

DEFAULT_SOURCES = Path("sources.toml")

SourcesFile = Annotated[
    Path | None,
    typer.Option(
        "--sources",
        envvar="NEWSSPIDER_SOURCES",
        help="What you say of the sites (TOML). [default: sources.toml where there is one]",
        show_envvar=True,
        show_default=False,
    ),
]
"""Use as ``sources: SourcesFile = None``; ``sources_setting`` reads it."""


def sources_setting(named: Path | None) -> str:
    """The file of sources, checked, as the setting ``SOURCES``; ``""`` where there is none.

    Raises ``UsageError`` for a file that cannot be read or says something unknown.
    """
    from newsspider.sources import read_sources

    path = named or DEFAULT_SOURCES
    if named is None and not path.exists():
        return ""
    read_sources(path)
    return str(path)


class Format(StrEnum):
    """How a command prints what it found."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"


class TableOrJson(StrEnum):
    """How a command prints what is one thing, not a list."""

    TABLE = "table"
    JSON = "json"
