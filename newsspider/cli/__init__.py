"""The command ``newsspider``: one command a file, in a folder a group, each thin."""

from __future__ import annotations

from importlib import import_module

from newsspider.cli.app import main

__all__ = ["main"]

COMMANDS = (
    "archive.commands",
    "corpus.changes",
    "corpus.chrome",
    "crawl.crawl",
    "ops.db",
    "crawl.demo",
    "corpus.export",
    "crawl.extract",
    "ops.health",
    "corpus.imports",
    "crawl.ingest",
    "ops.metrics",
    "archive.reextract",
    "corpus.rejected",
    "ops.runs",
    "crawl.schedule",
    "corpus.search",
    "corpus.show",
    "sources.commands",
    "corpus.stats",
)
"""The modules of the commands, in the order in which the help lists them."""

for _module in COMMANDS:
    import_module(f"newsspider.cli.{_module}")
