"""Options that several commands share."""

from __future__ import annotations

from enum import StrEnum
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
