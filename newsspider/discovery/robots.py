"""The sitemaps that a robots.txt names."""

from __future__ import annotations

import re

from newsspider.discovery.leads import Lead, LeadKind
from newsspider.text.urls import absolute

SITEMAPS = "sitemaps"
"""Key in ``Request.meta``: the leads of the robots.txt that let the request pass."""

LINE = re.compile(rb"^\s*sitemap\s*:\s*(\S+)", re.IGNORECASE | re.MULTILINE)
LARGEST = 512 * 1024
MOST = 50


def read_robots(body: bytes, url: str) -> tuple[Lead, ...]:
    """One lead for each ``Sitemap:`` line; relative ones are taken from the site's root."""
    named = (found.decode("utf-8", "replace") for found in LINE.findall(body[:LARGEST]))
    addresses = dict.fromkeys(filter(None, (absolute(url, name) for name in named)))
    return tuple(Lead(kind=LeadKind.SITEMAP, url=address) for address in addresses)[:MOST]
