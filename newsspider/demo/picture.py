"""Pictures to fill the pages with, drawn here so that the package carries none."""

from __future__ import annotations

import struct
import zlib
from functools import cache

from newsspider.demo.edition import Answer

WIDTH, HEIGHT = 320, 180


@cache
def picture(seed: int) -> Answer:
    """A PNG: a coloured sky over a darker ground, the tint chosen by ``seed``."""
    tint = (seed * 53 % 160 + 60, seed * 97 % 160 + 60, seed * 31 % 160 + 60)
    rows = (_row(tint, number) for number in range(HEIGHT))
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(b"".join(rows))), (b"IEND", b""))
    body = b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in chunks)
    return Answer(body=body, content_type="image/png")


def _row(tint: tuple[int, int, int], number: int) -> bytes:
    sky = number < HEIGHT * 2 // 3
    light = 100 - number * 40 // HEIGHT if sky else 45
    return b"\x00" + bytes(channel * light // 100 for channel in tint) * WIDTH


def _chunk(name: bytes, data: bytes) -> bytes:
    checksum = zlib.crc32(name + data)
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", checksum)
