"""Web addresses as a person types them."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from newsspider.errors import UsageError

WITH_HOST = re.compile(r"^[a-z][a-z0-9+.-]*://", re.IGNORECASE)


def is_address(text: str) -> bool:
    """Whether the text means an address and not a file."""
    return WITH_HOST.match(text.strip()) is not None


def web_address(text: str) -> str:
    """The address, stripped; raises ``UsageError`` for what cannot be fetched."""
    url = text.strip()
    if not is_address(url):
        raise UsageError(f"{url} is no web address: write it with https:// in front.")
    try:
        parts = urlsplit(url)
        has_host = bool(parts.hostname) and parts.port != 0
    except ValueError as problem:
        raise UsageError(f"{url} cannot be read as a web address ({problem}).") from None
    if parts.scheme not in ("http", "https"):
        raise UsageError(f"{url} cannot be fetched: only http and https addresses can.")
    if not has_host or re.search(r"\s", url):
        raise UsageError(f"{url} cannot be read as a web address: check its host.")
    return url
