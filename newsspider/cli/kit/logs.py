"""Log lines of a running crawl on standard error."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager

from newsspider.cli.kit.options import LOG_FORMAT, LogFormat
from newsspider.monitoring.json_logs import json_formatter
from newsspider.monitoring.run_context import leave_run
from newsspider.text.controls import plain

OURS = ("newsspider", "pipelines", "storage")


class _Plain(logging.Formatter):
    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - logging's name
        """The line without what could steer a terminal: addresses and errors come from the web."""
        return plain(super().formatMessage(record))


def for_machines() -> bool:
    """Whether log lines are JSON: as ``--log-format`` says, or the environment."""
    return os.environ.get(LOG_FORMAT) == LogFormat.JSON


@contextmanager
def log_to_stderr(level: int, handler: logging.Handler | None = None) -> Iterator[None]:
    """Show our own lines from ``level`` on, and the libraries' warnings where they are louder.

    In JSON the libraries' lines are shown from ``level`` on too, and none goes to ``handler``,
    which is for people.
    """
    machines = for_machines()
    chosen = logging.StreamHandler() if handler is None or machines else handler
    chosen.setFormatter(json_formatter() if machines else _for_people(handler))
    root = logging.getLogger()
    before = root.level
    root.addHandler(chosen)
    root.setLevel(level if machines else max(level, logging.WARNING))
    for name in OURS:
        logging.getLogger(name).setLevel(level)
    try:
        yield
    finally:
        leave_run()
        root.removeHandler(chosen)
        root.setLevel(before)
        for name in OURS:
            logging.getLogger(name).setLevel(logging.NOTSET)


def _for_people(handler: logging.Handler | None) -> logging.Formatter:
    return _Plain("%(message)s" if handler else "%(asctime)s %(message)s", "%H:%M:%S")
