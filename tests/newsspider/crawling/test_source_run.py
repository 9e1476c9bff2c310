"""A source is crawled again and again: what is due and nothing else, politely."""

import asyncio
import signal
import subprocess
import sys
import time
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from sqlalchemy import select, update

from newsspider.crawling.run import project_settings
from newsspider.crawling.source_run import run_source
from newsspider.errors import UsageError
from newsspider.sources import Source, to_table
from storage import schema
from storage.crawl import hosts, process_lock, sources
from storage.db.engine import connect, readers, sessions
from storage.models import ArticleRow, FrontierRow, HostRow, PageRow, Queue, RejectedRow, RunRow

pytestmark = pytest.mark.slow

TEXT = "The river rose by two metres in one night and reached the first houses before dawn. "
PAGE = """<html lang="en"><head><meta property="og:type" content="article"><title>{0}</title></head>
<body><article><h1>{0}</h1>{1}</article></body></html>"""
LIST = "<html><head><title>Herald</title></head><body><ul>{}</ul></body></html>"


def story(title, note=""):
    body = "".join(f"<p>{TEXT}{title} {number}.{note}</p>" for number in range(5))
    return PAGE.format(title, body)


def listing(*paths):
    items = (f'<li><a href="{path}">A headline of five or more words</a></li>' for path in paths)
    return LIST.format("".join(items))


@pytest.fixture
def database(tmp_path):
    url = f"sqlite:///{tmp_path / 'news.db'}"
    engine = connect(url)
    schema.prepare(engine)
    yield engine, url
    engine.dispose()


@pytest.fixture
def settings():
    return {"ALLOW_PRIVATE": True, "DOWNLOAD_DELAY": 0, "EXTRACT_WORKERS": 1, "ARCHIVE": ""}


@pytest.fixture
def add(database, site):
    engine, _ = database

    def add(**fields):
        host = site.address.removeprefix("http://")
        source = Source(site=host, **{"starts": (f"{site.address}/",), **fields})
        with sessions(engine).begin() as session:
            return sources.add_source(session, host, to_table(source), datetime.now(UTC))

    return add


def all_due(engine):
    with sessions(engine).begin() as session:
        waiting = update(FrontierRow).where(FrontierRow.queue != Queue.DONE)
        session.execute(waiting.values(due_at=datetime.now(UTC)))


def titles(engine):
    with readers(engine)() as session:
        return sorted(session.scalars(select(ArticleRow.title)))


def says(site, path, body, **headers):
    site.says(path, body, headers={"Content-Type": "text/html; charset=utf-8", **headers})


def says_stories(site, count):
    """A home that lists so many articles; their paths."""
    paths = [f"/news/story-number-{1001 + number}" for number in range(count)]
    says(site, "/", listing(*paths))
    for path in paths:
        says(site, path, story(path))
    return paths


def test_only_what_is_due_is_fetched_and_only_what_changed_is_read(database, site, add, settings):
    engine, url = database
    says(site, "/", listing("/news/one-story-1001", "/news/two-story-1002"), ETag='"a"')
    says(site, "/news/one-story-1001", story("One"), ETag='"1"')
    says(site, "/news/two-story-1002", story("Two"))
    number = add()
    first = run_source(url, number, settings).report
    assert (first.new, first.lists, titles(engine)) == (2, 1, ["One", "Two"])

    site.asked.clear()
    again = run_source(url, number, settings)
    assert (again.report.fetched, site.paths()) == (0, [])
    assert again.due_at > datetime.now(UTC) + timedelta(minutes=5)

    all_due(engine)
    third = run_source(url, number, settings).report
    assert (third.unmodified, third.new, third.updated) == (3, 0, 0)

    says(site, "/", listing("/news/three-story-1003", "/news/two-story-1002"), ETag='"b"')
    says(site, "/news/two-story-1002", story("Two", " Corrected."))
    says(site, "/news/three-story-1003", story("Three"))
    all_due(engine)
    fourth = run_source(url, number, settings).report
    assert (fourth.new, fourth.updated, fourth.unmodified) == (1, 1, 1)
    assert titles(engine) == ["One", "Three", "Two"]


