"""Log lines of a running crawl on standard error."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

OURS = ("newsspider", "pipelines", "storage")


@contextmanager
def log_to_stderr(level: int, handler: logging.Handler | None = None) -> Iterator[None]:
    """Show our own lines from ``level`` on, and the libraries' warnings where they are louder."""
    chosen = handler or logging.StreamHandler()
    if handler is None:
        chosen.setFormatter(logging.Formatter("%(asctime)s %(message)s", "%H:%M:%S"))
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
