"""The main job from end to end: crawl the demo world, and compare what is stored with its truth."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from newsspider.demo import World
from newsspider.items import Article, Reason
from newsspider.schemas.record import record
from storage.boilerplate import rulings
from storage.boilerplate.rulings import BoilerplateLine
from storage.corpus import articles
from storage.crawl import rejected
from storage.db.engine import connect, readers
from storage.models import ArticleRow, SiteRow

pytestmark = pytest.mark.slow


@dataclass(frozen=True, slots=True, kw_only=True)
class Crawled:
    """One crawl of the whole world, and what the database and the world then held."""

    summary: str
    stored: dict[str, Article]
    rejected: dict[str, Reason]
    truth: dict[str, Article]
    traps: dict[str, Reason]
    requests: dict[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Road:
    first: Crawled
    second: Crawled
    corrected: Crawled
    correction: Article
    rulings: dict[str, list[BoilerplateLine]]
    """By host."""


@pytest.fixture(scope="module")
def road(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Road]:
    database = f"sqlite:///{tmp_path_factory.mktemp('road') / 'news.db'}"
    with World() as world:
        first, second = crawl(world, database), crawl(world, database)
        world.correct()
        corrected = crawl(world, database)
        yield Road(
            first=first,
            second=second,
            corrected=corrected,
            correction=world.correction(),
            rulings=learned(database),
        )


def learned(database: str) -> dict[str, list[BoilerplateLine]]:
    engine = connect(database, must_exist=True)
    with readers(engine)() as session:
        found = {
            row.host: rulings.list_lines(session, row.id)
            for row in session.scalars(select(SiteRow))
        }
    engine.dispose()
    return found


def crawl(world: World, database: str) -> Crawled:
    options = ["--allow-private", "--delay", "0", "--database", database]
    command = [sys.executable, "-m", "newsspider", "crawl", *world.start_urls, *options]
    done = subprocess.run(
        command,
        capture_output=True,
        encoding="utf-8",
        check=False,
        cwd=Path(__file__).parents[1],
        env={**os.environ, "NEWSSPIDER_EXTRACT_WORKERS": "2"},
    )
    assert done.returncode == 0, done.stderr
    engine = connect(database, must_exist=True)
    with readers(engine)() as session:
        stored = [
            articles.load_article(row) for row in session.scalars(select(ArticleRow)).unique()
        ]
        reasons = {page.url: page.reason for page in rejected.find_rejected(session)}
    engine.dispose()
    return Crawled(
        summary=done.stdout,
        stored={article.url: article for article in stored},
        rejected=reasons,
        truth={article.url: article for article in world.truth()},
        traps=world.traps(),
        requests=dict(world.requests),
    )


def fields(article: Article) -> dict[str, Any]:
    return {name: value for name, value in record(article).items() if name != "provenance"}


def differences(crawled: Crawled) -> dict[str, dict[str, tuple[Any, Any]]]:
    """By URL and field: what the truth says, and what is stored."""
    found = {}
    for url, true in crawled.truth.items():
        stored = fields(crawled.stored[url]) if url in crawled.stored else {}
        pairs = {name: (value, stored.get(name)) for name, value in fields(true).items()}
        wrong = {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
        if wrong:
            found[url] = wrong
    return found


def counted(crawled: Crawled, word: str) -> int:
    match = re.search(rf"(\d+) {word}", crawled.summary)
    assert match, crawled.summary
    return int(match[1])


def test_every_article_is_stored_and_nothing_else(road):
    assert set(road.first.stored) == set(road.first.truth)
    assert counted(road.first, "new") == len(road.first.truth)


def test_every_field_is_right(road):
    assert differences(road.first) == {}


def test_every_field_has_its_provenance(road):
    for article in road.first.stored.values():
        given = {name for name, value in fields(article).items() if value}
        derived = {"url", "section", "text", "paywalled"}
        assert given - derived <= set(article.provenance), article.url


def test_every_trap_is_rejected_with_its_reason_and_nothing_else(road):
    assert road.first.rejected == road.first.traps


def test_page_that_robots_may_not_read_is_never_asked_for(road):
    banned = [url for url, reason in road.corrected.traps.items() if reason is Reason.ROBOTS]
    assert banned
    assert [url for url in banned if url in road.corrected.requests] == []


def test_second_crawl_stores_nothing_new(road):
    assert (counted(road.second, "new"), counted(road.second, "updated")) == (0, 0)
    assert road.second.stored == road.first.stored
    assert road.second.rejected == road.first.rejected


def test_corrected_article_shows_its_new_text(road):
    url = road.correction.url
    assert (counted(road.corrected, "new"), counted(road.corrected, "updated")) == (0, 1)
    assert fields(road.corrected.stored[url]) == fields(road.correction)
    others = {other: article for other, article in road.second.stored.items() if other != url}
    assert {other: road.corrected.stored[other] for other in others} == others


def test_line_that_only_other_pages_give_away_is_learned(road):
    (post,) = [site for site in road.rulings if road.rulings[site]]
    (line,) = road.rulings[post]
    assert line.text.startswith("The Post is set and printed")
    cut_from = [url for url in road.first.truth if url.startswith(f"http://{post}/")]
    assert line.cut == line.seen == len(cut_from) >= 3
