"""One source as people see it: what a probe found, how it is crawled, and how it stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from newsspider import config
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
from newsspider.sources.schedules import ADAPTIVE, period_of
from newsspider.sources.source import SOURCE_FIELDS, Source
from newsspider.sources.tables import DEFAULTS, from_table
from newsspider.text.hosts import readable

if TYPE_CHECKING:
    from rich.console import Console
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


def draw_source(
    console: Console, status: SourceStatus, waiting: Mapping[str, int], now: datetime
) -> None:
    """Print all of one source; ``waiting`` are the addresses that wait, by kind."""
    source = status.source
    made = _two_columns()
    made.add_row("id", str(source.id))
    _fill(made, probe_facts(probe_from_table(source.found)))
    _fill(made, plan_facts(from_table(source.settings), probe_from_table(source.found)))
    made.add_row("next run", Cell(_next_run(source, now)))
    made.add_row("latest run", Cell(spoken_run(status.run, now)))
    made.add_row("waiting", _waiting(waiting))
    made.add_row("stored", f"{status.articles:,} articles")
    made.add_row("added", f"{source.added_at:%Y-%m-%d %H:%M} UTC")
    made.add_row("state", Cell(*state_of(source, now)))
    for alarm in status.alarms:
        made.add_row("alarm", Cell(alarm, "red"))
    console.print(Cell(readable(source.site), "bold"))
    console.print(made)


def draw_added(console: Console, source: Source, probe: Probe | None) -> None:
    """Print the result of a probe, and how the site will be crawled."""
    made = _two_columns()
    _fill(made, probe_facts(probe))
    _fill(made, plan_facts(source, probe))
    console.print(Cell(readable(source.site), "bold"))
    console.print(made)
    console.print()


def probe_facts(probe: Probe | None) -> Iterator[tuple[str, str | None]]:
    """The contents of the site, by name."""
    if probe is None:
        return
    yield "robots.txt", _robots(probe)
    for kind, name in KINDS.items():
        yield name, _listed([_index_page(page) for page in probe.of(kind)])
    yield "sections", _listed([_path(url) for url in probe.sections])
    yield "articles", f"{probe.articles:,} named there" if probe.articles else None
    yield "language", probe.language
    yield "pages a day", _pages_a_day(probe)


def plan_facts(source: Source, probe: Probe | None) -> Iterator[tuple[str, str | None]]:
    """The way in which the site is crawled, by name."""
    yield "starts", "\n".join(map(readable, source.starts))
    yield "schedule", spoken_schedule(source, probe)
    yield from _labelled_facts(source)
    yield "a run", f"at most {source.max_pages:,} articles, {_pace(source, probe)}"
    if source.render == "browser":
        yield "fetched by", "a browser"
    profile = [name for name in ("timezone", "date_order") if getattr(source, name)]
    if profile or source.overrides:
        yield "extraction", f"you say of it: {', '.join([*profile, *source.overrides])}"


def _labelled_facts(source: Source) -> Iterator[tuple[str, str]]:
    """The fields that are shown by a name alone, where they differ from their default."""
    for key, declared in SOURCE_FIELDS.items():
        value = getattr(source, key)
        if declared.label and value != DEFAULTS[key]:
            values = value if isinstance(value, tuple) else (value,)
            yield declared.label, ", ".join(readable(str(each)) for each in values)


def spoken_schedule(source: Source, probe: Probe | None) -> str:
    """The schedule with the period or zone that follows from it."""
    if source.schedule == ADAPTIVE:
        learned = rhythm(probe.pages_a_day if probe else None)
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


def _robots(probe: Probe) -> str | None:
    if not probe.has_robots:
        return None
    asks = f", asks for {probe.crawl_delay:g} s between requests" if probe.crawl_delay else ""
    return f"lets us in{asks}"


def _pages_a_day(probe: Probe) -> str | None:
    if probe.pages_a_day is None:
        return None
    newest = f", the newest {probe.newest_at:%Y-%m-%d %H:%M} UTC" if probe.newest_at else ""
    if not probe.pages_a_day:
        return f"none in the last {WIDEST.days} days{newest}"
    return f"about {probe.pages_a_day:,g}{newest}"


def _pace(source: Source, probe: Probe | None) -> str:
    own = config.value("DOWNLOAD_DELAY") if source.delay is None else source.delay
    asked = min((probe and probe.crawl_delay) or 0, config.value("ROBOTS_LONGEST_DELAY"))
    why = " (robots.txt)" if asked > own else ""
    return f"{max(own, asked):g} s between requests{why}"


def _index_page(page: ProbedIndexPage) -> str:
    if page.articles is None:
        return readable(page.url)
    sitemaps = f"{page.sitemaps:,} sitemaps" if page.sitemaps else ""
    articles = f"{page.articles:,} articles" if page.articles or not sitemaps else ""
    return f"{readable(page.url)} ({', '.join(filter(None, (articles, sitemaps)))})"


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
