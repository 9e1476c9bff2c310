"""Keep a crawl on its sites, by host and port; Scrapy's own middleware knows no ports."""

from __future__ import annotations

from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler

from newsspider.items import Failure, Reason
from newsspider.middlewares.failures import Refused
from newsspider.processing.run_state import state_of
from newsspider.text.hosts import site_host


class SameSiteMiddleware:
    """Refuse requests that leave the sites of the run: redirects, mostly."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build it for every crawl; the run is asked at each request, for its sites may grow."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Raise ``Refused`` for another site; robots.txt may lie anywhere."""
        run = state_of(self.crawler)
        if run is None or not run.sites or request.meta.get("dont_obey_robotstxt"):
            return
        if site_host(request.url) not in run.sites:
            raise Refused(Failure(reason=Reason.FETCH_FAILED, evidence=_sentence(request.url)))


def _sentence(url: str) -> str:
    return f"It redirects to another site, {url}: crawl that address if you want it."
