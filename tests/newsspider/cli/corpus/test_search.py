import csv
import io
import json

import pytest

from newsspider.schemas.record import record


def ids(out: str) -> list[int]:
    return [found["id"] for found in json.loads(out)]


def test_json_is_one_array_of_records(run) -> None:
    result = run("search", "--format", "json")
    found = json.loads(result.out)
    assert (result.code, result.err) == (0, "")
    assert [item["id"] for item in found] == [3, 2, 1]
    assert list(found[0]) == ["id", *record_fields()]
    assert "قسم العلاقات الدولية" in result.out


def record_fields() -> list[str]:
    from newsspider.items import Article

    return list(record(Article(url="")))


def test_jsonl_is_one_object_a_line(run) -> None:
    lines = run("search", "--format", "jsonl").out.splitlines()
    assert [json.loads(line)["id"] for line in lines] == [3, 2, 1]


def test_csv_is_safe_in_a_spreadsheet(run) -> None:
    result = run("search", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(result.out)))
    assert [row["id"] for row in rows] == ["3", "2", "1"]
    assert rows[0]["title"].startswith("'=HYPERLINK")
    assert rows[0]["tags"] == "'-1+1"
    assert rows[0]["authors"] == "Jane Doe; Óscar Núñez"
    assert rows[0]["paywalled"] == "false"
    assert rows[2]["published_at"] == "2024-10-23"


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["flood"], [3]),
        (["FLOOD", "recedes"], [3]),
        (["--since", "2024-10-24"], [3, 2]),
        (["--until", "2024-10-23"], [1]),
        (["--section", "water"], [3]),
        (["--site", "asa.example"], [2]),
        (["--site", "صحيفة الشرق"], [1]),
        (["--language", "ja"], [2]),
        (["--language", "JA-jp"], [2]),
        (["--site", "https://www.asa.example/section/"], [2]),
        (["--author", "oscar"], [3]),
        (["التعاون"], [1]),
        (["東京"], [2]),
        (["--limit", "1"], [3]),
        (["floods"], [3]),
        (["تعاون"], [1]),
        (["-flood"], [2, 1]),
        (["flood", "-recedes"], []),
        (['"flood recedes"'], [3]),
        (["--order", "time", "recedes OR 東京"], [3, 2]),
        (["title:hyperlink"], [3]),
        (["lang:ar"], [1]),
        (["--order", "time", "flood OR 東京"], [3, 2]),
    ],
)
def test_words_and_filters_narrow(run, words: list[str], found: list[int]) -> None:
    result = run("search", "--format", "json", *words)
    assert (result.code, ids(result.out)) == (0, found)


def test_the_table_fits_eighty_columns(run) -> None:
    from rich.cells import cell_len

    out = run("search").out
    assert max(map(cell_len, out.splitlines())) <= 80
    for shown in ("2024-10-23", "2024-10-24", "2024-11-02", "صحيفة الشرق", "あさなみ新聞"):
        assert shown in out
    assert "\x1b" not in out
    assert "\u202e" not in out


@pytest.mark.parametrize("form", ["table", "json", "jsonl", "csv"])
@pytest.mark.parametrize("command", ["search", "rejected"])
def test_no_output_steers_the_terminal(run, command: str, form: str) -> None:
    out = run(command, "--format", form).out
    assert len(out) > 200
    assert steering(out) == []


def steering(out: str) -> list[str]:
    return [
        letter for letter in out if letter < " " or "\x7f" <= letter <= "\x9f" if letter != "\n"
    ]


def test_json_keeps_what_it_escapes(run) -> None:
    for form in ("json", "jsonl"):
        out = run("search", "--format", form, "--limit", "1").out
        assert "\\u001b[31m\\u009b32m" in out
        (found,) = json.loads(out) if form == "json" else map(json.loads, out.splitlines())
        assert found["title"] == "=HYPERLINK(0) \x1b[31m\x9b32m\u202eflood"


def test_csv_keeps_paragraphs_apart(run) -> None:
    (row,) = csv.DictReader(io.StringIO(run("search", "--format", "csv", "--limit", "1").out))
    assert row["text"] == "The flood recedes.\n 0;Own er "


def test_nothing_found_is_said_beside_the_output(run) -> None:
    result = run("search", "unicorn")
    assert (result.code, result.out, result.err) == (0, "", "Nothing found.\n")
    assert run("search", "unicorn", "--format", "json").out == "[]\n"
    assert run("search", "unicorn", "--format", "jsonl").out == ""
    assert run("search", "unicorn", "--format", "csv").out.startswith("id,url,title,")


def test_more_than_shown_is_said_beside_the_output(run) -> None:
    said = run("search", "--limit", "2").err
    assert said.startswith("There are more: --after 2@2024-10-24")
    after = said.split()[4]
    assert ids(run("search", "--after", after, "--format", "json").out) == [1]
    assert run("search", "--limit", "3").err == ""


def test_a_found_text_shows_why(run) -> None:
    out = run("search", "recedes").out
    assert "The flood recedes." in out
    assert "The flood recedes." not in run("search", "--order", "time").out


def test_hits_are_marked_on_a_terminal(run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    out = run("search", "تعاون").out
    assert "\x1b[1;33mالتعاون\x1b[0m" in out


def test_facets_count_what_was_found(run) -> None:
    counted = json.loads(run("search", "--facets", "--format", "json").out)
    assert counted["language"] == {"ar": 1, "en": 1, "ja": 1}
    assert counted["section"]["Water"] == 1
    assert list(counted) == ["site", "section", "language", "author", "day"]
    assert json.loads(run("search", "flood", "--facets", "--format", "json").out)["site"] == {
        "herald.example": 1
    }
    assert "asa.example" in run("search", "--facets").out
    assert run("search", "unicorn", "--facets").err == "Nothing found.\n"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--since", "x"], "--since x is not a day: write it like 2024-10-23."),
        (["since:x"], "since:x is not a day: write it like 2024-10-23."),
        (['"flood'], "is not closed"),
        (["(flood"], "is not closed"),
        (["?"], "no letter or figure"),
        (["--order", "relevance"], "Only words can be more or less relevant"),
        (["--after", "x"], "is not where this list goes on"),
        (["--sinse", "2024-10-23"], "There is no option --sinse"),
        (["--facets", "--format", "csv"], "--facets are printed"),
        (["--until", "2024-13-01"], "--until 2024-13-01 is not a day"),
        (["--since", "2024-12-01", "--until", "2024-11-01"], "is later than --until"),
    ],
)
def test_a_bad_day_is_one_sentence(run, words: list[str], says: str) -> None:
    result = run("search", *words)
    assert (result.code, result.out) == (2, "")
    assert says in result.err
    assert result.err.count("\n") == 1


@pytest.mark.slow
def test_a_reader_that_goes_away_is_no_error(shell) -> None:
    for form in ("table", "json", "csv"):
        done = shell(f"newsspider search --format {form} | true")
        assert (done.returncode, done.stderr) == (0, "")
