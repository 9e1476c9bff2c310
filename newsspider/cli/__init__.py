"""The command ``newsspider``: one command a file, each thin."""

from __future__ import annotations

from newsspider.cli.app import main

__all__ = ["main"]
