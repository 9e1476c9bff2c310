"""Keep requests off private and special addresses: the person's own machine and network."""

from __future__ import annotations

from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import CannotResolveHostError, NotConfigured
from scrapy.utils.httpobj import urlparse_cached

from newsspider.items import Failure, Reason
from newsspider.middlewares.failures import Refused
from newsspider.middlewares.public_addresses import private_host, refusal
from newsspider.middlewares.resolver import refused_address


class PrivateAddressMiddleware:
    """Refuse addresses that are written out; redirects and meta refreshes pass here again.

    Names are refused by ``PublicResolver`` when the connection is made; here its refusal gets
    its reason.
    """

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Built unless ``ALLOW_PRIVATE`` is set."""
        if crawler.settings.getbool("ALLOW_PRIVATE"):
            raise NotConfigured
        return cls()

    def process_request(self, request: Request) -> None:
        """Raise ``Refused`` for a host that spells a private address or a local name."""
        host = urlparse_cached(request).hostname or ""
        address = private_host(host)
        if address is not None:
            raise Refused(_failure(host, address))

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Raise ``Refused`` where the resolver found nothing but private addresses."""
        if isinstance(exception, CannotResolveHostError):
            host = urlparse_cached(request).hostname or ""
            address = refused_address(host)
            if address is not None:
                raise Refused(_failure(host, address)) from exception


def _failure(host: str, address: str) -> Failure:
    return Failure(reason=Reason.PRIVATE_ADDRESS, evidence=refusal(host, address))
