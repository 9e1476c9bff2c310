"""The places where records begin and end in a file, also in a damaged one."""

from __future__ import annotations

import os
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from newsspider.archive.repair import GZIP
from newsspider.errors import ArchiveError

GZIPPED = b"\x1f\x8b"
WARC = b"WARC/"
GZIP_MEMBER = re.compile(rb"\x1f\x8b\x08")
PLAIN_RECORD = re.compile(rb"WARC/\d\.\d\r?\n[A-Za-z]")
LENGTH = re.compile(rb"^content-length:\s*(\d{1,15})\b", re.IGNORECASE | re.MULTILINE)
ANSWERED = re.compile(
    rb"^warc-type:\s*(?:response|revisit)\b(?:.*\n)*?warc-target-uri:\s*<?([^\s>]+)",
    re.IGNORECASE | re.MULTILINE,
)

HEAD = 1 << 16
CHUNK = 1 << 20
SIGN = 1_024
"""Bytes of a gzip member that are enough to see how its content begins."""


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """The file; raises ``ArchiveError``."""
    try:
        with path.open("rb") as file:
            yield file
    except OSError as error:
        raise ArchiveError(f"The file {path} cannot be read: {error.strerror}.") from error


def has_places(path: Path) -> bool:
    """Whether a record can be read by itself: the file is plain, or each record gzipped alone."""
    with opened(path) as file:
        head = _at(file, 0, HEAD)
        if head.startswith(WARC):
            return True
        member = zlib.decompressobj(GZIP)
        with suppress(zlib.error):
            data = member.decompress(head)
            fields, _, _ = data.partition(b"\r\n\r\n")
            if (length := LENGTH.search(fields)) is not None:
                record = len(fields) + 4 + int(length[1]) + 4
                # A first record that is longer than what was read here is no warcinfo, but alone.
                return len(data) == record if member.eof else len(data) <= record
        return following(file, 1, is_gzipped(file, path)) is not None


def starts_with_record(file: BinaryIO) -> bool:
    """Whether the file begins as a WARC does."""
    return _head(file, 0, len(WARC)).startswith(WARC)


def is_gzipped(file: BinaryIO, path: Path) -> bool:
    """By its first bytes, and by its name where these are damaged."""
    head = _at(file, 0, len(WARC))
    return head.startswith(GZIPPED) or (head != WARC and ".gz" in path.suffixes)


def end_of(file: BinaryIO, place: int) -> int | None:
    """Where the record ends that begins there; ``None`` where there is no whole one."""
    if _at(file, place, len(GZIPPED)) == GZIPPED:
        return _member_end(file, place)
    return _plain_end(file, place)


def following(file: BinaryIO, place: int, gzipped: bool) -> int | None:
    """Where the next record begins, from there on; ``None`` where none does."""
    sign = GZIP_MEMBER if gzipped else PLAIN_RECORD
    while chunk := _at(file, place, CHUNK + SIGN):
        for match in sign.finditer(chunk):
            if match.start() >= CHUNK:
                break
            begins = place + match.start()
            if not gzipped or _head(file, begins, len(WARC)).startswith(WARC):
                return begins
        place += CHUNK
    return None


def answered(file: BinaryIO, place: int) -> str | None:
    """The address of the answer that begins there, as far as its head can be read."""
    target = ANSWERED.search(_head(file, place, HEAD).partition(b"\r\n\r\n")[0])
    return target[1].decode("utf-8", "replace") if target else None


def _member_end(file: BinaryIO, place: int) -> int | None:
    """Of a gzip member that holds a record."""
    member = zlib.decompressobj(GZIP)
    is_record = False
    while data := _at(file, place, HEAD):
        try:
            content = member.decompress(data)
        except zlib.error:
            return None
        is_record = is_record or content.startswith(WARC)
        if content and not is_record:
            return None
        place += len(data) - len(member.unused_data)
        if member.eof:
            return place
    return None


def _plain_end(file: BinaryIO, place: int) -> int | None:
    fields, blank, _ = _at(file, place, HEAD).partition(b"\r\n\r\n")
    length = LENGTH.search(fields)
    if not fields.startswith(WARC) or not blank or length is None:
        return None
    end = place + len(fields) + 4 + int(length[1])
    behind = _at(file, end, HEAD)
    blanks = len(behind) - len(behind.lstrip(b"\r\n"))
    is_last = end + len(behind) == os.fstat(file.fileno()).st_size and blanks == len(behind)
    return end + blanks if is_last or behind.startswith(b"\r\n\r\n") else None


def _head(file: BinaryIO, place: int, size: int) -> bytes:
    """The first bytes of a record, as far as they can be read."""
    data = _at(file, place, SIGN if size <= SIGN else HEAD)
    if not data.startswith(GZIPPED):
        return data
    member = zlib.decompressobj(GZIP)
    content = b""
    with suppress(zlib.error):
        # In small steps: an error takes the whole step with it.
        for at in range(0, len(data), 64):
            content += member.decompress(data[at : at + 64])
            if len(content) >= size:
                break
    return content


def _at(file: BinaryIO, place: int, size: int) -> bytes:
    return os.pread(file.fileno(), size, place)
