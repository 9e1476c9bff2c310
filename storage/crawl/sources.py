"""The sources that are crawled on a schedule: their settings, due times and holders.

Their settings are tables (``newsspider.sources.to_table``), which nothing here reads.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import func, select, union_all, update
from sqlalchemy.orm import Session

from newsspider.errors import UsageError
from newsspider.text.hosts import site_host
from storage.crawl import frontier, same_host
from storage.crawl.process_lock import is_held
from storage.db.upsert import insert_if_missing
from storage.models import RemovedSourceRow, SourceRow


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredSource:
    """One source as the database holds it."""

    id: int
    site: str
    settings: dict[str, Any]
    found: dict[str, Any]
    """The result of the probe when it was added, as a table; ``{}`` where there was none."""

    added_at: datetime
    paused_at: datetime | None
    due_at: datetime
    held_by: str | None
    """The process that crawls it, or that did so until it died: see ``is_held``."""

    beat_at: datetime | None
    last_error: str | None

    def is_held(self, now: datetime) -> bool:
        """Whether a living process crawls it."""
        return is_held(self.held_by, self.beat_at, now)


def add_source(
    session: Session,
    site: str,
    settings: Mapping[str, Any],
    now: datetime,
    *,
    found: Mapping[str, Any] | None = None,
) -> int:
    """Add a source, due at once; its id. Raises ``UsageError`` where the site has one."""
    values: dict[str, Any] = {"settings": dict(settings), "found": dict(found or {})}
    dialect = session.get_bind().dialect.name
    if dialect != "postgresql":
        values["id"] = _next_id(session)
    insert = insert_if_missing(dialect, SourceRow)
    row = insert.values(site=site, **values, added_at=now, due_at=now)
    number: int | None = session.scalar(row.returning(SourceRow.id))
    if number is None:
        raise UsageError(
            f"{site} is a source already: newsspider sources edit {site} changes how it is crawled."
        )
    return number


def change_settings(session: Session, source_id: int, settings: Mapping[str, Any]) -> None:
    """Change a source's settings; its index pages are read anew for the links it takes now."""
    row = session.get_one(SourceRow, source_id)
    if row.settings == dict(settings):
        return
    row.settings = dict(settings)
    session.flush()
    frontier.reread_index_pages(session, source_id, now=datetime.now(UTC))


def reschedule(session: Session, source_id: int, due_at: datetime) -> None:
    """Change when a source's next run is due."""
    session.get_one(SourceRow, source_id).due_at = due_at
    session.flush()


def get_source(session: Session, source_id: int) -> StoredSource | None:
    """The source with this id."""
    row = session.get(SourceRow, source_id, populate_existing=True)
    return None if row is None else _stored(row)


def find_source_of_host(session: Session, host: str) -> StoredSource | None:
    """The source of the nearest site that the host belongs to."""
    nearest = parent_sites(host)
    rows = {row.site: row for row in _rows(session, SourceRow.site.in_(nearest))}
    return next((_stored(rows[site]) for site in nearest if site in rows), None)


def parent_sites(host: str) -> list[str]:
    """The sites that the host may belong to: itself, then those that it is a subdomain of."""
    labels = host.split(".")
    return [".".join(labels[number:]) for number in range(len(labels))]


def find_source(session: Session, text: str) -> StoredSource:
    """The source with this id, this site, or the site of this address; raises ``UsageError``."""
    named = text.strip()
    if named.isdecimal() and named.isascii() and len(named) < 10:
        source = get_source(session, int(named))
    else:
        source = find_source_of_host(session, site_host(named if "//" in named else f"//{named}"))
    if source is None:
        raise UsageError(f"{named} is no source: newsspider sources list names those that are.")
    return source


def find_removed_sources(session: Session, text: str) -> dict[int, str]:
    """By id, the removed sources with this id, this site, or the site of this address."""
    named = text.strip()
    statement = select(RemovedSourceRow.id, RemovedSourceRow.site)
    if named.isdecimal() and named.isascii() and len(named) < 10:
        statement = statement.where(RemovedSourceRow.id == int(named))
    else:
        site = site_host(named if "//" in named else f"//{named}")
        statement = statement.where(RemovedSourceRow.site == site)
    return {row.id: row.site for row in session.execute(statement)}


