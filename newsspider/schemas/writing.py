"""Schemas as text: JSON, JSON Lines and CSV."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Sequence
from typing import Any, TextIO

from newsspider.schemas.jsonable import jsonable
from newsspider.text.controls import plain

# JSON itself escapes U+0000 to U+001F only. The others steer a terminal (ECMA-48) or end a line.
_UNESCAPED = re.compile("[\x7f-\x9f\u2028\u2029]")


def write_json(value: object, file: TextIO) -> None:
    """Write a schema, or a list of them, as one JSON value over several lines."""
    file.write(_json(value, indent=2) + "\n")


def write_jsonl(values: Iterable[object], file: TextIO) -> None:
    """Write one JSON object a line."""
    for value in values:
        file.write(_json(value) + "\n")


def write_csv(values: Iterable[object], columns: Sequence[str], file: TextIO) -> None:
    """Write a heading and one row a schema; safe to open in a spreadsheet.

    What holds several texts is joined by ``; ``.
    """
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(columns)
    for value in values:
        fields = jsonable(value)
        writer.writerow([_cell(fields[column]) for column in columns])


def _json(value: object, indent: int | None = None) -> str:
    text = json.dumps(jsonable(value), ensure_ascii=False, indent=indent)
    return _UNESCAPED.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def _cell(value: Any) -> Any:
    if isinstance(value, dict) or (isinstance(value, list) and not _are_texts(value)):
        value = json.dumps(value, ensure_ascii=False)
    elif isinstance(value, list):
        value = "; ".join(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str):
        return value
    text = "\n".join(map(plain, value.split("\n")))
    # A spreadsheet runs a cell that begins so; with the apostrophe it shows it (CWE-1236).
    return f"'{text}" if text.lstrip().startswith(("=", "+", "-", "@")) else text


def _are_texts(values: list[Any]) -> bool:
    return all(isinstance(value, str) for value in values)
