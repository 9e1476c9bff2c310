"""The kind of a document, by its first bytes and its declared type."""

from __future__ import annotations

import re
import zlib
from enum import StrEnum

LARGEST = 50 * 1024 * 1024
"""A sitemap's own limit, unpacked (sitemaps.org); nothing is unpacked further."""

HEAD = 4096
GZIP = b"\x1f\x8b"
FIRST_ELEMENT = re.compile(rb"<([A-Za-z][\w:.-]*)")
SKIPPED = re.compile(rb"<!--.*?(?:-->|$)|<\?.*?(?:\?>|$)", re.DOTALL)
JSON_FEED = re.compile(rb'^\s*\{.*?"version"\s*:\s*"https?:\\?/\\?/jsonfeed\.org', re.DOTALL)
OG_ARTICLE = re.compile(
    rb"<meta(?=[^>]{0,300}og:type)(?=[^>]{0,300}content\s*=\s*[\"']?article\b)", re.IGNORECASE
)
ELEMENTS = {
    "rss": "feed",
    "rdf:rdf": "feed",
    "feed": "feed",
    "atom:feed": "feed",
    "urlset": "sitemap",
    "sitemapindex": "sitemap",
}


class DocumentKind(StrEnum):
    """The way in which an answer is read for links."""

    FEED = "feed"
    SITEMAP = "sitemap"
    HTML = "html"
    OTHER = "other"
    """An image, a PDF, plain text: nothing to read links from."""


def document_kind(body: bytes, content_type: str = "") -> DocumentKind:
    """The kind of the document; its bytes count for more than its declared type."""
    head = unpack(body, HEAD)[:HEAD]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.decode("utf-16", "ignore").encode()
    if JSON_FEED.match(head):
        return DocumentKind.FEED
    element = FIRST_ELEMENT.search(SKIPPED.sub(b"", head))
    name = element[1].decode("ascii", "ignore").lower() if element else ""
    if name in ELEMENTS:
        return DocumentKind(ELEMENTS[name])
    html = "html" in content_type.lower() or (name and "text/plain" not in content_type.lower())
    return DocumentKind.HTML if html else DocumentKind.OTHER


def declares_article(body: bytes) -> bool:
    """Whether the page's OpenGraph type is an article."""
    return OG_ARTICLE.search(body, 0, 512 * 1024) is not None


def unpack(body: bytes, limit: int = LARGEST) -> bytes:
    """The bytes, or the content of a gzip file, up to ``limit``; never raises."""
    if not body.startswith(GZIP):
        return body
    try:
        return zlib.decompressobj(wbits=31).decompress(body, limit)
    except zlib.error:
        return b""
