"""WARC files into the corpus, by a call."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from newsspider.archive.pages import WarcPages
from newsspider.errors import ArchiveError
from newsspider.processing.run_state import RunState
from newsspider.services.database import open_engine
from newsspider.services.warcs import NO_ARTICLE, ingest_warcs, read_candidates
from storage.db.engine import readers
from storage.search.search import Query, count_matches

STORY = "<html><head><meta property='og:type' content='article'></head><h1>Night bus stays</h1>"
STORY += "<p>3 May 2024</p>" + "".join(
    f"<p>The council voted on day {day} to keep the night bus for another year, the mayor said.</p>"
    for day in range(9)
)


@pytest.fixture
def file(tmp_path) -> Path:
    """Two stories, a page that is none, a picture."""
    path = tmp_path / "news.warc.gz"
    with path.open("wb") as stream:
        writer = WARCWriter(stream, gzip=True)
        for name, kind, body in (
            ("news/2024/05/03/night-bus-stays", "text/html", STORY),
            ("about", "text/html", "<title>About us</title>"),
            ("logo.png", "image/png", "x"),
            ("news/2024/05/04/night-bus-goes", "text/html", STORY),
        ):
            head = StatusAndHeaders("200 OK", [("Content-Type", kind)], protocol="HTTP/1.1")
            record = writer.create_warc_record(
                f"https://post.example/{name}",
                "response",
                payload=BytesIO(body.encode()),
                length=len(body),
                http_headers=head,
                warc_headers_dict={"WARC-Date": "2024-05-04T10:00:00Z"},
            )
            writer.write_record(record)
    return path


@pytest.mark.slow
def test_stories_are_stored_once_and_all_else_is_counted(file, tmp_path):
    url = f"sqlite:///{tmp_path / 'news.db'}"
    settings = {"DATABASE_URL": url, "SOURCES": "", "ARCHIVE": ""}
    gone, read = tmp_path / "gone.warc", list[int]()
    report = ingest_warcs([gone, file], settings, on_progress=read.append)
    assert sum(read) == file.stat().st_size
    assert (report.run.stored, report.run.interrupted) == (2, False)
    assert report.left_out == {NO_ARTICLE: 1, "no HTML": 1}
    assert report.damages == ()
    (failure,) = report.failures
    assert isinstance(failure, ArchiveError)
    again = ingest_warcs([file], settings)
    assert (again.run.stored, again.left_out["known already"]) == (0, 2)
    with open_engine(url) as engine, readers(engine)() as session:
        assert count_matches(session, Query()) == 2


def test_a_run_that_ends_reads_no_further(file):
    run, pages = RunState(kind="ingest"), WarcPages(file, "news.warc.gz")
    candidates = read_candidates(pages, run)
    next(candidates)
    run.has_ended = True
    assert list(candidates) == []
    assert pages.position < file.stat().st_size
