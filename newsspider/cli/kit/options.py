"""Options that several commands share."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from newsspider.config import SETTINGS, value

DATABASE, SOURCES = SETTINGS["DATABASE_URL"], SETTINGS["SOURCES"]
ARCHIVE, LOGS = SETTINGS["ARCHIVE"], SETTINGS["LOG_FORMAT"]

DEFAULT_DATABASE = str(DATABASE.default)

Database = Annotated[
    str,
    typer.Option(
        "--database",
        envvar=DATABASE.variable,
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
        envvar=SOURCES.variable,
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
    path = named or DEFAULT_SOURCES
    if named is None and not path.exists():
        return ""
    from newsspider.sources import read_sources

    read_sources(path)
    return str(path)


ArchiveFolder = Annotated[
    str | None,
    typer.Option(
        "--archive",
        metavar="DIR",
        help="Folder of the archive, which holds every answer as it came (WARC); '' for none."
        f" [env var: {ARCHIVE.variable}] [default: {ARCHIVE.default}]",
        show_default=False,
    ),
]
"""Use as ``archive: ArchiveFolder = None``; ``archive_setting`` reads it."""


def archive_setting(named: str | None) -> str:
    """The archive's folder as the setting ``ARCHIVE``; ``""`` for none.

    An empty variable of the environment says none too, which an option of its own could not.
    """
    return str(value("ARCHIVE")) if named is None else named


Browser = Annotated[
    bool,
    typer.Option(
        "--browser", help="Show each page in Chromium and read what its scripts made of it."
    ),
]
"""Use as ``browser: Browser = False``; ``render_setting`` reads it."""


def render_setting(*, browser: bool) -> str:
    """The value of the setting ``RENDER``; raises ``UsageError`` without a browser."""
    if not browser:
        return "http"
    from newsspider.middlewares.browser.program import program

    program(value("BROWSER"))
    return "browser"


def overrides(
    database: str,
    sources: Path | None,
    archive: str | None = "",
    *,
    allow_private: bool,
    browser: bool = False,
) -> dict[str, object]:
    """The settings that these options set over the project's; raises ``UsageError``."""
    return {
        "DATABASE_URL": database,
        "ALLOW_PRIVATE": allow_private,
        "SOURCES": sources_setting(sources),
        "ARCHIVE": archive_setting(archive),
        "RENDER": render_setting(browser=browser),
    }


AllowPrivate = Annotated[
    bool, typer.Option("--allow-private", help="Crawl private and local addresses too.")
]
"""Use as ``allow_private: AllowPrivate = False``."""

FetchPrivate = Annotated[
    bool, typer.Option("--allow-private", help="Fetch private and local addresses too.")
]
"""The same for single pages."""

PageUrl = Annotated[str | None, typer.Option("--url", help="Where the saved page or text is from.")]
"""Use as ``url: PageUrl = None``."""


class Format(StrEnum):
    """How a command prints what it found."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"


FormatOption = Annotated[Format, typer.Option("--format", help="How to print.")]
"""Use as ``form: FormatOption = Format.TABLE``."""


class TableOrJson(StrEnum):
    """How a command prints what is one thing, not a list."""

    TABLE = "table"
    JSON = "json"


TableOrJsonOption = Annotated[TableOrJson, typer.Option("--format", help="How to print.")]
"""Use as ``form: TableOrJsonOption = TableOrJson.TABLE``."""

Limit = Annotated[int, typer.Option(min=1, max=2**31 - 1, help="Show so many at most.")]
"""Use as ``limit: Limit = 20``."""


LOG_FORMAT = LOGS.variable


class LogFormat(StrEnum):
    """How log lines are written."""

    TEXT = "text"
    JSON = "json"
