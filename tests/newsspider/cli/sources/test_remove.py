"""``newsspider sources remove``: what goes, and what asks first."""

from __future__ import annotations

import io
import sys
from datetime import UTC, datetime

from storage.crawl import process_lock, runs, sources


class Terminal(io.StringIO):
    """What a person types."""

    def isatty(self) -> bool:
        return True


def test_removing_asks_first(typed, known, monkeypatch, listed):
    for answer, left in (("n\n", 3), ("y\n", 2)):
        monkeypatch.setattr(sys, "stdin", Terminal(answer))
        result = typed("remove", "asa.example")
        assert result.out.strip() == ""
        assert "Remove asa.example? Its articles stay." in result.err
        assert len(listed()) == left
    assert typed("remove", "1", "3", "--yes").err == "Removed: herald.example, صحيفة.example.\n"
    result = typed("list")
    assert (result.code, result.out) == (0, "")
    assert "newsspider sources add URL" in result.err


def test_without_a_terminal_it_says_what_to_do(typed, known, monkeypatch, listed):
    for piped in ("", "y\n"):
        monkeypatch.setattr(sys, "stdin", io.StringIO(piped))
        result = typed("remove", "asa.example", "1")
        assert (result.code, result.out) == (2, "")
        assert result.err == (
            "newsspider: Nobody is here to ask: give --yes to remove asa.example, herald.example.\n"
        )
        assert len(listed()) == 3


def test_a_source_that_is_named_twice_is_removed_once(typed, known, listed):
    assert typed("remove", "asa.example", "2", "--yes").err == "Removed: asa.example.\n"
    assert len(listed()) == 2


def test_its_runs_keep_its_name_and_no_other_source_gets_its_id(
    run, typed, database, known, write, listed
):
    runs.start_run(write, "source", {"source": "صحيفة.example"}, datetime.now(UTC), source_id=3)
    write.commit()
    assert typed("remove", "3", "--yes").code == 0
    assert typed("add", "https://new.example/", "--no-look").code == 0
    assert listed()["new.example"]["id"] == 4
    assert listed()["new.example"]["latest_run"] is None
    for site in ("صحيفة.example", "https://صحيفة.example/a", "3"):
        shown = run("runs", "--site", site, "--database", database)
        assert "صحيفة.example" in shown.out, shown
    assert "صحيفة.example" in run("runs", "1", "--database", database).out
    other = run("runs", "--site", "new.example", "--database", database)
    assert (other.code, other.out) == (0, "")
    unknown = run("runs", "--site", "never.example", "--database", database)
    assert (unknown.code, "never.example is no source" in unknown.err) == (2, True)


def test_a_site_that_is_added_again_shows_its_runs_of_before(run, typed, database, known, write):
    runs.start_run(write, "source", {}, datetime.now(UTC), source_id=2)
    sport = sources.add_source(write, "sport.herald.example", {}, datetime.now(UTC))
    runs.start_run(write, "source", {}, datetime.now(UTC), source_id=sport)
    runs.start_run(write, "source", {}, datetime.now(UTC), source_id=1)
    write.commit()
    typed("remove", "2", str(sport), "--yes")
    typed("add", "https://asa.example/", "--no-look")
    lines = run("runs", "--site", "asa.example", "--format", "jsonl", "--database", database).out
    assert lines.count('"source_id": 2') == 1
    (line,) = run(
        "runs", "--site", "sport.herald.example", "--format", "jsonl", "--database", database
    ).out.splitlines()
    assert f'"source_id": {sport}' in line, "its parent is another source"


def test_a_run_whose_source_an_earlier_version_removed_has_a_name(run, database, write):
    runs.start_run(write, "source", {"source": "old.example"}, datetime.now(UTC))
    write.commit()
    assert "old.example" in run("runs", "--database", database).out


def test_what_is_being_crawled_is_not_removed(typed, known, write, listed):
    sources.hold_source(write, 2, process_lock.current_holder(), datetime.now(UTC))
    write.commit()
    result = typed("remove", "asa.example", "--yes")
    assert result.code == 2
    assert "asa.example is being crawled now" in result.err
    assert listed()["asa.example"]["state"] == "running"
