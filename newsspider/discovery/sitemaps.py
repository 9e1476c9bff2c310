"""Sitemaps (sitemaps.org), news sitemaps, and the lines of a robots.txt that name them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from lxml import etree

from newsspider.dates import written_date
from newsspider.discovery.addresses import kind_by_address
from newsspider.discovery.documents import unpack
from newsspider.discovery.leads import Lead, LeadKind
from newsspider.items import Hints
from newsspider.text.urls import absolute
from newsspider.timestamps import Timestamp

MOST = 50_000
"""Entries read of one sitemap: the format's own limit."""

NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"

SITEMAPS = "sitemaps"
"""Key in ``Request.meta``: the leads of the robots.txt that let the request pass."""

ROBOTS_LINE = re.compile(rb"^\s*sitemap\s*:\s*(\S+)", re.IGNORECASE | re.MULTILINE)
LARGEST_ROBOTS = 512 * 1024
MOST_IN_ROBOTS = 50


def read_sitemap(body: bytes, url: str) -> tuple[Lead, ...]:
    """The articles and further sitemaps that it names; of a broken one, those that can be read."""
    dated = [entry for entry in _entries(unpack(body), url) if entry]
    dated.sort(key=lambda entry: entry[0], reverse=True)
    return tuple(lead for _, lead in dated)


def _entries(content: bytes, url: str) -> Iterator[tuple[float, Lead] | None]:
    try:
        for count, (_, element) in enumerate(_elements(content)):
            if count >= MOST:
                return
            yield _read(element, url)
            _forget(element)
    except etree.XMLSyntaxError:
        return


def _elements(content: bytes) -> Iterator[tuple[str, Any]]:
    yield from etree.iterparse(
        BytesIO(content),
        tag=["{*}url", "{*}sitemap"],
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        recover=True,
    )


def _forget(element: Any) -> None:
    # The tree would otherwise grow with every entry that has been read.
    element.clear()
    while element.getprevious() is not None:
        del element.getparent()[0]


def _read(element: Any, url: str) -> tuple[float, Lead] | None:
    written = (element.findtext("{*}loc") or "").strip()
    # The format wants whole addresses: a relative one is most often a file of a machine.
    address = absolute(url, written) if "://" in written else None
    if address is None:
        return None
    changed = written_date(element.findtext("{*}lastmod"))
    if etree.QName(element).localname == "sitemap":
        # No date of an article, but nothing in it is newer.
        hints = Hints(found_in=url, published_at=changed)
        return _age(changed), Lead(kind=LeadKind.SITEMAP, url=address, hints=hints)
    news = element.find(f"{NEWS}news")
    if news is None and kind_by_address(address) is not LeadKind.ARTICLE:
        return None
    hints = _hints(news, url)
    lead = Lead(kind=LeadKind.ARTICLE, url=address, hints=hints)
    return _age(hints.published_at or changed), lead


def _hints(news: Any, url: str) -> Hints:
    if news is None:
        return Hints(found_in=url)
    title = " ".join((news.findtext(f"{NEWS}title") or "").split())[:500]
    return Hints(
        found_in=url,
        title=title or None,
        published_at=written_date(news.findtext(f"{NEWS}publication_date")),
    )


def _age(date: Timestamp | None) -> float:
    return date.instant.timestamp() if date else 0.0


def read_robots(body: bytes, url: str) -> tuple[Lead, ...]:
    """One lead for each ``Sitemap:`` line; relative ones are taken from the site's root."""
    lines = ROBOTS_LINE.findall(body[:LARGEST_ROBOTS])
    named = (line.decode("utf-8", "replace") for line in lines)
    addresses = dict.fromkeys(filter(None, (absolute(url, name) for name in named)))
    leads = (Lead(kind=LeadKind.SITEMAP, url=address) for address in addresses)
    return tuple(leads)[:MOST_IN_ROBOTS]
