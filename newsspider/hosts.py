"""Which site an address belongs to."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

HOST_PREFIX = re.compile(r"^(?:www\d?|m|mobile|amp)\.(?=[^.]+\.)")
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
