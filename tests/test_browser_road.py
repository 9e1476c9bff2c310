"""The main job where the pages need a browser: what is stored is what the outlet's scripts tell."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import select

from newsspider.demo import World
from newsspider.schemas.record import record
from storage.corpus import articles
from storage.crawl import rejected
from storage.db.engine import connect, readers
from storage.models import ArticleRow, RevisionRow

Run = Callable[..., str]
CRAWL = ("--allow-private", "--delay", "0", "--browser")


@pytest.fixture(scope="module")
def world(chromium: str) -> Iterator[World]:
    with World(browser=True) as served:
        yield served


@pytest.fixture(scope="module")
def home(world: World) -> str:
    return next(outlet.start for outlet in world.outlets if outlet.needs_browser)


def newsspider(folder: Path, *words: str, code: int = 0) -> str:
    """Run a command in a folder; what it printed."""
    done = subprocess.run(
        [sys.executable, "-m", "newsspider", *words],
        capture_output=True,
        encoding="utf-8",
        cwd=folder,
        env={**os.environ, "NEWSSPIDER_ARCHIVE": "newsspider-archive"},
    )
    assert done.returncode == code, done.stderr
    return done.stdout


@dataclass(frozen=True)
class Crawled:
    """One crawl of the outlet in the browser, and what the world then told."""

    folder: Path
    truth: dict[str, dict[str, object]]


@pytest.fixture(scope="module")
def first_crawl(world: World, home: str, tmp_path_factory: pytest.TempPathFactory) -> Crawled:
    folder = tmp_path_factory.mktemp("crawled")
    newsspider(folder, "crawl", home, *CRAWL)
    return Crawled(folder, truth(world, home))


@pytest.fixture
def crawled(first_crawl: Crawled, tmp_path: Path) -> Crawled:
    """The crawl in the test's own folder."""
    shutil.copytree(first_crawl.folder, tmp_path, dirs_exist_ok=True)
    return replace(first_crawl, folder=tmp_path)


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Runs a command of newsspider in a folder of its own; what it printed."""
    return partial(newsspider, tmp_path)


def stored(tmp_path: Path) -> tuple[dict[str, dict[str, object]], dict[str, str]]:
    """The records of the articles by URL, less their provenance; the rejected pages' reasons."""
    engine = connect(f"sqlite:///{tmp_path / 'newsspider.db'}", must_exist=True)
    with readers(engine)() as session:
        rows = session.scalars(select(ArticleRow)).unique()
        found = {row.url: plain(record(articles.load_article(row))) for row in rows}
        reasons = {page.url: page.reason.value for page in rejected.find_rejected(session)}
    engine.dispose()
    return found, reasons


def plain(fields: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in fields.items() if name != "provenance"}


def truth(world: World, home: str) -> dict[str, dict[str, object]]:
    return {
        article.url: plain(record(article))
        for article in world.truth()
        if article.url.startswith(home.rstrip("/"))
    }


def test_a_crawl_stores_what_the_scripts_tell(world: World, home: str, crawled: Crawled) -> None:
    articles, reasons = stored(crawled.folder)
    assert articles == crawled.truth
    traps = {url: why.value for url, why in world.traps().items() if url.startswith(home)}
    assert reasons == traps
    assert traps


def test_without_a_browser_nothing_is_stored(home: str, run: Run) -> None:
    assert "0 new" in run("crawl", home, "--allow-private", "--delay", "0")


def test_a_source_that_needs_a_browser_is_kept_up(
    world: World, home: str, run: Run, tmp_path: Path
) -> None:
    run("sources", "add", home, "--render", "browser", "--delay", "0.1", "--allow-private")
    run("run-due", "--allow-private")
    found, _ = stored(tmp_path)
    assert found == truth(world, home)
    site = home.removeprefix("http://").strip("/")
    outlet = next(outlet for outlet in world.outlets if outlet.needs_browser)
    world.report(outlet, 3, datetime.now(UTC))
    run("run-due", site, "--allow-private")
    again, _ = stored(tmp_path)
    assert again == truth(world, home)
    assert len(again) > len(found)


def test_what_was_shown_is_read_again_from_the_archive(crawled: Crawled, run: Run) -> None:
    assert f"0 change, {len(crawled.truth)} stay as they are, 0 would be lost" in run("reextract")
    run("archive", "verify")
    url = next(iter(crawled.truth))
    assert str(crawled.truth[url]["title"]) in run("archive", "get", url)
    files = sorted((crawled.folder / "newsspider-archive").rglob("*.warc.gz"))
    run("ingest", *map(str, files), "--database", "sqlite:///other.db")
    hits = run("search", "--database", "sqlite:///other.db", "--format", "jsonl")
    assert {json.loads(line)["url"] for line in hits.splitlines()} == set(crawled.truth)


def test_revisions_stay_away_where_nothing_changed(home: str, crawled: Crawled, run: Run) -> None:
    run("crawl", home, *CRAWL)
    engine = connect(f"sqlite:///{crawled.folder / 'newsspider.db'}", must_exist=True)
    with readers(engine)() as session:
        assert session.scalars(select(RevisionRow)).all() == []
    engine.dispose()


def test_a_page_is_looked_at_first(world: World, home: str, run: Run) -> None:
    (url,) = list(truth(world, home))[:1]
    shown = json.loads(run("extract", "--browser", "--allow-private", "--format", "json", url))
    assert plain(shown) == truth(world, home)[url]
    run("extract", "--allow-private", url, code=1)
