"""The check that the archive's files are whole and hold the answers that the database names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from pathlib import Path

from fastwarc.warc import WarcRecord, WarcRecordType

from newsspider.archive.reader import ANSWERS, is_document, moment, parse_head, target_of
from newsspider.archive.walk import Damage, WholeRecord, walk
from newsspider.errors import ArchiveError
from newsspider.text.urls import canonical_url

DIGEST = re.compile(r"(?:sha1|sha256|sha512|md5):(?:[0-9a-f]+|[A-Z2-7]+=*)")
NAMED = 3
"""Pages of a damage that are named; the others are counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """One answer as the database has it."""

    place: int
    digest: str
    status: int
    fetched_at: datetime
    page: str
    """The page's address, for the sentence that names it."""

    addresses: frozenset[str] | None = None
    """The canonical addresses of which one must have answered; ``None`` where nobody knows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A record as the file has it."""

    url: str
    fetched_at: datetime
    status: int | None
    """``None`` for a record that is no answer."""

    digest: str | None
    is_sound: bool
    """Whether its digests fit its bytes."""


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
        self.lost = 0
        """Answers that the database knows and that cannot be read."""

        self.next: Expected | None = next(self.expected, None)

    def problems(self) -> Iterator[str]:
        """One sentence for each thing that is wrong."""
        if not self.path.exists():
            lost = self._lost([row.page for row in self._until(None)], None)
            yield f"{self.path} is not there: {lost}."
            return
        reached = 0
        try:
            for step in walk(self.path, seen):
                yield from self._damage(step) if isinstance(step, Damage) else self._record(step)
                self.advance(step.end - reached)
                reached = step.end
        except ArchiveError as error:
            lost = self._lost([row.page for row in self._until(None)], None)
            yield f"{str(error).removesuffix('.')}: {lost}."
            return
        yield from (self._missed(each) for each in self._until(None))
        if not reached:
            yield f"{self.path} holds no record."

    def _record(self, record: WholeRecord[Seen]) -> Iterator[str]:
        self.records += 1
        yield from (self._missed(each) for each in self._until(record.place))
        rows = list(self._until(record.place + 1))
        if not record.value.is_sound:
            lost = self._lost([row.page for row in rows], record.value.url)
            stretch = f"bytes {record.place:,} to {record.end - 1:,}"
            yield f"{self.path}: {stretch} are not what their digest says: {lost}."
            return
        for row in rows:
            if wrong := _wrong(record.value, row):
                yield f"{self.path}: the record at {record.place:,} {wrong} ({row.page})."

    def _damage(self, damage: Damage) -> Iterator[str]:
        if damage.start is not None:
            yield from (self._missed(each) for each in self._until(damage.start))
        rows = self._until(damage.end)
        yield f"{damage}: {self._lost([row.page for row in rows], damage.url)}."

    def _until(self, end: int | None) -> Iterator[Expected]:
        """The rows of answers that should begin before this place, each once."""
        while self.next is not None and (end is None or self.next.place < end):
            yield self.next
            self.next = next(self.expected, None)

    def _missed(self, row: Expected) -> str:
        self.lost += 1
        return f"{self.path}: no record begins at {row.place:,} ({row.page})."

    def _lost(self, pages: Sequence[str], url: str | None) -> str:
        self.lost += len(pages)
        if not pages:
            named = f"; the answer of {url} is lost" if url else ""
            return f"the database knows no page's answer there{named}"
        lost = "1 answer is" if len(pages) == 1 else f"{len(pages):,} answers are"
        more = f" and {len(pages) - NAMED:,} more" if len(pages) > NAMED else ""
        return f"{lost} lost ({', '.join(pages[:NAMED])}{more})"


def seen(record: WarcRecord) -> Seen:
    """The record, read to its end."""
    is_sound = not _is_known(record, "WARC-Block-Digest") or record.verify_block_digest()
    is_answer = bool(record.record_type & ANSWERS) and record.is_http
    if is_answer:
        parse_head(record)
        is_sound = is_sound and (not _has_payload(record) or record.verify_payload_digest())
    status = record.http_headers.status_code or 0 if is_answer else None
    return Seen(
        url=target_of(record),
        fetched_at=moment(record),
        status=HTTPStatus.OK if is_document(record) else status,
        digest=record.headers.get("WARC-Payload-Digest"),
        is_sound=is_sound,
    )


def _has_payload(record: WarcRecord) -> bool:
    """Whether the record holds the bytes that its payload digest is of."""
    # Some tools count chunks as part of the payload, and others do not.
    chunked = record.http_headers.get("Transfer-Encoding")
    repeats = record.record_type == WarcRecordType.revisit
    return not repeats and not chunked and _is_known(record, "WARC-Payload-Digest")


def _is_known(record: WarcRecord, name: str) -> bool:
    """Whether there is such a digest, and in a way of writing that fastwarc reads."""
    return DIGEST.fullmatch(record.headers.get(name) or "") is not None


def _wrong(record: Seen, expected: Expected) -> str | None:
    """The first difference between the record and the row, in words; ``None`` where none is."""
    if record.status is None:
        return "is no answer"
    if expected.addresses is not None and canonical_url(record.url) not in expected.addresses:
        return f"holds {record.url}"
    if record.fetched_at != expected.fetched_at:
        return f"is of another time, {record.fetched_at}"
    if record.status != expected.status:
        return f"has the status {record.status}, not {expected.status}"
    if record.digest and record.digest != expected.digest:
        return "has another payload"
    return None
