"""The command ``newsspider``: one command a file, each thin."""

from __future__ import annotations

from newsspider.cli import (
    archive,
    changes,
    chrome,
    crawl,
    db,
    demo,
    export,
    extract,
    health,
    imports,
    ingest,
    metrics,
    reextract,
    rejected,
    runs,
    schedule,
    search,
    show,
    sources,
    stats,
)
from newsspider.cli.app import main

__all__ = [
    "archive",
    "changes",
    "chrome",
    "crawl",
    "db",
    "demo",
    "export",
    "extract",
    "health",
    "imports",
    "ingest",
    "main",
    "metrics",
    "reextract",
    "rejected",
    "runs",
    "schedule",
    "search",
    "show",
    "sources",
    "stats",
]
