"""The corpus and its runs as numbers that only grow, and a few of now: for a monitoring system."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, case, func, select
from sqlalchemy.orm import Session

from newsspider.items import Change, Reason
from storage.crawl.runs import FINISHED
from storage.models import AlarmRow, RunRow, SourceRow

CHANGES = tuple(change.value for change in Change)
REASONS = tuple(reason.value for reason in Reason)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFigures:
    """The numbers of one source, over all its runs."""

    site: str
    """``""`` for the runs that had no source."""

    pages: int
    articles: Mapping[str, int]
    """By what storing them changed."""

    rejected: Mapping[str, int]
    """By reason."""

    runs: Mapping[str, int]
    """Those that ended, by how."""

    seconds: float
    last_success_at: datetime | None
    alarms: Mapping[str, int]
    """Those that are open, by measure."""


Figures = tuple[SourceFigures, ...]


def read_figures(session: Session) -> Figures:
    """The numbers of each source, by site; those of runs without a source come first."""
    named = session.execute(select(SourceRow.id, SourceRow.site))
    sites: dict[int | None, str] = {row.id: row.site for row in named}
    totals = {row.source_id: row for row in session.execute(_totals())}
    if None in totals:
        sites[None] = ""
    statuses, alarms = _grouped(session, _statuses()), _grouped(session, _alarms())
    return tuple(
        SourceFigures(
            site=site,
            pages=_sum(totals.get(source_id), "pages"),
            articles={name: _sum(totals.get(source_id), name) for name in CHANGES},
            rejected={name: _sum(totals.get(source_id), name) for name in REASONS},
            runs=statuses.get(source_id, {}),
            seconds=_sum(totals.get(source_id), "seconds"),
            last_success_at=_last_success(totals.get(source_id)),
            alarms=alarms.get(source_id, {}),
        )
        for source_id, site in sorted(sites.items(), key=lambda named: named[1])
    )


def _totals() -> Select[*tuple[Any, ...]]:
    succeeded = case((RunRow.status == FINISHED, RunRow.finished_at))
    return (
        select(
            RunRow.source_id,
            *(_measured(name, name) for name in ("pages", *CHANGES)),
            *(_measured(f"rejected.{name}", name) for name in REASONS),
            func.sum(RunRow.measures["seconds"].as_float()).label("seconds"),
            func.max(succeeded, type_=RunRow.finished_at.type).label("last_success_at"),
        )
        .where(RunRow.finished_at.is_not(None))
        .group_by(RunRow.source_id)
    )


def _measured(measure: str, label: str) -> ColumnElement[int]:
    return func.sum(RunRow.measures[measure].as_integer()).label(label)


def _statuses() -> Select[*tuple[Any, ...]]:
    ended = select(RunRow.source_id, RunRow.status, func.count())
    return ended.where(RunRow.finished_at.is_not(None)).group_by(RunRow.source_id, RunRow.status)


def _alarms() -> Select[*tuple[Any, ...]]:
    opened = select(AlarmRow.source_id, AlarmRow.measure, func.count())
    return opened.where(AlarmRow.cleared_at.is_(None)).group_by(
        AlarmRow.source_id, AlarmRow.measure
    )


def _grouped(
    session: Session, counts: Select[*tuple[Any, ...]]
) -> dict[int | None, dict[str, int]]:
    grouped: dict[int | None, dict[str, int]] = {}
    for source_id, name, count in session.execute(counts):
        grouped.setdefault(source_id, {})[name] = count
    return grouped


def _sum(row: Row[Any] | None, name: str) -> Any:
    return 0 if row is None else row._mapping[name] or 0


def _last_success(row: Row[Any] | None) -> datetime | None:
    return None if row is None else row._mapping["last_success_at"]
