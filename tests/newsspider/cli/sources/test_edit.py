"""``newsspider sources edit``, ``pause`` and ``resume``: changing what is there."""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta

import pytest

from storage.crawl import process_lock, runs, sources
from storage.models import RunRow


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
        (("edit", "asa.example", "--max-pages", "many"), "max_pages: 'many' is no number from 1"),
        (("edit", "asa.example", "--max-pages", "9.5"), "max_pages: '9.5' is no number from 1"),
        (("edit", "asa.example", "--delay", "-1"), "delay: -1.0 is no number of seconds"),
        (("edit", "asa.example", "--delay", "slow"), "delay: 'slow' is no number of seconds"),
        (("edit", "asa.example", "--delay", "nan"), "delay: nan is no number of seconds"),
        (("add", "https://a.example/", "--max-pages", "x"), "a.example: max_pages: 'x' is no"),
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
def test_a_mistake_is_one_sentence(typed, known, words, named, listed):
    result = typed(*words)
    assert result.code in (1, 2)
    assert result.out == ""
    assert result.err.startswith("newsspider: ")
    assert named in result.err
    assert result.err.count("\n") == 1
    assert len(listed()) == 3
    assert listed()["asa.example"]["paused_at"] is None


def test_editing_by_options(typed, known, said):
    words = ("--schedule", "0 6 * * 1-5", "--start", "https://asa.example/news", "--include", "/a")
    more = ("--include", "/b", "--exclude", "/a/live", "--max-pages", "50", "--delay", "2.5")
    assert (
        typed(
            "edit", "asa.example", *words, *more, "--since", "2024-10-23", "--render", "browser"
        ).code
        == 0
    )
    assert said("asa.example") == {
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
    assert said("asa.example") == {"site": "asa.example", "max_pages": 50, "delay": 2.5}
    assert typed("edit", "asa.example", "--max-pages", "50").err == "asa.example is as it was.\n"
    assert typed("edit", "asa.example", "--max-pages", "", "--delay", "").code == 0
    assert said("asa.example") == {"site": "asa.example"}


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


def test_editing_in_an_editor(typed, known, editor, said):
    editor('site = "asa.example"', 'site = "asa.example"\nextract.timezone = "Asia/Tokyo"')
    assert typed("edit", "asa.example").err == "asa.example is changed.\n"
    assert said("asa.example") == {
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
def test_a_mistake_in_an_editor_changes_nothing(typed, known, editor, new, named, said):
    before = said("asa.example")
    editor("asa.example", new)
    result = typed("edit", "asa.example")
    assert result.code == 2
    assert named in result.err
    assert said("asa.example") == before


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


def test_another_schedule_counts_from_the_latest_run(typed, known, write, listed):
    now = datetime.now(UTC)  # a time to come, for the command too
    run_id = runs.start_run(write, "source", {}, now - timedelta(hours=2))
    write.get_one(RunRow, run_id).source_id = 2
    sources.release_source(write, 2, due_at=now + timedelta(days=1), error=None)
    write.commit()
    typed("edit", "asa.example", "--schedule", "every 3h")
    assert datetime.fromisoformat(listed()["asa.example"]["due_at"]) == now + timedelta(hours=1)


def test_pausing_and_going_on(typed, known, listed):
    assert (
        typed("pause", "asa.example", "1").err
        == "asa.example is paused.\nherald.example is paused.\n"
    )
    assert {site: one["state"] for site, one in listed().items()} == {
        "asa.example": "paused",
        "herald.example": "paused",
        "صحيفة.example": "due",
    }
    assert "paused" in typed("list").out
    assert typed("resume", "asa.example").err == "asa.example is crawled again.\n"
    assert listed()["asa.example"]["state"] == "due"


def test_the_hosts_of_a_source_stay_while_it_is_crawled(typed, known, write, said):
    sources.hold_source(write, 2, process_lock.current_holder(), datetime.now(UTC))
    write.commit()
    result = typed("edit", "asa.example", "--start", "https://herald.example/")
    assert result.code == 2
    assert "asa.example is being crawled now" in result.err
    assert said("asa.example") == {"site": "asa.example"}
    assert typed("edit", "asa.example", "--start", "https://asa.example/news").code == 0
