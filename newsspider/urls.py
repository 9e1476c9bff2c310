"""Addresses: one spelling for one page."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, unquote, urljoin, urlsplit, urlunsplit

from w3lib.url import canonicalize_url

from newsspider.hosts import DEFAULT_PORTS, site_host

TRACKING = re.compile(
    r"^(utm_\w+|mtm_\w+|pk_\w+|piwik_\w+|fbclid|gclid|gbraid|wbraid|dclid|msclkid|yclid|twclid"
    r"|igshid|mc_cid|mc_eid|_ga|_gl|s_cid|cmpid|ocid|xtor|at_medium|at_campaign|at_custom\d"
    r"|__twitter_impression|ns_\w+|wt_mc|_hsenc|_hsmi|mkt_tok|spm|smid|smtyp|cx_\w+)$",
    re.IGNORECASE,
)
"""Parameters that campaigns add to an address without changing the page."""

MAX_CHARACTERS = 2_048
"""No address of an article is longer (the limit of sitemaps.org)."""


def canonical_url(url: str) -> str:
    """The address in its one normal form (RFC 3986, section 6): no fragment, no tracking.

    Idempotent. Whatever cannot be read as a web address comes back stripped of white space.
    """
    try:
        return _canonical(url.strip())
    except ValueError:
        return url.strip()


def same_page(first: str, second: str) -> bool:
    """Whether two addresses are spellings of one page; a query that only one has does not count."""
    queries = {urlsplit(canonical_url(url)).query for url in (first, second)} - {""}
    return _bare(first) == _bare(second) and len(queries) <= 1


def absolute(base: str, link: str | None) -> str | None:
    """The link as an absolute http(s) address with a host, ``None`` where it is none."""
    if not link or not link.strip() or len(link) > MAX_CHARACTERS:
        return None
    try:
        url = urljoin(base, link.strip())
        parts = urlsplit(url)
        return url if parts.scheme in DEFAULT_PORTS and _netloc(parts) else None
    except ValueError:
        return None


def _canonical(url: str) -> str:
    parts = urlsplit(canonicalize_url(url, keep_fragments=False))
    netloc = _netloc(parts)
    if parts.scheme not in DEFAULT_PORTS or not netloc:
        return url
    plain = parts._replace(netloc=netloc, query=_without_tracking(parts.query))
    return canonicalize_url(urlunsplit(plain))


def _bare(url: str) -> str:
    canonical = canonical_url(url)
    return site_host(canonical) + urlsplit(canonical).path.rstrip("/")


def _netloc(parts: SplitResult) -> str:
    host = (parts.hostname or "").rstrip(".")
    if ":" in host:
        host = f"[{host}]"
    port = parts.port
    if port is None or port == DEFAULT_PORTS.get(parts.scheme):
        return host
    return f"{host}:{port}"


def _without_tracking(query: str) -> str:
    """The query's other parameters, to the byte as they are: not every site writes UTF-8."""
    pairs = (pair for pair in query.split("&") if pair)
    return "&".join(pair for pair in pairs if not TRACKING.match(unquote(pair.partition("=")[0])))
