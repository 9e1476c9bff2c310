"""The sitemaps that a robots.txt names."""

from __future__ import annotations

import re
from urllib.parse import urljoin

from newsspider.discovery.leads import Lead, LeadKind

LINE = re.compile(rb"^\s*sitemap\s*:\s*(\S+)", re.IGNORECASE | re.MULTILINE)
LARGEST = 512 * 1024
MOST = 50


def read_robots(body: bytes, url: str) -> tuple[Lead, ...]:
    """One lead for each ``Sitemap:`` line; relative ones are taken from the site's root."""
    addresses = (
        urljoin(url, found.decode("utf-8", "replace")) for found in LINE.findall(body[:LARGEST])
    )
    unique = dict.fromkeys(
        address for address in addresses if address.startswith(("http://", "https://"))
    )
    return tuple(Lead(kind=LeadKind.SITEMAP, url=address) for address in unique)[:MOST]
