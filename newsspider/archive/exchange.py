"""A request and its answer as they went over the wire."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Self

Headers = tuple[tuple[str, str], ...]
"""Names and values in their order, each letter one byte (Latin-1)."""

NOT_MODIFIED = 304


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One request and its answer."""

    url: str
    fetched_at: datetime
    """When the answer was there, UTC and aware."""

    status: int
    headers: Headers = ()
    body: bytes = b""
    """The payload as the server sent it, its content encoding kept."""

    method: str = "GET"
    asked: Headers = ()
    """The request's headers."""

    protocol: str = "HTTP/1.1"
    ip: str | None = None
    """The address that answered."""

    first: str | None = None
    """The address from which redirects led here; ``None`` where nothing did."""

    @property
    def digest(self) -> str:
        """The payload's, as WARC writes it."""
        return payload_digest(self.body)


@dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    """The record that holds the payload which another answer only repeats."""

    url: str
    fetched_at: datetime
    digest: str

    @classmethod
    def of(cls, exchange: Exchange) -> Self:
        """The record of this answer."""
        return cls(url=exchange.url, fetched_at=exchange.fetched_at, digest=exchange.digest)


def payload_digest(body: bytes) -> str:
    """SHA-1 in base 32, which all WARC tools check; it names bytes and guards no secret."""
    return "sha1:" + base64.b32encode(hashlib.sha1(body, usedforsecurity=False).digest()).decode()
