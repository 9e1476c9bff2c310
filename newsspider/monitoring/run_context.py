"""The run that this process is busy with: every log line for machines names it."""

from __future__ import annotations

_run: dict[str, int] = {}


def enter_run(run_id: int, source_id: int | None) -> None:
    """From now on log lines belong to this run."""
    # No context variables: Scrapy's callbacks and threads have contexts of their own.
    _run.clear()
    _run["run_id"] = run_id
    if source_id is not None:
        _run["source_id"] = source_id


def leave_run() -> None:
    """From now on log lines belong to no run."""
    _run.clear()


def current() -> dict[str, int]:
    """The ids of the run and of its source, as far as there are any."""
    return dict(_run)
