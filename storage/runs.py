"""Crawls and ingests: what each was asked, and what it did."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from storage.models import RunRow

RUNNING = "running"


def start(session: Session, kind: str, arguments: Mapping[str, Any], now: datetime) -> int:
    """Note that a run begins; its id."""
    row = RunRow(kind=kind, arguments=dict(arguments), started_at=now, status=RUNNING, counts={})
    session.add(row)
    session.flush()
    return row.id


def finish(
    session: Session, run_id: int, status: str, counts: Mapping[str, int], now: datetime
) -> None:
    """Note how a run ended and what it did."""
    row = session.get_one(RunRow, run_id)
    row.status, row.counts, row.finished_at = status, dict(counts), now
    session.flush()
