"""The first date that a text names, with what is known of it."""

from __future__ import annotations

from datetime import date, datetime

from newsspider.dates.clock import clock, digits
from newsspider.dates.forms import DayMatch, named_by_rule, named_days
from newsspider.dates.machine import credible_date
from newsspider.dates.reader import DateMatch, DateReader
from newsspider.timestamps import Precision, Timestamp

MAX_CHARACTERS = 2_000
"""Characters of a text that are searched: a date line is short."""


def parse_date(text: str, reader: DateReader) -> Timestamp | None:
    """The first credible date of the text, ``None`` where it names none."""
    written = credible_date(text, reader)
    if written:
        return written
    match = find_date(text, reader)
    return match.timestamp if match else None


def find_date(text: str, reader: DateReader) -> DateMatch | None:
    """The first credible date of the text, with its place (the time beside it included).

    A lone year or a month with a year is no date. A time without a zone is dropped, the day is
    kept, unless the reader knows the site's zone. A day of a lunar calendar counts where the text
    names no other.
    """
    plain = digits(text[:MAX_CHARACTERS])
    matches = sorted(named_days(plain, reader))
    gregorian = _first(plain, matches, reader)
    if gregorian:
        return gregorian
    converted = _first(plain, sorted(named_by_rule(plain)), reader)
    return converted and DateMatch(converted.timestamp, converted.start, converted.end, True)


def _first(text: str, matches: list[DayMatch], reader: DateReader) -> DateMatch | None:
    for start, end, day in matches:
        if reader.believes(day):
            before = max((other for _, other, _ in matches if other <= start), default=0)
            after = min((other for other, _, _ in matches if other >= end), default=len(text))
            # The time of another date that stands beside this one is not this one's.
            own = _with_time(text[before:after], start - before, end - before, day, reader)
            return own and DateMatch(own.timestamp, own.start + before, own.end + before)
    return None


def _with_time(text: str, start: int, end: int, day: date, reader: DateReader) -> DateMatch | None:
    time = clock(text, start, end, reader.timezone)
    if time is None:
        return DateMatch(Timestamp.of_day(day), start, end)
    start, end = min(start, time.start), max(end, time.end)
    if time.zone is None:
        return DateMatch(Timestamp.of_day(day), start, end)
    moment = datetime(day.year, day.month, day.day, *time.hms, tzinfo=time.zone)
    if reader.is_future(moment):
        return None
    precision = Precision.SECOND if time.has_seconds else Precision.MINUTE
    return DateMatch(Timestamp.of_instant(moment, precision), start, end)
