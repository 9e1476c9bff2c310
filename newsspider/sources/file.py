"""The file of sources: written, and read with a check of every key before anything is fetched."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Collection, Iterable
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from newsspider.errors import UsageError
from newsspider.sources.source import Source, Sources
from newsspider.sources.tables import allow, from_table, to_full_table, to_table

T = TypeVar("T")

PAUSED = "paused"
"""The key of a source's status, which only an import takes."""


def read_sources(path: Path) -> Sources:
    """The sources of a TOML file.

    Raises ``UsageError`` with one sentence that names the file, the source and the key.
    """
    return Sources(source for source, _ in _read_by(_parse, path))


def read_tables(path: Path) -> dict[str, dict[str, Any]]:
    """The keys that a TOML file names of each source, by site; checked as ``read_sources`` does."""
    return {source.site: table for source, table in _read_by(_parse, path)}


def parse_sources(text: str, name: str) -> Sources:
    """The sources that the TOML text holds; ``name`` is the text's name in a ``UsageError``.

    Such a text may not say that a source is paused.
    """
    tables = _parse(text, name)
    for source, table in tables:
        if PAUSED in table:
            raise UsageError(
                f"{name}: {PAUSED} is for an import alone: newsspider sources pause {source.site}."
            )
    return Sources(source for source, _ in tables)


def written_sources(
    sources: Iterable[Source], *, every_key: bool = False, paused: Collection[str] | None = None
) -> str:
    """The text of a TOML file that gives the sources again.

    With ``every_key`` it names defaults too, so that an import puts them back. With ``paused``, the
    sites that are, it says of each source whether it is.
    """
    table_of = to_full_table if every_key else to_table
    return "\n".join(
        _as_toml(
            source, table_of(source), {} if paused is None else {PAUSED: source.site in paused}
        )
        for source in sources
    )


def _read_by(parse: Callable[[str, str], T], path: Path) -> T:
    try:
        return parse(path.read_text("utf-8"), str(path))
    except OSError as problem:
        reason = problem.strerror or type(problem).__name__
        raise UsageError(f"The sources {path} cannot be read: {reason}.") from None
    except ValueError as problem:  # it is no UTF-8
        raise UsageError(f"{path}: {str(problem).rstrip('.')}.") from None


def _parse(text: str, name: str) -> list[tuple[Source, dict[str, Any]]]:
    try:
        table = tomllib.loads(text)
        allow(table, ("source",), "the file")
        return _checked(table.get("source", []))
    except (ValueError, RecursionError) as problem:
        raise UsageError(f"{name}: {str(problem).rstrip('.')}.") from None


def _checked(tables: object) -> list[tuple[Source, dict[str, Any]]]:
    if not isinstance(tables, list):
        raise ValueError("a source is written [[source]], with two brackets")  # noqa: TRY004 - a sentence for people
    by_site: dict[str, tuple[Source, dict[str, Any]]] = {}
    for number, table in enumerate(tables, 1):
        source = from_table(_without_paused(table), number)
        if source.site in by_site:
            raise ValueError(f"source {number}: {source.site} has a source already")
        by_site[source.site] = source, table
    return list(by_site.values())


def _without_paused(table: object) -> object:
    if not isinstance(table, dict) or PAUSED not in table:
        return table
    if not isinstance(table[PAUSED], bool):
        raise ValueError(f"source {table.get('site')}: {PAUSED} is true or false")  # noqa: TRY004 - a sentence for people
    return {key: value for key, value in table.items() if key != PAUSED}


def _as_toml(source: Source, table: dict[str, Any], state: dict[str, bool]) -> str:
    import tomli_w  # who only reads needs no writer

    extract = table.pop("extract", None)
    values = {key: getattr(source, key) for key in table}
    days = {key: value for key, value in values.items() if isinstance(value, date)}
    text = f"[[source]]\n{tomli_w.dumps(table | days | state)}"
    return text if extract is None else f"{text}\n[source.extract]\n{tomli_w.dumps(extract)}"
