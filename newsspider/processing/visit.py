"""One page on its road, and its outcome so far."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from newsspider.items import Article, IndexPage, Page, Rejected, Stored, Unmodified

if TYPE_CHECKING:
    from newsspider.extraction.gate.types import Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A page on its road: read and judged, then stored. A rejected page keeps its verdict."""

    page: Page
    outcome: Article | Stored | Rejected | IndexPage | Unmodified | Reading
    """A ``Reading`` only where a page is explained instead of judged."""
