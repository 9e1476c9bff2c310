"""Output for people: tables that stay straight with right-to-left and wide text."""

from __future__ import annotations

import os
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

import typer
from rich.box import SIMPLE_HEAD
from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.measure import Measurement
from rich.table import Column, Table
from rich.text import Text

from newsspider.errors import INTERRUPTED, OutputError
from newsspider.text.controls import plain

LEFT_TO_RIGHT_ISOLATE, RIGHT_TO_LEFT_ISOLATE, POP_ISOLATE = "\u2066", "\u2067", "\u2069"
MISSING = "—"
MEGABYTE = 10**6

ISOLATES_TAKE_ROOM = "MLTERM"
"""In the environment of mlterm, which sets each line by itself and gives isolates a column each."""

LEAST_FROM_RIGHT = 0.4
"""Share of right-to-left words above which a text is one: that of Closure's ``goog.i18n.bidi``."""


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


def interrupted(state: str) -> typer.Exit:
    """Say that the command was interrupted, and what that leaves; the exit to raise."""
    note(f"newsspider: interrupted: {state}")
    return typer.Exit(INTERRUPTED)


@dataclass(frozen=True, slots=True)
class Cell:
    """Text from the web: wrapped by its real width, and right-to-left text set as such.

    Such text stands at the right of its column or of the line. Each line that holds right-to-left
    letters is isolated in the direction of the whole text (UAX 9): a terminal that orders such text
    then leaves the columns beside it in place. A text may come in pieces, each with its style.
    """

    text: str | tuple[tuple[str, str], ...] | None
    style: str = ""
    at_edge: bool = True
    """Whether it may stand at the left edge; then a column stays free before right-to-left text.

    Terminals keep a mark without width with the character before it. At the left edge, where there
    is none, VTE drops the isolate, and the text changes places with the columns beside it.
    """

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Yield one line of text for each line of the cell."""
        text = self._shown()
        text.expand_tabs()
        to_the_right = reads_from_the_right(text.plain)
        isolates = console.is_terminal and ISOLATES_TAKE_ROOM not in os.environ
        width = max(options.max_width - (self.at_edge and to_the_right), 1)
        for line in text.wrap(console, width, overflow=options.overflow, no_wrap=options.no_wrap):
            line.rstrip()
            space = " " * (options.max_width - line.cell_len) if to_the_right else ""
            shown = _isolated(line, to_the_right=to_the_right) if isolates else line
            yield Text.assemble(space, shown)

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        """Measure what is shown: isolates take no room."""
        text = self._shown()
        least, most = Measurement.get(console, options, text)
        room = self.at_edge and reads_from_the_right(text.plain)
        return Measurement(least + room, most + room).with_maximum(options.max_width)

    def _shown(self) -> Text:
        if not self.text:
            return Text(MISSING, style="dim")
        if isinstance(self.text, str):
            return Text(plain(self.text), style=self.style)
        pieces = ((plain(text), style) for text, style in self.text)
        return Text.assemble(*pieces, style=self.style)


class _Table(Table):
    def add_row(self, *cells: RenderableType | None, **options: Any) -> None:
        """Only the first cell stands at the edge."""
        first, *others = cells
        inner = (
            replace(each, at_edge=False) if isinstance(each, Cell) else each for each in others
        )
        super().add_row(first, *inner, **options)


def table(*headings: str | Column) -> Table:
    """An empty table in the one style of all commands."""
    return _Table(*headings, box=SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0))


def right(heading: str) -> Column:
    """A column of figures."""
    return Column(heading, justify="right")


def number(heading: str) -> Column:
    """A column of figures that are never wrapped."""
    return Column(heading, justify="right", no_wrap=True)


def short(heading: str, max_width: int | None = None) -> Column:
    """A column whose texts are never wrapped."""
    return Column(heading, no_wrap=True, max_width=max_width)


def folded(heading: str) -> Column:
    """A column that shows all of its texts, over several lines."""
    return Column(heading, overflow="fold")


def counts_table(heading: str, unit: str, counts: Iterable[tuple[str | None, int]]) -> Table:
    """How many of the unit there are, by name."""
    made = table(short(heading, max_width=30), right(unit))
    for name, count in counts:
        made.add_row(Cell(name), f"{count:,}")
    return made


def reads_from_the_right(text: str) -> bool:
    """Whether the text is in a right-to-left script, be it that it begins with a Latin name.

    Words count, not the first letter alone (UAX 9, P2): a headline may begin with "COP29".
    """
    found = [direction for word in text.split() if (direction := _direction(word))]
    return sum(direction != "L" for direction in found) > LEAST_FROM_RIGHT * len(found)


def _direction(word: str) -> str | None:
    """That of the first letter that has any."""
    directions = (unicodedata.bidirectional(letter) for letter in word)
    return next((each for each in directions if each in ("L", "R", "AL")), None)


def _isolated(line: Text, *, to_the_right: bool) -> Text:
    if to_the_right:
        return Text.assemble(RIGHT_TO_LEFT_ISOLATE, line, POP_ISOLATE)
    if not any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in line.plain):
        return line
    return Text.assemble(LEFT_TO_RIGHT_ISOLATE, line, POP_ISOLATE)