def test_what_may_have_killed_runs_is_fetched_one_at_a_time(database, site, add, settings):
    engine, url = database
    paths = says_stories(site, 6)
    number = add()
    run_source(url, number, settings)
    all_due(engine)
    with sessions(engine).begin() as session:
        for row in session.scalars(select(FrontierRow).order_by(FrontierRow.page_id)):
            row.lost = row.page_id % 6
    site.asked.clear()
    report = run_source(url, number, settings).report
    assert (report.unmodified, sorted(site.paths())) == (7, sorted(["/", *paths]))
    with readers(engine)() as session:
        assert set(session.scalars(select(FrontierRow.lost))) == {0}


def test_the_waits_of_articles_are_a_setting(database, site, add, settings):
    engine, url = database
    says(site, "/", listing("/news/one-story-1001"))
    says(site, "/news/one-story-1001", story("One"))
    number = add()
    run_source(url, number, {**settings, "REVISITS": "3, 48"})
    with readers(engine)() as session:
        waits = session.scalars(select(FrontierRow.wait).where(FrontierRow.kind == "article"))
        assert list(waits) == [3 * 3600]
    with pytest.raises(UsageError, match="REVISITS is 0: write hours from"):
        run_source(url, number, {**settings, "REVISITS": (0,)})


def test_a_run_by_hand_reads_the_starts_at_once(database, site, add, settings):
    engine, url = database
    says(site, "/", listing("/news/one-story-1001"))
    says(site, "/news/one-story-1001", story("One"))
    number = add()
    run_source(url, number, settings)
    says(site, "/", listing("/news/two-story-1002"))
    says(site, "/news/two-story-1002", story("Two"))
    assert run_source(url, number, settings).report.fetched == 0
    assert run_source(url, number, settings, at_once=True).report.new == 1
    assert titles(engine) == ["One", "Two"]


def test_sections_are_left_out_and_old_articles_too(database, site, add, settings):
    engine, url = database
    paths = ["/news/one-story-1001", "/sport/two-story-1002", "/news/2015/01/02/old-story-1003"]
    says(site, "/", listing(*paths))
    for path, title in zip(paths, ("One", "Two", "Old"), strict=True):
        says(site, path, story(title))
    number = add(exclude=("/sport",))
    run_source(url, number, settings)
    assert titles(engine) == ["One"]
    with readers(engine)() as session:
        counts = session.scalars(select(RunRow.counts)).one()
    assert counts["cut: older than since, or 30 days"] == 1


def test_traps_are_cut_and_reported(database, site, add, settings):
    engine, url = database
    paths = ["/news/news/news/news/a-b-c-1001", "/news/x-y-z-1002?PHPSESSID=1"]
    says(site, "/", listing("/news/one-story-1001", *paths))
    says(site, "/news/one-story-1001", story("One"))
    run_source(url, add(), settings)
    with readers(engine)() as session:
        counts = session.scalars(select(RunRow.counts)).one()
        urls = list(session.scalars(select(PageRow.url)))
    assert (counts["cut: repeated path segment"], counts["cut: session id"]) == (1, 1)
    assert len(urls) == 2


def test_addresses_that_never_give_an_article_are_given_up(database, site, add, settings):
    engine, url = database
    paths = [f"/news/{number}" for number in range(10_000, 10_120)]
    says(site, "/", listing(*paths))
    for path in paths:
        says(site, path, listing())
    run_source(url, add(), settings)
    with readers(engine)() as session:
        counts = session.scalars(select(RunRow.counts)).one()
    assert counts["cut: no article like /news/99999"] > 0
    assert counts["rejected"] < 120


def test_an_address_of_any_length_comes_to_an_end(database, site, add, settings):
    engine, url = database
    long = "/news/" + "ا" * 400 + "-1001"
    says(site, "/", listing(long, "/news/one-story-1001"))
    says(site, "/news/one-story-1001", story("One"))
    ran = run_source(url, add(), settings)
    assert (ran.report.ended, titles(engine)) == ("finished", ["One"])


