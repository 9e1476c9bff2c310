"""Answers out of WARC files, this archive's and anybody's."""

from __future__ import annotations

import logging
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from http import HTTPStatus
from io import BytesIO
from pathlib import Path

from fastwarc.stream_io import BrotliReader, WarcReader, ZstdReader
from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from newsspider.archive import OPEN, folders
from newsspider.archive.exchange import Headers, Original
from newsspider.archive.places import end_of, opened
from newsspider.archive.walk import BROKEN, Damage, walk
from newsspider.errors import ArchiveError
from newsspider.items import Capture
from newsspider.text.limits import MAX_BYTES
from newsspider.text.urls import canonical_url

logger = logging.getLogger(__name__)

LONGEST_HEAD = 1 << 20
"""Bytes of an answer before its payload."""

STEP = 1 << 16
"""Bytes of a payload that are decoded at a time."""

ANSWERS = WarcRecordType.response | WarcRecordType.revisit
Find = Callable[[Original], Iterable[Capture]]
"""Where an answer may lie that others refer to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One answer as its record holds it."""

    url: str
    fetched_at: datetime
    place: int
    status: int
    first_line: str
    headers: Headers
    body: bytes
    """As the server sent it; ``b""`` in a ``revisit``, and no more than a page may have."""

    digest: str | None = None
    original: Original | None = None
    """Where the payload lies, for an answer that only repeats it."""

    is_revisit: bool = False
    repeats: Answer | None = None
    """The answer that holds the payload of a ``revisit``."""

    @property
    def payload(self) -> bytes:
        """The bytes that the server sent, here or in the answer that this one repeats."""
        return self.repeats.body if self.repeats is not None else self.body

    @property
    def content(self) -> bytes:
        """The payload, decoded."""
        holder = self.repeats or self
        return decoded(holder.headers, holder.body, MAX_BYTES + 1)

    @property
    def head(self) -> bytes:
        """The status line and the headers as they came, with the empty line behind them."""
        fields = (f"{name}: {value}" for name, value in self.headers)
        lines = [*filter(None, [self.first_line]), *fields, "", ""]
        return "\r\n".join(lines).encode("latin-1", "replace")

    @property
    def fields(self) -> dict[str, str]:
        """The headers by lower-case name as they hold for ``content``, the last of each."""
        return {name.lower(): value for name, value in without_codings(self.headers)}


def file_of(folder: Path, name: str) -> Path:
    """The file of this name, closed or still being written; raises ``ArchiveError``."""
    path = folder / name
    for known in (path, path.with_name(path.name + OPEN)):
        if known.exists():
            return known
    raise ArchiveError(f"The file {path} is not there: name its folder with --archive.")


def read_at(folder: Path, capture: Capture) -> Answer:
    """The answer that lies there; raises ``ArchiveError``."""
    path = file_of(folder, capture.file)
    with opened(path) as file:
        if end_of(file, capture.place) is None:
            raise ArchiveError(f"{path}: no whole record begins at {capture.place:,}.")
        file.seek(capture.place)
        with suppress(StopIteration, *BROKEN):  # either way there is none, which is said below
            record = next(iter(ArchiveIterator(file, parse_http=False)))
            answer = answer_of(record) if record.stream_pos == capture.place else None
            if answer is not None:
                return answer
    raise ArchiveError(f"{path} holds no answer at {capture.place:,}.")


def resolve(folder: Path, capture: Capture, find: Find) -> Answer:
    """The answer with its payload, which for a ``revisit`` lies elsewhere.

    Raises ``ArchiveError``.
    """
    answer = read_at(folder, capture)
    if not answer.is_revisit:
        return answer
    original = answer.original
    for other in find(original) if original is not None else ():
        with suppress(ArchiveError):
            held = read_at(folder, other)
            if not held.is_revisit and original is not None and held.url == original.url:
                return replace(answer, repeats=held)
    raise ArchiveError(
        f"{folder / capture.file} says at {capture.place:,} only that {answer.url} had not changed,"
        " and the answer that it had not changed from is not there."
    )


def find_in(path: Path, url: str, at: int) -> Answer | None:
    """The ``at``-th newest answer of the address in one file, from 1, with its payload."""
    canonical = canonical_url(url)
    times = [
        (answer.fetched_at, answer.place)
        for answer in answers(path)
        if canonical_url(answer.url) == canonical
    ]
    times.sort(reverse=True)
    if len(times) < at:
        return None
    own = _capture(path, times[at - 1][1])
    return resolve(path.parent, own, lambda original: _beside(path, original))


