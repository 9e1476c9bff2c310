"""Dates as news pages give them: an instant where the page names one, else a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from enum import StrEnum
from typing import Self


class Precision(StrEnum):
    """The smallest unit that the page names."""

    DAY = "day"
    MINUTE = "minute"
    SECOND = "second"


@dataclass(frozen=True, slots=True, kw_only=True)
class Timestamp:
    """A date, as precisely as it is known. A date without a time stays that day in every zone."""

    instant: datetime
    """UTC and aware; for a day, that day's midnight in UTC."""

    offset: int | None = None
    """The zone as the page wrote it, in minutes east of UTC; ``None`` for a day."""

    precision: Precision = Precision.DAY

    @classmethod
    def of_day(cls, day: date) -> Self:
        """The day itself, wherever the reader is."""
        return cls(instant=datetime(day.year, day.month, day.day, tzinfo=UTC))

    @classmethod
    def of_instant(cls, moment: datetime, precision: Precision = Precision.SECOND) -> Self:
        """An aware moment, its offset kept; raises ``ValueError`` for a naive one."""
        offset = moment.utcoffset()
        if offset is None:
            raise ValueError(f"{moment.isoformat()} has no zone, so it names no instant")
        return cls(
            instant=moment.astimezone(UTC),
            offset=int(offset.total_seconds()) // 60,
            precision=precision,
        )

    @classmethod
    def parse(cls, text: str) -> Self:
        """The inverse of ``isoformat``; raises ``ValueError``."""
        if len(text) == len("2024-10-23"):
            return cls.of_day(date.fromisoformat(text))
        seconds = text.count(":", 0, len("2024-10-23T14:05:00")) == 2
        precision = Precision.SECOND if seconds else Precision.MINUTE
        return cls.of_instant(datetime.fromisoformat(text), precision)

    @property
    def local(self) -> datetime:
        """The moment on the clock of the zone that the page wrote."""
        return self.instant.astimezone(timezone(timedelta(minutes=self.offset or 0)))

    @property
    def day(self) -> date:
        """The day as the page shows it."""
        return self.local.date()

    def isoformat(self) -> str:
        """``YYYY-MM-DD`` for a day, else ISO 8601 with the page's own offset."""
        if self.precision is Precision.DAY:
            return self.day.isoformat()
        unit = "seconds" if self.precision is Precision.SECOND else "minutes"
        return self.local.isoformat(timespec=unit)
