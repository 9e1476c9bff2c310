import csv
import io
import json

import pytest


@pytest.mark.parametrize(
    ("words", "reasons"),
    [
        ([], ["blocked", "index_page"]),
        (["--reason", "index_page"], ["index_page"]),
        (["--site", "herald.example"], ["blocked", "index_page"]),
        (["--site", "asa.example"], []),
        (["--limit", "1"], ["blocked"]),
    ],
)
def test_pages_and_why(run, words: list[str], reasons: list[str]) -> None:
    result = run("rejected", "--format", "json", *words)
    assert result.code == 0
    assert [page["reason"] for page in json.loads(result.out)] == reasons


def test_every_format_has_the_same_pages(run) -> None:
    rows = list(csv.DictReader(io.StringIO(run("rejected", "--format", "csv").out)))
    lines = [json.loads(line) for line in run("rejected", "--format", "jsonl").out.splitlines()]
    assert [row["url"] for row in rows] == [line["url"] for line in lines]
    out = run("rejected").out
    assert "https://herald.example/index_page" in out
    assert "80 % of it are links." in out


def test_nothing_rejected_is_said_beside_the_output(run) -> None:
    result = run("rejected", "--site", "asa.example")
    assert (result.code, result.out, result.err) == (0, "", "No rejected page found.\n")


def test_an_unknown_reason_is_wrong_usage(run) -> None:
    assert run("rejected", "--reason", "boredom").code == 2
