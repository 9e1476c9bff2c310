"""Pages out of any WARC file, as ``ingest`` takes them."""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from fastwarc.warc import WarcRecord, WarcRecordType

from newsspider.archive.exchange import payload_digest
from newsspider.archive.reader import Answer, answer_of, opened, records
from newsspider.archive.repair import GZIP
from newsspider.items import Capture, Page

HTML = ("text/html", "application/xhtml+xml")
GZIPPED, ZSTD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"
HEAD = 1 << 16

KNOWN = "known already"


def is_warc(path: Path) -> bool:
    """Whether the file is a WARC by its first bytes; raises ``ArchiveError``."""
    with opened(path) as file:
        head = file.read(HEAD)
    if head.startswith(GZIPPED):
        try:
            head = zlib.decompressobj(GZIP).decompress(head, 64)
        except zlib.error:
            return False
    return head.startswith(b"WARC/") or (head.startswith(ZSTD) and ".warc" in path.suffixes)


class WarcPages:
    """The file's HTML answers of status 200, each read when it is asked for; others are counted.

    ``done`` are the places of answers that were taken before, in their order: they are passed over.
    ``name`` is what the file is called in captures. Raises ``ArchiveError`` where it is damaged.
    """

    def __init__(self, path: Path, name: str, done: Iterable[int] = ()) -> None:
        self.path = path
        self.name = name
        self.done = done
        self.position = 0
        """How far it was read, in bytes."""

        self.left_out: Counter[str] = Counter()
        """How many answers gave no page, by why."""

    def __iter__(self) -> Iterator[Page]:
        """Each page with its capture, which is known once the record behind it is reached."""
        addressable = has_places(self.path)
        waiting: Answer | None = None
        done = iter(self.done)
        passed = next(done, None)
        for record in records(self.path, kinds=WarcRecordType.any_type):
            self.position = record.stream_pos
            if waiting is not None:
                yield self._page(waiting, self.position if addressable else None)
                waiting = None
            while passed is not None and passed < self.position:
                passed = next(done, None)
            if addressable and passed == self.position:
                self.left_out[KNOWN] += 1
            else:
                waiting = self._answer(record)
        self.position = self.path.stat().st_size
        if waiting is not None:
            yield self._page(waiting, self.position if addressable else None)

    def _answer(self, record: WarcRecord) -> Answer | None:
        """The answer, where it may be a page."""
        if record.record_type == WarcRecordType.revisit:
            self.left_out["unchanged since an earlier answer"] += 1
        if record.record_type != WarcRecordType.response or not record.is_http:
            return None
        head = record.http_headers
        if head is None or head.status_code != 200:
            self.left_out["another status than 200"] += 1
            return None
        kind = (record.http_content_type or HTML[0]).lower()
        if not kind.startswith(HTML):
            self.left_out["no HTML"] += 1
            return None
        return answer_of(record)

    def _page(self, answer: Answer, end: int | None) -> Page:
        page = Page(
            url=answer.url,
            fetched_at=answer.fetched_at,
            body=answer.content,
            status=answer.status,
            headers=answer.fields,
        )
        if end is None:
            return page
        capture = Capture(
            file=self.name,
            place=answer.place,
            length=end - answer.place,
            digest=answer.digest or payload_digest(answer.body),
            status=answer.status,
            fetched_at=answer.fetched_at,
        )
        return replace(page, capture=capture)


def has_places(path: Path) -> bool:
    """Whether a record can be read by itself: the file is plain, or each record gzipped alone."""
    with opened(path) as file:
        head = file.read(HEAD)
    if not head.startswith(GZIPPED):
        return head.startswith(b"WARC/")
    member = zlib.decompressobj(GZIP)
    data = member.decompress(head)
    fields, _, _ = data.partition(b"\r\n\r\n")
    length = re.search(rb"^content-length:\s*(\d+)", fields, re.IGNORECASE | re.MULTILINE)
    if length is None:
        return False
    record = len(fields) + 4 + int(length[1]) + 4
    # A first record that is longer than what was read here is no warcinfo, but alone so far.
    return len(data) == record if member.eof else len(data) <= record
