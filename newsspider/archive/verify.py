"""Whether the archive's files are whole, and hold what the database says that they hold."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from fastwarc.warc import WarcRecord, WarcRecordType

from newsspider.archive.reader import ANSWERS, moment, records, target_of
from newsspider.archive.repair import whole
from newsspider.errors import ArchiveError
from newsspider.urls import canonical_url

GZIPPED = b"\x1f\x8b"


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What the database says of one answer."""

    place: int
    digest: str
    status: int
    fetched_at: datetime
    page: str
    """The page's address, for the sentence that names it."""

    addresses: frozenset[str] | None = None
    """The canonical addresses of which one must have answered; ``None`` where nobody knows."""


class Check:
    """The check of one file: go through ``problems``, then ``records`` are counted."""

    def __init__(
        self,
        path: Path,
        expected: Iterable[Expected],
        advance: Callable[[int], None] = lambda more: None,
    ) -> None:
        self.path = path
        self.expected = iter(expected)
        self.advance = advance
        self.records = 0
        self.next: Expected | None = next(self.expected, None)

    def problems(self) -> Iterator[str]:
        """One sentence for each thing that is wrong."""
        last = 0
        try:
            for record in records(self.path, kinds=WarcRecordType.any_type, parse_http=False):
                self.records += 1
                self.advance(record.stream_pos - last)
                last = record.stream_pos
                yield from self._missed(before=last)
                yield from self._record(record)
        except ArchiveError as error:
            yield str(error)
            return
        yield from self._missed(before=None)
        yield from self._end(last)
        self.advance(self.path.stat().st_size - last)

    def _record(self, record: WarcRecord) -> Iterator[str]:
        place = record.stream_pos
        if record.headers.get("WARC-Block-Digest") and not record.verify_block_digest():
            yield f"{self.path}: the record at {place:,} is not what its digest says."
        is_answer = bool(record.record_type & ANSWERS) and record.is_http
        if is_answer:
            record.parse_http()
        given = record.headers.get("WARC-Payload-Digest")
        repeats = record.record_type == WarcRecordType.revisit
        if is_answer and given and not repeats and not record.verify_payload_digest():
            yield f"{self.path}: the payload at {place:,} is not what its digest says."
        while self.next is not None and self.next.place == place:
            wrong = _wrong(record, self.next) if is_answer else "is no answer"
            if wrong:
                yield f"{self.path}: the record at {place:,} {wrong} ({self.next.page})."
            self.next = next(self.expected, None)

    def _missed(self, before: int | None) -> Iterator[str]:
        while self.next is not None and (before is None or self.next.place < before):
            yield f"{self.path}: no record begins at {self.next.place:,} ({self.next.page})."
            self.next = next(self.expected, None)

    def _end(self, last: int) -> Iterator[str]:
        with self.path.open("rb") as file:
            gzipped = file.read(2) == GZIPPED
        if not self.records:
            yield f"{self.path} holds no record."
        elif gzipped and whole(self.path, start=last) < self.path.stat().st_size:
            yield f"{self.path} is cut off in its last record, at {last:,}."


def _wrong(record: WarcRecord, expected: Expected) -> str | None:
    """What the record does not have in common with the row, in words."""
    target, given = target_of(record), record.headers.get("WARC-Payload-Digest")
    if expected.addresses is not None and canonical_url(target) not in expected.addresses:
        return f"holds {target}"
    if moment(record) != expected.fetched_at:
        return f"is of another time, {moment(record)}"
    if record.http_headers.status_code != expected.status:
        return f"has the status {record.http_headers.status_code}, not {expected.status}"
    if given and given != expected.digest:
        return "has another payload"
    return None
