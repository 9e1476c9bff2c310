"""What a person sees while a crawl runs: one moving line, or plain log lines in a pipe."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.logging import RichHandler
from rich.progress import Progress, ProgressColumn, SpinnerColumn, Task, TextColumn
from rich.text import Text

from newsspider.cli.kit.logs import for_machines, log_to_stderr

if TYPE_CHECKING:
    from newsspider.crawling.report import Tally

    Show = Callable[[Tally], None]


class _Speed(ProgressColumn):
    def render(self, task: Task) -> Text:
        """Pages a second since the start."""
        return Text(f"{task.completed / max(task.elapsed or 0, 0.1):.1f} pages/s")


@contextmanager
def progress() -> Iterator[Show]:
    """A function that shows where the crawl stands; on a terminal only warnings beside it."""
    console = Console(stderr=True)
    if for_machines() or not console.is_terminal:
        with log_to_stderr(logging.INFO):
            yield lambda tally: None
        return
    warnings = RichHandler(console=console, show_path=False, show_time=False, markup=False)
    with _line(console) as line, log_to_stderr(logging.WARNING, warnings):
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


def _line(console: Console) -> Progress:
    return Progress(
        SpinnerColumn(),
        TextColumn("fetched {task.completed:.0f}"),
        TextColumn("[green]stored {task.fields[stored]}"),
        TextColumn("[yellow]rejected {task.fields[rejected]}"),
        TextColumn("waiting {task.fields[waiting]}"),
        _Speed(),
        console=console,
    )
