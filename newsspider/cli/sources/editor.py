"""A source in a person's editor."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import typer

from newsspider.cli.kit.terminal import note
from newsspider.errors import UsageError
from newsspider.sources import Source, parse_sources, written_sources

WRITTEN = "What you wrote"


def edited(source: Source) -> Source:
    """The source as a person's editor leaves it, who is asked again while it has a mistake.

    Raises ``UsageError`` where nobody is there to ask.
    """
    text = written_sources([source])
    while True:
        text = _edit(text)
        try:
            return _read(text, source.site)
        except UsageError as error:
            if not sys.stdin.isatty():
                raise
            note(f"newsspider: {error}")
            if not typer.confirm("Edit again?", default=True, err=True):
                raise typer.Exit(1) from None


def _read(text: str, site: str) -> Source:
    sources = list(parse_sources(text, WRITTEN))
    if [source.site for source in sources] != [site]:
        raise UsageError(f"{WRITTEN}: only the source of {site} belongs here.")
    return sources[0]


def _edit(text: str) -> str:
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
    with TemporaryDirectory(prefix="newsspider-") as folder:
        file = Path(folder, "source.toml")
        file.write_text(text, "utf-8")
        try:
            done = subprocess.run([*shlex.split(editor), str(file)], check=False)  # noqa: S603
        except (OSError, ValueError):
            raise UsageError(
                f"The editor {editor} cannot be started: name yours in EDITOR,"
                " or say what to change by options."
            ) from None
        if done.returncode:
            raise UsageError(f"The editor {editor} failed, so nothing was changed.")
        return file.read_text("utf-8", "replace")