def test_a_home_that_calls_itself_an_article_is_read_as_a_list(database, site, add, settings):
    engine, url = database
    declared = "<html><head><meta property='og:type' content='article'></head>"
    says(site, "/", declared + listing("/news/one-story-1001"))
    says(site, "/news/one-story-1001", story("One"))
    run_source(url, add(), settings)
    assert titles(engine) == ["One"]


def test_a_site_that_wants_to_be_left_alone_is(database, site, add, settings):
    engine, url = database
    paths = [f"/news/story-number-{number}" for number in range(1001, 1009)]
    says(site, "/", listing(*paths))
    for path in paths:
        site.says(path, "busy", status=429, headers={"Retry-After": "7200"})
    ran = run_source(url, add(), settings)
    asked = [path for path in site.paths() if path in paths]
    assert len(asked) <= 2
    wait = ran.due_at - datetime.now(UTC)
    assert timedelta(minutes=90) < wait <= timedelta(hours=2)
    with readers(engine)() as session:
        assert set(session.scalars(select(FrontierRow.failures))) == {0}


def pace(engine, site):
    """The delay that the next run of the site begins with, as it is stored."""
    with readers(engine)() as session:
        found = hosts.find_host(session, site.address)
    return found.delay


def test_one_page_that_is_always_busy_slows_no_later_run(database, site, add, settings):
    engine, url = database
    paths = [f"/news/story-number-{number}" for number in range(1001, 1013)]
    says(site, "/", listing("/news/busy-story-1000", *paths))
    site.says("/news/busy-story-1000", "busy", status=503, headers={"Retry-After": "0"})
    for path in paths:
        says(site, path, story(path))
    number = add()
    assert run_source(url, number, {**settings, "RETRY_TIMES": 2}).report.new == 12
    assert pace(engine, site) in (1.0, None), "which page came last is chance"
    with sessions(engine).begin() as session:
        known = update(FrontierRow).where(FrontierRow.queue == Queue.REVISIT)
        session.execute(known.values(due_at=datetime.now(UTC)))
    site.asked.clear()
    run_source(url, number, settings)
    assert pace(engine, site) is None
    assert len(site.asked) == 12
    moments = [moment for _, moment in site.asked]
    assert min(later - earlier for earlier, later in pairwise(moments)) < 0.5, "no delay of 1 s"


def test_a_site_that_is_busy_throughout_is_asked_slowly_by_later_runs(
    database, site, add, settings
):
    engine, url = database
    paths = [f"/news/story-number-{number}" for number in range(1001, 1004)]
    says(site, "/", listing(*paths))
    for path in paths:
        site.says(path, "busy", status=429, headers={"Retry-After": "0"})
    number = add()
    run_source(url, number, {**settings, "RETRY_TIMES": 0, "PACE_LONGEST": 3})
    assert pace(engine, site) == 3
    with sessions(engine).begin() as session:
        session.execute(
            update(HostRow).values(delay=2.0, robots_at=datetime(2024, 1, 1, tzinfo=UTC))
        )
    all_due(engine)
    site.asked.clear()
    for path in paths:
        says(site, path, story(path))
    run_source(url, number, settings)
    moments = [moment for _, moment in site.asked]
    assert site.paths()[0] == "/robots.txt"
    assert moments[1] - moments[0] > 0.5, "1, less what a busy machine does to it"
    assert pace(engine, site) is None or pace(engine, site) < 1


def test_what_a_source_wants_no_more_is_not_fetched(database, site, add, settings):
    engine, url = database
    says(site, "/", listing("/news/one-story-1001", "/sport/two-story-1002"))
    says(site, "/news/one-story-1001", story("One"))
    says(site, "/sport/two-story-1002", story("Two"))
    number = add(max_pages=1)
    with readers(engine)() as session:
        stored = sources.get_source(session, number)
    run_source(url, number, settings)
    assert len(titles(engine)) == 1
    left = {"One": "/sport", "Two": "/news"}[titles(engine)[0]]
    with sessions(engine).begin() as session:
        sources.change_settings(
            session, number, {**stored.settings, "exclude": [left], "max_pages": 9}
        )
    all_due(engine)
    run_source(url, number, settings)
    assert len(titles(engine)) == 1


