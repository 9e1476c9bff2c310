"""What programs read: JSON, JSON lines, CSV."""

from __future__ import annotations

import csv
import json
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TextIO

from newsspider.cli.kit.terminal import plain
from newsspider.items import Article
from newsspider.schemas.record import record

ARTICLE_COLUMNS = (
    "id",
    "url",
    "title",
    "published_at",
    "modified_at",
    "section",
    "sections",
    "authors",
    "summary",
    "text",
    "language",
    "direction",
    "tags",
    "image",
    "site",
    "paywalled",
)
"""An article's columns in CSV; what holds several is joined by ``; ``."""

# JSON itself escapes U+0000 to U+001F only. The others steer a terminal (ECMA-48) or end a line.
_UNESCAPED = re.compile("[\x7f-\x9f\u2028\u2029]")


def article_object(article_id: int, article: Article) -> dict[str, Any]:
    """The article's record with the id that the database gave it."""
    return {"id": article_id, **record(article)}


def write_json(value: object) -> None:
    """Print one JSON value for people and programs."""
    sys.stdout.write(_json(value, indent=2) + "\n")


def write_jsonl(objects: Iterable[Mapping[str, Any]], file: TextIO | None = None) -> None:
    """Print one JSON object a line, on standard output or into the file."""
    out = file or sys.stdout
    for item in objects:
        out.write(_json(item) + "\n")


def write_csv(
    objects: Iterable[Mapping[str, Any]], columns: Sequence[str], file: TextIO | None = None
) -> None:
    """Print a heading and one row an object, likewise; safe to open in a spreadsheet."""
    writer = csv.writer(file or sys.stdout, lineterminator="\n")
    writer.writerow(columns)
    for item in objects:
        writer.writerow([_cell(item[column]) for column in columns])


def _json(value: object, indent: int | None = None) -> str:
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return _UNESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


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
