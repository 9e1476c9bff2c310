"""Dates as machines write them: ISO 8601 and RFC 822, their zone and precision kept."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, tzinfo
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

from newsspider.dates.clock import offset_zone
from newsspider.dates.reader import DateReader
from newsspider.timestamps import Precision, Timestamp

LONGEST = 64
ZEROS = frozenset((1, 1601, 1899, 1900, 1904, 1969, 1970))
"""The years in which the clocks of programs begin: a date of theirs is none."""

ISO = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)"
    r"(?:(?:T|\s+)(\d\d):(\d\d)(?::(\d\d)(?:[.,]\d+)?)?\s*(Z|[+-]\d\d?(?::?\d\d)?)?)?",
    re.ASCII,
)
RFC_822 = re.compile(r"(?:[A-Za-z]{3},\s*)?\d{1,2} [A-Za-z]{3} (?!0\d{3})\d{2,4}(?!\w)", re.ASCII)
CLOCK = re.compile(r"\d{1,2}:\d{2}(:\d{2})?", re.ASCII)


def written_date(text: str | None, timezone: str | None = None) -> Timestamp | None:
    """The date of a text that is nothing but a date as feeds, sitemaps and JSON-LD write it.

    Only its day where no zone is written and none is given (an IANA name); ``None`` where it is
    written any other way, and for the zero of a publisher's program (the year 1, 1970).
    """
    try:
        written = _written((text or "").strip()[:LONGEST], timezone)
    except (ValueError, OverflowError, IndexError):
        return None
    return None if written is None or written.day.year in ZEROS else written


def credible_date(text: str, reader: DateReader) -> Timestamp | None:
    """As ``written_date``, where the reader takes it for a publication's."""
    written = written_date(text, reader.timezone)
    if written is None or not reader.believes(written.day) or reader.is_future(written.instant):
        return None
    return written


def _written(text: str, timezone: str | None) -> Timestamp | None:
    if match := ISO.fullmatch(text):
        return _iso(match, timezone)
    return _rfc822(text) if RFC_822.match(text) else None


def _iso(match: re.Match[str], site_zone: str | None) -> Timestamp:
    day = date(int(match[1]), int(match[2]), int(match[3]))
    zone = _zone(match[7]) or (ZoneInfo(site_zone) if site_zone else None)
    hour, minute, second = int(match[4] or 0), int(match[5] or 0), int(match[6] or 0)
    if match[4] is None or zone is None or hour > 23 or minute > 59 or second > 59:
        return Timestamp.of_day(day)
    moment = datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=zone)
    return Timestamp.of_instant(moment, Precision.SECOND if match[6] else Precision.MINUTE)


def _zone(written: str | None) -> tzinfo | None:
    if written is None:
        return None
    return UTC if written == "Z" else offset_zone(written)


def _rfc822(text: str) -> Timestamp:
    clock = CLOCK.search(text)
    moment = parsedate_to_datetime(text if clock else f"{text} 00:00:00")
    if clock is None or moment.tzinfo is None:
        return Timestamp.of_day(moment.date())
    return Timestamp.of_instant(moment, Precision.SECOND if clock[1] else Precision.MINUTE)
