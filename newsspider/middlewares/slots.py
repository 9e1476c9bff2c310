"""One queue and one delay a site, told apart by host and port."""

from __future__ import annotations

from scrapy import Request
from scrapy.utils.httpobj import urlparse_cached


class SlotMiddleware:
    """Scrapy's own slots leave the port out, and a redirect keeps the slot of its first host."""

    def process_request(self, request: Request) -> None:
        """Put the request into the downloader slot of its host and port."""
        request.meta["download_slot"] = urlparse_cached(request).netloc.rpartition("@")[2]
