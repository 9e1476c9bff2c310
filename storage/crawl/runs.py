"""Crawls, ingests and re-extractions: their arguments, counts and measures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from storage.crawl import process_lock
from storage.models import RemovedSourceRow, RunRow, SourceRow

RUNNING, KILLED, FINISHED = "running", "killed", "finished"


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One crawl, ingest or reading of the archive."""

    id: int
    kind: str
    site: str | None
    """Of its source, be that removed or not; ``None`` for a run that has none."""

    source_id: int | None
    arguments: dict[str, Any]
    started_at: datetime
    finished_at: datetime | None
    status: str
    """Of one whose process is gone, ``killed``: it could note nothing."""

    counts: dict[str, int]
    measures: dict[str, float]


def start_run(
    session: Session,
    kind: str,
    arguments: Mapping[str, Any],
    now: datetime,
    *,
    source_id: int | None = None,
) -> int:
    """Note that a run begins; its id."""
    row = RunRow(
        kind=kind,
        arguments=dict(arguments),
        started_at=now,
        status=RUNNING,
        counts={},
        source_id=source_id,
        holder=process_lock.current_holder(),
    )
    session.add(row)
    session.flush()
    return row.id


def close_killed_runs(session: Session, source_id: int, run_id: int, now: datetime) -> None:
    """Note that earlier runs of the source were killed: their ends were never noted."""
    running = update(RunRow).where(RunRow.source_id == source_id, RunRow.status == RUNNING)
    session.execute(running.where(RunRow.id != run_id).values(status=KILLED, finished_at=now))


def finish_run(
    session: Session,
    run_id: int,
    status: str,
    counts: Mapping[str, int],
    now: datetime,
    *,
    measures: Mapping[str, float] | None = None,
) -> None:
    """Note the end of a run, its counts and the measures of its pages."""
    row = session.get_one(RunRow, run_id)
    row.status, row.counts, row.finished_at = status, dict(counts), now
    row.measures = {**(measures or {}), "seconds": round((now - row.started_at).total_seconds(), 3)}
    session.flush()


def find_runs(
    session: Session,
    *,
    run_id: int | None = None,
    source_ids: Sequence[int] | None = None,
    holder: str | None = None,
    limit: int = 20,
) -> list[Run]:
    """The latest runs first, of all sources or of some; or the one with this id.

    ``holder`` is the process of the runs, as ``process_lock`` names it.
    """
    site = func.coalesce(SourceRow.site, RemovedSourceRow.site)
    statement = (
        select(RunRow, site)
        .outerjoin(SourceRow, SourceRow.id == RunRow.source_id)
        .outerjoin(RemovedSourceRow, RemovedSourceRow.id == RunRow.source_id)
    )
    if run_id is not None:
        statement = statement.where(RunRow.id == run_id)
    if holder is not None:
        statement = statement.where(RunRow.holder == holder)
    if source_ids is not None:
        statement = statement.where(RunRow.source_id.in_(source_ids))
    latest = statement.order_by(RunRow.started_at.desc(), RunRow.id.desc()).limit(limit)
    return [_run(row, named) for row, named in session.execute(latest)]


def status_of(row: RunRow) -> str:
    """The status of the run: one whose process is gone was killed, and could not note that."""
    is_gone = (
        row.status == RUNNING
        and row.holder is not None
        and process_lock.is_dead_process(row.holder)
    )
    return KILLED if is_gone else row.status


def is_alive(row: RunRow) -> bool:
    """Whether the run is known to go on: only of processes of this host it is."""
    if row.status != RUNNING or row.holder is None:
        return False
    return process_lock.is_local_process(row.holder) and not process_lock.is_dead_process(
        row.holder
    )


def _run(row: RunRow, site: str | None) -> Run:
    return Run(
        id=row.id,
        kind=row.kind,
        site=site,
        source_id=row.source_id,
        arguments=row.arguments,
        started_at=row.started_at,
        finished_at=row.finished_at,
        status=status_of(row),
        counts=row.counts,
        measures=row.measures,
    )
