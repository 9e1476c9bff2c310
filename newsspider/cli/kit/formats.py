"""The choice of format: a table for people; JSON, JSON Lines or CSV for programs."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeVar

from newsspider.cli.kit.options import Format
from newsspider.cli.kit.terminal import note, output
from newsspider.schemas import writing
from newsspider.schemas.jsonable import columns

if TYPE_CHECKING:
    from _typeshed import DataclassInstance
    from rich.console import Console, RenderableType


Row = TypeVar("Row")


def show(
    form: StrEnum,
    schema: Callable[[], DataclassInstance],
    draw: Callable[[Console], RenderableType | None],
) -> None:
    """Print one value: what ``schema`` makes of it for programs, what ``draw`` gives for people.

    What ``draw`` returns is printed; it may also print by itself.
    """
    with output() as console:
        if form == Format.TABLE:
            _print(console, draw(console))
        elif form == Format.JSON:
            write_json(schema())
        else:
            made = schema()
            _write_rows(form, [made], type(made))


def show_list(
    form: StrEnum,
    rows: Sequence[Row],
    schema: type[DataclassInstance],
    draw: Callable[[Console, Sequence[Row]], RenderableType | None],
    *,
    of: Callable[[Row], DataclassInstance] | None = None,
    limit: int | None = None,
    empty: str = "",
    more: Callable[[Sequence[Row]], str] | None = None,
) -> None:
    """Print a list of values, at most ``limit`` of them.

    ``of`` makes the schema of one, by default ``schema.of`` where it is none yet. Without rows,
    people are told ``empty``; where there are more than ``limit``, ``more``, by default how many
    these are.
    """
    shown = rows[:limit]
    with output() as console:
        if form != Format.TABLE:
            make: Callable[[Any], DataclassInstance] = of or schema.of  # type: ignore[attr-defined]
            made = (row if isinstance(row, schema) else make(row) for row in shown)
            _write_rows(form, made, schema)
        elif shown or not empty:
            _print(console, draw(console, shown))
    if form == Format.TABLE and empty and not shown:
        note(empty)
    if len(rows) > len(shown):
        note(more(shown) if more else _latest(shown))


def write_json(value: object) -> None:
    """Print a schema, or a list of them, as one JSON value for people and programs."""
    writing.write_json(value, sys.stdout)


def write_jsonl(values: Iterable[object]) -> None:
    """Print one JSON object a line."""
    writing.write_jsonl(values, sys.stdout)


def _write_rows(form: StrEnum, made: Iterable[DataclassInstance], schema: type[Any]) -> None:
    if form == Format.JSON:
        write_json(list(made))
    elif form == Format.JSONL:
        write_jsonl(made)
    else:
        writing.write_csv(made, columns(schema), sys.stdout)


def _print(console: Console, drawn: RenderableType | None) -> None:
    if drawn is not None:
        console.print(drawn)


def _latest(rows: Sequence[object]) -> str:
    return f"These are the latest {len(rows)}; there are more: see --limit."
