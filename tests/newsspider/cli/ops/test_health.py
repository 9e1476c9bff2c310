"""``health``, ``runs`` and ``metrics`` on a source that broke; its crawls tell others."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from newsspider.health.measures import FIELDS
from storage import schema
from storage.crawl import runs, sources
from storage.db.engine import connect, sessions
from storage.monitoring import health

NOW = datetime(2024, 11, 5, 12, 0, tzinfo=UTC)


@pytest.fixture
def broken(tmp_path: Path) -> str:
    """A database with a source that is well and one whose authors vanished in its sixth run."""
    url = f"sqlite:///{tmp_path / 'news.db'}"
    engine = connect(url)
    schema.prepare(engine)
    with sessions(engine).begin() as session:
        for site, bad in (("herald.example", {"authors"}), ("asa.example", set())):
            source_id = sources.add_source(session, site, {}, NOW)
            for hour in range(6):
                begun = NOW + timedelta(hours=hour)
                gone = bad if hour == 5 else set()
                measures = {"pages": 9, "new": 9} | {f"filled.{n}": 9 for n in {*FIELDS} - gone}
                run_id = runs.start_run(session, "crawl", {}, begun, source_id=source_id)
                ended = begun + timedelta(minutes=2)
                runs.finish_run(session, run_id, "finished", {"new": 9}, ended, measures=measures)
                health.check_run(session, run_id, ended)
    engine.dispose()
    return url


def test_open_alarms_are_listed_and_end_with_1(run, broken):
    result = run("health", "--database", broken)
    assert result.code == 1
    assert "herald.example" in result.out
    assert "authors empty since 17:00 UTC, was 100 %" in result.out
    assert result.out.endswith("1 open alarm, sources: 2.\n")


def test_a_site_that_is_well_ends_with_0(run, broken):
    result = run("health", "asa.example", "--database", broken)
    assert (result.code, result.out) == (0, "No open alarms, sources: 1.\n")


def test_all_shows_each_measure_in_its_band(run, broken):
    result = run("health", "https://herald.example/", "--all", "--database", broken)
    assert "herald.example: as last measured" in result.out
    (row,) = [line.split() for line in result.out.splitlines() if line.startswith("authors")]
    assert row[:2] == ["authors", "0"]
    assert row[-1] == "out"
    told = json.loads(run("health", "--all", "--format", "json", "--database", broken).out)
    (out,) = [measure for measure in told["measures"] if measure["out"]]
    assert (out["site"], out["measure"], out["value"]) == ("herald.example", "authors", 0)
    assert out["usual"] == 1
    assert [alarm["measure"] for alarm in told["alarms"]] == ["authors"]


def test_what_is_accepted_is_cleared(run, broken):
    assert run("health", "--accept", "--database", broken).code == 2
    assert run("health", "herald.example", "--accept", "--database", broken).code == 0
    listed = json.loads(run("health", "--all", "--format", "json", "--database", broken).out)
    assert "; accepted at " in listed["alarms"][0]["sentence"]


def test_an_unknown_site_is_a_usage_error(run, broken):
    result = run("health", "nobody.example", "--database", broken)
    assert result.code == 2
    assert "nobody.example is no source" in result.err


def test_runs_are_listed_the_latest_first(run, broken, corpus):
    result = run("runs", "--site", "herald.example", "--limit", "2", "--database", broken)
    assert result.code == 0
    rows = [line.split() for line in result.out.splitlines()[2:]]
    assert [row[0] for row in rows] == ["6", "5"]
    assert "herald.example" in rows[0]
    assert "These are the latest 2; there are more" in result.err
    assert "https://herald" in run("runs", "--database", corpus).out


def test_one_run_with_its_measures(run, broken):
    shown = run("runs", "6", "--database", broken).out
    assert "filled.title" in shown
    told = json.loads(run("runs", "6", "--format", "json", "--database", broken).out)
    assert told["measures"]["seconds"] == 120
    assert told["measures"]["unlearned.authors"] == 1
    listed = run("runs", "--format", "jsonl", "--database", broken).out.splitlines()
    assert [json.loads(line)["id"] for line in listed][:4] == [12, 6, 11, 5]
    assert run("runs", "--format", "csv", "--database", broken).out.startswith("id,kind,site,")
    assert run("runs", "77", "--database", broken).code == 2


def test_metrics_are_what_prometheus_reads(run, broken, tmp_path):
    from prometheus_client.parser import text_string_to_metric_families

    printed = run("metrics", "--database", broken).out
    samples = {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(printed)
        for sample in family.samples
    }
    assert samples["newsspider_pages_total", "herald.example"] == 54
    assert samples["newsspider_articles_total", "new", "asa.example"] == 54
    assert samples["newsspider_open_alarms", "authors", "herald.example"] == 1
    assert samples["newsspider_open_alarms", "none", "asa.example"] == 0
    finished = NOW + timedelta(hours=5, minutes=2)
    when = samples["newsspider_last_success_timestamp_seconds", "asa.example"]
    assert when == finished.timestamp()
    file = tmp_path / "newsspider.prom"
    assert run("metrics", "--output", str(file), "--database", broken).code == 0
    assert file.read_text() == printed
    assert list(tmp_path.glob(".newsspider*")) == []
    missing = run("metrics", "--output", str(tmp_path / "no" / "x.prom"), "--database", broken)
    assert missing.code == 1
