"""Dates as feeds and sitemaps write them: RFC 822 or ISO 8601, their zone and precision kept."""

from __future__ import annotations

import re
from datetime import date
from email.utils import parsedate_to_datetime

from newsspider.timestamps import Precision, Timestamp

LONGEST = 64
ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
CLOCK = re.compile(r"\d{1,2}:\d{2}(:\d{2})?")


def written_date(text: str | None) -> Timestamp | None:
    """The date; only its day where no zone is written, ``None`` where it cannot be read."""
    text = (text or "").strip()[:LONGEST]
    try:
        return _iso(text) if ISO_DAY.match(text) else _rfc822(text)
    except (ValueError, OverflowError, IndexError):
        return None


def _iso(text: str) -> Timestamp:
    try:
        return Timestamp.parse(text)
    except ValueError:
        return Timestamp.of_day(date.fromisoformat(text[: len("2024-10-23")]))


def _rfc822(text: str) -> Timestamp | None:
    if not text:
        return None
    clock = CLOCK.search(text)
    moment = parsedate_to_datetime(text if clock else f"{text} 00:00:00")
    if clock is None or moment.tzinfo is None:
        return Timestamp.of_day(moment.date())
    return Timestamp.of_instant(moment, Precision.SECOND if clock[1] else Precision.MINUTE)
