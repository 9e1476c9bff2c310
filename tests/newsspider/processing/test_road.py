"""The road without Scrapy: from a script, from a thread, and in an event loop."""

from __future__ import annotations

import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from newsspider.errors import DatabaseError
from newsspider.items import Article, Page, Reason, Rejected, SiteProfile, Stored
from newsspider.processing.reading import PageReader, ThisProcess, read_and_judge
from newsspider.processing.road import Road
from storage.db.engine import connect, readers
from storage.models import RunRow

ROOT = Path(__file__).parents[3]
NIGHT = datetime(2024, 5, 4, tzinfo=UTC)
STORY = "<html lang=en><h1>Night bus stays</h1><p>3 May 2024</p>" + "".join(
    f"<p>The council voted on day {day} to keep the night bus for another year, the mayor said.</p>"
    for day in range(9)
)


def _page(name: str, body: str = STORY) -> Page:
    url = f"https://post.example/{name}"
    return Page(url=url, body=body.encode(), fetched_at=NIGHT, status=None)


@pytest.fixture
def database(tmp_path):
    return f"sqlite:///{tmp_path / 'corpus.db'}"


def _runs(database):
    engine = connect(database)
    with readers(engine)() as session:
        found = [(row.kind, row.status, row.counts) for row in session.scalars(select(RunRow))]
    engine.dispose()
    return found


@pytest.mark.slow
def test_the_documented_script(tmp_path):
    text = (ROOT / "docs" / "library.md").read_text("utf-8")
    (script,) = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    assert script.count("\n") <= 25
    (tmp_path / "script.py").write_text(script)
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "bus.html").write_text(STORY)
    (tmp_path / "pages" / "gone.html").write_text("<title>Page not found</title>")
    for change in ("new", "unchanged"):
        done = subprocess.run(
            [sys.executable, "script.py", "pages"],
            cwd=tmp_path,
            env={"PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert done.returncode == 0, done.stderr
        stored, rejected = done.stdout.splitlines()
        assert stored == f"https://post.example/bus {change} Night bus stays"
        assert rejected.startswith("https://post.example/gone ")


def test_a_thread_takes_pages_through_in_their_order(database):
    road = Road.of(database, readers=ThisProcess())
    pages = [_page("a"), _page("b", ""), _page("c")]
    with ThreadPoolExecutor(1) as pool:
        visits = pool.submit(lambda: list(road.process(pages))).result()
    assert [visit.page.url for visit in visits] == [page.url for page in pages]
    assert [type(visit.outcome) for visit in visits] == [Stored, Rejected, Stored]
    assert _runs(database) == [("ingest", "finished", {"new": 2, "rejected": 1})]


async def test_an_event_loop(database):
    async with Road.of(database, readers=ThisProcess()) as road:
        visit = await road.visit(_page("a"))
    assert isinstance(visit.outcome, Stored)


def test_a_run_that_is_left_is_noted_as_interrupted(database):
    road = Road.of(database, readers=ThisProcess())
    with closing(road.process([_page("a"), _page("b")])) as visits:
        next(visits)
    assert [status for _, status, _ in _runs(database)] == ["interrupted"]


def test_a_database_that_cannot_be_opened_ends_the_run(tmp_path):
    road = Road.of(f"sqlite:///{tmp_path / 'no' / 'such.db'}", readers=ThisProcess())
    with pytest.raises(DatabaseError):
        list(road.process([_page("a")]))


def test_a_page_is_read_here_within_its_boundary():
    def fail(page: Page, profile: SiteProfile) -> Article:
        raise ValueError("a bug")

    reader = PageReader(ThisProcess(), lambda host: SiteProfile(), read_and_judge)
    assert isinstance(reader.read_now(_page("a")), Article)
    failing = PageReader(ThisProcess(), lambda host: SiteProfile(), fail)
    verdict = failing.read_now(_page("a"))
    assert (verdict.reason, verdict.evidence) == (Reason.EXTRACTION_FAILED, "ValueError: a bug")


def test_a_run_objects_to_articles_of_other_days():
    reader = PageReader(
        ThisProcess(), lambda host: SiteProfile(), read_and_judge, lambda article: "too old"
    )
    verdict = reader.read_now(_page("a"))
    assert (verdict.reason, verdict.evidence) == (Reason.OTHER_DATES, "too old")
