"""Schemas as JSON, JSON Lines and CSV."""

import csv
import io

import pytest

from newsspider.schemas.writing import write_csv, write_json, write_jsonl


@pytest.mark.parametrize(
    "text", ["=1", "+1", "-1", "@a", "\t=1", "\r=1", "\n=1", "\x9b=1", "\u202e=1"]
)
def test_no_csv_cell_is_a_formula(text: str) -> None:
    file = io.StringIO()
    write_csv([{"a": text}], ["a"], file)
    ((_,), (cell,)) = csv.reader(io.StringIO(file.getvalue()))
    assert cell.startswith("'")


def test_csv_joins_texts_and_keeps_what_is_more_as_json() -> None:
    file = io.StringIO()
    values = [{"texts": ["a", "b"], "more": {"a": [1]}, "is": True, "no": None}]
    write_csv(values, ["texts", "more", "is", "no"], file)
    assert list(csv.reader(io.StringIO(file.getvalue()))) == [
        ["texts", "more", "is", "no"],
        ["a; b", '{"a": [1]}', "true", ""],
    ]


def test_json_steers_no_terminal_and_ends_no_line() -> None:
    file = io.StringIO()
    write_jsonl([{"a": "\x9b\u2028é"}, {"a": 1}], file)
    write_json({"a": "\x85"}, file)
    assert file.getvalue() == ('{"a": "\\u009b\\u2028é"}\n{"a": 1}\n{\n  "a": "\\u0085"\n}\n')
