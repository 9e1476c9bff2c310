"""What people see: tables that stay straight with right-to-left and wide text."""

from __future__ import annotations

import os
import re
import sys
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import typer
from rich.box import SIMPLE_HEAD
from rich.console import Console, ConsoleOptions, RenderResult
from rich.measure import Measurement
from rich.table import Table
from rich.text import Text

from newsspider.errors import OutputError

FIRST_STRONG_ISOLATE, RIGHT_TO_LEFT_ISOLATE, POP_ISOLATE = "\u2068", "\u2067", "\u2069"
MISSING = "—"

# What comes from the web must neither steer the terminal nor turn the rest of the line around.
_CONTROLS = re.compile("[\0-\x1f\x7f-\x9f\u2028\u2029]")
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")


class _Console(Console):
    def on_broken_pipe(self) -> None:
        """Leave the error to ``output``: rich would exit with 1."""
        raise BrokenPipeError


@contextmanager
def output() -> Iterator[Console]:
    """A console on standard output; a reader that goes away (``| head``) is no error."""
    try:
        yield _Console(highlight=False, markup=False, emoji=False)
        sys.stdout.flush()
    except BrokenPipeError:
        # Python flushes once more when it ends, and would complain then.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit from None
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise OutputError(f"The output cannot be written: {error.strerror}.") from error


def note(sentence: str) -> None:
    """Say something beside the output, so that it stays clean for programs."""
    typer.echo(plain(sentence), err=True)


def plain(text: str) -> str:
    """The text on one line, without what could steer a terminal."""
    return _TURNS.sub("", _CONTROLS.sub(" ", text))


@dataclass(frozen=True, slots=True)
class Cell:
    """Text from the web in a table: wrapped by its real width, right-to-left lines kept apart.

    Each line that holds right-to-left letters is isolated (UAX 9): a terminal that orders such
    text then leaves the columns beside it in place. A text may come in pieces, each with its style.
    """

    text: str | tuple[tuple[str, str], ...] | None
    style: str = ""
    to_the_right: bool = False
    """Lines end at the right, as right-to-left text is set; isolated, they also begin there."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Yield one line of text for each line of the cell."""
        text = self._shown()
        text.expand_tabs()
        for line in text.wrap(
            console, options.max_width, overflow=options.overflow, no_wrap=options.no_wrap
        ):
            line.rstrip()
            space = " " * (options.max_width - line.cell_len) if self.to_the_right else ""
            start = RIGHT_TO_LEFT_ISOLATE if self.to_the_right else FIRST_STRONG_ISOLATE
            yield Text.assemble(space, _isolated(line, start) if console.is_terminal else line)

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        """Measure what is shown: isolates take no room."""
        return Measurement.get(console, options, self._shown())

    def _shown(self) -> Text:
        if not self.text:
            return Text(MISSING, style="dim")
        if isinstance(self.text, str):
            return Text(plain(self.text), style=self.style)
        pieces = ((plain(text), style) for text, style in self.text)
        return Text.assemble(*pieces, style=self.style)


def table(*headings: str) -> Table:
    """An empty table in the one style of all commands."""
    made = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0))
    for heading in headings:
        made.add_column(heading)
    return made


def reads_from_the_right(text: str) -> bool:
    """Whether the first letter that has a direction is of a right-to-left script (UAX 9, P2)."""
    directions = (unicodedata.bidirectional(letter) for letter in text)
    return next((d for d in directions if d in ("L", "R", "AL")), "L") != "L"


def _isolated(line: Text, start: str) -> Text:
    if not any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in line.plain):
        return line
    return Text.assemble(start, line, POP_ISOLATE)