def test_lists_are_read_before_articles_are_looked_at_again(database, site, add, settings):
    engine, url = database
    says(site, "/", listing("/news/one-story-1001", "/news/two-story-1002"))
    says(site, "/news/one-story-1001", story("One"))
    says(site, "/news/two-story-1002", story("Two"))
    number = add(max_pages=2)
    run_source(url, number, settings)
    says(site, "/", listing("/news/three-story-1003"))
    says(site, "/news/three-story-1003", story("Three"))
    all_due(engine)
    assert run_source(url, number, settings).report.new == 1


def test_runs_say_how_they_ended_and_pages_recover(database, site, add, settings):
    engine, url = database
    says(site, "/", listing("/news/one-story-1001"), ETag='"a"')
    says(site, "/news/one-story-1001", story("One"), ETag='"1"')
    number = add()
    run_source(url, number, settings)
    with sessions(engine).begin() as session:
        killed = session.scalars(select(RunRow)).one()
        killed.status, killed.finished_at = "running", None
    all_due(engine)
    down = {**settings, "RETRY_TIMES": 0, "ALLOW_PRIVATE": False}
    run_source(url, number, down)
    with readers(engine)() as session:
        assert [run.status for run in session.scalars(select(RunRow).order_by(RunRow.id))] == [
            "killed",
            "failed",
        ]
        assert len(list(session.scalars(select(RejectedRow.page_id)))) > 0
    all_due(engine)
    third = run_source(url, number, settings).report
    assert third.unmodified == 2, (third, site.asked)
    with readers(engine)() as session:
        assert list(session.scalars(select(RejectedRow.page_id))) == []
        states = {row.url: row.state for row in session.scalars(select(PageRow))}
    assert states == {site.url("/"): "listed", site.url("/news/one-story-1001"): "stored"}


def test_a_busy_robots_txt_closes_the_site(database, site, add, settings):
    _, url = database
    site.says("/robots.txt", "busy", status=429)
    says(site, "/", listing())
    ran = run_source(url, add(), {**settings, "RETRY_TIMES": 0})
    assert "robots.txt answered 429" in ran.error
    assert set(site.paths()) == {"/robots.txt"}


def test_another_process_that_crawls_it_is_left_alone(database, site, add, settings):
    engine, url = database
    says(site, "/", listing())
    number = add()
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"]) as other:
        mine = process_lock.current_holder()
        host, _, _ = mine.split(":", 2)
        start = process_lock._start_of(other.pid)
        with sessions(engine).begin() as session:
            assert sources.hold_source(
                session, number, f"{host}:{other.pid}:{start}", datetime.now(UTC)
            )
        assert run_source(url, number, settings) is None
        other.kill()
        other.wait()
    assert run_source(url, number, settings) is not None


def test_a_site_that_cannot_be_had_is_said_and_tried_again(database, site, add, settings):
    engine, url = database
    site.says("/robots.txt", "broken", status=500)
    number = add()
    ran = run_source(url, number, {**settings, "RETRY_TIMES": 0})
    assert "robots.txt answered 500" in ran.error
    with readers(engine)() as session:
        stored = sources.get_source(session, number)
    assert stored.last_error == ran.error
    assert stored.held_by is None
    assert stored.due_at > datetime.now(UTC)


def test_a_source_that_wants_a_browser_is_not_crawled_without_one(
    database, site, add, settings, monkeypatch
):
    engine, url = database
    number = add(render="browser")
    monkeypatch.setenv("PATH", "")
    with pytest.raises(UsageError, match="no Chromium on this machine"):
        run_source(url, number, settings)
    with readers(engine)() as session:
        stored = sources.get_source(session, number)
    assert "no Chromium on this machine" in stored.last_error
    assert (stored.held_by, site.paths()) == (None, [])


