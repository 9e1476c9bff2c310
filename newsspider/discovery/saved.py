"""Saved pages: whether the bytes are HTML, and the address that the page gives as its own."""

from __future__ import annotations

import re

from lxml import etree, html

from newsspider.discovery.addresses import kind_by_address
from newsspider.discovery.documents import declares_article
from newsspider.discovery.leads import LeadKind
from newsspider.text.limits import stalls_a_parser
from newsspider.text.urls import absolute

HEAD = 64 * 1024
MARKUP = re.compile(
    rb"<(?:!doctype|html|head|body|title|meta|article|div|span|p|h[1-6]|br|table|font|center)\b",
    re.IGNORECASE,
)
OWN = (
    "//link[translate(@rel,'CANOIL','canoil')='canonical']/@href",
    "//meta[@property='og:url']/@content",
)


def is_markup(body: bytes) -> bool:
    """Whether the bytes are a page and not a plain text."""
    return MARKUP.search(body[:HEAD].replace(b"\x00", b"")) is not None


def may_be_article(url: str, body: bytes) -> bool:
    """Whether a crawl that met the page would read it as an article, and not for its links."""
    return kind_by_address(url) is LeadKind.ARTICLE or declares_article(body)


def own_address(body: bytes) -> str | None:
    """The absolute address that the page declares for itself (canonical link, else OpenGraph)."""
    if stalls_a_parser(body):
        return None
    try:
        root = html.document_fromstring(body)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None
    # Without a base of its own a relative address leads nowhere.
    addresses = (absolute("", str(address)) for path in OWN for address in root.xpath(path))
    return next(filter(None, addresses), None)
