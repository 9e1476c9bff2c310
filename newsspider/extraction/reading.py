"""What reading a page gives, before it is judged."""

from __future__ import annotations

from dataclasses import dataclass

from newsspider.items import Article


@dataclass(frozen=True, slots=True, kw_only=True)
class Signals:
    """What a page shows of its kind; the quality gate decides on these alone."""

    declared_article: bool = False
    """JSON-LD, OpenGraph or microdata calls the page an article."""

    declared_index: bool = False
    """Structured data calls the page a collection, a profile or a search result."""

    body_characters: int = 0
    prose_characters: int = 0
    """Those in paragraphs longer than a teaser."""

    page_characters: int = 0
    link_share: float = 0.0
    """Share of the page's visible text, outside header, footer and navigation, inside links."""

    headline_links: int = 0
    """Links outside navigation whose text is long enough to be another article's headline."""

    consent_marks: tuple[str, ...] = ()
    paywall_marks: tuple[str, ...] = ()
    declared_free: bool | None = None
    """``isAccessibleForFree`` as the page declares it."""

    block_marks: tuple[str, ...] = ()
    missing_marks: tuple[str, ...] = ()
    """Phrases of a "page not found" notice in title or heading."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The record as far as the page gives it, and the signals of what kind of page it is."""

    article: Article
    signals: Signals = Signals()
