"""The file of sources: written, and read with a check of every key before anything is fetched."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from newsspider.errors import UsageError
from newsspider.sources.source import Source, Sources
from newsspider.sources.tables import allow, from_table, to_table


def read_sources(path: Path) -> Sources:
    """The sources of a TOML file.

    Raises ``UsageError`` with one sentence that names the file, the source and the key.
    """
    try:
        return parse_sources(path.read_text("utf-8"), str(path))
    except OSError as problem:
        reason = problem.strerror or type(problem).__name__
        raise UsageError(f"The sources {path} cannot be read: {reason}.") from None
    except ValueError as problem:  # it is no UTF-8
        raise UsageError(f"{path}: {str(problem).rstrip('.')}.") from None


def parse_sources(text: str, name: str) -> Sources:
    """The sources that the TOML text holds; ``name`` says in a ``UsageError`` where it is from."""
    try:
        table = tomllib.loads(text)
        allow(table, ("source",), "the file")
        return _sources(table.get("source", []))
    except (ValueError, RecursionError) as problem:
        raise UsageError(f"{name}: {str(problem).rstrip('.')}.") from None


def written_sources(sources: Iterable[Source]) -> str:
    """The text of a TOML file that gives the sources again."""
    return "\n".join(map(_written, sources))


def _sources(tables: object) -> Sources:
    if not isinstance(tables, list):
        raise ValueError("a source is written [[source]], with two brackets")  # noqa: TRY004 - a sentence for people
    found: dict[str, Source] = {}
    for number, table in enumerate(tables, 1):
        source = from_table(table, number)
        if source.site in found:
            raise ValueError(f"source {number}: {source.site} has a source already")
        found[source.site] = source
    return Sources(found.values())


def _written(source: Source) -> str:
    import tomli_w  # who only reads needs no writer

    table = to_table(source)
    extract = table.pop("extract", None)
    if "since" in table:
        table["since"] = date.fromisoformat(table["since"])
    text = f"[[source]]\n{tomli_w.dumps(table)}"
    return f"{text}\n[source.extract]\n{tomli_w.dumps(extract)}" if extract else text
