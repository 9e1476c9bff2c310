"""What an answer of a source's address is: a list, an article, or what it was before."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from scrapy.http import Response

from newsspider.discovery.addresses import kind_by_address
from newsspider.discovery.documents import DocumentKind, declares_article, document_kind
from newsspider.discovery.leads import Lead, LeadKind
from newsspider.discovery.patterns import pattern_of
from newsspider.items import FrontierEntry, Lease, Page, Unmodified, UnreadPage
from newsspider.spiders.responses import content_type
from newsspider.text.urls import canonical_url

LISTS = (LeadKind.SECTION, LeadKind.ARCHIVE)
"""Pages for people that may turn out to be articles."""

LEADS_OF_A_LIST = 8
"""A page that names so many articles is a list."""


def is_article(response: Response, leads: Sequence[Lead], lease: Lease) -> bool:
    """Whether what looked like a list is an article: many sites call all their pages one."""
    if lease.kind not in LISTS or lease.depth == 0 or lease.digest is not None:
        return False
    if sum(lead.kind is LeadKind.ARTICLE for lead in leads) >= LEADS_OF_A_LIST:
        return False
    is_html = document_kind(response.body, content_type(response)) is DocumentKind.HTML
    return is_html and declares_article(response.body)


def start_of(url: str) -> FrontierEntry:
    """A start address, which no page named."""
    url = canonical_url(url)
    shape = kind_by_address(url)
    kind = shape if shape in (LeadKind.FEED, LeadKind.SITEMAP) else LeadKind.SECTION
    return FrontierEntry(url=url, kind=kind, pattern=pattern_of(url))


def is_unmodified(response: Response, lease: Lease) -> bool:
    """Whether it says what it said at the last visit, by its status or its bytes."""
    if response.status == 304:
        return True
    return response.status == 200 and lease.digest == hashlib.sha256(response.body).hexdigest()


def unmodified(page: Page) -> UnreadPage:
    """The page as one that there is nothing to read of."""
    return UnreadPage(page=page, outcome=Unmodified())
