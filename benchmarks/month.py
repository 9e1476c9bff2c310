"""A month of crawls, simulated: how soon articles are stored, and what that costs.

``python benchmarks/month.py`` lets 30 sources publish for 30 days, from one article a day to 400,
by day more than by night, each with a feed of its latest 40. The clock is the simulation's; the
frontier, its waits and the times of runs are the real ones, on SQLite. Beside it: all feeds polled
at one fixed interval that costs as many requests for feeds.
"""

from __future__ import annotations

import argparse
import heapq
import math
import random
import statistics
import tempfile
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from rich.console import Console
from rich.table import Table
from sqlalchemy.orm import Session

from newsspider.items import FrontierEntry, Hints, IndexPage, Lease, Page, Unmodified
from newsspider.sources import revisits
from newsspider.timestamps import Timestamp
from storage import schema, visits
from storage.crawl import frontier, leases, runs, sources
from storage.db.engine import connect, sessions

START = datetime(2026, 10, 1, tzinfo=UTC)
SOURCES, DAYS, ENTRIES = 30, 30, 40
LEAST, MOST = 1, 400
WARM_UP = timedelta(days=2)
"""Articles of the first days are not counted: the waits are still being learned."""


@dataclass
class Outlet:
    """One source: what it publishes, and what the crawl did."""

    number: int
    a_day: float
    published: list[datetime]
    source_id: int = 0
    lists: list[datetime] = field(default_factory=list)
    articles: int = 0
    stored: dict[int, datetime] = field(default_factory=dict)

    def feed(self, now: datetime) -> range:
        """The numbers of the articles that its feed names now."""
        end = bisect_right(self.published, now)
        return range(max(0, end - ENTRIES), end)


def outlets(seed: int) -> list[Outlet]:
    """Sources of every rhythm: each publishes by chance, by day four times as much as by night."""
    chance = random.Random(seed)  # noqa: S311
    made = []
    for number in range(SOURCES):
        a_day = LEAST * (MOST / LEAST) ** (number / (SOURCES - 1))
        zone = chance.randrange(24)
        moments = []
        hours = 0.0
        while hours < DAYS * 24:
            hours += chance.expovariate(a_day / 24 * 1.6)
            bright = 0.625 + 0.375 * math.sin((hours + zone) / 24 * 2 * math.pi)
            if chance.random() < bright and hours < DAYS * 24:
                moments.append(START + timedelta(hours=hours))
        made.append(Outlet(number, a_day, moments))
    return made


def main() -> None:
    """Simulate, compare, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        world = outlets(options.seed)
        simulate(world, f"sqlite:///{folder}/month.db")
    report(world)


def simulate(world: Sequence[Outlet], url: str) -> None:
    """Run each source whenever it is due, until the month is over."""
    engine = connect(url)
    schema.prepare(engine)
    with sessions(engine).begin() as session:
        run = runs.start_run(session, "source", {}, START)
        for outlet in world:
            site = f"site{outlet.number}.example"
            outlet.source_id = sources.add_source(session, site, {"site": site}, START)
            feed = FrontierEntry(url=f"https://{site}/feed", kind="feed", pattern="/feed")
            frontier.add_entries(session, outlet.source_id, [feed], now=START)
    due = [(START, outlet.number) for outlet in world]
    end = START + timedelta(days=DAYS)
    while due and due[0][0] < end:
        now, number = heapq.heappop(due)
        with sessions(engine).begin() as session:
            crawl(session, world[number], run, now)
            following = frontier.next_due(session, world[number].source_id)
        heapq.heappush(due, (revisits.next_run(following, now), number))
    engine.dispose()


def crawl(session: Session, outlet: Outlet, run: int, now: datetime) -> None:
    """One run: it takes no time."""
    while taken := leases.take_leases(
        session, outlet.source_id, run, now=now, lists=64, articles=64
    ):
        for waiting in taken:
            visit(session, outlet, waiting, now, run)


def visit(session: Session, outlet: Outlet, waiting: Lease, now: datetime, run: int) -> None:
    """Fetch one address: the feed names what is there, an article stays as it is."""
    page = Page(url=waiting.url, fetched_at=now)
    if waiting.kind == "feed":
        outlet.lists.append(now)
        entries = tuple(entry(outlet, number) for number in outlet.feed(now))
        visits.record_visit(session, page, IndexPage(entries=entries), run_id=run)
    else:
        outlet.articles += 1
        outlet.stored.setdefault(int(waiting.url.rpartition("-")[2]), now)
        visits.record_visit(session, page, Unmodified(), run_id=run)


def entry(outlet: Outlet, number: int) -> FrontierEntry:
    """An article as the feed names it."""
    return FrontierEntry(
        url=f"https://site{outlet.number}.example/story-number-{number}",
        kind="article",
        pattern="/{words}",
        hints=Hints(published_at=Timestamp.of_instant(outlet.published[number])),
    )


def report(world: Sequence[Outlet]) -> None:
    """By rhythm, and for all, beside polling at a fixed interval."""
    total = sum(len(outlet.lists) for outlet in world)
    interval = timedelta(days=DAYS) * len(world) / total
    grid = Table(
        "articles a day",
        "feed reads a day",
        "fetches an article",
        "delay median, min",
        "p95",
        "missed",
        f"fixed every {interval.total_seconds() / 60:.0f} min: median",
        "p95",
        "missed",
    )
    groups = [world[at : at + 5] for at in range(0, len(world), 5)]
    for group in (*groups, world):
        ours, missed = delays(group)
        theirs, theirs_missed = fixed(group, interval)
        low, high = group[0].a_day, group[-1].a_day
        reads = sum(len(outlet.lists) for outlet in group) / len(group) / DAYS
        fetches = sum(outlet.articles for outlet in group) / sum(
            len(outlet.stored) for outlet in group
        )
        grid.add_row(
            f"{low:.0f} to {high:.0f}" if group is not world else "all",
            f"{reads:.1f}",
            f"{fetches:.1f}",
            *cuts(ours),
            f"{missed:,}",
            *cuts(theirs),
            f"{theirs_missed:,}",
        )
    Console(width=120).print(grid)


def cuts(taken: Sequence[float]) -> tuple[str, str]:
    """Median and 95th percentile, in minutes."""
    return f"{statistics.median(taken):.0f}", f"{statistics.quantiles(taken, n=20)[18]:.0f}"


def delays(group: Sequence[Outlet]) -> tuple[list[float], int]:
    """Minutes from publication to storage, and how many were never stored."""
    minutes, missed = [], 0
    for outlet in group:
        last = outlet.lists[-1]
        for number, moment in enumerate(outlet.published):
            if moment < START + WARM_UP or moment > last:
                continue
            if number in outlet.stored:
                minutes.append((outlet.stored[number] - moment).total_seconds() / 60)
            else:
                missed += 1
    return minutes, missed


def fixed(group: Sequence[Outlet], interval: timedelta) -> tuple[list[float], int]:
    """The same for feeds that are read at one interval; what left the feed between is missed."""
    minutes, missed = [], 0
    count = int(timedelta(days=DAYS) / interval)
    for outlet in group:
        polls = [START + interval * number for number in range(count + 1)]
        for earlier, later in pairwise(polls):
            first = bisect_left(outlet.published, earlier)
            end = bisect_left(outlet.published, later)
            seen = range(max(first, end - ENTRIES), end)
            missed += end - first - len(seen)
            minutes += [
                (later - outlet.published[number]).total_seconds() / 60
                for number in seen
                if outlet.published[number] >= START + WARM_UP
            ]
    return minutes, missed


if __name__ == "__main__":
    main()
