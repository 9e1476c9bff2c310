"""The command's frame: its sub-commands, and how an error reaches the person who typed it."""

from __future__ import annotations

import os
import sys
from io import TextIOWrapper
from typing import Annotated

import typer

from newsspider import __version__
from newsspider.cli.kit.options import LOG_FORMAT, LogFormat
from newsspider.errors import NewsspiderError, UsageError

app = typer.Typer(
    name="newsspider",
    help="Turn news sites into a clean, searchable corpus.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"newsspider {__version__}")
        raise typer.Exit


@app.callback()
def newsspider(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version."),
    ] = False,
    log_format: Annotated[
        LogFormat,
        typer.Option(
            envvar=LOG_FORMAT,
            show_envvar=True,
            help="Log lines for people, or as JSON with the ids of run and source.",
        ),
    ] = LogFormat.TEXT,
) -> None:
    """Turn news sites into a clean, searchable corpus."""
    # Commands start others, which shall write as they do.
    os.environ[LOG_FORMAT] = log_format.value


def main() -> None:
    """Run the command; an error that a person can mend is one sentence and a non-zero exit."""
    _write_utf8()
    try:
        app()
    except NewsspiderError as error:
        from newsspider.cli.kit.terminal import note

        note(f"newsspider: {error}")
        sys.exit(2 if isinstance(error, UsageError) else 1)


def _write_utf8() -> None:
    """The corpus is in every script: an older locale gets UTF-8 too, and no crash."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper) and stream.encoding.lower().replace("-", "") != "utf8":
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
