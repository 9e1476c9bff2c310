"""Resolve host names, and hand on public addresses only, at the moment of each connection."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
from collections.abc import Callable, Sequence
from ipaddress import ip_address
from typing import Any, Self

from scrapy.resolver import HostResolution
from scrapy.settings import BaseSettings
from twisted.internet.address import IPv4Address, IPv6Address
from twisted.internet.interfaces import IHostnameResolver
from zope.interface import implementer  # type: ignore[import-untyped]

from newsspider.middlewares.public_addresses import is_public

LookUp = Callable[[str], list[str]]
"""The addresses of a name; ``[]`` where it has none."""


@implementer(IHostnameResolver)
class PublicResolver:
    """Every address of a name is checked, so that a name which changes its mind gains nothing.

    There is no cache: what is checked is what is connected to. Threads are the daemon's kind, so
    that a name server which does not answer cannot hold up the end of the process.
    """

    def __init__(
        self, reactor: Any, *, allow_private: bool = False, look_up: LookUp | None = None
    ) -> None:
        self.reactor = reactor
        self.allow_private = allow_private
        self.look_up = look_up or addresses_of
        self.refused: dict[str, str] = {}

    @classmethod
    def from_crawler(cls, crawler: Any, reactor: Any) -> Self:
        """``crawler`` is anything with settings: Scrapy passes its process here."""
        settings: BaseSettings = crawler.settings
        return cls(reactor, allow_private=settings.getbool("ALLOW_PRIVATE"))

    def install_on_reactor(self) -> None:
        """Have every connection by host name ask this resolver from now on."""
        self.reactor.installNameResolver(self)

    def resolveHostName(  # noqa: N802 - Twisted's name
        self,
        resolutionReceiver: Any,  # noqa: N803
        hostName: str,  # noqa: N803
        portNumber: int = 0,  # noqa: N803
        addressTypes: Sequence[type] | None = None,  # noqa: N803
        transportSemantics: str = "TCP",  # noqa: N803
    ) -> HostResolution:
        """Give the receiver the public addresses of the name, none where it has none."""
        resolution = HostResolution(hostName)
        resolutionReceiver.resolutionBegan(resolution)

        def finish(addresses: asyncio.Future[list[str]]) -> None:
            for address in self._public(hostName, addresses.result()):
                kind = IPv6Address if ":" in address else IPv4Address
                resolutionReceiver.addressResolved(kind("TCP", address, portNumber))
            resolutionReceiver.resolutionComplete()

        looked_up(hostName, self.look_up).add_done_callback(finish)
        return resolution

    def _public(self, name: str, addresses: list[str]) -> list[str]:
        if self.allow_private:
            return addresses
        public = [address for address in addresses if is_public(ip_address(address))]
        if addresses and not public:
            self.refused[_key(name)] = addresses[0]
        return public


def refused_address(host: str) -> str | None:
    """The private address that the installed resolver last refused for the host."""
    from twisted.internet import reactor  # installs a reactor where none is yet

    refused: dict[str, str] = getattr(getattr(reactor, "nameResolver", None), "refused", {})
    return refused.get(_key(host))


def looked_up(name: str, look_up: LookUp) -> asyncio.Future[list[str]]:
    """The addresses of the name, once a thread of its own has them."""
    loop = asyncio.get_running_loop()
    future: asyncio.Future[list[str]] = loop.create_future()

    def settle(addresses: list[str]) -> None:
        if not future.done():
            future.set_result(addresses)

    def work() -> None:
        addresses = look_up(name)
        # The loop may be gone when a slow name server answers at last.
        with contextlib.suppress(RuntimeError):
            loop.call_soon_threadsafe(settle, addresses)

    threading.Thread(target=work, name=f"resolve {name}", daemon=True).start()
    return future


def addresses_of(name: str) -> list[str]:
    """The addresses that the machine's resolver knows, the best first."""
    try:
        entries = socket.getaddrinfo(name, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return []
    families = (socket.AF_INET, socket.AF_INET6)
    return list(dict.fromkeys(str(entry[4][0]) for entry in entries if entry[0] in families))


def _key(host: str) -> str:
    try:
        return host.encode("idna").decode().lower()
    except UnicodeError:
        return host.lower()
