"""The status of each source: its latest run, open alarms, and articles in the corpus."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from storage.crawl import sources
from storage.crawl.runs import KILLED, RUNNING
from storage.crawl.sources import StoredSource
from storage.models import AlarmRow, ArticleRow, RunRow, SiteRow


@dataclass(frozen=True, slots=True, kw_only=True)
class LatestRun:
    """The latest run of a source."""

    id: int
    started_at: datetime
    finished_at: datetime | None
    status: str
    counts: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceStatus:
    """One source with its latest run, its alarms and the number of its articles."""

    source: StoredSource
    articles: int
    """On its site and those subdomains that are no sources themselves."""

    run: LatestRun | None
    alarms: tuple[str, ...]
    """Those that are open: a sentence each, the latest first."""


def source_statuses(session: Session, now: datetime) -> list[SourceStatus]:
    """The status of every source, by site."""
    known = sources.list_sources(session)
    articles = _articles(session, {source.site for source in known})
    held = {source.id for source in known if source.is_held(now)}
    runs, alarms = _latest_runs(session, held), _open_alarms(session)
    return [
        SourceStatus(
            source=source,
            articles=articles.get(source.site, 0),
            run=runs.get(source.id),
            alarms=tuple(alarms.get(source.id, ())),
        )
        for source in known
    ]


def source_status(session: Session, source: StoredSource, now: datetime) -> SourceStatus:
    """The status of one source."""
    return next(each for each in source_statuses(session, now) if each.source.id == source.id)


def _articles(session: Session, sites: set[str]) -> dict[str, int]:
    by_host = select(SiteRow.host, func.count()).join(ArticleRow, ArticleRow.site_id == SiteRow.id)
    counts: dict[str, int] = {}
    for host, number in session.execute(by_host.group_by(SiteRow.host)):
        site = next((step for step in sources.parent_sites(host) if step in sites), None)
        if site is not None:
            counts[site] = counts.get(site, 0) + number
    return counts


def _latest_runs(session: Session, held: set[int]) -> dict[int, LatestRun]:
    latest = (
        select(func.max(RunRow.id)).where(RunRow.source_id.is_not(None)).group_by(RunRow.source_id)
    )
    rows = session.scalars(select(RunRow).where(RunRow.id.in_(latest)))
    return {
        row.source_id: LatestRun(
            id=row.id,
            started_at=row.started_at,
            finished_at=row.finished_at,
            # A crawl ends with its hold, on whatever machine it was.
            status=KILLED if row.status == RUNNING and row.source_id not in held else row.status,
            counts=row.counts,
        )
        for row in rows
        if row.source_id is not None
    }


def _open_alarms(session: Session) -> dict[int, list[str]]:
    opened = select(AlarmRow.source_id, AlarmRow.sentence).where(AlarmRow.cleared_at.is_(None))
    sentences: dict[int, list[str]] = {}
    for source_id, sentence in session.execute(
        opened.order_by(AlarmRow.raised_at.desc(), AlarmRow.id.desc())
    ):
        sentences.setdefault(source_id, []).append(sentence)
    return sentences
