"""The values that travel from a fetched page to a stored record: frozen, standard library only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Literal

from newsspider.timestamps import Timestamp


class Reason(StrEnum):
    """Why a page is no article."""

    ROBOTS = "robots"
    PRIVATE_ADDRESS = "private_address"
    FETCH_FAILED = "fetch_failed"
    HTTP_STATUS = "http_status"
    NOT_HTML = "not_html"
    OTHER_DATES = "other_dates"
    TOO_LARGE = "too_large"
    EMPTY = "empty"
    INDEX_PAGE = "index_page"
    MEDIA_PAGE = "media_page"
    PRODUCT_PAGE = "product_page"
    SERVICE_PAGE = "service_page"
    FORUM_THREAD = "forum_thread"
    DOCUMENTATION = "documentation"
    CONSENT_WALL = "consent_wall"
    LOGIN_WALL = "login_wall"
    PAYWALL_STUB = "paywall_stub"
    BLOCKED = "blocked"
    SOFT_404 = "soft_404"
    EXTRACTION_TIMEOUT = "extraction_timeout"
    EXTRACTION_FAILED = "extraction_failed"


class Kind(StrEnum):
    """The kind of a paragraph of the body."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    QUOTE = "quote"
    LIST_ITEM = "list_item"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hints:
    """The data of a page in the place that named it (a feed's or sitemap's entry)."""

    found_in: str | None = None
    """URL of the feed, sitemap or section page; ``None`` for a page that a person named."""

    title: str | None = None
    published_at: Timestamp | None = None
    section: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """Why there is nothing to read: the fetch was refused, or it failed."""

    reason: Reason
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """Where an answer lies in the archive."""

    file: str
    """The WARC file's name in the archive, or its whole path where it lies elsewhere."""

    place: int
    """Where its record begins, in bytes."""

    length: int
    """Of the record as it lies in the file, in bytes."""

    digest: str
    """Of the payload, as WARC writes it: ``sha1:`` and base 32."""

    status: int
    fetched_at: datetime
    """UTC and aware."""

    identity: str | None = field(default=None, compare=False)
    """The record's own id, in the run that wrote it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One fetched page, or one that could not be fetched, from wherever it came."""

    url: str
    """The address asked for."""

    fetched_at: datetime
    """UTC and aware: also the "now" of everything that reads the page."""

    body: bytes = b""
    final_url: str | None = None
    """The address that answered, after redirects; ``None`` where it is ``url``."""

    status: int | None = 200
    """HTTP status; ``None`` where no server answered (a file, or a failed fetch)."""

    headers: Mapping[str, str] = field(default_factory=dict)
    """Response headers by lower-case name, the last of each."""

    hints: Hints = Hints()
    failure: Failure | None = None
    capture: Capture | None = None
    """Where the answer lies in the archive; ``None`` where it was not kept."""

    @property
    def address(self) -> str:
        """The address whose content this is."""
        return self.final_url or self.url


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Which evidence gave a field, and how sure it is."""

    source: str
    """``json-ld``, ``opengraph``, ``meta``, ``microdata``, ``time``, ``visible``, ``feed`` …"""

    confidence: float
    """From 0 to 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """One block of the body, in the page's order; ``text`` has no line breaks."""

    text: str
    kind: Kind = Kind.PARAGRAPH
    place: str | None = field(default=None, compare=False)
    """Where it stood in the page's tree: the tags and classes of its box, outermost first.

    No part of what the paragraph says: two that differ in nothing else are equal.
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One version of one news article, as read from one page. Missing is ``None`` or ``()``."""

    url: str
    """Canonical address (RFC 3986, normalised): the article's identity."""

    title: str | None = None
    """As the reader sees it, without the site's name."""

    published_at: Timestamp | None = None
    modified_at: Timestamp | None = None
    sections: tuple[str, ...] = ()
    """In the site's own words, widest first."""

    authors: tuple[str, ...] = ()
    """People and desks, as the page names them."""

    body: tuple[Paragraph, ...] = ()
    summary: str | None = None
    """The lead or standfirst, as the publisher wrote it."""

    language: str | None = None
    """BCP 47 primary subtag, lower case: ``ar``, ``en``, ``zh``."""

    direction: Literal["ltr", "rtl"] | None = None
    tags: tuple[str, ...] = ()
    image: str | None = None
    """Absolute URL of the main image."""

    site: str | None = None
    """The site's name as the page gives it, else its host."""

    paywalled: bool = False
    """The text is the publisher's open part only."""

    provenance: Mapping[str, Provenance] = field(default_factory=dict)
    """By field name, for every field that has a value."""

    @property
    def section(self) -> str | None:
        """The widest section."""
        return self.sections[0] if self.sections else None

    @property
    def text(self) -> str:
        """The body's paragraphs joined by newlines."""
        return "\n".join(paragraph.text for paragraph in self.body)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """Why a page is no article."""

    url: str
    reason: Reason
    evidence: str
    """One sentence or figure that a person can check."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteProfile:
    """The facts about a site that are known before one of its pages is read."""

    sections: tuple[str, ...] = ()
    """Section names in the site's own words."""

    timezone: str | None = None
    """IANA name, for times that the page writes without a zone."""

    date_order: Literal["dmy", "mdy"] | None = None
    language: str | None = None
    overrides: Mapping[str, str] = field(default_factory=dict)
    """CSS or XPath by field name; ``remove`` names elements that are cut before the page is read.

    ``language`` is the pages' own tag (BCP 47). ``section_from_url`` is the number of the step of
    the address's path that is the section, from 1, or a pattern whose groups are sections.
    """


class Change(StrEnum):
    """The change that storing an article made in the corpus."""

    NEW = "new"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """An article as the database now holds it."""

    id: int
    article: Article
    change: Change


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontierEntry:
    """An address that a page named, as it goes into the frontier."""

    url: str
    kind: str
    """``article``, ``section``, ``feed``, ``sitemap``; ``further`` for a further page of an index
    page, which is read once, and only where the page before it brought something new; ``archive``
    for an index page of past days, which is read once."""

    pattern: str
    """The pattern that addresses of its kind share: see ``newsspider.discovery.patterns``."""

    hints: Hints = Hints()
    depth: int = 0
    """Steps from a start address."""

    is_next: bool = False
    """Of the further pages the one behind the page that names it."""

    newest: datetime | None = None
    """No article there is newer, UTC; ``None`` where nothing is known of that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexPage:
    """The outcome of a visit to an index page: the addresses that it named."""

    entries: tuple[FrontierEntry, ...] = ()
    new_articles: int = 0
    """The number of new articles among them, once it is stored."""

    cut: Mapping[str, int] = field(default_factory=dict)
    """Addresses that were left out, by why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unmodified:
    """The page is as it was at its last visit: nothing was read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnreadPage:
    """A page that is handled without extraction, and its outcome."""

    page: Page
    outcome: IndexPage | Unmodified


@dataclass(frozen=True, slots=True, kw_only=True)
class Lease:
    """An address whose visit is due, taken by one run until it is settled."""

    url: str
    kind: str
    depth: int = 0
    hints: Hints = Hints()
    etag: str | None = None
    """Of its latest good answer, as ``last_modified`` and ``digest``: to ask whether it changed."""

    last_modified: str | None = None
    digest: str | None = None
    """SHA-256 of its bytes, hexadecimal."""
