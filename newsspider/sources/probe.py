"""The result of probing a site: a value, and the table that the database keeps of it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

DAY = timedelta(days=1)

ENOUGH = 3
"""Dated articles that an index page must name for its oldest one to say how far back it reaches."""

NARROWEST, WIDEST = timedelta(hours=1), timedelta(days=30)
"""Of the time in which articles are counted."""

PLAUSIBLE = timedelta(hours=26)
"""Dates ahead by more than the zones of the world lie apart are wrong."""


class IndexPageKind(StrEnum):
    """The kinds of index pages that name articles."""

    FEED = "feed"
    NEWS_SITEMAP = "news_sitemap"
    SITEMAP = "sitemap"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProbedIndexPage:
    """A feed or sitemap of the site."""

    url: str
    kind: IndexPageKind
    articles: int | None = None
    """Articles that it names; ``None`` where it was not read."""

    sitemaps: int = 0
    """Further sitemaps that it names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """The start addresses, index pages and rules that a site offers a crawl."""

    probed_at: datetime
    answered: tuple[str, ...] = ()
    """The start addresses that could be read, as they answered."""

    problems: tuple[str, ...] = ()
    """Of the others: a sentence each."""

    has_robots: bool = False
    crawl_delay: float | None = None
    """The seconds between two requests that robots.txt asks for."""

    index_pages: tuple[ProbedIndexPage, ...] = ()
    sections: tuple[str, ...] = ()
    """Addresses of section pages."""

    articles: int = 0
    """Addresses of articles that the start pages and the index pages that were read name."""

    unnamed: tuple[str, ...] = ()
    """Index pages among those above that no page of the site names: a crawl has to start there."""

    language: str | None = None
    pages_a_day: float | None = None
    """Articles published, about; ``None`` where no index page has dates."""

    newest_at: datetime | None = None

    def of(self, kind: IndexPageKind) -> tuple[ProbedIndexPage, ...]:
        """The index pages of one kind."""
        return tuple(page for page in self.index_pages if page.kind is kind)


TABLE_KEYS = {"probed_at": "looked_at", "index_pages": "lists"}
"""Fields that have another name in the table, which databases hold and programs read."""

MOMENTS = ("probed_at", "newest_at")


def probe_to_table(probe: Probe) -> dict[str, Any]:
    """The table of the probe, fit for JSON."""
    values = asdict(probe)
    for key in MOMENTS:
        values[key] = values[key] and values[key].isoformat()
    return {
        TABLE_KEYS.get(key, key): list(value) if isinstance(value, tuple) else value
        for key, value in values.items()
    }


def probe_from_table(table: Mapping[str, Any]) -> Probe | None:
    """The probe that the table was made of; ``None`` where nobody probed.

    Keys that another version wrote beside it are left out.
    """
    keys = {entry.name: TABLE_KEYS.get(entry.name, entry.name) for entry in fields(Probe)}
    values: dict[str, Any] = {name: table[key] for name, key in keys.items() if key in table}
    if not values.get("probed_at"):
        return None
    for name in MOMENTS:
        values[name] = values.get(name) and datetime.fromisoformat(values[name])
    values["index_pages"] = [_index_page(page) for page in values.get("index_pages", ())]
    for name, value in values.items():
        values[name] = tuple(value) if isinstance(value, list) else value
    return Probe(**values)


def rhythm(pages_a_day: float | None) -> timedelta | None:
    """The time from one article to the next, for ``schedules.next_due``."""
    if pages_a_day is None:
        return None
    return DAY / pages_a_day if pages_a_day else WIDEST


def pages_a_day(index_pages: Iterable[Mapping[str, datetime]], now: datetime) -> float | None:
    """The articles that a site publishes a day, by the dates of index pages: moments by address.

    Articles are counted in the time that every index page covers, each of them once: a feed of
    the last twenty says nothing of the week before.
    """
    past = [
        {url: moment for url, moment in dated.items() if moment <= now + PLAUSIBLE}
        for dated in index_pages
    ]
    telling = [dated for dated in past if len(dated) >= ENOUGH]
    if not telling:
        return None
    covered = now - max(min(dated.values()) for dated in telling)
    span = min(max(covered, NARROWEST), WIDEST)
    counted = {url for dated in past for url, moment in dated.items() if moment >= now - span}
    return round(len(counted) * (DAY / span), 1)


def _index_page(entry: Mapping[str, Any]) -> ProbedIndexPage:
    names = {known.name for known in fields(ProbedIndexPage)}
    known = {key: value for key, value in entry.items() if key in names}
    return ProbedIndexPage(**{**known, "kind": IndexPageKind(known["kind"])})
