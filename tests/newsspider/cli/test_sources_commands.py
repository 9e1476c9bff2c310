"""``newsspider sources``: from an address to a source that is crawled, changed and taken away."""

from __future__ import annotations

import json
import shutil
import sys
import tomllib
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from newsspider.cli.standings import spoken, spoken_until
from storage import holders, runs, schema, sources
from storage.engine import connect, sessions
from storage.models import RunRow

NOW = datetime.now(UTC)
HTML = (
    "<html lang=en><head><link rel=alternate type='application/rss+xml' href='/rss.xml'></head>"
    "<nav><a href='/politics/'>Politics</a></nav><a href='/2024/10/23/flood'>Flood</a></html>"
)


@pytest.fixture
def outlet(site):
    items = "".join(
        f"<item><title>Story</title><link>{site.url(f'/news/story-{at}')}</link>"
        f"<pubDate>{format_datetime(NOW - at * timedelta(hours=1))}</pubDate></item>"
        for at in range(25)
    )
    site.says("/", HTML)
    site.says("/robots.txt", "User-agent: *\nCrawl-delay: 0.1\n")
    site.says("/rss.xml", f"<rss version='2.0'><channel><title>T</title>{items}</channel></rss>")
    return site


@pytest.fixture
def database(tmp_path, monkeypatch) -> str:
    monkeypatch.chdir(tmp_path)
    return f"sqlite:///{tmp_path / 'sources.db'}"


@pytest.fixture
def typed(run, database):
    def command(*words: str):
        return run("sources", *words, "--database", database)

    return command


@pytest.fixture(scope="module")
def three(tmp_path_factory) -> Path:
    """A database with three sources that nobody looked at; one has a name from right to left."""
    path = tmp_path_factory.mktemp("three") / "sources.db"
    engine = connect(f"sqlite:///{path}")
    schema.prepare(engine)
    with sessions(engine).begin() as session:
        for site in ("herald.example", "asa.example", "صحيفة.example"):
            sources.add(session, site, {"site": site}, NOW)
    engine.dispose()
    return path


@pytest.fixture
def known(three, database):
    shutil.copy(three, database.removeprefix("sqlite:///"))


@pytest.fixture
def write(database):
    engine = connect(database)
    schema.prepare(engine)
    with sessions(engine).begin() as session:
        yield session
    engine.dispose()


def listed(typed) -> dict[str, dict]:
    return {one["site"]: one for one in json.loads(typed("list", "--format", "json").out)}


def said(typed, site: str) -> dict:
    return json.loads(typed("show", site, "--format", "json").out)["settings"]


def test_adding_a_site_says_what_is_there_and_how_it_will_be_crawled(typed, outlet):
    result = typed(
        "add", outlet.url("/"), "--delay", "0", "--allow-private", "--schedule", "every 2h"
    )
    assert result.code == 0
    for line in (
        "lets us in, asks for 0.1 s between requests",
        "/rss.xml (25 articles)",
        "sections       /politics/",
        "language       en",
        "pages a day    about 2",
        "every 2h",
        "at most 1,000 articles, 0.1 s between requests (robots.txt)",
    ):
        assert line in result.out
    assert "is source 1, due now" in result.err
    site = outlet.address.removeprefix("http://")
    found = listed(typed)[site]
    assert found["settings"] == {
        "site": site,
        "starts": [outlet.url("/")],
        "schedule": "every 2h",
        "delay": 0.0,
    }
    assert found["found"]["language"] == "en"
    assert found["found"]["lists"][0]["kind"] == "feed"
    assert (found["state"], found["articles"], found["latest_run"]) == ("due", 0, None)
    assert "/rss.xml (25 articles)" in typed("show", "1").out


def test_a_list_that_no_page_names_becomes_a_start(typed, outlet):
    outlet.says("/", "<html><p>Welcome</html>")
    typed("add", outlet.url("/"), "--delay", "0", "--allow-private")
    assert said(typed, "1")["starts"] == [outlet.url("/"), outlet.url("/rss.xml")]


