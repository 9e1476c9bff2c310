"""What a host asks of crawlers: its robots.txt and its pace, kept across runs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from storage.models import HostRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Host:
    """One host as it was last met."""

    name: str
    """Host and port, as an address writes them."""

    robots: bytes | None = None
    """Its robots.txt; ``None`` where it has none."""

    robots_at: datetime | None = None
    """When that was fetched, UTC; ``None`` where it never was."""

    delay: float | None = None
    """Seconds between two requests, as it made them grow; ``None`` for no wish of its own."""


def find(session: Session, name: str) -> Host | None:
    """The host, ``None`` where it was never met."""
    row = session.get(HostRow, name, populate_existing=True)
    if row is None:
        return None
    return Host(name=name, robots=row.robots, robots_at=row.robots_at, delay=row.delay)


def save(session: Session, host: Host) -> None:
    """Keep the host as it is now."""
    row = HostRow(name=host.name, robots=host.robots, robots_at=host.robots_at, delay=host.delay)
    session.merge(row)
    session.flush()


def slow_down(session: Session, name: str, delay: float) -> None:
    """Keep the delay of a host that was asked too often."""
    row = session.get(HostRow, name, populate_existing=True)
    if row is not None:
        row.delay = delay
        session.flush()
