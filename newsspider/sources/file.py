"""The file of sources: read, and checked to the last key before anything is fetched."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from newsspider.errors import UsageError
from newsspider.hosts import site_host
from newsspider.selectors import FIELDS, check_selector
from newsspider.sources.source import Source, Sources

LANGUAGE = re.compile(r"[a-zA-Z]{2,3}(?:-[a-zA-Z0-9]{2,8})*")
ORDERS = ("dmy", "mdy")
PROFILE = ("timezone", "date_order")
"""What has a place of its own in a site's profile, and is no override of a field."""


def read_sources(path: Path) -> Sources:
    """The sources of a TOML file.

    Raises ``UsageError`` with one sentence that names the file, the source and the key.
    """
    try:
        table = tomllib.loads(path.read_text("utf-8"))
        _allow(table, ("source",), "the file")
        return _sources(table.get("source", []))
    except OSError as problem:
        reason = problem.strerror or type(problem).__name__
        raise UsageError(f"The sources {path} cannot be read: {reason}.") from None
    except (ValueError, RecursionError) as problem:
        raise UsageError(f"{path}: {str(problem).rstrip('.')}.") from None


def _sources(tables: object) -> Sources:
    if not isinstance(tables, list):
        raise ValueError("a source is written [[source]], with two brackets")  # noqa: TRY004 - a sentence for people
    found: dict[str, Source] = {}
    for number, table in enumerate(tables, 1):
        source = _source(table, number)
        if source.site in found:
            raise ValueError(f"source {number}: {source.site} has a source already")
        found[source.site] = source
    return Sources(found.values())


def _source(table: object, number: int) -> Source:
    if not isinstance(table, dict) or "site" not in table:
        raise ValueError(f"source {number} has no site: write site = 'example.org'")
    site = _site(table["site"], number)
    name = f"source {site}"
    _allow(table, ("site", "extract"), name)
    given = table.get("extract", {})
    if not isinstance(given, dict):
        raise ValueError(f"{name}: extract is a table, written [source.extract]")  # noqa: TRY004
    _allow(given, CHECKS, f"{name}: extract")
    said = {key: _said(key, value, name) for key, value in given.items()}
    profile: dict[str, Any] = {key: said.pop(key) for key in PROFILE if key in said}
    return Source(site=site, overrides=said, **profile)


def _site(value: object, number: int) -> str:
    text = value.strip() if isinstance(value, str) else ""
    site = site_host(text if "//" in text else f"//{text}")
    if not site or re.search(r"\s", site):
        raise ValueError(f"source {number}: site {value!r} is no host, like 'example.org'")
    return site


def _said(key: str, value: object, name: str) -> str:
    """The value, checked; TOML's numbers and texts alike."""
    try:
        return CHECKS[key](value)
    except ValueError as problem:
        raise ValueError(f"{name}: extract.{key}: {problem}") from None


def _allow(table: Mapping[str, object], known: Any, name: str) -> None:
    unknown = next((key for key in table if key not in known), None)
    if unknown is not None:
        raise ValueError(f"{name} has no key {unknown!r}, only {', '.join(known)}")


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError(f"{value!r} is no text in quotes")  # noqa: TRY004 - a sentence for people
    return value


def _selector(value: object) -> str:
    selector = _text(value)
    check_selector(selector)
    return selector


def _timezone(value: object) -> str:
    name = _text(value)
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise ValueError(f"{name!r} is no time zone, like 'Europe/Berlin'") from None
    return name


def _date_order(value: object) -> str:
    if value not in ORDERS:
        raise ValueError(f"{value!r} is neither 'dmy' nor 'mdy'")
    return str(value)


def _language(value: object) -> str:
    tag = _text(value)
    if not LANGUAGE.fullmatch(tag):
        raise ValueError(f"{tag!r} is no language tag, like 'ar' or 'en-US'")
    return tag


def _section_from_url(value: object) -> str:
    """A number of a step from 1, or a pattern with groups."""
    if isinstance(value, int) and not isinstance(value, bool) and value > 0:
        return str(value)
    if not isinstance(value, str):
        raise ValueError(f"{value!r} is neither the number of a step, from 1, nor a pattern")  # noqa: TRY004
    try:
        groups = re.compile(value).groups
    except re.error as problem:
        raise ValueError(f"{value!r} is no pattern ({problem})") from None
    if not groups:
        raise ValueError(f"{value!r} has no group, like '^https://[^/]+/([^/]+)/'")
    return value


CHECKS: dict[str, Callable[[object], str]] = {
    **dict.fromkeys((*FIELDS, "remove"), _selector),
    "section_from_url": _section_from_url,
    "timezone": _timezone,
    "date_order": _date_order,
    "language": _language,
}
"""What may stand under ``[source.extract]``, and what checks it."""