def _beside(path: Path, original: Original) -> Iterator[Capture]:
    """The answer that others refer to, in the file or in one of the same archive."""
    home = folders.home_of(path.resolve())
    others = [home / name for name in folders.names(home)]
    # Those of the month in which it came are likelier to hold it.
    others.sort(key=lambda other: folders.month_of(original.fetched_at) not in str(other))
    for file in (path, *(other for other in others if other.exists() and other != path.resolve())):
        with suppress(ArchiveError):
            for answer in answers(file):
                if answer.url == original.url and answer.fetched_at == original.fetched_at:
                    yield _capture(file, answer.place)


def answers(path: Path, *, start: int = 0) -> Iterator[Answer]:
    """Every answer of the file from a place on, in order; damages are passed over.

    Raises ``ArchiveError`` for a file that cannot be opened.
    """
    for step in walk(path, answer_of, start=start):
        if isinstance(step, Damage):
            logger.warning("%s.", step)
        elif step.value is not None:
            yield step.value


def answer_of(record: WarcRecord) -> Answer | None:
    """The answer, its payload read; ``None`` for another record."""
    if is_document(record):
        return _document_of(record)
    if not record.record_type & ANSWERS or not record.is_http:
        return None
    parse_head(record)
    head = record.http_headers
    fields = record.headers
    is_revisit = record.record_type == WarcRecordType.revisit
    return Answer(
        url=target_of(record),
        fetched_at=moment(record),
        place=record.stream_pos,
        status=head.status_code or 0,
        first_line=head.status_line or "",
        headers=head.to_tuples(),
        body=b"" if is_revisit else record.reader.read(MAX_BYTES + 1),
        digest=fields.get("WARC-Payload-Digest"),
        original=_original(record),
        is_revisit=is_revisit,
    )


def is_document(record: WarcRecord) -> bool:
    """Whether the record is a page as a browser left it: it stands for the page's answer."""
    kind = (record.headers.get("Content-Type") or "").lower()
    return bool(record.record_type == WarcRecordType.conversion) and kind.startswith("text/html")


def _document_of(record: WarcRecord) -> Answer:
    return Answer(
        url=target_of(record),
        fetched_at=moment(record),
        place=record.stream_pos,
        status=HTTPStatus.OK,
        first_line="",
        headers=(("Content-Type", record.headers.get("Content-Type") or ""),),
        body=record.reader.read(MAX_BYTES + 1),
        digest=record.headers.get("WARC-Payload-Digest"),
    )


def parse_head(record: WarcRecord) -> None:
    """Read the answer's status line and headers, which some servers make very long."""
    if not record.is_http_parsed:
        record.parse_http(max_header_len=LONGEST_HEAD)


def target_of(record: WarcRecord) -> str:
    """The address asked for; early tools wrote it in angle brackets."""
    return (record.headers.get("WARC-Target-URI") or "").strip("<>")


def moment(record: WarcRecord) -> datetime:
    """When the answer came; the epoch where the record does not say."""
    date = record.record_date
    return date.astimezone(UTC) if date is not None else datetime.fromtimestamp(0, UTC)


def _capture(path: Path, place: int) -> Capture:
    epoch = datetime.fromtimestamp(0, UTC)
    return Capture(
        file=str(path.resolve()), place=place, length=0, digest="", status=0, fetched_at=epoch
    )


def _original(record: WarcRecord) -> Original | None:
    fields = record.headers
    url, date = fields.get("WARC-Refers-To-Target-URI"), fields.get("WARC-Refers-To-Date")
    digest = fields.get("WARC-Payload-Digest")
    if not url or not date or not digest:
        return None
    try:
        fetched_at = datetime.fromisoformat(date)
    except ValueError:
        return None
    aware = fetched_at if fetched_at.tzinfo else fetched_at.replace(tzinfo=UTC)
    return Original(url=url.strip("<>"), fetched_at=aware.astimezone(UTC), digest=digest)


def decoded(headers: Headers, body: bytes, most: int) -> bytes:
    """The payload without chunks, gzip, deflate, Brotli and Zstandard, at most so many bytes.

    A payload that does not fit its headers is left as it is: many archives keep the headers of the
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
    """The headers without those that no longer hold once the payload is decoded."""
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
