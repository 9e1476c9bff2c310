"""What a spider needs of the frontier, wherever it is kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from newsspider.items import FrontierEntry, Lease


class FrontierLike(Protocol):
    """What the spider needs of the frontier: ``pipelines.frontier.Frontier``."""

    async def begin(self, starts: Sequence[FrontierEntry], *, at_once: bool) -> frozenset[str]:
        """Add the starts; what the addresses of known articles look like."""
        ...

    async def lease(self, *, lists: int, articles: int) -> list[Lease]:
        """The addresses whose turn it is, at most so many."""
        ...

    async def beat(self) -> bool:
        """Say that the crawl lives; whether the source is still its."""
        ...

    async def hold_back(self, pattern: str) -> int:
        """Fetch no new articles whose addresses look like this for a while; how many waited."""
        ...

    async def drop(self, urls: Sequence[str]) -> None:
        """Fetch these no more."""
        ...
