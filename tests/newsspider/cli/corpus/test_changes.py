import json

import pytest
from rich.cells import cell_len


def listed(out: str) -> list[tuple[int, int, list[str]]]:
    return [(one["id"], one["revision"], one["changed"]) for one in json.loads(out)]


def test_changed_headlines_latest_first(run, changed: str) -> None:
    result = run("changes", "--format", "json", "--database", changed)
    assert (result.code, result.err) == (0, "")
    assert listed(result.out) == [(3, 3, ["title", "body"]), (1, 2, ["title", "body"])]
    first, last = json.loads(result.out)
    assert (first["seen_at"], first["site"]) == ("2024-11-10T12:00:00+00:00", "The Herald")
    assert first["url"] == "https://herald.example/3"
    assert last["old_title"].startswith("رئيسا البلدين يبحثان")
    assert last["title"].startswith("رئيسا البلدين يوقعان")


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["--field", "all"], [(3, 3), (3, 2), (1, 2)]),
        (["--since", "2024-11-10"], [(3, 3)]),
        (["--since", "2024-11-11"], []),
        (["--site", "sharq.example"], [(1, 2)]),
        (["--site", "The Herald", "--field", "all", "--limit", "1"], [(3, 3)]),
    ],
)
def test_what_is_asked_for_narrows(
    run, changed: str, words: list[str], found: list[tuple[int, int]]
) -> None:
    result = run("changes", *words, "--format", "json", "--database", changed)
    assert [(number, revision) for number, revision, _ in listed(result.out)] == found


def test_jsonl_is_one_object_a_line(run, changed: str) -> None:
    lines = run("changes", "--format", "jsonl", "--database", changed).out.splitlines()
    assert [json.loads(line)["id"] for line in lines] == [3, 1]


def test_the_table_shows_both_headlines_and_fits(run, changed: str) -> None:
    out = run("changes", "--field", "all", "--database", changed).out
    shown = " ".join(out.split())
    assert "[-يبحثان سبل تعزيز-]" in shown
    assert " {+again+}" in shown
    assert "body, tags" in shown
    assert max(map(cell_len, out.splitlines())) <= 80
    assert not {"\x1b", "\x9b", "\u202e"} & set(out)


def test_nothing_changed_is_said_beside_the_output(run) -> None:
    result = run("changes")
    assert (result.code, result.out, result.err) == (0, "", "No change found.\n")
    assert run("changes", "--format", "json").out == "[]\n"


def test_more_than_shown_is_said_beside_the_output(run, changed: str) -> None:
    result = run("changes", "--limit", "1", "--database", changed)
    assert result.err == "These are the latest 1; there are more: see --limit.\n"


def test_a_bad_day_is_one_sentence(run) -> None:
    result = run("changes", "--since", "yesterday")
    assert (result.code, result.out) == (2, "")
    assert result.err == "newsspider: --since yesterday is not a day: write it like 2024-10-23.\n"
