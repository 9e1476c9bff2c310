"""The command ``newsspider``: one command a file, each thin."""

from __future__ import annotations

from newsspider.cli import crawl, db, demo, ingest, rejected, search, show, stats
from newsspider.cli.app import main

__all__ = ["crawl", "db", "demo", "ingest", "main", "rejected", "search", "show", "stats"]
