"""Which site an address belongs to, and how a person reads it."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

HOST_PREFIX = re.compile(
    r"^(?:www\d?|m|mobile|amp)\.(?=[^.]+\.)"
    r"(?!(?:com?|org?|net?|gov?|govt|gob|gouv|edu|ac|mil)\.[a-z]{2}$)"
)
"""Prefixes of a site's name; ``m.co.uk`` is a name of its own, under ``co.uk``."""

ESCAPED = re.compile(r"(?:%[89A-Fa-f][0-9A-Fa-f])+")
"""Percent-encoded bytes beyond ASCII."""

DEFAULT_PORTS = {"http": 80, "https": 443}


def site_host(url: str) -> str:
    """The site's host, lower case, without ``www.``, ``m.`` or ``amp.``; ``""`` where none is.

    A port that is not the scheme's own belongs to it: ``127.0.0.1:8801``.
    """
    try:
        parts = urlsplit(url.strip())
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return ""
    name = HOST_PREFIX.sub("", f"[{host}]" if ":" in host else host)
    return name if port in (None, DEFAULT_PORTS.get(parts.scheme)) else f"{name}:{port}"


def ascii_host(host: str) -> str:
    """The host as it is asked for: letters beyond ASCII in their form of RFC 3490."""
    try:
        return host if host.isascii() else host.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return host


def readable(url: str) -> str:
    """The address with its letters beyond ASCII written out (RFC 3987), for people and logs."""
    return ESCAPED.sub(lambda run: _letters(run[0]), url)


def _letters(escaped: str) -> str:
    text = unquote(escaped, errors="replace")
    return escaped if "\ufffd" in text or not text.isprintable() else text