def test_a_site_that_cannot_be_read_is_not_added(typed, outlet, make_site):
    outlet.says("/", status=410)
    result = typed("add", outlet.url("/"), "--allow-private")
    assert (result.code, result.out) == (1, "")
    assert "answered 410): check the address, or add it unseen with --no-look" in result.err
    assert not Path("sources.db").exists()
    other = make_site()
    other.says("/", HTML)
    result = typed("add", outlet.url("/"), other.url("/"), "--allow-private", "--delay", "0")
    assert result.code == 1
    assert "was not added" in result.err
    assert list(listed(typed)) == [other.address.removeprefix("http://")]


def test_a_private_address_is_asked_for(typed, outlet):
    result = typed("add", outlet.url("/"))
    assert result.code == 1
    assert "--allow-private" in result.err
    assert outlet.paths() == []


def test_a_site_without_anything_is_said_to_be_so(typed, site):
    site.says("/", "<html><p>Under construction</html>")
    result = typed("add", site.url("/"), "--allow-private", "--delay", "0")
    assert result.code == 0
    assert "Nothing was found there that names articles" in result.err


def test_addresses_of_one_site_are_one_source(typed):
    addresses = ("https://www.herald.example/", "https://herald.example/world/")
    assert typed("add", *addresses, "--no-look").code == 0
    assert said(typed, "herald.example") == {"site": "herald.example", "starts": list(addresses)}


def test_a_site_is_added_once(typed, outlet, known):
    result = typed("add", "https://herald.example/sport", "--no-look")
    assert result.code == 2
    assert result.err.startswith(
        "newsspider: herald.example is a source already: newsspider sources edit"
    )


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (("add", "herald.example"), "is no web address"),
        (("add", "https://a.example/", "--schedule", "every 5s"), "too often"),
        (("add", "https://a.example/", "--since", "yesterday"), "since: 'yesterday' is no day"),
        (
            ("edit", "asa.example", "--schedule", "often"),
            "asa.example: schedule: 'often' is no schedule",
        ),
        (("edit", "asa.example", "--include", "politics"), "include: 'politics' is neither a path"),
        (("edit", "asa.example", "--max-pages", "0"), "max_pages: 0 is no number"),
        (("edit", "asa.example", "--delay", "-1"), "delay: -1.0 is no number of seconds"),
        (
            ("edit", "asa.example", "--render", "lynx"),
            "render: 'lynx' is neither 'http' nor 'browser'",
        ),
        (("edit", "asa.example", "--start", "x"), "starts: 'x' is no web address"),
        (("show", "nowhere.example"), "nowhere.example is no source: newsspider sources list"),
        (("pause", "asa.example", "9"), "9 is no source"),
        (("remove", "9", "--yes"), "9 is no source"),
        (("import", "missing.toml"), "missing.toml cannot be read"),
        (("export", "/nowhere/at/all.toml"), "/nowhere/at/all.toml cannot be written"),
    ],
)
def test_a_mistake_is_one_sentence(typed, known, words, named):
    result = typed(*words)
    assert result.code in (1, 2)
    assert result.out == ""
    assert result.err.startswith("newsspider: ")
    assert named in result.err
    assert result.err.count("\n") == 1
    assert len(listed(typed)) == 3
    assert listed(typed)["asa.example"]["paused_at"] is None


def test_editing_by_options(typed, known):
    words = ("--schedule", "0 6 * * 1-5", "--start", "https://asa.example/news", "--include", "/a")
    more = ("--include", "/b", "--exclude", "/a/live", "--max-pages", "50", "--delay", "2.5")
    assert (
        typed(
            "edit", "asa.example", *words, *more, "--since", "2024-10-23", "--render", "browser"
        ).code
        == 0
    )
    assert said(typed, "asa.example") == {
        "site": "asa.example",
        "starts": ["https://asa.example/news"],
        "schedule": "0 6 * * 1-5",
        "include": ["/a", "/b"],
        "exclude": ["/a/live"],
        "max_pages": 50,
        "delay": 2.5,
        "since": "2024-10-23",
        "render": "browser",
    }
    shown = typed("show", "asa.example").out
    for text in (
        "0 6 * * 1-5 (UTC)",
        "/a, /b",
        "/a/live",
        "2024-10-23",
        "at most 50 articles, 2.5 s",
        "a browser",
    ):
        assert text in shown
    cleared = (
        "--include",
        "",
        "--exclude",
        "",
        "--since",
        "",
        "--schedule",
        "",
        "--start",
        "",
        "--render",
        "",
    )
    result = typed("edit", "asa.example", *cleared)
    assert (result.code, result.err) == (0, "asa.example is changed.\n")
    assert said(typed, "asa.example") == {"site": "asa.example", "max_pages": 50, "delay": 2.5}
    assert typed("edit", "asa.example", "--max-pages", "50").err == "asa.example is as it was.\n"


