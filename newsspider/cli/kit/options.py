"""Options that several commands share."""

from __future__ import annotations

import os
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


DEFAULT_ARCHIVE = "newsspider-archive"

ArchiveFolder = Annotated[
    str | None,
    typer.Option(
        "--archive",
        metavar="DIR",
        help="Folder of the archive, which holds every answer as it came (WARC); '' for none."
        f" [env var: NEWSSPIDER_ARCHIVE] [default: {DEFAULT_ARCHIVE}]",
        show_default=False,
    ),
]
"""Use as ``archive: ArchiveFolder = None``; ``archive_setting`` reads it."""


def archive_setting(named: str | None) -> str:
    """The archive's folder as the setting ``ARCHIVE``; ``""`` for none.

    An empty variable of the environment says none too, which an option of its own could not.
    """
    return os.environ.get("NEWSSPIDER_ARCHIVE", DEFAULT_ARCHIVE) if named is None else named


Browser = Annotated[
    bool,
    typer.Option(
        "--browser", help="Show each page in Chromium and read what its scripts made of it."
    ),
]
"""Use as ``browser: Browser = False``; ``render_setting`` reads it."""


def render_setting(*, browser: bool) -> str:
    """What shows the pages as the setting ``RENDER``; raises ``UsageError`` without a browser."""
    if not browser:
        return "http"
    from newsspider.middlewares.browser.program import program
    from newsspider.settings import BROWSER

    program(BROWSER)
    return "browser"


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


LOG_FORMAT = "NEWSSPIDER_LOG_FORMAT"


class LogFormat(StrEnum):
    """How log lines are written."""

    TEXT = "text"
    JSON = "json"
