"""The health of sources as a person asks of it: alarms, measures, and what is accepted as usual."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from storage.crawl import sources
from storage.monitoring import health

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from newsspider.health.alarms import Alarm
    from newsspider.health.statuses import MeasureStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """The alarms of one source or of all, and how their measures stand."""

    sources: int
    alarms: Sequence[Alarm]
    measures: Mapping[str, Sequence[MeasureStatus]]
    """By site; empty where only open alarms were asked for."""

    @property
    def open_alarms(self) -> int:
        """How many of the alarms are open."""
        return sum(alarm.cleared_at is None for alarm in self.alarms)


def read_health(session: Session, site: str | None = None, *, everything: bool = False) -> Health:
    """The open alarms; with ``everything`` also those that are over, and every measure.

    ``site`` is a source's site, id or address. Raises ``UsageError`` where it is none.
    """
    chosen = [sources.find_source(session, site)] if site else sources.list_sources(session)
    source_id = chosen[0].id if site else None
    return Health(
        sources=len(chosen),
        alarms=health.list_alarms(session, source_id=source_id, cleared=everything),
        measures={
            each.site: health.latest_states(session, each.id) for each in chosen if everything
        },
    )


def accept(session: Session, site: str, now: datetime) -> None:
    """Take the source as well as it is now: its alarms are cleared."""
    health.accept_alarms(session, sources.find_source(session, site).id, now)
