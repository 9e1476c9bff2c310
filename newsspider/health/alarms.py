"""An alarm, and the silence of a site that usually has news."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from newsspider.health.sentences import silent

SILENCE = "silence"
"""The measure of an alarm that says that nothing new comes."""

LEAST_NEWS, LEAST_DAYS = 10, 14
"""Runs with news, and the days that they span, from which silence is known for what it is."""

TIMES, LEAST_SILENCE = 3, timedelta(days=3)
"""A silence is one of this many times the longest before, and of this many days in any case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """A measure of a source that left its band."""

    id: int
    site: str
    source_id: int
    run_id: int | None
    measure: str
    sentence: str
    raised_at: datetime
    cleared_at: datetime | None = None


def silence(news: Sequence[datetime], now: datetime) -> str | None:
    """The sentence that says that a site has fallen silent; ``None`` while it may be a quiet day.

    ``news`` are the starts of the runs that found a new article, the earliest first.
    """
    if len(news) < LEAST_NEWS or news[-1] - news[0] < timedelta(days=LEAST_DAYS):
        return None
    longest = max(later - earlier for earlier, later in pairwise(news))
    if now - news[-1] <= max(TIMES * longest, LEAST_SILENCE):
        return None
    return silent(news[-1], longest, now)
