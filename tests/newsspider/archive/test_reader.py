"""The payload as the server meant it, whatever the way in which it was sent."""

import gzip
import zlib

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsspider.archive.reader import decoded, without_codings

TEXT = "Überschwemmung geht zurück. ".encode() * 50
MOST = 10**6


def chunked(body: bytes, size: int = 700) -> bytes:
    parts = [body[at : at + size] for at in range(0, len(body), size)]
    lines = [b"%x;name=value\r\n%s\r\n" % (len(part), part) for part in parts]
    return b"".join(lines) + b"0\r\n\r\n"


def raw_deflate(body: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(body) + packer.flush()


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ({}, TEXT),
        ({"Content-Encoding": "identity"}, TEXT),
        ({"content-encoding": "gzip"}, gzip.compress(TEXT, mtime=0)),
        ({"Content-Encoding": "x-gzip"}, gzip.compress(TEXT, mtime=0)),
        ({"Content-Encoding": "deflate"}, zlib.compress(TEXT)),
        ({"Content-Encoding": "deflate"}, raw_deflate(TEXT)),
        ({"Content-Encoding": "br"}, brotli.compress(TEXT)),
        ({"Content-Encoding": "gzip, br"}, brotli.compress(gzip.compress(TEXT, mtime=0))),
        ({"Transfer-Encoding": "chunked"}, chunked(TEXT)),
        (
            {"Transfer-Encoding": "chunked", "Content-Encoding": "gzip"},
            chunked(gzip.compress(TEXT, mtime=0), 20),
        ),
        # Archives that decode the payload and keep the headers.
        ({"Transfer-Encoding": "chunked"}, TEXT),
        ({"Content-Encoding": "gzip"}, TEXT),
        ({"Content-Encoding": "br"}, TEXT),
    ],
)
def test_payload_is_decoded(headers, body):
    assert decoded(tuple(headers.items()), body, MOST) == TEXT


def test_zstandard_is_decoded():
    from backports import zstd

    assert decoded((("Content-Encoding", "zstd"),), zstd.compress(TEXT), MOST) == TEXT


@pytest.mark.slow
def test_bomb_is_read_no_further_than_allowed():
    bomb = gzip.compress(bytes(50_000_000))
    assert len(decoded((("Content-Encoding", "gzip"),), bomb, MOST)) == MOST
    bomb = brotli.compress(bytes(50_000_000))
    assert len(decoded((("Content-Encoding", "br"),), bomb, MOST)) == MOST


@given(
    st.sampled_from(["gzip", "deflate", "br", "zstd", "gzip,br", "odd"]),
    st.sampled_from(["chunked", ""]),
    st.binary(max_size=300),
)
def test_nothing_breaks_it(content, transfer, body):
    decoded((("Content-Encoding", content), ("Transfer-Encoding", transfer)), body, MOST)


def test_headers_say_no_more_how_it_was_sent():
    given_ = (("Content-Encoding", "gzip"), ("Content-Type", "text/html"))
    assert without_codings(given_) == (("Content-Type", "text/html"),)
