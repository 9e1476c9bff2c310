"""Checks of the values in a source's table: each gives the value that its field takes.

Each raises ``ValueError`` with a sentence, without its full stop.
"""

from __future__ import annotations

import math
import re
from datetime import date, datetime
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from newsspider.sources import schedules
from newsspider.text.hosts import site_host
from newsspider.text.selectors import check_selector

LANGUAGE = re.compile(r"[a-zA-Z]{2,3}(?:-[a-zA-Z0-9]{2,8})*")
ORDERS = ("dmy", "mdy")
RENDERS = ("http", "browser")

MOST_PAGES = 10_000_000
LONGEST_DELAY = 3600


def site(value: object) -> str:
    """The site's host, of a host or any address on it."""
    text = value.strip() if isinstance(value, str) else ""
    host = site_host(text if "//" in text else f"//{text}")
    if not host or re.search(r"\s", host):
        raise ValueError(f"site {value!r} is no host, like 'example.org'")
    return host


def addresses(value: object) -> tuple[str, ...]:
    """Web addresses, each once."""
    return tuple(map(_address, _texts(value)))


def branches(value: object) -> tuple[str, ...]:
    """Paths or web addresses of section pages, each once."""
    return tuple(map(_branch, _texts(value)))


def _texts(value: object) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(text, str) for text in value):
        raise ValueError(f"{value!r} is no list of texts, like ['a', 'b']")
    return list(dict.fromkeys(text.strip() for text in value))


def _address(text: str) -> str:
    try:
        parts = urlsplit(text)
        sound = parts.scheme in ("http", "https") and site_host(text) and parts.port != 0
    except ValueError:
        sound = False
    if not sound or re.search(r"\s", text):
        raise ValueError(f"{text!r} is no web address, like 'https://example.org/'")
    return text


def _branch(text: str) -> str:
    if text.startswith("/") and not text.startswith("//") and not re.search(r"[\s?#]", text):
        return text
    if "://" in text:
        return _address(text)
    raise ValueError(f"{text!r} is neither a path, like '/politics', nor a web address")


def schedule(value: object) -> str:
    """A schedule, as ``newsspider.sources.schedules`` reads it."""
    text = _text(value)
    schedules.check(text)
    return " ".join(text.split())


def count(value: object) -> int:
    """A number of pages."""
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= MOST_PAGES:
        raise ValueError(f"{value!r} is no number from 1 to {MOST_PAGES}")
    return value


def delay(value: object) -> float:
    """Seconds between two requests."""
    if (
        not isinstance(value, int | float)
        or isinstance(value, bool)
        or not math.isfinite(value)
        or not 0 <= value <= LONGEST_DELAY
    ):
        raise ValueError(f"{value!r} is no number of seconds from 0 to {LONGEST_DELAY}")
    return float(value)


def day(value: object) -> date:
    """A day, as TOML writes it or as text; raises ``ValueError`` as all here do."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    try:
        return date.fromisoformat(_text(value))
    except ValueError:
        raise ValueError(f"{value!r} is no day, like 2024-10-23") from None


def render(value: object) -> str:
    """``http`` or ``browser``."""
    return _one_of(value, RENDERS)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError(f"{value!r} is no text in quotes")  # noqa: TRY004 - a sentence for people
    return value


def selector(value: object) -> str:
    """CSS or XPath."""
    text = _text(value)
    check_selector(text)
    return text


def timezone(value: object) -> str:
    """An IANA name."""
    name = _text(value)
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise ValueError(f"{name!r} is no time zone, like 'Europe/Berlin'") from None
    return name


def date_order(value: object) -> str:
    """``dmy`` or ``mdy``."""
    return _one_of(value, ORDERS)


def _one_of(value: object, known: tuple[str, str]) -> str:
    if value not in known:
        raise ValueError(f"{value!r} is neither {known[0]!r} nor {known[1]!r}")
    return str(value)


def language(value: object) -> str:
    """A language tag, like ``en-US``."""
    tag = _text(value)
    if not LANGUAGE.fullmatch(tag):
        raise ValueError(f"{tag!r} is no language tag, like 'ar' or 'en-US'")
    return tag


def section_from_url(value: object) -> str:
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
