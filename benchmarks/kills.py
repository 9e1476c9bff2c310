"""A crawl that is killed again and again: what it fetches twice, and whether it stays polite.

``python benchmarks/kills.py`` serves a made-up site of 1,000 articles on loopback, starts the crawl
of it, kills it (SIGKILL) after a random time, starts it again, 50 times, and lets the last one end.
``--latency`` is how long the site takes for an answer: with a short one the crawl is over before
the last kills. ``--crawl-delay`` has it ask for a delay, which is measured at the server.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from itertools import pairwise
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from kit.presswire import Asked, Presswire, add_as_source
from rich.console import Console
from rich.progress import track
from sqlalchemy import select

from storage.db.engine import connect, readers
from storage.models import ArticleRow


def main() -> None:
    """Kill, start again, count."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=1_000)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--latency", type=float, default=0.2, help="seconds (default %(default)s)")
    parser.add_argument("--crawl-delay", type=float)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    site = Presswire(options.articles, crawl_delay=options.crawl_delay, latency=options.latency)
    with site, tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/corpus.db"
        number = add_as_source(url, site)
        command = [sys.executable, "-m", "newsspider", "run-source", str(number)]
        command += ["--database", url, "--allow-private", "--archive", folder]
        run(options, command, url)
        report(options, site, url)


def run(options: argparse.Namespace, command: list[str], url: str) -> None:
    """So many kills, then one run to the end."""
    chance = random.Random(options.seed)  # noqa: S311
    hits = 0
    for _ in track(range(options.kills), "killing", console=Console(stderr=True)):
        process = subprocess.Popen(  # noqa: S603 - our own command
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        time.sleep(chance.uniform(1.0, 5.0))
        process.kill()
        process.wait()
        hits += len(stored(url)) < options.articles
    print(f"kills before the last article was stored: {hits}")
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL)  # noqa: S603


def report(options: argparse.Namespace, site: Presswire, url: str) -> None:
    """The counts of what was stored, fetched and asked of the server."""
    rows = stored(url)
    urls = set(rows)
    expected = {site.origin + story.path for story in site.stories}
    fetched = Counter(asked.path for asked in site.asked if "/story-" in asked.path)
    print(f"stored {len(rows):,} rows, {len(urls & expected):,} of {len(expected):,} articles")
    total = fetched.total()
    print(
        f"articles fetched {total:,} times for {len(fetched):,} pages: {total / len(fetched):.3f}"
    )
    gaps = sorted(later.at - earlier.at for earlier, later in pairs(site.asked))
    print(f"requests {len(site.asked):,}; shortest time between two {gaps[0] * 1e3:.0f} ms")
    overlaps = sum(later.at < earlier.ended for earlier, later in pairs(site.asked))
    print(f"requests that began before the one before them had ended: {overlaps}")


def stored(url: str) -> list[str]:
    """The addresses of the articles in the database."""
    engine = connect(url)
    with readers(engine)() as session:
        urls = list(session.scalars(select(ArticleRow.url)))
    engine.dispose()
    return urls


def pairs(asked: list[Asked]) -> list[tuple[Asked, Asked]]:
    """Each request with the next one."""
    ordered = sorted(asked, key=lambda request: request.at)
    return list(pairwise(ordered))


if __name__ == "__main__":
    main()
