"""How people read of one source: what a look found, how it is crawled, and how it stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from newsspider import settings
from newsspider.cli.kit.terminal import Cell, table
from newsspider.cli.sources.status import spoken, spoken_run, spoken_until, state_of
from newsspider.sources.probe import (
    WIDEST,
    IndexPageKind,
    Probe,
    ProbedIndexPage,
    probe_from_table,
    rhythm,
)
from newsspider.sources.schedules import period_of
from newsspider.sources.source import ADAPTIVE, Source
from newsspider.sources.tables import from_table
from newsspider.text.hosts import readable

if TYPE_CHECKING:
    from rich.table import Table

    from storage.crawl.source_status import SourceStatus
    from storage.crawl.sources import StoredSource

NAMED = 4
"""Lists and sections that are named; the others are counted."""

KINDS = {
    IndexPageKind.FEED: "feeds",
    IndexPageKind.NEWS_SITEMAP: "news sitemaps",
    IndexPageKind.SITEMAP: "sitemaps",
}


def facts(standing: SourceStatus, counts: Mapping[str, int], now: datetime) -> Table:
    """All of one source; ``counts`` is what waits in its queues."""
    source = standing.source
    made = _two_columns()
    made.add_row("id", str(source.id))
    _fill(made, look_facts(probe_from_table(source.found)))
    _fill(made, plan_facts(from_table(source.settings), probe_from_table(source.found)))
    made.add_row("next run", Cell(_next_run(source, now)))
    made.add_row("latest run", Cell(spoken_run(standing.run, now)))
    made.add_row("waiting", _waiting(counts))
    made.add_row("stored", f"{standing.articles:,} articles")
    made.add_row("added", f"{source.added_at:%Y-%m-%d %H:%M} UTC")
    made.add_row("state", Cell(*state_of(source, now)))
    for alarm in standing.alarms:
        made.add_row("alarm", Cell(alarm, "red"))
    return made


def found_facts(source: Source, look: Probe | None) -> Table:
    """What a look found, and how the site will be crawled."""
    made = _two_columns()
    _fill(made, look_facts(look))
    _fill(made, plan_facts(source, look))
    return made


def look_facts(look: Probe | None) -> Iterator[tuple[str, str | None]]:
    """What is on the site, by name."""
    if look is None:
        return
    yield "robots.txt", _robots(look)
    for kind, name in KINDS.items():
        yield name, _listed([_list(found) for found in look.of(kind)])
    yield "sections", _listed([_path(url) for url in look.sections])
    yield "articles", f"{look.articles:,} named there" if look.articles else None
    yield "language", look.language
    yield "pages a day", _pages_a_day(look)


def plan_facts(source: Source, look: Probe | None) -> Iterator[tuple[str, str | None]]:
    """How the site is crawled, by name."""
    yield "starts", "\n".join(map(readable, source.starts))
    yield "schedule", spoken_schedule(source, look)
    if source.include:
        yield "only", ", ".join(map(readable, source.include))
    if source.exclude:
        yield "not", ", ".join(map(readable, source.exclude))
    if source.since:
        yield "since", source.since.isoformat()
    if source.until:
        yield "until", source.until.isoformat()
    yield "a run", f"at most {source.max_pages:,} articles, {_pace(source, look)}"
    if source.render == "browser":
        yield "fetched by", "a browser"
    said = [name for name in ("timezone", "date_order") if getattr(source, name)]
    if said or source.overrides:
        yield "extraction", f"you say of it: {', '.join([*said, *source.overrides])}"


def spoken_schedule(source: Source, look: Probe | None) -> str:
    """The schedule with what it comes to."""
    if source.schedule == ADAPTIVE:
        learned = rhythm(look.pages_a_day if look else None)
        period = period_of(ADAPTIVE, learned)
        return (
            f"{ADAPTIVE}: at first every {spoken(period)}, then as it publishes"
            if period
            else ADAPTIVE
        )
    if period_of(source.schedule) is not None:
        return source.schedule
    return f"{source.schedule} ({source.timezone or 'UTC'})"


def _two_columns() -> Table:
    made = table("", "")
    made.show_header = False
    made.columns[0].no_wrap, made.columns[0].style = True, "dim"
    made.columns[1].overflow = "fold"
    return made


def _fill(made: Table, rows: Iterator[tuple[str, str | None]]) -> None:
    for name, value in rows:
        first, *others = value.split("\n") if value else [None]
        made.add_row(name, Cell(first))
        for other in others:
            made.add_row("", Cell(other))


def _next_run(source: StoredSource, now: datetime) -> str | None:
    if source.paused_at:
        return None
    return f"{spoken_until(source.due_at, now)} ({source.due_at:%Y-%m-%d %H:%M} UTC)"


def _waiting(counts: Mapping[str, int]) -> str:
    kinds = {"new": "new articles", "again": "articles to look at again", "lists": "lists"}
    return ", ".join(f"{counts[key]:,} {name}" for key, name in kinds.items())


def _robots(look: Probe) -> str | None:
    if not look.has_robots:
        return None
    asks = f", asks for {look.crawl_delay:g} s between requests" if look.crawl_delay else ""
    return f"lets us in{asks}"


def _pages_a_day(look: Probe) -> str | None:
    if look.pages_a_day is None:
        return None
    newest = f", the newest {look.newest_at:%Y-%m-%d %H:%M} UTC" if look.newest_at else ""
    if not look.pages_a_day:
        return f"none in the last {WIDEST.days} days{newest}"
    return f"about {look.pages_a_day:,g}{newest}"


def _pace(source: Source, look: Probe | None) -> str:
    own = settings.DOWNLOAD_DELAY if source.delay is None else source.delay
    asked = min((look and look.crawl_delay) or 0, settings.ROBOTS_LONGEST_DELAY)
    why = " (robots.txt)" if asked > own else ""
    return f"{max(own, asked):g} s between requests{why}"


def _list(found: ProbedIndexPage) -> str:
    if found.articles is None:
        return readable(found.url)
    sitemaps = f"{found.sitemaps:,} sitemaps" if found.sitemaps else ""
    articles = f"{found.articles:,} articles" if found.articles or not sitemaps else ""
    return f"{readable(found.url)} ({', '.join(filter(None, (articles, sitemaps)))})"


def _path(url: str) -> str:
    parts = urlsplit(url)
    return readable(parts.path + (f"?{parts.query}" if parts.query else ""))


def _listed(names: list[str]) -> str | None:
    if not names:
        return None
    apart = "\n" if "://" in names[0] else ", "
    more = f"{apart}and {len(names) - NAMED:,} more" if len(names) > NAMED + 1 else ""
    shown = names[:NAMED] if more else names
    return f"{apart.join(shown)}{more}"
