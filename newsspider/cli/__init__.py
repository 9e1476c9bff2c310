"""The command ``newsspider``: one command a file, each thin."""

from __future__ import annotations

from newsspider.cli import chrome, crawl, db, demo, extract, ingest, rejected, search, show, stats
from newsspider.cli.app import main

__all__ = [
    "chrome",
    "crawl",
    "db",
    "demo",
    "extract",
    "ingest",
    "main",
    "rejected",
    "search",
    "show",
    "stats",
]
