"""The benchmark from the corpus to the printed and the written table."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from kit import engines, report, steps
from kit.corpora import load, split
from kit.engines import Answer, Engine
from kit.report import BEGIN, END, Grid
from kit.tally import run, tally

COMMAND = Path(__file__).parents[2] / "benchmarks/extraction.py"


def test_split_is_by_publisher_and_the_same_each_time(samples):
    first, second = split(samples, 50, seed=1)
    assert (first, second) == split(samples, 50, seed=1) != split(samples, 50, seed=2)
    assert sorted(first + second) == list(range(len(samples)))
    assert first
    assert {samples[at].publisher for at in first}.isdisjoint(
        samples[at].publisher for at in second
    )


def test_every_engine_comes_first_in_its_turn_and_crashes_are_counted(samples, capsys):
    calls = []

    def reads(name):
        def read(_):
            calls.append(name)
            if name == "broken":
                raise ValueError("no such page")
            return Answer(title="Ferry stops for the winter", day="2024-05-04")

        return Engine(read=read, package="newsspider", fields=frozenset(("title", "date")))

    these = {name: reads(name) for name in ("whole", "broken")}
    outcomes = run(samples[:3], these, "test")
    assert calls == ["whole", "broken"] * 2 + ["broken", "whole"] + ["whole", "broken"]
    whole, broken = (tally(samples[:3], outcomes[name], these[name]) for name in these)
    assert (whole.crashes, broken.crashes) == (0, 3)
    assert (whole.mean("title"), whole.mean("date"), whole.mean("authors")) == (100, 0, None)
    assert "broken crashed on https://harbour.example/ferry" in capsys.readouterr().err


def test_an_engine_that_is_not_installed_is_named(monkeypatch):
    absent = Engine(read=lambda _: Answer(), package="no-such-package-at-all")
    monkeypatch.setitem(engines.ENGINES, "absent", absent)
    there, missing = engines.installed(["newsspider", "absent"])
    assert (list(there), missing) == (["newsspider"], ["absent"])


# The rivals want older packages: run this file in the venv of the extra ``bench`` to test all.
@pytest.mark.parametrize("name", engines.installed(engines.ENGINES)[0])
def test_engines_find_the_article(sample, name):
    assert "four thousand names" in engines.ENGINES[name].read(sample).body


def test_writing_replaces_what_is_between_the_markers(tmp_path):
    page = tmp_path / "benchmarks.md"
    page.write_text(f"Above\n\n{BEGIN}\nold\n{END}\n\nBelow\n", encoding="utf-8")
    grid = Grid("Title", ("engine", "F1"), [("a|b", "99.0")])
    for _ in range(2):
        report.write(page, "Made today.", [grid])
    text = page.read_text(encoding="utf-8")
    assert text.startswith(f"Above\n\n{BEGIN}\n\nMade today.\n\n### Title\n\n| engine | F1 |\n")
    assert text.endswith(f"| a\\|b | 99.0 |\n\n{END}\n\nBelow\n")


def test_steps_are_shares_of_the_whole_and_leave_no_clock_behind(sample):
    before = dict(vars(steps.reading))
    grid = steps.shares("test", [sample])
    assert dict(vars(steps.reading)) == before
    assert {"parse", "find_body", "visible_blocks"} <= {row[0] for row in grid.rows}
    assert sum(float(row[2]) for row in grid.rows) == pytest.approx(100, abs=3)


def test_the_command(corpora):
    asked = "--engine newsspider --sample 50 --seed 3 --worst 2 --profile".split()
    ran = subprocess.run(
        [sys.executable, COMMAND, "--corpora", corpora, *asked],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    assert "fundus-publishers, tuned part (50 %, seed 3)" in ran.stdout
    assert "fundus-publishers, the rest" in ran.stdout
    assert "the rest: worst" not in ran.stdout
    assert "losses of authors" in ran.stdout
    assert "newsspider's time by step" in ran.stdout
    assert "missing:" in ran.stderr  # the other corpora are not there


def test_an_answer_that_is_no_day_says_nothing(corpora):
    index = corpora / "fundus-publishers/index.jsonl"
    text = index.read_text(encoding="utf-8").replace('["2024-05-03"]', "[NaN]", 1)
    index.write_text(text, encoding="utf-8")
    days = [sample.days for sample in load(index.parent)]
    assert days == [None, *[("2024-05-03",)] * 3]
