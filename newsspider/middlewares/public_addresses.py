"""Whether a host is on the public internet, in every spelling that a resolver understands."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from urllib.parse import unquote

Address = IPv4Address | IPv6Address

SPECIAL_V4 = (
    IPv4Network("168.63.129.16/32"),  # a cloud's own services, on an address that looks public
    IPv4Network("192.0.0.0/24"),  # protocols (RFC 6890), and another cloud's services
    IPv4Network("192.88.99.0/24"),  # 6to4 relays (RFC 7526)
)
GLOBAL_V6 = IPv6Network("2000::/3")
"""All that is given out to the internet so far (RFC 4291, IANA); the rest is none's or special."""

SPECIAL_V6 = (
    IPv6Network("2001::/32"),  # Teredo (RFC 4380): an IPv4 address in disguise
    IPv6Network("2002::/16"),  # 6to4 (RFC 3056): the same
    IPv6Network("3fff::/20"),  # documentation (RFC 9637)
)
LOCAL_NAME = re.compile(
    r"(?:^|\.)(?:localhost|localdomain|local|internal|home\.arpa|lan)$|^ip6-(?:localhost|loopback)$"
)
"""Names that never leave the machine or its network (RFC 6761, 6762, 8375)."""

DOTS = str.maketrans({"。": ".", "．": ".", "｡": "."})
NUMBER = re.compile(r"0x[0-9a-f]*|\d+")


def private_host(host: str) -> str | None:
    """The private or special address that ``host`` spells, ``None`` where it spells none.

    A name that is not a local one is ``None`` here: what it resolves to is checked with
    ``is_public`` when the connection is made.
    """
    name = _plain(host)
    if LOCAL_NAME.search(name):
        return name
    return next((str(address) for address in _literals(name) if not is_public(address)), None)


def is_public(address: Address) -> bool:
    """Whether the address is one that anybody on the internet can reach."""
    if isinstance(address, IPv4Address):
        special = any(address in network for network in SPECIAL_V4)
    elif address.ipv4_mapped is not None:
        return is_public(address.ipv4_mapped)
    else:
        special = address not in GLOBAL_V6 or any(address in network for network in SPECIAL_V6)
    return address.is_global and not address.is_multicast and not special


def refusal(host: str, address: str) -> str:
    """The sentence for a host that spells, or resolves to, a private address."""
    named = host if address == _plain(host) else f"{host} ({address})"
    return f"{named} is a private or special address: give --allow-private to fetch it."


def _plain(host: str) -> str:
    name = unicodedata.normalize("NFKC", unquote(host)).translate(DOTS).lower()
    return name.strip().strip("[]").partition("%")[0].rstrip(".")


def _literals(name: str) -> Iterator[Address]:
    try:
        yield ip_address(name)
    except ValueError:
        # Some resolvers read "010" as eight and others as ten: neither may be private.
        for octal in (True, False):
            if address := _loose_v4(name, octal=octal):
                yield address


def _loose_v4(name: str, *, octal: bool) -> IPv4Address | None:
    """Short, hexadecimal, octal and decimal forms, as ``inet_aton`` reads them."""
    parts = name.split(".")
    if len(parts) > 4 or not all(NUMBER.fullmatch(part) for part in parts):
        return None
    try:
        *leading, last = (_number(part, octal=octal) for part in parts)
    except ValueError:
        return None
    if any(number > 255 for number in leading):
        return None
    value = sum(number << (24 - 8 * place) for place, number in enumerate(leading))
    return IPv4Address(value + last % (1 << (32 - 8 * len(leading))))


def _number(text: str, *, octal: bool) -> int:
    if text.startswith("0x"):
        return int(text[2:] or "0", 16)
    return int(text, 8 if octal and text.startswith("0") else 10)
