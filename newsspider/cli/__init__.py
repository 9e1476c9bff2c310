"""The command ``newsspider``: one command a file, in a folder a group, each thin."""

from newsspider.cli.app import main

__all__ = ["main"]
