"""Branches of a site: all that lies beneath a path, or beneath the address of a section page."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

from newsspider.text.hosts import site_host

ENDING = re.compile(r"(?:/(?:index|default))?\.\w{1,5}$", re.IGNORECASE)
"""The end of a section page's path that its articles do not share."""


def beneath(url: str, branch: str) -> bool:
    """Whether the address is the branch itself or lies beneath it.

    A branch is a path (``/politics``), whatever the host, or an address (``https://a.org/politics``)
    of one site. ``/politics`` holds ``/politics/a`` and ``/politics.html``, not ``/politics-uk``.
    """
    host, stem = _parts(branch)
    if host and site_host(url) != host:
        return False
    path = unquote(urlsplit(url).path) or "/"
    return path == stem or path.startswith((f"{stem}/", f"{stem}."))


def _parts(branch: str) -> tuple[str, str]:
    is_address = "://" in branch
    path = unquote(urlsplit(branch).path if is_address else branch)
    host = site_host(branch) if is_address else ""
    return host, ENDING.sub("", path).rstrip("/")
