"""Addresses: one spelling for one page."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import SplitResult, unquote, urljoin, urlsplit, urlunsplit

from newsspider.text.hosts import DEFAULT_PORTS, site_host

TRACKING = re.compile(
    r"^(utm_\w+|mtm_\w+|matomo_\w+|pk_\w+|piwik_\w+|itm_\w+|hsa_\w+|ns_\w+|cx_\w+|wt_mc|wt\.mc_\w+"
    r"|_ga|_gl|gclid|gclsrc|gbraid|wbraid|dclid|gad_source|gad_campaignid|srsltid|fbclid"
    r"|fb_action_\w+|fb_source|mibextid|igshid?|twclid|ttclid|msclkid|yclid|ysclid|_openstat|li_fat_id"
    r"|epik|rdt_cid|sccid|mc_cid|mc_eid|_hsenc|_hsmi|hsctatracking|mkt_tok|vero_id|vero_conv|_ke"
    r"|oly_enc_id|oly_anon_id|rb_clickid|s_cid|s_kwcid|ef_id|cmpid|icid|ncid|ocid|xtor|at_medium"
    r"|at_campaign|at_custom\d|at_format|at_link_\w+|at_ptr_\w+|at_bbc_team|__twitter_impression|spm"
    r"|smid|smtyp|guccounter|guce_referrer|guce_referrer_sig|usqp|amp_js_v|amp_gsa)$",
    re.IGNORECASE,
)
"""Parameters that campaigns add to an address without changing the page."""

AMP_PARAMETER = re.compile(r"^(?:_?amp(?:=.*)?|(?:outputtype|output|mode)=amp)$", re.IGNORECASE)
AMP_ENDING = re.compile(r"\.amp(?=(?:\.s?html?)?$)", re.IGNORECASE)
AMP_STEPS = frozenset({"amp", "amp.html"})
DEFAULT_DOCUMENT = re.compile(r"/(?:index|default)\.(?:s?html?|php|aspx?)$", re.IGNORECASE)
TELLING = re.compile(r"\w-\w+-\w|\d{4,}")
"""The last step of an address that names one article: three words or a number."""

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


@lru_cache(maxsize=1_024)
def address_key(url: str) -> str:
    """The key of all addresses of one article: with any scheme, with and without ``www.`` and AMP.

    Itself an address, and its own key; it need not answer. An AMP step goes only from the address
    that names its article without it.
    """
    key = canonical_url(url)
    while (shorter := _without_form(key)) != key:
        key = shorter
    return key


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
    from w3lib.url import canonicalize_url  # slow to load, and most commands read no address

    parts = urlsplit(canonicalize_url(url, keep_fragments=False))
    netloc = _netloc(parts)
    if parts.scheme not in DEFAULT_PORTS or not netloc:
        return url
    plain = parts._replace(netloc=netloc, query=_without_tracking(parts.query))
    return canonicalize_url(urlunsplit(plain))


def _without_form(url: str) -> str:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return url
    if parts.scheme not in DEFAULT_PORTS or not site_host(url):
        return url
    # A port of its own answers to one scheme only.
    scheme = parts.scheme if port else "https"
    query = "&".join(pair for pair in parts.query.split("&") if not AMP_PARAMETER.match(pair))
    path = _without_amp(DEFAULT_DOCUMENT.sub("/", parts.path)).rstrip("/")
    bare = urlunsplit((scheme, site_host(url), path, query, ""))
    return url if bare == url else canonical_url(bare)


def _without_amp(path: str) -> str:
    steps = [step for step in path.split("/") if step.lower() not in AMP_STEPS]
    steps[-1:] = [AMP_ENDING.sub("", step) for step in steps[-1:]]
    named = "".join(steps[-1:]) or "".join(steps[-2:-1])
    return "/".join(steps) if TELLING.search(unquote(named)) else path


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
