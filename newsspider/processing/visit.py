"""What travels through the pipelines: one page and what is known of it so far."""

from __future__ import annotations

from dataclasses import dataclass

from newsspider.extraction.gate.types import Reading
from newsspider.items import Article, IndexPage, Page, Rejected, Stored, Unmodified


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A page on its road: read, then judged, then stored. A rejected page keeps its verdict."""

    page: Page
    outcome: Reading | Article | Stored | Rejected | IndexPage | Unmodified
