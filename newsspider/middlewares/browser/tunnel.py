"""The browser's way to the network: a SOCKS5 proxy (RFC 1928) that connects to public addresses.

A browser resolves names by itself and follows redirects that nobody can intercept, so what it may
connect to is decided where the connections are made.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import struct
from ipaddress import ip_address

from newsspider.middlewares.public_addresses import is_public, private_host
from newsspider.middlewares.resolver import LookUp, addresses_of, looked_up

CONNECT_SECONDS = 10
HANDSHAKE_SECONDS = 10
PIECE = 1 << 16

VERSION, NO_PASSWORD, CONNECT = 5, 0, 1
V4, NAME, V6 = 1, 3, 4
DONE, NOT_ALLOWED, UNREACHABLE, NO_SUCH_COMMAND = 0, 2, 4, 7

BROKEN = (OSError, asyncio.IncompleteReadError, TimeoutError)
"""Errors in which a connection ends that its peer does not end well."""

Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class Tunnel:
    """Listens on a port of the loopback interface from the start, serves between open and close."""

    def __init__(self, *, allow_private: bool = False, look_up: LookUp | None = None) -> None:
        self.allow_private = allow_private
        self.look_up = look_up or addresses_of
        self.refused: set[str] = set()
        """Hosts that spelled, or resolved to, private addresses."""

        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self.socket.getsockname()[1]
        self.server: asyncio.Server | None = None
        self.tasks: set[asyncio.Task[None]] = set()

    async def open(self) -> None:
        """Begin to serve."""
        self.server = await asyncio.start_server(self._accept, sock=self.socket)

    async def close(self) -> None:
        """End all connections."""
        if self.server is None:
            self.socket.close()
            return
        self.server.close()
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.ensure_future(self._serve((reader, writer)))
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def _serve(self, browser: Streams) -> None:
        try:
            await self._connect(browser)
        except BROKEN:
            return  # The browser hears of it by the end of its connection.
        finally:
            browser[1].close()

    async def _connect(self, browser: Streams) -> None:
        reader, writer = browser
        async with asyncio.timeout(HANDSHAKE_SECONDS):
            host, port = await _asked(reader, writer)
        addresses = await self._addresses(host)
        if not addresses:
            _answer(writer, NOT_ALLOWED)
            return
        site = await _reach(addresses, port)
        if site is None:
            _answer(writer, UNREACHABLE)
            return
        try:
            _answer(writer, DONE)
            await _both_ways(browser, site)
        finally:
            site[1].close()

    async def _addresses(self, host: str) -> list[str]:
        """The addresses of the host that may be connected to."""
        if self.allow_private:
            return await looked_up(host, self.look_up)
        addresses = [] if private_host(host) else await looked_up(host, self.look_up)
        public = [address for address in addresses if is_public(ip_address(address))]
        if not public:
            self.refused.add(host)
        return public


async def _asked(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> tuple[str, int]:
    """The host and the port that the browser asks for."""
    version, methods = await reader.readexactly(2)
    await reader.readexactly(methods)
    if version != VERSION:
        raise ConnectionError(f"version {version} of SOCKS")
    writer.write(bytes((VERSION, NO_PASSWORD)))
    _, command, _, kind = await reader.readexactly(4)
    if kind == NAME:
        (length,) = await reader.readexactly(1)
        host = (await reader.readexactly(length)).decode("latin-1")
    else:
        size, family = (16, socket.AF_INET6) if kind == V6 else (4, socket.AF_INET)
        host = socket.inet_ntop(family, await reader.readexactly(size))
    (port,) = struct.unpack("!H", await reader.readexactly(2))
    if command != CONNECT:
        _answer(writer, NO_SUCH_COMMAND)
        raise ConnectionError(f"command {command} of SOCKS")
    return host, port


def _answer(writer: asyncio.StreamWriter, reply: int) -> None:
    writer.write(bytes((VERSION, reply, 0, V4)) + bytes(6))


async def _reach(addresses: list[str], port: int) -> Streams | None:
    for address in addresses:
        with contextlib.suppress(*BROKEN):
            async with asyncio.timeout(CONNECT_SECONDS):
                return await asyncio.open_connection(address, port)
    return None


async def _both_ways(browser: Streams, site: Streams) -> None:
    """Hand on the bytes until one side has ended: a site may never close by itself."""
    ways = (_pipe(browser[0], site[1]), _pipe(site[0], browser[1]))
    pipes = [asyncio.ensure_future(way) for way in ways]
    try:
        await asyncio.wait(pipes, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for pipe in pipes:
            pipe.cancel()
        await asyncio.gather(*pipes, return_exceptions=True)


async def _pipe(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while data := await reader.read(PIECE):
            writer.write(data)
            await writer.drain()
