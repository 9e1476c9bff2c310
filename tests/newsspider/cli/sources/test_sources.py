"""What a person says of a site reaches every command that reads pages."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

PROSE = "The number seven was drawn in the great hall of the town on that long evening. "
HTML = (
    "<html lang=en><head><title>Seven wins</title><meta property=og:type content=article></head>"
    f"<body><article><h1>Seven wins</h1><h2 class=real>Seven it is</h2><p>{PROSE * 4}</p>"
    f"<p class=ad>Buy a ticket for the next draw, which is held in the great hall in May.</p>"
    f"<p>Drawn on {PROSE * 3}</p></article></body></html>"
)
SAID = """
[[source]]
site = "{host}"
[source.extract]
title = "h2.real"
remove = ".ad"
section_from_url = 1
"""


@pytest.fixture
def sources(site, tmp_path):
    path = tmp_path / "said.toml"
    path.write_text(SAID.format(host=site.address.removeprefix("http://")))
    return path


@pytest.fixture
def outlet(site):
    site.says("/", "<p><a href='/lottery/seven'>Seven wins</a>")
    site.says("/lottery/seven", HTML)
    return site


def _checked(record: dict) -> None:
    assert record["title"] == "Seven it is"
    assert record["sections"] == ["lottery"]
    assert "Buy a ticket" not in record["text"]
    for field in ("title", "sections"):
        assert record["provenance"][field] == {"source": "override", "confidence": 1.0}


@pytest.mark.slow
def test_ingest_and_extract_believe_it(run, outlet, sources, tmp_path):
    for command in ("ingest", "extract"):
        result = run(
            command,
            outlet.url("/lottery/seven"),
            *("--allow-private", "--format", "json", "--sources", str(sources)),
            *("--database", f"sqlite:///{tmp_path / 'news.db'}"),
        )
        assert (result.code, result.err) == (0, "")
        _checked(json.loads(result.out))


@pytest.mark.slow
def test_a_crawl_believes_it(run, outlet, sources, tmp_path):
    database = f"sqlite:///{tmp_path / 'news.db'}"
    words = ("--allow-private", "--delay", "0", "--database", database, "--sources", str(sources))
    assert run("crawl", outlet.url("/"), *words).code == 0
    shown = run("show", "1", "--format", "json", "--database", database)
    _checked(json.loads(shown.out))


@pytest.mark.slow
def test_a_file_by_its_usual_name_is_found(run, outlet, sources, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    words = ("extract", outlet.url("/lottery/seven"), "--allow-private", "--format", "json")
    assert json.loads(run(*words).out)["title"] == "Seven wins"
    sources.rename(tmp_path / "sources.toml")
    _checked(json.loads(run(*words).out))


def test_a_file_named_by_the_environment_is_found(run, outlet, sources, monkeypatch):
    monkeypatch.setenv("NEWSSPIDER_SOURCES", str(sources))
    words = ("extract", outlet.url("/lottery/seven"), "--allow-private", "--format", "json")
    _checked(json.loads(run(*words).out))


@pytest.mark.parametrize("command", ["crawl", "ingest", "extract"])
def test_a_mistake_ends_the_command_before_anything_is_done(
    run, outlet, tmp_path, monkeypatch, command
):
    monkeypatch.chdir(tmp_path)
    Path("said.toml").write_text("[[source]]\nsite = 'a.org'\nextract.title = 'div['")
    result = run(
        command,
        outlet.url("/"),
        *("--allow-private", "--sources", "said.toml", "--database", "sqlite:///news.db"),
    )
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith("newsspider: said.toml: source a.org: extract.title: 'div['")
    assert len(result.err.splitlines()) == 1
    assert outlet.paths() == []
    assert not Path("news.db").exists()
