"""A lead: an address worth a request, and what it should turn out to be."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from newsspider.items import Hints


class LeadKind(StrEnum):
    """The kind of page that is expected behind an address."""

    ARTICLE = "article"
    SECTION = "section"
    """A section page, or a further page of one: read for links only."""

    ARCHIVE = "archive"
    """A list of the articles of a day, a month or a year: for those who want the past."""

    FEED = "feed"
    SITEMAP = "sitemap"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """One absolute http(s) address and what the place that names it says of it."""

    kind: LeadKind
    url: str
    hints: Hints = field(default_factory=Hints)
