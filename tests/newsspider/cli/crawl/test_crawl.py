"""``newsspider crawl``: a whole crawl, and how it ends when it is interrupted."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest
from sqlalchemy import func, select

from storage.db.engine import connect, readers
from storage.models import ArticleRow, RunRow


def _article(number: int) -> str:
    words = f"The number {number} was drawn in the great hall of the town on that evening. "
    body = "".join(f"<p>{words * 3}Paragraph {part} of story {number}.</p>" for part in range(4))
    return (
        f"<html lang='en'><head><title>Number {number} wins</title>"
        "<meta property='og:type' content='article'></head>"
        f"<body><article><h1>Number {number} wins</h1>{body}</article></body></html>"
    )


@pytest.fixture
def outlet(site):
    links = "".join(f"<p><a href='/story/{number}'>Story {number}</a>" for number in range(1, 5))
    gone = "<p><a href='/story/gone'>Gone</a>"
    site.says("/", f"<html><body>{links}{gone}</body></html>")
    for number in range(1, 5):
        site.says(f"/story/{number}", _article(number))
    return site


def _stored(url: str) -> tuple[int, str]:
    engine = connect(url)
    with readers(engine)() as session:
        count = session.scalar(select(func.count()).select_from(ArticleRow))
        status = session.scalars(select(RunRow.status).order_by(RunRow.id.desc())).first()
    engine.dispose()
    return count, status


@pytest.mark.slow
def test_a_crawl_stores_a_site_and_doing_it_twice_changes_nothing(run, outlet, tmp_path):
    url = f"sqlite:///{tmp_path / 'news.db'}"
    words = ("crawl", outlet.url("/"), "--allow-private", "--delay", "0", "--database", url)
    first = run(*words)
    assert first.code == 0
    assert "4 new, 0 updated, 0 unchanged" in first.out
    assert "Rejected: 1 (http_status 1)" in first.out
    assert f"new {outlet.url('/story/1')}" in first.err
    assert "0 new, 0 updated, 4 unchanged" in run(*words).out
    assert _stored(url) == (4, "finished")


@pytest.mark.slow
def test_a_crawl_that_reaches_nothing_says_why(run, tmp_path):
    url = f"sqlite:///{tmp_path / 'news.db'}"
    words = ("crawl", "http://127.0.0.1:1/", "--allow-private", "--delay", "0")
    result = run(*words, "--database", url)
    assert result.code == 1
    assert "http://127.0.0.1:1/: fetch_failed: The server refused the connection." in result.err


@pytest.mark.slow
def test_a_home_that_is_broken_is_no_success(run, site, tmp_path):
    site.says("/robots.txt", "User-agent: *\nDisallow:")
    site.says("/", "oops", status=500)
    words = ("crawl", site.url("/"), "--allow-private", "--delay", "0")
    result = run(*words, "--database", f"sqlite:///{tmp_path / 'news.db'}")
    assert result.code == 1
    assert "nothing could be fetched" in result.err


@pytest.mark.slow
def test_a_page_that_an_error_lost_is_no_success(run, outlet, tmp_path, monkeypatch):
    def save(*_: object, **__: object) -> None:
        raise LookupError("a bug")

    monkeypatch.setattr("storage.visits.record_visit", save)
    words = ("crawl", outlet.url("/"), "--allow-private", "--delay", "0")
    result = run(*words, "--database", f"sqlite:///{tmp_path / 'news.db'}")
    assert result.code == 1
    assert "5 pages were lost to errors" in result.err


@pytest.mark.parametrize("url", ["example.org", "ftp://example.org/", "https://", "http://[::1"])
def test_wrong_usage_is_one_sentence_and_two(run, url, tmp_path):
    result = run("crawl", url, "--database", f"sqlite:///{tmp_path / 'news.db'}")
    assert (result.code, result.out) == (2, "")
    assert len(result.err.strip().splitlines()) == 1
    assert not (tmp_path / "news.db").exists()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.slow
def test_an_interrupted_crawl_ends_soon_and_keeps_what_it_has(outlet, tmp_path, number):
    outlet.says("/robots.txt", "User-agent: *\nCrawl-delay: 0.2")
    outlet.says("/story/3", "late", delay=60)
    url = f"sqlite:///{tmp_path / 'news.db'}"
    words = ["crawl", outlet.url("/"), "--allow-private", "--delay", "0.1", "--database", url]
    log = tmp_path / "log"
    with log.open("w") as stderr:
        running = subprocess.Popen(
            [sys.executable, "-m", "newsspider", *words],
            stdout=subprocess.PIPE,
            stderr=stderr,
            text=True,
            start_new_session=True,
        )
    _wait_for(lambda: "/story/3" in outlet.paths() and " new " in log.read_text())
    # A terminal sends Ctrl-C to the whole group, the workers included.
    os.killpg(running.pid, number) if number == signal.SIGINT else running.send_signal(number)
    out, _ = running.communicate(timeout=40)  # the late page would take longer
    err = log.read_text()
    assert (running.returncode, "Traceback" in err) == (130, False), err
    assert "Interrupted" in out
    stored, status = _stored(url)
    assert (stored >= 1, status) == (True, "interrupted")


def _wait_for(condition, seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it never came to that"
        time.sleep(0.05)


@pytest.mark.slow
def test_dates_are_kept_and_where_none_is_known_it_is_said(run, outlet, tmp_path):
    url = f"sqlite:///{tmp_path / 'news.db'}"
    dated = '<meta property="article:published_time" content="2024-10-{}T09:00:00Z">'
    for number, day in ((1, 20), (2, 23)):
        page = _article(number).replace("<meta", dated.format(day) + "<meta")
        outlet.says(f"/story/{number}", page)
    words = ("crawl", outlet.url("/"), "--allow-private", "--delay", "0", "--database", url)
    result = run(*words, "--since", "2024-10-22", "--until", "2024-10-23")
    assert "3 new" in result.out
    assert "other_dates 1" in result.out
    assert "Of no known day, and so taken in: 2." in result.out
    assert "Of no known day" not in run(*words).out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--since", "2024"), "'2024' is no day, like 2024-10-23."),
        (
            ("--since", "2024-10-23", "--until", "2024-10-22"),
            "--until, 2024-10-22, lies before --since, 2024-10-23.",
        ),
    ],
)
def test_days_that_are_none_are_refused(run, words, said):
    result = run("crawl", "https://news.example/", *words)
    assert (result.code, result.err.strip()) == (2, f"newsspider: {said}")
