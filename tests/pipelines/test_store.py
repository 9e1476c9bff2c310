"""Visits reach a real database, with the run that made them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from scrapy.exceptions import CloseSpider
from sqlalchemy import select

from newsspider.errors import DatabaseError
from newsspider.items import Article, Change, Page, Paragraph, Reason, Rejected, Stored
from newsspider.processing.run_state import RunState
from newsspider.processing.run_store import RunStore
from newsspider.processing.visit import Visit
from newsspider.processing.writer import Writer
from pipelines.store import StorePipeline
from storage.db.engine import connect, readers
from storage.models import RejectedRow, RunRow

PAGE = Page(url="https://example.org/a", fetched_at=datetime(2024, 10, 23, tzinfo=UTC))
ARTICLE = Article(url=PAGE.url, title="Flood", body=(Paragraph(text="Water."),))


@pytest.fixture
def database(tmp_path):
    return f"sqlite:///{tmp_path / 'news.db'}"


@pytest.fixture
async def pipeline(database):
    made = _pipeline(Writer(database), arguments={"urls": ["x"]})
    await made.open_spider()
    return made


def _pipeline(writer, *, arguments=None, **options):
    run = RunState(kind="crawl", arguments=arguments or {})
    return StorePipeline(RunStore(writer, run, **options))


def _runs(database):
    engine = connect(database)
    with readers(engine)() as session:
        found = [
            (row.kind, row.arguments, row.status, row.counts)
            for row in session.scalars(select(RunRow))
        ]
    engine.dispose()
    return found


async def test_articles_and_rejections_are_stored_and_counted(pipeline, database):
    rejected = Rejected(url=PAGE.url, reason=Reason.EMPTY, evidence="no text")
    for outcome in (ARTICLE, ARTICLE, rejected):
        visit = await pipeline.process_item(Visit(page=PAGE, outcome=outcome))
        assert isinstance(visit.outcome, Stored | Rejected)
    await pipeline.spider_closed(None, "finished")
    counts = {"new": 1, "unchanged": 1, "rejected": 1}
    assert _runs(database) == [("crawl", {"urls": ["x"]}, "finished", counts)]


@pytest.mark.parametrize(
    ("reason", "status"),
    [("finished", "finished"), ("shutdown", "interrupted"), ("memusage_exceeded", "failed")],
)
async def test_a_run_ends_as_what_it_was(pipeline, database, reason, status):
    await pipeline.spider_closed(None, reason)
    assert _runs(database)[0][2] == status


async def test_stored_says_what_changed(pipeline):
    visit = await pipeline.process_item(Visit(page=PAGE, outcome=ARTICLE))
    assert visit.outcome.change is Change.NEW
    await pipeline.spider_closed(None, "finished")


async def test_an_address_too_long_to_keep_is_still_named(pipeline):
    page = Page(url="https://example.org/" + "a" * 5000, fetched_at=PAGE.fetched_at)
    visit = await pipeline.process_item(Visit(page=page, outcome=ARTICLE))
    assert visit.outcome.reason is Reason.FETCH_FAILED
    await pipeline.spider_closed(None, "finished")


async def test_a_database_that_cannot_be_opened_says_so(tmp_path):
    writer = Writer(f"sqlite:///{tmp_path / 'no' / 'such' / 'folder.db'}")
    pipeline = _pipeline(writer)
    with pytest.raises(CloseSpider):
        await pipeline.open_spider()
    assert isinstance(pipeline.failure, DatabaseError)
    await pipeline.spider_closed(None, "shutdown")


async def test_a_database_that_fails_half_way_ends_the_run(database):
    closed = []
    made = _pipeline(Writer(database), on_failure=lambda: closed.append(True))
    await made.open_spider()
    await made.store.writer.run(lambda session: RejectedRow.__table__.drop(session.connection()))
    rejected = Rejected(url=PAGE.url, reason=Reason.EMPTY, evidence="no text")
    for _ in range(2):
        with pytest.raises(Exception, match="database failed"):
            await made.process_item(Visit(page=PAGE, outcome=rejected))
    assert closed == [True]
    assert isinstance(made.failure, DatabaseError)
    await made.spider_closed(None, "database_error")


async def test_a_run_on_a_failed_database_does_not_seem_to_go_on(database):
    made = _pipeline(Writer(database))
    await made.open_spider()
    made.store.give_up(DatabaseError("for a moment"))
    await made.spider_closed(None, "database_error")
    assert [status for _, _, status, _ in _runs(database)] == ["failed"]
    await made.spider_closed(None, "finished")
