"""A source crawled again: what it moves when nothing is new, and whether it misses what is.

``python benchmarks/recrawl.py`` serves a made-up site of 2,000 articles on loopback, crawls it, and
crawls it twice more with every known page due, as if days had passed: once with nothing new, once
with 20 new and 5 corrected articles.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from kit.presswire import SETTINGS, Presswire, add_as_source
from rich.console import Console
from rich.table import Table
from sqlalchemy import func, select, update

from newsspider.crawling.source_run import run_source
from storage.db.engine import connect, readers, sessions
from storage.models import ArticleRow, FrontierRow, PageRow, Queue, RevisionRow

NEW, CORRECTED = 20, 5


def main() -> None:
    """Crawl three times, print what was moved and stored."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=2_000)
    options = parser.parse_args()
    grid = Table("crawl", "s", "requests", "answers", "MB", "of first", "stored")
    with Presswire(options.articles) as site, tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/corpus.db"
        source_id = add_as_source(url, site)
        SETTINGS["ARCHIVE"] = ""
        first = crawl(grid, "first", url, source_id, site, None)
        crawl(grid, "nothing new", url, source_id, site, first)
        fresh = site.publish(NEW)
        again = looked_at_again(url)
        known = [story for story in site.stories if site.origin + story.path in again]
        changed = random.Random(1).sample(known, CORRECTED)  # noqa: S311
        site.correct(changed)
        crawl(grid, "20 new, 5 corrected", url, source_id, site, first)
        Console(width=110).print(grid)
        check(url, site, [s.path for s in fresh], [s.path for s in changed])


def crawl(
    grid: Table, name: str, url: str, source_id: int, site: Presswire, first: int | None
) -> int:
    """One crawl with all that is known due; the bytes that the site sent."""
    all_due(url)
    site.forget()
    start = time.perf_counter()
    ran = run_source(url, source_id, SETTINGS, at_once=True)
    seconds, moved = time.perf_counter() - start, site.bytes
    assert ran is not None  # noqa: S101 - nobody else crawls it
    report = ran.report
    answers = Counter(asked.status for asked in site.asked)
    grid.add_row(
        name,
        f"{seconds:.1f}",
        f"{len(site.asked):,}",
        ", ".join(f"{status}: {count:,}" for status, count in sorted(answers.items())),
        f"{moved / 1e6:.2f}",
        f"{moved / (first or moved):.1%}",
        f"{report.new} new, {report.updated} updated, {report.unmodified} not modified",
    )
    return moved


def all_due(url: str) -> None:
    """Every page that is looked at again has its turn."""
    engine = connect(url)
    with sessions(engine).begin() as session:
        waiting = update(FrontierRow).where(FrontierRow.queue != Queue.DONE)
        session.execute(waiting.values(due_at=datetime.now(UTC)))
    engine.dispose()


def looked_at_again(url: str) -> set[str]:
    """The addresses that have another turn: articles are looked at for a week or so."""
    engine = connect(url)
    with readers(engine)() as session:
        query = select(PageRow.url).join(FrontierRow, FrontierRow.page_id == PageRow.id)
        urls = set(session.scalars(query.where(FrontierRow.queue == Queue.REVISIT)))
    engine.dispose()
    return urls


def check(url: str, site: Presswire, fresh: list[str], changed: list[str]) -> None:
    """Whether exactly the new articles were stored and the corrected ones revised."""
    engine = connect(url)
    with readers(engine)() as session:
        stored = set(session.scalars(select(ArticleRow.url)))
        revised = session.scalars(
            select(ArticleRow.url).join(RevisionRow, RevisionRow.article_id == ArticleRow.id)
        ).all()
        copies = session.scalars(select(func.count(ArticleRow.id))).one() - len(stored)
    engine.dispose()
    expected = {site.origin + story.path for story in site.stories}
    print(
        f"stored {len(stored):,} of {len(expected):,}; twice: {copies}; others: {stored - expected}"
    )
    print("new ones all stored:", {site.origin + path for path in fresh} <= stored)
    print(
        "exactly the corrected ones revised:",
        sorted(revised) == sorted(site.origin + p for p in changed),
    )


if __name__ == "__main__":
    main()
