"""Pages out of any WARC file, as ``ingest`` takes them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from fastwarc.warc import WarcRecord, WarcRecordType
from w3lib.url import safe_url_string

from newsspider.archive.exchange import payload_digest
from newsspider.archive.places import has_places, opened, starts_with_record
from newsspider.archive.reader import Answer, answer_of, is_document, parse_head, target_of
from newsspider.archive.walk import Damage, WholeRecord, walk
from newsspider.items import Capture, Page
from newsspider.text.urls import absolute

HTML = ("text/html", "application/xhtml+xml")
ZSTD = b"\x28\xb5\x2f\xfd"

KNOWN = "known already"

RENDERED, HEAD = b"rendering: browser", 1 << 14
"""Text in the first record of a file whose run shows pages in a browser; the bytes to look in."""


def is_warc(path: Path) -> bool:
    """Whether the file is a WARC, by its bytes and its name; raises ``ArchiveError``."""
    with opened(path) as file:
        if starts_with_record(file):
            return True
        return ".warc" in path.suffixes and (file.read(4) == ZSTD or has_places(path))


class WarcPages:
    """The file's HTML answers of status 200, each read when it is asked for; others are counted.

    ``done`` are the places of answers that were taken before, in their order: they are passed over.
    ``name`` is the file's name in captures. Damages are passed over and noted.
    Raises ``ArchiveError`` for a file that cannot be opened.
    """

    def __init__(self, path: Path, name: str, done: Iterable[int] = ()) -> None:
        self.path = path
        self.name = name
        self.done = done
        self.position = 0
        """Bytes of the file that were read."""

        self.left_out: Counter[str] = Counter()
        """Answers that gave no page, by why."""

        self.damages: list[Damage] = []

    def __iter__(self) -> Iterator[Page]:
        """Each page with its capture, once its record has proved whole."""
        return (page for page in self.steps() if page is not None)

    def steps(self) -> Iterator[Page | None]:
        """The same from record to record: ``None`` for each that gives no page."""
        addressable = has_places(self.path)
        done = _Done(self.done) if addressable else _Done(())
        first = next(walk(self.path, _info), None)
        info = first.value if isinstance(first, WholeRecord) else b""
        shown = _shown(self.path) if RENDERED in info else frozenset()
        for step in walk(self.path, lambda record: _taken(record, done, shown)):
            self.position = step.end
            page = None
            if isinstance(step, Damage):
                self.damages.append(step)
            elif isinstance(step.value, Answer):
                page = self._page(step.value, step.end if addressable else None)
            elif step.value is not None:
                self.left_out[step.value] += 1
            yield page

    def _page(self, answer: Answer, end: int | None) -> Page:
        page = Page(
            url=_address(answer.url) or answer.url,
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


class _Done:
    """The places that were taken before, asked for in their order."""

    def __init__(self, places: Iterable[int]) -> None:
        self.places = iter(places)
        self.next: int | None = next(self.places, None)

    def __contains__(self, place: int) -> bool:
        while self.next is not None and self.next < place:
            self.next = next(self.places, None)
        return self.next == place


def _shown(path: Path) -> frozenset[str]:
    """The records of which the file holds the document as well that a browser made of them."""
    # The documents stand behind their answers, so such a file is gone through once more.
    answers = (step.value for step in walk(path, _source_of) if isinstance(step, WholeRecord))
    return frozenset(filter(None, answers))


def _info(record: WarcRecord) -> bytes:
    """The text of the record in which a file says who wrote it; ``b""`` of another record."""
    is_info = record.record_type == WarcRecordType.warcinfo
    return bytes(record.reader.read(HEAD)) if is_info else b""


def _source_of(record: WarcRecord) -> str | None:
    refers_to: str | None = record.headers.get("WARC-Refers-To")
    return refers_to if is_document(record) else None


def _taken(record: WarcRecord, done: _Done, shown: Collection[str]) -> Answer | str | None:
    """The answer, where it may be a page, or why it is none; ``None`` for other records."""
    if record.stream_pos in done:
        return KNOWN
    if shown and record.headers.get("WARC-Record-ID") in shown:
        return "taken as a browser showed them"
    if record.record_type == WarcRecordType.revisit:
        return "unchanged since an earlier answer"
    if not is_document(record):
        if record.record_type != WarcRecordType.response or not record.is_http:
            return None
        parse_head(record)
        if record.http_headers.status_code != 200:
            return "another status than 200"
        if not (record.http_content_type or HTML[0]).lower().startswith(HTML):
            return "no HTML"
    if record.headers.get("WARC-Truncated"):
        return "cut off when they were fetched"
    if _address(target_of(record)) is None:
        return "no web address"
    return answer_of(record) if record.record_date is not None else "no date"


def _address(url: str) -> str | None:
    """The address as a crawl would ask for it; ``None`` where none could."""
    try:
        address = absolute("", safe_url_string(url))
    except ValueError:
        return None
    return address if address is not None and address.isascii() else None
