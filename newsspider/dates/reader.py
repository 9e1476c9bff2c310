"""The context in which dates are read, and a date that was read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Literal

from newsspider.timestamps import Timestamp

EARLIEST = date(1990, 1, 1)
"""Older dates on news pages are what the news is about, not when it was published."""

AHEAD = timedelta(days=1)
"""The time by which a clock may be ahead of the one that fetched the page."""

Order = Literal["dmy", "mdy"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DateReader:
    """The context in which a page's dates are read."""

    now: datetime
    """UTC and aware: no publication is later than a day after it."""

    language: str | None = None
    """A BCP 47 tag; its region tells ``mm/dd`` from ``dd/mm`` where both can be."""

    order: Order | None = None
    timezone: str | None = None
    """IANA name, for a time that names no zone."""

    @property
    def tongue(self) -> str:
        """The language without region; empty where it is not known."""
        return (self.language or "").split("-")[0].lower()

    def believes(self, day: date) -> bool:
        """Whether a publication on that day is credible."""
        return EARLIEST <= day <= (self.now + AHEAD).date()

    def is_future(self, moment: datetime) -> bool:
        """Whether the moment is later than any publication can be."""
        return moment.astimezone(UTC) > self.now + AHEAD


@dataclass(frozen=True, slots=True)
class DateMatch:
    """A date in a text, and where it stands there."""

    timestamp: Timestamp
    start: int
    end: int
    is_converted: bool = False
    """From a lunar calendar by rule: the day may be off by one."""