def list_sources(session: Session) -> list[StoredSource]:
    """All sources, by site."""
    # Sorted here: databases sort text by rules of their own.
    return sorted(map(_stored, _rows(session)), key=lambda source: source.site)


def pause_source(session: Session, source_id: int, now: datetime) -> None:
    """Stop crawling a source; a run that goes on is not stopped."""
    row = session.get_one(SourceRow, source_id)
    row.paused_at = row.paused_at or now
    session.flush()


def resume_source(session: Session, source_id: int) -> None:
    """Crawl a source again; runs that were missed meanwhile are one run, due at once."""
    session.get_one(SourceRow, source_id).paused_at = None
    session.flush()


def remove_source(session: Session, source_id: int) -> None:
    """Forget a source, its frontier and its alarms; its articles, its runs and its id stay."""
    row = session.get_one(SourceRow, source_id)
    session.add(RemovedSourceRow(id=source_id, site=row.site, removed_at=datetime.now(UTC)))
    session.delete(row)
    session.flush()


def hold_source(session: Session, source_id: int, holder: str, now: datetime) -> bool:
    """Take a source for the process ``holder`` (``process_lock``), unless another one has it.

    Nor is it taken while a neighbour (``same_host``) is crawled. Whoever is dead, or has not beaten
    for ``SILENCE``, has its source no more.
    """
    rows = {row.id: row for row in same_host.lock_neighbours(session, source_id)}
    if source_id not in rows or any(
        row.held_by != holder and is_held(row.held_by, row.beat_at, now) for row in rows.values()
    ):
        return False
    for row in rows.values():
        # Who was silent and wakes up hears at its next beat that it has lost its source.
        row.held_by = row.beat_at = None
    rows[source_id].held_by, rows[source_id].beat_at = holder, now
    session.flush()
    return True


def beat_hold(session: Session, source_id: int, holder: str, now: datetime) -> bool:
    """Say that the holder lives; ``False`` where it was silent so long that it lost its hold."""
    mine = (SourceRow.id == source_id, SourceRow.held_by == holder)
    beaten = update(SourceRow).where(*mine).values(beat_at=now).returning(SourceRow.id)
    return session.execute(beaten).first() is not None


def release_source(
    session: Session,
    source_id: int,
    *,
    due_at: datetime,
    error: str | None,
    holder: str | None = None,
) -> None:
    """Free a source after its run, with when the next one is due.

    Nothing is done where it was removed meanwhile, or where another than ``holder`` has it now.
    """
    row = session.get(SourceRow, source_id, with_for_update=True, populate_existing=True)
    if row is None or (holder is not None and row.held_by != holder):
        return
    row.held_by = row.beat_at = None
    row.due_at, row.last_error = due_at, error
    session.flush()


def due_sources(session: Session, now: datetime) -> list[int]:
    """The ids of the sources that are to be crawled now, the longest due first.

    What is crawled already is left out, and so are its neighbours.
    """
    due = _rows(session, SourceRow.paused_at.is_(None), SourceRow.due_at <= now)
    taken = same_host.busy_hosts(session, now).keys() if due else set()
    waiting = [row for row in due if not taken & same_host.hosts_of(row.site, row.settings)]
    return [row.id for row in sorted(waiting, key=lambda row: (row.due_at, row.id))]


def _next_id(session: Session) -> int:
    """An id that no source has or had, for SQLite: it would give the latest one again."""
    ids = union_all(select(SourceRow.id), select(RemovedSourceRow.id)).subquery()
    return (session.scalar(select(func.max(ids.c.id))) or 0) + 1


def _rows(session: Session, *conditions: Any) -> list[SourceRow]:
    statement = select(SourceRow).where(*conditions).execution_options(populate_existing=True)
    return list(session.scalars(statement))


def _stored(row: SourceRow) -> StoredSource:
    return StoredSource(
        id=row.id,
        site=row.site,
        settings=row.settings,
        found=row.found,
        added_at=row.added_at,
        paused_at=row.paused_at,
        due_at=row.due_at,
        held_by=row.held_by,
        beat_at=row.beat_at,
        last_error=row.last_error,
    )
