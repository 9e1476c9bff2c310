"""Log lines of a running crawl on standard error."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from newsspider.cli.terminal import plain

OURS = ("newsspider", "pipelines", "storage")


class _Plain(logging.Formatter):
    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - logging's name
        """The line without what could steer a terminal: addresses and errors come from the web."""
        return plain(super().formatMessage(record))


@contextmanager
def log_to_stderr(level: int, handler: logging.Handler | None = None) -> Iterator[None]:
    """Show our own lines from ``level`` on, and the libraries' warnings where they are louder."""
    chosen = handler or logging.StreamHandler()
    line = "%(message)s" if handler else "%(asctime)s %(message)s"
    chosen.setFormatter(_Plain(line, "%H:%M:%S"))
    root = logging.getLogger()
    before = root.level
    root.addHandler(chosen)
    root.setLevel(max(level, logging.WARNING))
    for name in OURS:
        logging.getLogger(name).setLevel(level)
    try:
        yield
    finally:
        root.removeHandler(chosen)
        root.setLevel(before)
        for name in OURS:
            logging.getLogger(name).setLevel(logging.NOTSET)
