"""The frontier at size: memory and time of a run's leases, with 1,000 and 1,000,000 waiting.

``python benchmarks/frontier.py`` fills a database with waiting addresses and then, in a process of
its own, leases and settles batches of 64 as a run does.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from rich.console import Console
from rich.progress import track
from rich.table import Table

from newsspider.items import FrontierEntry, Hints, Page, Unmodified
from newsspider.timestamps import Timestamp
from storage import schema, visits
from storage.crawl import frontier, runs, sources
from storage.crawl.leases import take_leases
from storage.db.engine import connect, sessions

NOW = datetime(2026, 11, 1, tzinfo=UTC)
SITEMAP = "https://site.example/sitemap.xml"
BATCH, BATCHES, A_LISTING = 16, 100, 5_000


def main() -> None:
    """Fill, measure in processes of their own, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 1_000_000])
    parser.add_argument("--measure", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        print(*measure(options.measure))
        return
    grid = Table("waiting", "added a second", "MB at its peak", "ms a lease", "p95", "ms a settle")
    with tempfile.TemporaryDirectory() as folder:
        for size in options.sizes:
            url = f"sqlite:///{Path(folder) / str(size)}.db"
            speed = fill(url, size)
            command = [sys.executable, __file__, "--measure", url]
            output = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603
            grid.add_row(f"{size:,}", f"{speed:,.0f}", *output.stdout.split())
    Console().print(grid)


def fill(url: str, size: int) -> float:
    """Addresses a second that are added, a listing of 5,000 at a time."""
    engine = connect(url)
    schema.prepare(engine)
    with sessions(engine).begin() as session:
        source = sources.add_source(session, "site.example", {"site": "site.example"}, NOW)
    start = time.perf_counter()
    starts = range(0, size, A_LISTING)
    for begin in track(starts, f"{size:,}", console=Console(stderr=True)):
        with sessions(engine).begin() as session:
            entries = list(addresses(begin, min(begin + A_LISTING, size)))
            frontier.add_entries(session, source, entries, now=NOW)
    spent = time.perf_counter() - start
    engine.dispose()
    return size / spent


def addresses(first: int, end: int) -> Iterator[FrontierEntry]:
    """Articles of the last years, one every ten minutes."""
    for number in range(first, end):
        at = NOW - timedelta(minutes=10) * number
        yield FrontierEntry(
            url=f"https://site.example/{at:%Y/%m/%d}/story-number-{number}",
            kind="article",
            pattern="/9999/99/99/{words}",
            hints=Hints(found_in=SITEMAP, published_at=Timestamp.of_instant(at)),
        )


def measure(url: str) -> Iterator[str]:
    """Peak memory, and what leasing a batch and settling an address take."""
    engine = connect(url)
    leases, settles = [], []
    with sessions(engine).begin() as session:
        run = runs.start_run(session, "source", {}, NOW)
    for _ in range(BATCHES):
        start = time.perf_counter()
        with sessions(engine).begin() as session:
            taken = take_leases(session, 1, run, now=NOW, lists=BATCH, articles=BATCH)
        leases.append(time.perf_counter() - start)
        for waiting in taken[:8]:
            start = time.perf_counter()
            with sessions(engine).begin() as session:
                page = Page(url=waiting.url, fetched_at=NOW, body=b"")
                visits.record_visit(session, page, Unmodified(), run_id=run)
            settles.append(time.perf_counter() - start)
    yield f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f}"
    yield f"{statistics.median(leases) * 1e3:.1f}"
    yield f"{statistics.quantiles(leases, n=20)[18] * 1e3:.1f}"
    yield f"{statistics.median(settles) * 1e3:.1f}"


if __name__ == "__main__":
    main()
