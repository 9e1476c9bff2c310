"""The command ``newsspider``: one command a file, each thin."""

from __future__ import annotations

from newsspider.cli import (
    changes,
    chrome,
    crawl,
    db,
    demo,
    export,
    extract,
    imports,
    ingest,
    rejected,
    search,
    show,
    stats,
)
from newsspider.cli.app import main

__all__ = [
    "changes",
    "chrome",
    "crawl",
    "db",
    "demo",
    "export",
    "extract",
    "imports",
    "ingest",
    "main",
    "rejected",
    "search",
    "show",
    "stats",
]
