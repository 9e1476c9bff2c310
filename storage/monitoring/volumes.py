"""New articles a day, as the runs of a source counted them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import Float, cast, select
from sqlalchemy.orm import Session

from newsspider.health.measures import FRESH
from newsspider.health.states import UNLEARNED
from newsspider.health.volume import DAY, LEARNED, TESTED, VOLUME, Harvest, Volume, days, volume
from storage.crawl.runs import KILLED
from storage.models import RunRow

LOADED = LEARNED + TESTED + 2 * DAY
"""How far back the runs are looked at."""

FOUND = cast(RunRow.measures[FRESH].as_string(), Float)
MARK = cast(RunRow.measures[f"{UNLEARNED}.{VOLUME}"].as_string(), Float)


def stand(session: Session, source_id: int, now: datetime) -> Volume | None:
    """How many new articles came up to yesterday; ``None`` while too little is known."""
    harvests = _harvests(session, source_id, now)
    if not harvests:
        return None
    return volume(days(harvests), harvests[-1].started_at.astimezone(UTC).date())


def is_first_of_day(session: Session, run: RunRow) -> bool:
    """Whether no run of its source has counted on the same day, in UTC: a whole day is new."""
    midnight = run.started_at.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    others = select(RunRow.id).where(
        RunRow.source_id == run.source_id, RunRow.id != run.id, RunRow.started_at >= midnight
    )
    return session.scalar(others.where(FOUND.is_not(None)).limit(1)) is None


def runs_since(session: Session, source_id: int, moment: datetime) -> Sequence[RunRow]:
    """The runs of the source that began then or later."""
    wanted = select(RunRow).where(RunRow.source_id == source_id, RunRow.started_at >= moment)
    return session.scalars(wanted).all()


def remembered(session: Session, source_id: int, now: datetime) -> Sequence[RunRow]:
    """The runs that tell what is usual."""
    return runs_since(session, source_id, now - LOADED)


def _harvests(session: Session, source_id: int, now: datetime) -> list[Harvest]:
    """Of the runs that say what they found, and of those that were killed before they could."""
    wanted = (
        select(RunRow.started_at, FOUND, MARK)
        .where(RunRow.source_id == source_id, RunRow.started_at >= now - LOADED)
        .where(FOUND.is_not(None) | (RunRow.status == KILLED))
    )
    return [
        Harvest(started_at=started_at, fresh=fresh, is_learned=not mark)
        for started_at, fresh, mark in session.execute(wanted.order_by(RunRow.started_at))
    ]
