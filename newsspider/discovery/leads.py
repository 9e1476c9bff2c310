"""A lead: an address worth a request, with its presumed kind."""

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
    """An index page of the articles of a day, a month or a year."""

    FEED = "feed"
    SITEMAP = "sitemap"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """One absolute http(s) address, with the hints of the place that names it."""

    kind: LeadKind
    url: str
    hints: Hints = field(default_factory=Hints)
