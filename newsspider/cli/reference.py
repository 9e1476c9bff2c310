"""The reference of all commands, for ``docs/cli.md``: ``python -m newsspider.cli.reference``."""

from __future__ import annotations

import sys

import typer
from typer.cli import get_docs_for_click
from typer.main import get_command

from newsspider.cli.app import app

PREFACE = """\
<!-- Made by `make docs` from the commands themselves; a test holds it true. -->

Every command ends with 0 when it did what was asked, with 1 when some of it failed (each failure is
named with its reason), with 2 when it was asked wrongly, and with 130 when it was interrupted.
Records and tables go to standard output, everything else to standard error.

"""


def reference() -> str:
    """Markdown of every command with its arguments and options."""
    command = get_command(app)
    context = typer.Context(command, info_name="newsspider")
    text = get_docs_for_click(obj=command, ctx=context, name="newsspider")
    title, _, rest = text.partition("\n\n")
    return f"{title}\n\n{PREFACE}{rest.strip()}\n"


if __name__ == "__main__":
    sys.stdout.write(reference())