def test_a_page_that_a_browser_shows_is_asked_for_without_conditions(
    database, site, add, settings, chromium
):
    engine, url = database
    script = "<script>fetch('/text').then(r => r.text()).then(t => document.body.innerHTML = t)"
    says(site, "/", listing("/news/one-story-1001"), ETag='"a"')
    says(site, "/news/one-story-1001", f"<body>{script}</script>", ETag='"frame"')
    says(site, "/text", f"<article><h1>One</h1><p>{TEXT * 4}</p></article>")
    number = add(render="browser")
    assert run_source(url, number, settings).report.new == 1
    says(site, "/text", f"<article><h1>Two</h1><p>{TEXT * 4}</p></article>")
    all_due(engine)
    assert run_source(url, number, settings, at_once=True).report.updated == 1
    assert titles(engine) == ["Two"]


def test_a_crawl_delay_is_kept_across_kills(database, site, add, tmp_path):
    engine, url = database
    site.says(
        "/robots.txt", "User-agent: *\nCrawl-delay: 0.6", headers={"Content-Type": "text/plain"}
    )
    paths = [f"/news/story-number-{number}" for number in range(1001, 1009)]
    says(site, "/", listing(*paths))
    for path in paths:
        says(site, path, story(path))
    number = add(delay=0)
    command = [sys.executable, "-m", "newsspider", "run-source", str(number), "--database", url]
    command += ["--allow-private", "--archive", str(tmp_path / "warc")]
    for _ in range(3):
        before = len(site.asked)
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while len(site.asked) < before + 2:
            time.sleep(0.01)
            assert process.poll() is None
        process.send_signal(signal.SIGKILL)
        process.wait()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    moments = sorted(moment for _, moment in site.asked)
    gaps = [later - earlier for earlier, later in pairwise(moments)]
    assert min(gaps) > 0.3, "0.6, less what a busy machine does to it"
    assert len(titles(engine)) == 8
    assert site.paths().count("/robots.txt") == 1


def test_the_past_is_read_from_the_archive_back_to_the_day_that_is_asked(
    database, site, add, settings
):
    engine, url = database
    dated = '<meta property="article:published_time" content="{}">'
    says(site, "/", '<a href="/archive/2021/03/">Archive</a>')
    for year, month, before in ((2021, 3, "2021/02"), (2021, 2, "2021/01"), (2021, 1, "2020/12")):
        paths = [f"/news/the-story-{day}-{month}-of-{year}" for day in (5, 25)]
        says(site, f"/archive/{year}/{month:02}/", listing(*paths, f"/archive/{before}/"))
        for path, day in zip(paths, (5, 25), strict=True):
            head = dated.format(f"{year}-{month:02}-{day:02}T09:00:00Z")
            says(site, path, story(path).replace("<title>", f"{head}<title>"))
    number = add(since=date(2021, 1, 10), until=date(2021, 3, 9))
    run_source(url, number, settings)
    assert titles(engine) == [
        f"/news/the-story-{day}-of-2021" for day in ("25-1", "25-2", "5-2", "5-3")
    ]
    with readers(engine)() as session:
        assert set(session.scalars(select(RejectedRow.reason))) == {"other_dates"}
    assert "/archive/2020/12/" not in site.paths()
    asked = len(site.paths())
    all_due(engine)
    run_source(url, number, settings, at_once=True)
    again = site.paths()[asked:]
    assert not [path for path in again if path.startswith("/archive/")]


def test_few_pages_are_under_way_when_a_kill_comes(database, site, add, settings):
    engine, url = database
    paths = says_stories(site, 20)
    under_way = []

    class SlowPipeline:
        """Holds each page up for a while, and notes how many were asked for and not let go."""

        async def process_item(self, item):
            await asyncio.sleep(0.2)
            asked = sum(path != "/robots.txt" for path in site.paths())
            under_way.append(asked - len(under_way))
            return item

    of_project = project_settings({}).getdict("ITEM_PIPELINES")
    settings |= {"ITEM_PIPELINES": of_project | {SlowPipeline: 50}}
    run_source(url, add(), settings | {"CONCURRENT_REQUESTS_PER_DOMAIN": 16})
    assert len(titles(engine)) == len(paths)
    assert max(under_way) == 4
