"""A source as a table: in a file of sources, and as JSON in the database."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Any
from urllib.parse import urlsplit

from newsspider.sources import checks
from newsspider.sources.source import SOURCE_FIELDS, Source, home_of
from newsspider.text.selectors import FIELDS

CRAWL = {key: declared.check for key, declared in SOURCE_FIELDS.items() if not declared.in_extract}
"""The check of each key under ``[[source]]``, beside ``site`` and ``extract``."""

PROFILE = {key: declared.check for key, declared in SOURCE_FIELDS.items() if declared.in_extract}
"""The check of each key under ``[source.extract]`` that is no override of an article's field."""

EXTRACT: dict[str, Callable[[object], Any]] = {
    **dict.fromkeys((*FIELDS, "remove"), checks.selector),
    "section_from_url": checks.section_from_url,
    **PROFILE,
    "language": checks.language,
}
"""The check of each key under ``[source.extract]``."""

DEFAULTS = {entry.name: entry.default for entry in fields(Source)}


def from_table(table: object, number: int = 1) -> Source:
    """The source, checked to the last key; ``number`` names it where it has no site.

    An empty text is as no text: the key's default holds. Raises ``ValueError`` with a sentence,
    without its full stop.
    """
    if not isinstance(table, Mapping) or "site" not in table:
        raise ValueError(f"source {number} has no site: write site = 'example.org'")
    try:
        site = checks.site(table["site"])
    except ValueError as problem:
        raise ValueError(f"source {number}: {problem}") from None
    name = f"source {site}"
    allow(table, ("site", *CRAWL, "extract"), name)
    extract = table.get("extract", {})
    if not isinstance(extract, Mapping):
        raise ValueError(f"{name}: extract is a table, written [source.extract]")  # noqa: TRY004
    allow(extract, EXTRACT, f"{name}: extract")
    named = [key for key in CRAWL if table.get(key, "") != ""]
    crawl = {key: _read(CRAWL, key, table, name) for key in named}
    overrides = {key: _read(EXTRACT, key, extract, f"{name}: extract", ".") for key in extract}
    profile = {key: overrides.pop(key) for key in PROFILE if key in overrides}
    if "since" in crawl and "until" in crawl and crawl["until"] < crawl["since"]:
        raise ValueError(f"{name}: until, {crawl['until']}, lies before since, {crawl['since']}")
    crawl["starts"] = crawl.get("starts") or _home(table["site"])
    return Source(site=site, overrides=overrides, **profile, **crawl)


def to_table(source: Source) -> dict[str, Any]:
    """The table that gives the source again, fit for JSON, without defaults."""
    table: dict[str, Any] = {"site": source.site}
    for key in CRAWL:
        value = getattr(source, key)
        if value != DEFAULTS[key] and value != (home_of(source.site),):
            table[key] = _plain(value)
    extract = {key: value for key in PROFILE if (value := getattr(source, key))}
    for key, value in source.overrides.items():
        extract[key] = int(value) if key == "section_from_url" and value.isdecimal() else value
    return table | ({"extract": extract} if extract else {})


def to_full_table(source: Source) -> dict[str, Any]:
    """As ``to_table`` with every key, also defaults: an empty text where a value is missing."""
    plain = {key: _plain(getattr(source, key)) for key in CRAWL}
    full = {key: "" if value is None else value for key, value in plain.items()}
    return {"site": source.site, **full, "extract": {}} | to_table(source)


def allow(table: Mapping[str, object], known: Any, name: str) -> None:
    """Raise ``ValueError`` for a key that is not among the known ones."""
    unknown = next((key for key in table if key not in known), None)
    if unknown is not None:
        raise ValueError(f"{name} has no key {unknown!r}, only {', '.join(known)}")


def _read(
    known: Mapping[str, Callable[[object], Any]],
    key: str,
    table: Mapping[str, object],
    name: str,
    mark: str = ": ",
) -> Any:
    try:
        return known[key](table[key])
    except ValueError as problem:
        raise ValueError(f"{name}{mark}{key}: {problem}") from None


def _home(named: str) -> tuple[str, ...]:
    """The home of the site where an address on it was named; ``()`` where only a host was."""
    if "://" not in named:
        return ()
    parts = urlsplit(named.strip())
    return (f"{parts.scheme.lower()}://{parts.netloc.rpartition('@')[2].lower()}/",)


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return list(value)
    return value.isoformat() if hasattr(value, "isoformat") else value
