"""Sources that are there no more: their ids stay their own, and their runs keep a name."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select, union_all
from sqlalchemy.orm import Session

from newsspider.text.hosts import site_host
from storage.models import RemovedSourceRow, SourceRow


def keep_removed(session: Session, source_id: int, site: str, now: datetime) -> None:
    """Note that the source is removed."""
    session.add(RemovedSourceRow(id=source_id, site=site, removed_at=now))
    session.flush()


def next_id(session: Session) -> int:
    """An id that no source has or had, for SQLite: it would give the latest one again."""
    ids = union_all(select(SourceRow.id), select(RemovedSourceRow.id)).subquery()
    return (session.scalar(select(func.max(ids.c.id))) or 0) + 1


def find_removed(session: Session, text: str) -> dict[int, str]:
    """By id, the removed sources with this id, this site, or the site of this address."""
    named = text.strip()
    wanted = select(RemovedSourceRow.id, RemovedSourceRow.site)
    if named.isdecimal() and named.isascii() and len(named) < 10:
        wanted = wanted.where(RemovedSourceRow.id == int(named))
    else:
        site = site_host(named if "//" in named else f"//{named}")
        wanted = wanted.where(RemovedSourceRow.site == site)
    return {row.id: row.site for row in session.execute(wanted)}
