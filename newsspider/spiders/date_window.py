"""From when to when a crawl takes articles, wherever a date is known."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from newsspider.discovery.addresses import day_of, page_number_of
from newsspider.discovery.patterns import trap_of
from newsspider.discovery.periods import Period, period_of
from newsspider.items import Article, Hints

FARTHEST_PAGE = 1_000
"""Further pages of the same days: behind them, they are endlessly many."""

OLDER, NEWER = "older than since, or 30 days", "newer than until"


class DateWindow:
    """The days from ``since`` to ``until``, both included, in the newsroom's zone.

    ``backlog`` is how far back a crawl goes for which nobody named a first day.
    """

    def __init__(
        self,
        since: date | None = None,
        until: date | None = None,
        *,
        now: datetime,
        backlog: timedelta | None = None,
    ) -> None:
        self.since, self.until = since, until
        self.today = now.date()
        self.first = since
        if since is None and backlog is not None:
            self.first = (now - backlog).date()

    def refuse(self, url: str, hints: Hints) -> str | None:
        """Why the article is not to be fetched, by its address and hints; ``None`` where it is."""
        day = hints.published_at.day if hints.published_at is not None else day_of(url)
        if day is None:
            return None
        if self.first is not None and day < self.first:
            return OLDER
        return NEWER if self.until is not None and day > self.until else None

    def admits_archive(self, url: str) -> bool:
        """Whether a page that lists the articles of some days is read for their addresses."""
        period = period_of(url)
        if period is None or not (self.reach(period) or self.runs(period)):
            return False
        return trap_of(url) is None and (page_number_of(url) or 0) <= FARTHEST_PAGE

    def reach(self, period: Period) -> bool:
        """Whether index pages of these days are read: only where a person asked for the past."""
        last = min(self.until or self.today, self.today)
        return self.since is not None and period.last >= self.since and period.first <= last

    def runs(self, period: Period) -> bool:
        """Whether the period has begun and is not over: its index page names today's articles."""
        return period.first <= self.today <= period.last

    def object(self, article: Article) -> str | None:
        """Why the article is not to be stored, by its own date; ``None`` where it is."""
        if article.published_at is None:
            return None
        day = article.published_at.day
        if self.since is not None and day < self.since:
            return f"published on {day}, before {self.since}"
        if self.until is not None and day > self.until:
            return f"published on {day}, after {self.until}"
        return None
