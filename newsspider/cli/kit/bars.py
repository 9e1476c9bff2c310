"""How far a long command has come: a bar or a moving line on a terminal, log lines in a pipe."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.logging import RichHandler
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    SpinnerColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from newsspider.cli.kit.logs import for_machines, log_to_stderr
from newsspider.cli.kit.terminal import MEGABYTE

if TYPE_CHECKING:
    from newsspider.crawling.report import Tally


@contextmanager
def bar(doing: str, total: int | None) -> Iterator[Callable[[int], None]]:
    """A function that notes how many more are done; drawn on standard error.

    On a terminal only warnings stand beside the bar; in a pipe there are plain log lines instead.
    """
    console = Console(stderr=True)
    if not console.is_terminal:
        with log_to_stderr(logging.INFO):
            yield lambda more: None
        return
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with _drawn(console, *columns) as drawn:
        task = drawn.add_task(doing, total=total)
        yield lambda more: drawn.advance(task, more)


@contextmanager
def megabytes_bar(doing: str, size: int) -> Iterator[Callable[[int], None]]:
    """The same for so many bytes: shown in megabytes, advanced by bytes."""
    left = 0
    with bar(f"{doing} (MB)", size // MEGABYTE) as advance:

        def add(more: int) -> None:
            nonlocal left
            whole, left = divmod(left + more, MEGABYTE)
            if whole:
                advance(whole)

        yield add


@contextmanager
def crawl_line() -> Iterator[Callable[[Tally], None]]:
    """A function that shows where a crawl stands; on a terminal only warnings beside it."""
    console = Console(stderr=True)
    if for_machines() or not console.is_terminal:
        with log_to_stderr(logging.INFO):
            yield lambda tally: None
        return
    columns = (
        SpinnerColumn(),
        TextColumn("fetched {task.completed:.0f}"),
        TextColumn("[green]stored {task.fields[stored]}"),
        TextColumn("[yellow]rejected {task.fields[rejected]}"),
        TextColumn("waiting {task.fields[waiting]}"),
        _Speed(),
    )
    with _drawn(console, *columns) as line:
        shown = line.add_task("crawl", total=None, stored=0, rejected=0, waiting=0)

        def show(tally: Tally) -> None:
            line.update(
                shown,
                completed=tally.fetched,
                stored=tally.stored,
                rejected=tally.rejected,
                waiting=tally.waiting,
            )

        yield show


@contextmanager
def _drawn(console: Console, *columns: ProgressColumn) -> Iterator[Progress]:
    warnings = RichHandler(console=console, show_path=False, show_time=False, markup=False)
    with (
        Progress(*columns, console=console) as drawn,
        log_to_stderr(logging.WARNING, warnings),
    ):
        yield drawn


class _Speed(ProgressColumn):
    def render(self, task: Task) -> Text:
        """Pages a second since the start."""
        return Text(f"{task.completed / max(task.elapsed or 0, 0.1):.1f} pages/s")
