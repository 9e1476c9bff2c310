"""Addresses: one spelling for one page."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from w3lib.url import canonicalize_url

from newsspider.hosts import DEFAULT_PORTS, site_host

TRACKING = re.compile(
    r"^(utm_\w+|mtm_\w+|pk_\w+|piwik_\w+|fbclid|gclid|gbraid|wbraid|dclid|msclkid|yclid|twclid"
    r"|igshid|mc_cid|mc_eid|_ga|_gl|s_cid|cmpid|ocid|xtor|at_medium|at_campaign|at_custom\d"
    r"|__twitter_impression|ns_\w+|wt_mc|_hsenc|_hsmi|mkt_tok|spm|smid|smtyp|cx_\w+)$",
    re.IGNORECASE,
)
"""Parameters that campaigns add to an address without changing the page."""


def canonical_url(url: str) -> str:
    """The address in its one normal form (RFC 3986, section 6): no fragment, no tracking.

    Idempotent. Whatever cannot be read as a URL comes back stripped of white space.
    """
    try:
        parts = urlsplit(canonicalize_url(url.strip(), keep_fragments=False))
        parts = parts._replace(netloc=_netloc(parts), query=_without_tracking(parts.query))
    except ValueError:
        return url.strip()
    return canonicalize_url(urljoin(urlunsplit(parts), ""))


def same_page(first: str, second: str) -> bool:
    """Whether two addresses are spellings of one page; a query that only one has does not count."""
    queries = {urlsplit(canonical_url(url)).query for url in (first, second)} - {""}
    return _bare(first) == _bare(second) and len(queries) <= 1


def absolute(base: str, link: str | None) -> str | None:
    """The link as an absolute http(s) address, ``None`` where it is none."""
    if not link or not link.strip():
        return None
    try:
        url = urljoin(base, link.strip())
        return url if urlsplit(url).scheme in ("http", "https") else None
    except ValueError:
        return None


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
    pairs = parse_qsl(query, keep_blank_values=True)
    kept = [pair for pair in pairs if not TRACKING.match(pair[0])]
    return query if len(kept) == len(pairs) else urlencode(kept)
