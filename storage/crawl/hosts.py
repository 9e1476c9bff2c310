"""The robots.txt and the delay of each host, kept across runs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from storage.models import HostRow

HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Host:
    """One host as it was last met."""

    name: str
    """Scheme, host and port, as an address writes them: ``https://herald.example``."""

    robots: bytes | None = None
    """Its robots.txt; ``None`` where it has none."""

    robots_at: datetime | None = None
    """When that was fetched, UTC; ``None`` where it never was."""

    delay: float | None = None
    """Seconds between two requests, as it made them grow; ``None`` for no wish of its own."""

    delay_at: datetime | None = None
    """When that was learned, UTC."""

    def delay_after(self, now: datetime) -> float | None:
        """The delay that is left at this moment: each hour halves it, for servers recover."""
        if self.delay is None or self.delay_at is None:
            return None
        hours = max((now - self.delay_at) / HOUR, 0.0)
        return self.delay * float(0.5**hours)


def find_host(session: Session, name: str) -> Host | None:
    """The host, ``None`` where it was never met."""
    row = session.get(HostRow, name, populate_existing=True)
    if row is None:
        return None
    return Host(
        name=name,
        robots=row.robots,
        robots_at=row.robots_at,
        delay=row.delay,
        delay_at=row.delay_at,
    )


def keep_robots(session: Session, name: str, robots: bytes | None, now: datetime) -> None:
    """Keep the robots.txt of a host."""
    session.merge(HostRow(name=name, robots=robots, robots_at=now))
    session.flush()


def keep_delay(session: Session, name: str, delay: float | None, now: datetime) -> None:
    """Keep the delay of a host that was asked too often; ``None`` once it bears the usual one."""
    row = session.get(HostRow, name, populate_existing=True)
    if row is not None:
        row.delay, row.delay_at = delay, None if delay is None else now
        session.flush()
