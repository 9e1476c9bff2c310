"""WARC records out of exchanges: the bytes that go into a file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from http import HTTPStatus
from io import BytesIO
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from newsspider.archive.exchange import NOT_MODIFIED, Exchange, Headers, Original

VERSION = "1.1"
"""Of WARC: its dates have fractions of a second."""

PROFILE = "http://netpreserve.org/warc/1.1/revisit/"
IDENTICAL, UNMODIFIED = "identical-payload-digest", "server-not-modified"


class _Head(StatusAndHeaders):  # type: ignore[misc] # warcio has no types
    """A head of HTTP that keeps its bytes: warcio's own escapes what is not ASCII."""

    def __init__(self, first_line: str, headers: Headers) -> None:
        super().__init__(first_line, list(headers))

    def compute_headers_buffer(self, header_filter: object = None) -> None:
        """Write the lines as they came."""
        fields = (f"{name}: {value}" for name, value in self.headers)
        lines = [self.statusline, *fields, "", ""]
        self.headers_buff = "\r\n".join(lines).encode("latin-1", "replace")


def warcinfo(name: str, fields: Mapping[str, str]) -> bytes:
    """The record that a file begins with: who wrote it."""
    buffer, writer = _writer()
    writer.write_record(writer.create_warcinfo_record(name, fields))
    return buffer.getvalue()


class Pair(NamedTuple):
    """An answer and its request, each gzipped by itself."""

    answered: bytes
    asked: bytes
    identity: str
    """The answer's."""


def answer(exchange: Exchange, original: Original | None) -> Pair:
    """The records of an answer and of its request.

    An answer whose payload lies in ``original`` is a ``revisit`` and holds its head only, and so is
    every "not modified".
    """
    buffer, writer = _writer()
    date = warc_date(exchange.fetched_at)
    fields = {"WARC-Date": date} | ({"WARC-IP-Address": exchange.ip} if exchange.ip else {})
    head = _Head(_status_line(exchange), exchange.headers)
    if original is None and exchange.status != NOT_MODIFIED:
        record = writer.create_warc_record(
            exchange.url,
            "response",
            payload=BytesIO(exchange.body),
            length=len(exchange.body),
            http_headers=head,
            warc_headers_dict=fields,
        )
    else:
        refers = _refers(exchange, original)
        record = writer.create_warc_record(
            exchange.url, "revisit", http_headers=head, warc_headers_dict=fields | refers
        )
    writer.write_record(record)
    answered = buffer.getvalue()
    identity = record.rec_headers.get_header("WARC-Record-ID")
    return Pair(answered, _request(exchange, date, identity), identity)


def document(url: str, body: bytes, at: datetime, refers_to: str | None) -> bytes:
    """The record of a document that a browser made of an answer."""
    buffer, writer = _writer()
    fields = {"WARC-Date": warc_date(at)} | ({"WARC-Refers-To": refers_to} if refers_to else {})
    record = writer.create_warc_record(
        url,
        "conversion",
        payload=BytesIO(body),
        length=len(body),
        warc_content_type="text/html; charset=utf-8",
        warc_headers_dict=fields,
    )
    writer.write_record(record)
    return buffer.getvalue()


def warc_date(moment: datetime) -> str:
    """The moment as WARC 1.1 writes it, to the microsecond."""
    return f"{moment:%Y-%m-%dT%H:%M:%S.%fZ}"


def _refers(exchange: Exchange, original: Original | None) -> dict[str, str]:
    profile = UNMODIFIED if exchange.status == NOT_MODIFIED else IDENTICAL
    fields = {"WARC-Profile": PROFILE + profile}
    if original is None:
        return fields
    return fields | {
        "WARC-Payload-Digest": original.digest,
        "WARC-Refers-To-Target-URI": original.url,
        "WARC-Refers-To-Date": warc_date(original.fetched_at),
    }


def _request(exchange: Exchange, date: str, answered: str) -> bytes:
    buffer, writer = _writer()
    parts = urlsplit(exchange.url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    host = parts.netloc.rpartition("@")[2]
    head = _Head(f"{exchange.method} {target} HTTP/1.1", (("Host", host), *exchange.asked))
    record = writer.create_warc_record(
        exchange.url,
        "request",
        payload=BytesIO(),
        length=0,
        http_headers=head,
        warc_headers_dict={"WARC-Date": date, "WARC-Concurrent-To": answered},
    )
    writer.write_record(record)
    return buffer.getvalue()


def _writer() -> tuple[BytesIO, Any]:
    buffer = BytesIO()
    return buffer, WARCWriter(buffer, gzip=True, warc_version=VERSION)


def _status_line(exchange: Exchange) -> str:
    try:
        phrase = HTTPStatus(exchange.status).phrase
    except ValueError:
        phrase = "Unknown"
    return f"{exchange.protocol} {exchange.status} {phrase}"