@pytest.fixture
def editor(monkeypatch, tmp_path):
    def replaces(old: str, new: str) -> None:
        program = tmp_path / "edit.py"
        program.write_text(
            "import pathlib, sys\nfile = pathlib.Path(sys.argv[1])\n"
            f"file.write_text(file.read_text().replace({old!r}, {new!r}))\n"
        )
        monkeypatch.delenv("VISUAL", raising=False)
        monkeypatch.setenv("EDITOR", f"{sys.executable} {program}")

    return replaces


def test_editing_in_an_editor(typed, known, editor):
    editor('site = "asa.example"', 'site = "asa.example"\nextract.timezone = "Asia/Tokyo"')
    assert typed("edit", "asa.example").err == "asa.example is changed.\n"
    assert said(typed, "asa.example") == {
        "site": "asa.example",
        "extract": {"timezone": "Asia/Tokyo"},
    }
    editor("nothing", "")
    assert typed("edit", "asa.example").err == "asa.example is as it was.\n"


@pytest.mark.parametrize(
    ("new", "named"),
    [
        ("asa.example\nschedule = 1", "What you wrote: "),
        ('asa.example"\nspeed = "', "What you wrote: source asa.example has no key 'speed'"),
        ("other.example", "What you wrote: only the source of asa.example belongs here"),
    ],
)
def test_a_mistake_in_an_editor_changes_nothing(typed, known, editor, new, named):
    before = said(typed, "asa.example")
    editor("asa.example", new)
    result = typed("edit", "asa.example")
    assert result.code == 2
    assert named in result.err
    assert said(typed, "asa.example") == before


def test_an_editor_that_fails_is_named(typed, known, monkeypatch):
    monkeypatch.delenv("VISUAL", raising=False)
    for editor, named in (
        ("no-such-editor", "cannot be started"),
        ("false", "nothing was changed"),
    ):
        monkeypatch.setenv("EDITOR", editor)
        result = typed("edit", "asa.example")
        assert result.code == 2
        assert named in result.err


def test_pausing_and_going_on(typed, known):
    assert (
        typed("pause", "asa.example", "1").err
        == "asa.example is paused.\nherald.example is paused.\n"
    )
    assert {site: one["state"] for site, one in listed(typed).items()} == {
        "asa.example": "paused",
        "herald.example": "paused",
        "صحيفة.example": "due",
    }
    assert "paused" in typed("list").out
    assert typed("resume", "asa.example").err == "asa.example is crawled again.\n"
    assert listed(typed)["asa.example"]["state"] == "due"


def test_removing_asks_first(typed, known, monkeypatch, tmp_path):
    for answer, left in (("n\n", 3), ("y\n", 2)):
        answers = tmp_path / "answer"
        answers.write_text(answer)
        with answers.open() as stdin:
            monkeypatch.setattr(sys, "stdin", stdin)
            result = typed("remove", "asa.example")
        assert result.out.strip() == ""
        assert "Remove asa.example? Its articles stay." in result.err
        assert len(listed(typed)) == left
    assert typed("remove", "1", "3", "--yes").err == "Removed: herald.example, صحيفة.example.\n"
    result = typed("list")
    assert (result.code, result.out) == (0, "")
    assert "newsspider sources add URL" in result.err


def test_what_is_being_crawled_is_not_removed(typed, known, write):
    sources.hold(write, 2, holders.this_process(), datetime.now(UTC))
    write.commit()
    result = typed("remove", "asa.example", "--yes")
    assert result.code == 2
    assert "asa.example is being crawled now" in result.err
    assert listed(typed)["asa.example"]["state"] == "running"


