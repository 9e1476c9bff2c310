"""``newsspider sources list``: how all sources stand, on terminals of any width."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from newsspider.cli.sources.status import spoken, spoken_until
from storage.crawl import runs, sources
from storage.db.engine import sessions
from storage.models import AlarmRow
from storage.monitoring import health

HOUR = timedelta(hours=1)
START = datetime(2024, 11, 5, 12, tzinfo=UTC)


LONG = "the-long-name-of-a-regional-newspaper-of-the-provinces.news.example.co.uk"
ARABIC = "صحيفة-الشرق-الأوسط-الدولية.example"


@pytest.fixture
def standing(engine):
    """Adds a source whose latest run began two hours ago."""

    def standing(site, *, status="finished", new=0, error=None, alarms=(), **settings) -> int:
        with sessions(engine).begin() as session:
            now = datetime.now(UTC)  # which the command reads too
            number = sources.add_source(session, site, {"site": site, **settings}, now)
            run_id = runs.start_run(session, "source", {}, now - 2 * HOUR, source_id=number)
            if status != "running":
                runs.finish_run(session, run_id, status, {"new": new, "not_modified": 3}, now)
            due_at = now + timedelta(days=25)
            sources.release_source(session, number, due_at=due_at, error=error)
            for sentence in alarms:
                alarm = {"measure": "authors", "sentence": sentence, "raised_at": now}
                session.add(AlarmRow(source_id=number, **alarm))
        return number

    return standing


def row_of(text: str, site: str) -> list[str]:
    return next(line.split() for line in text.splitlines() if site in line)


def test_the_list_says_how_each_source_stands(typed, known, standing, listed):
    alarms = ("authors empty since 14:00 UTC, was 97 %", "title empty since 14:00 UTC, was 99 %")
    standing("well.example", new=1234)
    standing("ill.example", new=12, error="It answered 503.", alarms=alarms)
    standing("killed.example", status="running")
    shown = typed("list").out
    assert row_of(shown, "herald.example") == ["1", "herald.example", "adaptive", "now", "—", "—"]
    assert row_of(shown, "well.example")[1:] == [
        *("well.example", "adaptive", "in", "25", "d", "2", "h", "ago", "1,234")
    ]
    assert row_of(shown, "ill.example")[-5:] == ["2", "h", "ago,", "12", "2"]
    assert row_of(shown, "killed.example")[-2:] == ["ago,", "0"]
    assert [line.split() for line in shown.splitlines()].count(["killed"]) == 1
    for sentence in (*alarms, "It answered 503."):
        assert sentence in shown
    assert listed()["killed.example"]["latest_run"]["status"] == "killed"
    assert "2 h ago, killed" in typed("show", "killed.example").out
    found = listed()["ill.example"]
    assert (found["state"], found["last_error"]) == ("error", "It answered 503.")
    assert found["latest_run"]["counts"] == {"new": 12, "not_modified": 3}
    assert sorted(found["alarms"]) == sorted(alarms)
    assert alarms[0] in typed("show", "ill.example").out


def test_where_all_is_well_nothing_is_said_to_be_wrong(typed, known, standing):
    standing("well.example")
    assert "what is wrong" not in typed("list").out


def test_an_alarm_that_is_over_is_none(typed, known, standing, engine):
    number = standing("well.example", alarms=("authors empty since 14:00 UTC, was 97 %",))
    assert "authors" in typed("list").out
    with sessions(engine).begin() as session:
        health.accept_alarms(session, number, datetime.now(UTC))
    assert "authors" not in typed("list").out


@pytest.mark.parametrize("width", [80, 120])
def test_nothing_is_cut_off_on_a_terminal_of_any_width(typed, standing, monkeypatch, width):
    monkeypatch.setenv("COLUMNS", str(width))
    cron = "*/10 9-17 * * mon-fri"
    for site in (LONG, ARABIC):
        standing(site, schedule=cron, status="interrupted", new=123_456, alarms=("authors",))
    shown = typed("list").out
    assert max(map(len, shown.splitlines())) <= width
    assert "…" not in shown
    joined = "".join(shown.split())
    for text in ("alarms", "123,456", "in25d", "interrupted", "*/109-17*"):
        assert text in joined
    for site in (LONG, ARABIC):
        first = next(line for line in shown.splitlines() if site[:20] in line)
        assert first.rstrip().endswith("1")
    if width == 120:
        assert f"{ARABIC}  {cron}  in 25 d  2 h ago, interrupted  123,456       1" in shown


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
    assert spoken_until(START + timedelta(seconds=seconds), START) == (
        "now" if seconds == 0 else f"in {words}"
    )
