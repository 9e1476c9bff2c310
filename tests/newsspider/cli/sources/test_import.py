"""``newsspider sources import`` and ``export``: a file says what it names, and nothing else."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest


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


def test_what_was_changed_since_is_put_back_by_an_import(typed, known, said):
    typed("edit", "asa.example", "--delay", "3")
    typed("export", "all.toml")
    more = ("--max-pages", "9", "--since", "2024-10-23", "--render", "browser", "--delay", "")
    typed("edit", "asa.example", "--include", "/a", "--start", "https://asa.example/b", *more)
    Path("extract.toml").write_text("[[source]]\nsite = 'asa.example'\nextract.title = 'h1'\n")
    typed("import", "extract.toml")
    assert len(said("asa.example")) == 7
    assert typed("import", "all.toml").err == "Sources: 0 added, 1 changed, 2 unchanged.\n"
    assert said("asa.example") == {"site": "asa.example", "delay": 3}


def test_what_is_paused_is_paused_where_it_is_imported(typed, known, run):
    typed("pause", "asa.example")
    text = typed("export", "all.toml") and Path("all.toml").read_text("utf-8")
    assert [one["paused"] for one in tomllib.loads(text)["source"]] == [True, False, False]
    assert run("sources", "import", "all.toml", "--database", "sqlite:///other.db").code == 0
    assert run("sources", "export", "--database", "sqlite:///other.db").out == text
    typed("resume", "asa.example")
    typed("pause", "herald.example")
    assert typed("import", "all.toml").err == "Sources: 0 added, 2 changed, 1 unchanged.\n"
    assert typed("export").out == text
    Path("some.toml").write_text("[[source]]\nsite = 'asa.example'\n")
    assert typed("import", "some.toml").err == "Sources: 0 added, 0 changed, 1 unchanged.\n"
    assert typed("export").out == text


def test_what_a_file_does_not_name_stays(typed, known, said):
    typed("edit", "asa.example", "--include", "/a", "--max-pages", "9", "--delay", "3")
    Path("some.toml").write_text(
        "[[source]]\nsite = 'http://www.asa.example/'\nschedule = 'every 2h'\nmax_pages = ''\n"
    )
    assert typed("import", "some.toml").err == "Sources: 0 added, 1 changed, 0 unchanged.\n"
    assert said("asa.example") == {
        "site": "asa.example",
        "schedule": "every 2h",
        "include": ["/a"],
        "delay": 3,
    }


@pytest.mark.parametrize("named", ["asa.example", "http://asa.example/", "https://asa.example/x"])
def test_where_a_known_source_starts_is_said_by_starts_alone(typed, known, said, named):
    typed("edit", "asa.example", "--start", "https://www.asa.example/")
    Path("some.toml").write_text(f"[[source]]\nsite = '{named}'\n")
    assert typed("import", "some.toml").err == "Sources: 0 added, 0 changed, 1 unchanged.\n"
    assert said("asa.example")["starts"] == ["https://www.asa.example/"]


def test_a_file_with_a_mistake_adds_nothing(typed, known, listed):
    Path("bad.toml").write_text(
        "[[source]]\nsite = 'a.org'\n[[source]]\nsite = 'b.org'\nspeed = 1\n"
    )
    result = typed("import", "bad.toml")
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith("newsspider: bad.toml: source b.org has no key 'speed'")
    assert len(listed()) == 3


@pytest.mark.slow
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
