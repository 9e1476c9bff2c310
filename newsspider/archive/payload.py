"""A payload out of the form in which it was sent: chunks, gzip, deflate, Brotli, Zstandard."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from io import BytesIO

from fastwarc.stream_io import BrotliReader, WarcReader, ZstdReader

from newsspider.archive.exchange import Headers

STEP = 1 << 16


def decoded(headers: Headers, body: bytes, most: int) -> bytes:
    """What the server meant, at most so many bytes.

    What does not hold what its headers say is left as it is: many archives keep the headers of the
    answer beside a body that they had decoded already.
    """
    if "chunked" in _codings(headers, "transfer-encoding"):
        body = _unchunked(body)
    for coding in reversed(_codings(headers, "content-encoding")):
        if coding not in DECODERS:
            break
        try:
            body = DECODERS[coding](body, most) or body
        except (zlib.error, OSError, ValueError, EOFError):
            break
    return body[:most]


def without_codings(headers: Headers) -> Headers:
    """The headers without what no longer holds once the payload is decoded."""
    gone = {"transfer-encoding", "content-encoding"}
    return tuple((name, value) for name, value in headers if name.lower() not in gone)


def _codings(headers: Headers, name: str) -> list[str]:
    values = [value for other, value in headers if other.lower() == name]
    return [coding.strip().lower() for value in values for coding in value.split(",")]


def _unchunked(body: bytes) -> bytes:
    """The chunks joined (RFC 9112, section 7.1); the body itself where it has none."""
    parts: list[bytes] = []
    at = 0
    while True:
        end = body.find(b"\r\n", at, at + 200)
        size = body[at:end].partition(b";")[0].strip() if end >= 0 else b""
        try:
            length = int(size, 16)
        except ValueError:
            # Cut off in the middle: what came is better than nothing.
            return b"".join(parts) if parts else body
        if length <= 0:
            return b"".join(parts)
        parts.append(body[end + 2 : end + 2 + length])
        at = end + 2 + length + 2


def _gunzipped(body: bytes, most: int) -> bytes:
    try:
        return zlib.decompressobj(32 + zlib.MAX_WBITS).decompress(body, most)
    except zlib.error:
        # Some servers say "deflate" and leave out zlib's frame.
        return zlib.decompressobj(-zlib.MAX_WBITS).decompress(body, most)


def _read(reader: WarcReader, most: int) -> bytes:
    parts: list[bytes] = []
    length = 0
    while length < most and (part := reader.read(min(STEP, most - length))):
        parts.append(part)
        length += len(part)
    return b"".join(parts)


DECODERS: dict[str, Callable[[bytes, int], bytes]] = {
    "gzip": _gunzipped,
    "x-gzip": _gunzipped,
    "deflate": _gunzipped,
    "br": lambda body, most: _read(BrotliReader(BytesIO(body)), most),
    "zstd": lambda body, most: _read(ZstdReader(BytesIO(body)), most),
}
