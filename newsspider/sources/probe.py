"""What a look at a site found: a value, and the table that the database keeps of it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

DAY = timedelta(days=1)

ENOUGH = 3
"""Dated articles that a list must name before its oldest one says how far back it reaches."""

NARROWEST, WIDEST = timedelta(hours=1), timedelta(days=30)
"""Of the time in which articles are counted."""

PLAUSIBLE = timedelta(hours=26)
"""Dates ahead by more than the zones of the world lie apart are wrong."""


class ListKind(StrEnum):
    """What names articles."""

    FEED = "feed"
    NEWS_SITEMAP = "news_sitemap"
    SITEMAP = "sitemap"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListFound:
    """A feed or sitemap of the site."""

    url: str
    kind: ListKind
    articles: int | None = None
    """How many it names; ``None`` where it was not read."""

    sitemaps: int = 0
    """How many further sitemaps it names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What is on a site for a crawl."""

    looked_at: datetime
    answered: tuple[str, ...] = ()
    """The start addresses that could be read, as they answered."""

    problems: tuple[str, ...] = ()
    """Of the others: a sentence each."""

    has_robots: bool = False
    crawl_delay: float | None = None
    """The seconds between two requests that robots.txt asks for."""

    lists: tuple[ListFound, ...] = ()
    sections: tuple[str, ...] = ()
    """Addresses of section pages."""

    articles: int = 0
    """How many addresses of articles the start pages and the lists that were read name."""

    unnamed: tuple[str, ...] = ()
    """Lists among those above that no page of the site names: a crawl has to start there."""

    language: str | None = None
    pages_a_day: float | None = None
    """Articles published, about; ``None`` where no list has dates."""

    newest_at: datetime | None = None

    def of(self, kind: ListKind) -> tuple[ListFound, ...]:
        """The lists of one kind."""
        return tuple(found for found in self.lists if found.kind is kind)


def to_found(look: Look) -> dict[str, Any]:
    """The table of the look, fit for JSON."""
    table = asdict(look)
    for key in ("looked_at", "newest_at"):
        table[key] = table[key] and table[key].isoformat()
    return {key: list(value) if isinstance(value, tuple) else value for key, value in table.items()}


def from_found(table: Mapping[str, Any]) -> Look | None:
    """The look that the table was made of; ``None`` where nobody looked.

    What another version wrote beside it is left out.
    """
    if not table.get("looked_at"):
        return None
    names = {entry.name for entry in fields(Look)}
    known: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value
        for key, value in table.items()
        if key in names
    }
    for key in ("looked_at", "newest_at"):
        known[key] = known.get(key) and datetime.fromisoformat(known[key])
    known["lists"] = tuple(map(_list, known.get("lists", ())))
    return Look(**known)


def rhythm(pages_a_day: float | None) -> timedelta | None:
    """The time from one article to the next, for ``schedules.next_due``."""
    if pages_a_day is None:
        return None
    return DAY / pages_a_day if pages_a_day else WIDEST


def pages_a_day(lists: Iterable[Mapping[str, datetime]], now: datetime) -> float | None:
    """How many articles a site publishes, by the dates of lists: moments by address.

    Articles are counted in the time that every list covers, each of them once: a feed of the last
    twenty says nothing of the week before.
    """
    past = [
        {url: moment for url, moment in dated.items() if moment <= now + PLAUSIBLE}
        for dated in lists
    ]
    telling = [dated for dated in past if len(dated) >= ENOUGH]
    if not telling:
        return None
    covered = now - max(min(dated.values()) for dated in telling)
    span = min(max(covered, NARROWEST), WIDEST)
    counted = {url for dated in past for url, moment in dated.items() if moment >= now - span}
    return round(len(counted) * (DAY / span), 1)


def _list(entry: Mapping[str, Any]) -> ListFound:
    names = {one.name for one in fields(ListFound)}
    known = {key: value for key, value in entry.items() if key in names}
    return ListFound(**{**known, "kind": ListKind(known["kind"])})
