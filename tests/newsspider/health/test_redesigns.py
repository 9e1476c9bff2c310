"""Three outlets over HTTP: what a redesign raises on its first run, and what a quiet day does not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from newsspider.crawling.run import run
from newsspider.demo import Design, Outlet, World
from newsspider.health.alarms import Alarm
from newsspider.spiders.site import SiteSpider
from storage import schema
from storage.crawl import sources
from storage.crawl.process_lock import current_holder
from storage.db.engine import connect, sessions
from storage.monitoring import health

pytestmark = pytest.mark.slow

Crawl = Callable[[int], list[Alarm]]
HUBS = ("/category/", "/section/", "/nachrichten/", "/feed", "sitemap", "robots.txt", "=")

REDESIGNS = {
    "The Calder Courier": (Design.BARE, {"authors", "section", "summary", "image", "tags"}),
    "Talauer Rundblick": (Design.TEASER, {"text_length", "summary", "tags"}),
    "مجلة مدار": (Design.SCRIPTED, {"rejected.empty"}),
}
"""The measures that each raises alarms of."""


class Newest(SiteSpider):
    """Fetches no article that it has fetched before, as the crawl of a source does."""

    def __init__(self, *args, source_id: int, known: set[str], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.run.source_id, self.run.holder, self.known = source_id, current_holder(), known
        self.seen |= known

    def closed(self, reason: str) -> None:
        self.known |= {url for url in self.seen if not any(part in url for part in HUBS)}


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    with World() as served:
        yield served


@pytest.fixture(params=REDESIGNS)
def outlet(request: pytest.FixtureRequest, world: World) -> Outlet:
    return next(outlet for outlet in world.outlets if outlet.name == request.param)


@pytest.fixture
def database(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'news.db'}"


@pytest.fixture
def crawl(world: World, outlet: Outlet, database: str) -> Iterator[Crawl]:
    """Publish so many stories, crawl the outlet, and say which alarms are open after that."""
    engine = connect(database)
    schema.prepare(engine)
    with sessions(engine).begin() as session:
        source_id = sources.add_source(session, outlet.home, {}, datetime.now(UTC))
    arguments = {"urls": [outlet.start], "source_id": source_id, "known": set()}
    settings = {"DOWNLOAD_DELAY": 0, "EXTRACT_WORKERS": 1, "ALLOW_PRIVATE": True, "ARCHIVE": ""}

    def crawled(news: int) -> list[Alarm]:
        world.report(outlet, news, datetime.now(UTC))
        report = run(Newest, arguments, {**settings, "DATABASE_URL": database})
        assert report.stored + report.rejected >= news
        with sessions(engine)() as session:
            return health.list_alarms(session, source_id=source_id)

    yield crawled
    engine.dispose()


def test_a_redesign_is_told_from_a_quiet_day_on_its_first_run(world, outlet, crawl):
    design, expected = REDESIGNS[outlet.name]
    busy = [crawl(news) for news in (4, 3, 5, 4)]
    quiet = [crawl(news) for news in (0, 1, 0)]
    assert busy + quiet == [[]] * 7
    world.redesign(outlet, design)
    raised = crawl(6)
    assert {alarm.measure for alarm in raised} == expected
    assert all("since" in alarm.sentence and "was" in alarm.sentence for alarm in raised)
    assert crawl(0) == raised, "a quiet day neither raises nor clears"
    assert crawl(3) == raised, "nothing is learned of what is wrong, nor told twice"
    world.redesign(outlet, None)
    assert crawl(6) == []