def test_the_list_says_how_each_source_stands(typed, known, write):
    run_id = runs.start(write, "source", {}, NOW - timedelta(hours=2))
    write.get_one(RunRow, run_id).source_id = 2
    runs.finish(write, run_id, "finished", {"new": 12, "not_modified": 3}, NOW)
    sources.release(
        write,
        2,
        due_at=datetime.now(UTC) + timedelta(minutes=25, seconds=10),
        error="It answered 503.",
    )
    write.commit()
    shown = typed("list").out
    for text in (
        "asa.example",
        "adaptive",
        "in 25 min",
        "2 h ago:",
        "12",
        "3 not",
        "error: It",
        "herald.example ",
    ):
        assert text in shown, shown
    found = listed(typed)["asa.example"]
    assert (found["state"], found["last_error"]) == ("error", "It answered 503.")
    assert found["latest_run"]["counts"] == {"new": 12, "not_modified": 3}
    assert max(map(len, shown.splitlines())) <= 80


def test_another_schedule_counts_from_the_latest_run(typed, known, write):
    run_id = runs.start(write, "source", {}, NOW - timedelta(hours=2))
    write.get_one(RunRow, run_id).source_id = 2
    sources.release(write, 2, due_at=NOW + timedelta(days=1), error=None)
    write.commit()
    typed("edit", "asa.example", "--schedule", "every 3h")
    assert datetime.fromisoformat(listed(typed)["asa.example"]["due_at"]) == NOW + timedelta(
        hours=1
    )


def test_export_and_import_give_the_same_sources(typed, known, run):
    typed("edit", "asa.example", "--include", "/آسیا", "--since", "2024-10-23")
    text = typed("export").out
    assert [one["site"] for one in tomllib.loads(text)["source"]] == [
        "asa.example",
        "herald.example",
        "صحيفة.example",
    ]
    assert typed("export", "all.toml").err == "Sources exported: 3.\n"
    assert Path("all.toml").read_text("utf-8") == text
    assert typed("import", "all.toml").err == "Sources: 0 added, 0 changed, 3 unchanged.\n"
    typed("edit", "asa.example", "--include", "")
    typed("remove", "1", "--yes")
    assert typed("import", "all.toml").err == "Sources: 1 added, 1 changed, 1 unchanged.\n"
    assert typed("export").out == text
    assert run("sources", "import", "all.toml", "--database", "sqlite:///other.db").code == 0
    assert run("sources", "export", "--database", "sqlite:///other.db").out == text


def test_a_file_with_a_mistake_adds_nothing(typed, known):
    Path("bad.toml").write_text(
        "[[source]]\nsite = 'a.org'\n[[source]]\nsite = 'b.org'\nspeed = 1\n"
    )
    result = typed("import", "bad.toml")
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith("newsspider: bad.toml: source b.org has no key 'speed'")
    assert len(listed(typed)) == 3


def test_what_a_source_says_of_its_pages_reaches_extraction(run, typed, database, site):
    prose = "The number seven was drawn in the great hall of the town on that long evening. "
    site.says(
        "/lottery/seven",
        "<html lang=en><head><meta property=og:type content=article></head><body><article>"
        f"<h1>Seven wins</h1><h2 class=real>Seven it is</h2><p>{prose * 6}</p></article></body></html>",
    )
    host = site.address.removeprefix("http://")

    def extracted(*more: str) -> dict:
        words = ("extract", site.url("/lottery/seven"), "--allow-private", "--format", "json")
        return json.loads(run(*words, "--database", database, *more).out)

    assert extracted()["title"] == "Seven wins"
    Path("stored.toml").write_text(
        f"[[source]]\nsite = '{host}'\n[source.extract]\ntitle = 'h2.real'\nsection_from_url = 1\n"
    )
    assert typed("import", "stored.toml").code == 0
    assert (extracted()["title"], extracted()["sections"]) == ("Seven it is", ["lottery"])
    Path("said.toml").write_text(f"[[source]]\nsite = '{host}'\n[source.extract]\ntitle = 'h1'\n")
    record = extracted("--sources", "said.toml")
    assert (record["title"], record["sections"]) == ("Seven wins", ["lottery"])
    assert record["provenance"]["title"]["source"] == "override"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 s"),
        (59, "59 s"),
        (60, "1 min"),
        (1530, "26 min"),
        (7200, "2 h"),
        (86400, "1 d"),
        (9e6, "104 d"),
    ],
)
def test_times_are_spoken(seconds, words):
    assert spoken(timedelta(seconds=seconds)) == words
    assert spoken_until(NOW + timedelta(seconds=seconds), NOW) == (
        "now" if seconds == 0 else f"in {words}"
    )
