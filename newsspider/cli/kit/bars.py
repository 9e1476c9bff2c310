"""How far a long command has come: a bar on a terminal, log lines in a pipe."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.logging import RichHandler
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeRemainingColumn,
)

from newsspider.cli.kit.logs import log_to_stderr


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
    warnings = RichHandler(console=console, show_path=False, show_time=False, markup=False)
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console) as drawn, log_to_stderr(logging.WARNING, warnings):
        task = drawn.add_task(doing, total=total)
        yield lambda more: drawn.advance(task, more)
