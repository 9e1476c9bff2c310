"""The sites that a crawl stays on: those of its start addresses, or the parts beneath them."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

from newsspider.discovery.leads import Lead, LeadKind
from newsspider.text.hosts import site_host
from newsspider.text.urls import canonical_url

HOME = re.compile(r"^/?(?:(?:index|default|home)\.\w+)?$", re.IGNORECASE)
LANGUAGE = re.compile(r"^/[a-z]{2,3}(?:-[a-z]{2,4})?/?$", re.IGNORECASE)
ENDING = re.compile(r"\.\w{1,5}$")


def is_home(url: str) -> bool:
    """Whether the address is a site's front page, or that of one of its languages."""
    path = urlsplit(url).path
    return HOME.match(path) is not None or LANGUAGE.match(path) is not None


class Scope:
    """Index pages and feeds beneath a start address, articles and sitemaps anywhere on its site."""

    def __init__(self, starts: tuple[str, ...]) -> None:
        starts = tuple(map(canonical_url, starts))  # hosts as they are asked for, in ASCII
        self.sites = {site_host(url) for url in starts}
        self.branches = {(site_host(url), _branch(url)) for url in starts}
        self.homes = {site_host(url) for url in starts if is_home(url)}

    def admits(self, lead: Lead) -> bool:
        """Whether the crawl follows this lead."""
        site = site_host(lead.url)
        if site not in self.sites:
            return False
        if lead.kind in (LeadKind.ARTICLE, LeadKind.SITEMAP):
            return True
        if lead.kind is LeadKind.FEED and site in self.homes:
            return True
        path = unquote(urlsplit(lead.url).path)
        return any(
            site == host and (path == branch or path.startswith((f"{branch}/", f"{branch}.")))
            for host, branch in self.branches
        )


def _branch(url: str) -> str:
    path = unquote(urlsplit(url).path)
    return "" if HOME.match(path) else ENDING.sub("", path.rstrip("/"))
