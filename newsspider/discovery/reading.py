"""The reading of any kind of document for leads."""

from __future__ import annotations

from newsspider.discovery.documents import DocumentKind, document_kind, unpack
from newsspider.discovery.feeds import read_feed
from newsspider.discovery.leads import Lead
from newsspider.discovery.links import read_links
from newsspider.discovery.sitemaps import read_sitemap
from newsspider.text.limits import stalls_a_parser


class TooCostlyError(ValueError):
    """The document would keep its reader busy for seconds: somebody wrote it to do that."""


def read_leads(body: bytes, url: str, content_type: str = "") -> tuple[Lead, ...]:
    """All that the document names and that is worth a request; ``()`` where nothing is.

    Raises ``TooCostlyError`` before anything is parsed.
    """
    kind = document_kind(body, content_type)
    if kind is not DocumentKind.OTHER and stalls_a_parser(unpack(body)):
        raise TooCostlyError("A tag of it has more attributes than a parser can take.")
    if kind is DocumentKind.FEED:
        return read_feed(body, url).leads
    if kind is DocumentKind.SITEMAP:
        return read_sitemap(body, url)
    return read_links(body, url, content_type) if kind is DocumentKind.HTML else ()
