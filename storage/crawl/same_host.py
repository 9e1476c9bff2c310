"""Neighbours: sources that ask the same hosts, of which one is crawled at a time.

Each crawl keeps a host's delay by itself, so two at once would ask it twice as fast.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from newsspider.text.hosts import ascii_host, site_host
from storage.crawl.process_lock import is_held
from storage.models import SourceRow


def hosts_of(site: str, settings: Mapping[str, Any]) -> frozenset[str]:
    """The hosts that a crawl of the source asks: those of its starts, else its home's."""
    starts = settings.get("starts") or [f"https://{site}/"]
    return frozenset(ascii_host(site_host(url)) for url in starts)


def busy_hosts(session: Session, now: datetime, busy: Collection[int] = ()) -> dict[str, int]:
    """By host, the source that asks it now: those that are crawled, and those in ``busy``."""
    shown = select(*_SHOWN, SourceRow.held_by, SourceRow.beat_at)
    statement = shown.where(SourceRow.held_by.is_not(None) | SourceRow.id.in_(busy))
    rows = [
        row
        for row in session.execute(statement)
        if row.id in busy or is_held(row.held_by, row.beat_at, now)
    ]
    return {host: row.id for row in rows for host in hosts_of(row.site, row.settings)}


def choose_apart(
    session: Session, source_ids: Sequence[int], now: datetime, *, busy: Collection[int] = ()
) -> list[int]:
    """The sources among these that may be crawled side by side from now on.

    Of neighbours that is the first, and none beside one that is crawled or in ``busy``. Whether a
    source is crawled itself is not asked.
    """
    taken = busy_hosts(session, now, busy)
    rows = session.execute(select(*_SHOWN).where(SourceRow.id.in_(source_ids)))
    hosts = {row.id: hosts_of(row.site, row.settings) for row in rows}
    free = []
    for source_id in source_ids:
        own = hosts.get(source_id, frozenset())
        if all(taken.get(host, source_id) == source_id for host in own):
            taken |= dict.fromkeys(own, source_id)
            free.append(source_id)
    return free


def lock_neighbours(session: Session, source_id: int) -> list[SourceRow]:
    """The source and its neighbours, for this transaction alone; nothing where there is none."""
    hosts = {row.id: hosts_of(row.site, row.settings) for row in session.execute(select(*_SHOWN))}
    own = hosts.get(source_id, frozenset())
    ids = [each for each, others in hosts.items() if own & others]
    # By id, so that two that lock the same ones wait for each other and never both.
    locked = select(SourceRow).where(SourceRow.id.in_(ids)).order_by(SourceRow.id)
    return list(session.scalars(locked.with_for_update().execution_options(populate_existing=True)))


_SHOWN = (SourceRow.id, SourceRow.site, SourceRow.settings)
