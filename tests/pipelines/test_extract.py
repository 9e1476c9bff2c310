"""A page that hangs, kills its worker or raises costs itself and no other page."""

from __future__ import annotations

import asyncio
import sys
from datetime import UTC, datetime

import pytest
from scrapy.exceptions import DropItem

from newsspider.errors import DatabaseError
from newsspider.items import Article, Failure, Page, Reason, Rejected, SiteProfile
from newsspider.processing.profiles import StoredProfiles
from newsspider.processing.readers import ReaderPool
from newsspider.processing.reading import PageReader, read_and_judge
from newsspider.sources import Source, Sources
from pipelines.extract import ExtractPipeline

HOSTILE = """
import os, signal, time
from newsspider.items import Article

def read(page, profile):
    if b"crash" in page.body:
        os.kill(os.getpid(), signal.SIGSEGV)
    if b"hang" in page.body:
        time.sleep(60)
    if b"raise" in page.body:
        raise ValueError("a bug")
    if b"memory" in page.body:
        bytearray(8 * 1024**3)
    return Article(url=page.url, sections=profile.sections)
"""


@pytest.fixture(scope="module")
def hostile_read(tmp_path_factory):
    # The workers are new processes: they must be able to import what they run.
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "hostile_reader.py").write_text(HOSTILE)
    sys.path.insert(0, str(folder))
    import hostile_reader

    yield hostile_reader.read
    sys.path.remove(str(folder))


@pytest.fixture
async def pipeline(hostile_read):
    def profile(host: str) -> SiteProfile:
        return SiteProfile(sections=(host,))

    made = ExtractPipeline(PageReader(ReaderPool(timeout=1), profile, hostile_read))
    made.open_spider()
    yield made
    await made.close_spider()


def _page(body: bytes, **fields) -> Page:
    return Page(
        url="https://www.example.org/a",
        fetched_at=datetime(2024, 10, 23, tzinfo=UTC),
        body=body,
        headers={"content-type": "text/html"},
        **fields,
    )


@pytest.mark.slow
async def test_bad_pages_become_rejected_and_the_next_one_is_read(pipeline):
    cases = {
        b"<p>crash": (Reason.EXTRACTION_FAILED, "exit code -11"),
        b"<p>hang": (Reason.EXTRACTION_TIMEOUT, "1 seconds"),
        b"<p>raise": (Reason.EXTRACTION_FAILED, "ValueError: a bug"),
        b"<p>memory": (Reason.EXTRACTION_FAILED, "MemoryError"),
    }
    for body, (reason, evidence) in cases.items():
        visit = await pipeline.process_item(_page(body))
        assert isinstance(visit.outcome, Rejected)
        assert visit.outcome.reason is reason
        assert evidence in visit.outcome.evidence
        after = await pipeline.process_item(_page(b"<p>good"))
        assert isinstance(after.outcome, Article)


async def test_the_profile_of_the_page_s_site_is_handed_on(pipeline):
    visit = await pipeline.process_item(_page(b"<p>good"))
    assert visit.outcome.sections == ("example.org",)


async def test_a_failed_fetch_is_not_read(pipeline):
    failure = Failure(reason=Reason.ROBOTS, evidence="forbidden")
    visit = await pipeline.process_item(_page(b"<p>crash", failure=failure))
    assert (visit.outcome.reason, visit.outcome.evidence) == (Reason.ROBOTS, "forbidden")


async def test_pages_that_are_given_up_are_not_rejected(pipeline):
    reading = [asyncio.ensure_future(pipeline.process_item(_page(b"<p>hang"))) for _ in range(3)]
    await asyncio.sleep(0.3)
    pipeline.abort()
    outcomes = await asyncio.gather(*reading, return_exceptions=True)
    assert all(isinstance(outcome, DropItem) for outcome in outcomes)


async def test_a_database_that_fails_rejects_no_page(tmp_path):
    failures = []
    profiles = StoredProfiles(f"sqlite:///{tmp_path / 'no' / 'such.db'}")
    reader = PageReader(ReaderPool(), profiles, read_and_judge, close=profiles.close)
    made = ExtractPipeline(reader, failures.append)
    made.open_spider()
    with pytest.raises(DropItem, match="database failed"):
        await made.process_item(_page(b"<p>good"))
    await made.close_spider()
    assert [type(error) for error in failures] == [DatabaseError]


def test_what_a_person_says_of_a_site_joins_its_profile():
    said = Source(site="example.org", timezone="Asia/Beirut", overrides={"title": "h2"})
    profiles = StoredProfiles("", Sources([said]))
    assert profiles("news.example.org").overrides == {"title": "h2"}
    assert profiles("example.org").timezone == "Asia/Beirut"
    assert profiles("example.com") == SiteProfile()
