"""Articles of an export in JSON Lines, back into a corpus: line by line, batch by batch."""

from __future__ import annotations

import gzip
import json
import logging
import sys
import zlib
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from io import BufferedReader
from itertools import chain
from pathlib import Path
from time import monotonic
from typing import IO, TYPE_CHECKING, Any, TypeVar, cast

from pebble import ProcessExpired
from sqlalchemy.exc import DBAPIError

from newsspider.errors import NewsspiderError, UsageError
from newsspider.processing.parallel import in_order
from newsspider.schemas.record import parse
from newsspider.services.database import open_engine
from newsspider.text.urls import absolute, canonical_url
from storage import schema
from storage.corpus.writing import TransactionSize
from storage.db.engine import backend
from storage.db.retries import Patience, is_of_what_is_stored
from storage.imports import ImportRecord, PreparedImport, prepare_import, store_records
from storage.visits import too_long

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from newsspider.items import Article, Change

logger = logging.getLogger(__name__)

LONGEST_LINE = 64 * 2**20
"""Bytes of a line: a page has 10 MB at most, and its text stands in the record twice."""

MOST_BYTES = 20_000_000
"""Of the lines that one transaction stores: they stand in memory."""

BATCH_LINES = 100
BATCH_BYTES = 2_000_000
"""A batch that is read at once ends with whichever comes first."""

T = TypeVar("T")
Line = tuple[int, bytes]
"""With its number."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Some lines of the file, read."""

    ready: list[tuple[int, PreparedImport]]
    """The records, ready to be stored, with the numbers of their lines."""

    refused: list[tuple[int, str]]
    """The lines that hold none, and why."""

    size: int
    """Bytes of the lines."""


class ArticleImport:
    """Stores an export batch by batch, and counts only what is committed.

    To do it again changes nothing. The log names each line that is refused, and why.
    """

    def __init__(
        self,
        url: str,
        *,
        on_progress: Callable[[int], None] = lambda more: None,
        bar: schema.ProgressBar = schema.silent,
    ) -> None:
        """``url`` is the database's; ``bar`` shows how far its upgrade has come, if it needs one.

        ``on_progress`` is called with how many more records are stored.
        """
        self.url = url
        self.on_progress = on_progress
        self.bar = bar
        self.changes: Counter[Change] = Counter()
        """How many articles are new, updated and unchanged so far."""

        self.refused = 0
        """How many lines hold no record that can be stored."""

        self._transaction = TransactionSize()

    def run(self, file: str) -> None:
        """Store all of the file, ``-`` is standard input; raises ``NewsspiderError``.

        What was stored until then stays. A file without records makes no database.
        """
        with closing(batches(file, datetime.now(UTC), backend(self.url))) as read_ahead:
            first = self._first(read_ahead)
            if first is None:
                return
            with open_engine(self.url, must_exist=False, bar=self.bar) as engine:
                for portion in parts(chain([first], read_ahead), self._is_full):
                    self._store_portion(engine, portion)

    def _first(self, read_ahead: Iterator[Batch]) -> Batch | None:
        for batch in read_ahead:
            if batch.ready:
                return batch
            self._refuse(batch)
        return None

    def _is_full(self, portion: Sequence[Batch]) -> bool:
        """Whether they are as much as one transaction takes now."""
        count = sum(len(batch.ready) for batch in portion)
        size = sum(batch.size for batch in portion)
        return count >= self._transaction.size or size >= MOST_BYTES

    def _store_portion(self, engine: Engine, portion: Sequence[Batch]) -> None:
        for batch in portion:
            self._refuse(batch)
        if records := [record for batch in portion for record in batch.ready]:
            start = monotonic()
            self._store(engine, records)
            self._transaction.took(len(records), monotonic() - start)
            logger.info("Stored up to line %d.", records[-1][0])
        self.on_progress(len(records))

    def _refuse(self, batch: Batch) -> None:
        for number, why in batch.refused:
            self._refuse_line(number, why)

    def _refuse_line(self, number: int, why: str) -> None:
        self.refused += 1
        logger.warning("Line %d is refused: %s.", number, why.rstrip("."))

    def _store(self, engine: Engine, records: Sequence[tuple[int, PreparedImport]]) -> None:
        prepared = [record for _, record in records]
        try:
            changes = Patience().transact(engine, lambda session: store_records(session, prepared))
        except DBAPIError as error:
            if not is_of_what_is_stored(error):
                raise
            if len(records) == 1:
                self._refuse_line(records[0][0], f"the database refuses it ({error.orig})")
            else:
                for record in records:
                    self._store(engine, [record])
        else:
            self.changes.update(changes)


def batches(name: str, now: datetime, dialect: str) -> Generator[Batch]:
    """The file in its order, read ahead for this kind of database; raises ``NewsspiderError``."""
    with _opened(name) as file:
        try:
            lines = parts(_numbered(_lines(file, name)), _is_batch)
            yield from in_order(partial(read, now=now, dialect=dialect), lines)
        except (ProcessExpired, RuntimeError) as error:  # as pebble says it
            raise NewsspiderError(
                "A process that reads the file was killed, for want of memory perhaps:"
                " run the same again for the rest."
            ) from error


def read(lines: Sequence[Line], now: datetime, dialect: str) -> Batch:
    """Read the lines; for any process."""
    batch = Batch([], [], size=_size(lines))
    for number, line in lines:
        try:
            batch.ready.append((number, prepare_import(record_of(line, now), dialect)))
        except ValueError as error:
            batch.refused.append((number, str(error)))
    return batch


def record_of(line: bytes, now: datetime) -> ImportRecord:
    """The record on the line; raises ``ValueError`` with a sentence that says what is wrong.

    A line of ``newsspider search`` names no moments: it counts as of now.
    """
    fields = _object(line)
    article = _version(fields, _address(fields.get("url")))
    changed_at = min(_moment(fields, "changed_at") or now, now)
    return ImportRecord(
        article=article,
        first_stored_at=_moment(fields, "first_stored_at") or changed_at,
        changed_at=changed_at,
        earlier=_earlier(fields.get("revisions") or (), article.url, changed_at),
    )


@contextmanager
def _opened(name: str) -> Iterator[IO[bytes]]:
    with _file(name) as file:
        zipped = file.peek(2)[:2] == b"\x1f\x8b"
        yield cast("IO[bytes]", gzip.GzipFile(fileobj=file)) if zipped else file


def _file(name: str) -> BufferedReader:
    try:
        return cast("BufferedReader", sys.stdin.buffer) if name == "-" else Path(name).open("rb")
    except FileNotFoundError:
        raise UsageError(f"There is no file {name}: check the name.") from None
    except OSError as error:
        raise UsageError(f"The file {name} cannot be read: {error.strerror}.") from None


def _lines(file: IO[bytes], name: str) -> Iterator[bytes]:
    """The lines; of one that is too long only the beginning, which is no record."""
    number = 0
    try:
        while line := file.readline(LONGEST_LINE):
            number += 1
            rest = line
            while len(rest) == LONGEST_LINE and not rest.endswith(b"\n"):
                rest = file.readline(LONGEST_LINE)
            yield line
    except (EOFError, OSError, zlib.error) as error:
        raise NewsspiderError(
            f"{name} is damaged or cut off after line {number:,} ({error}):"
            " what stands before it was stored."
        ) from None


def parts(items: Iterable[T], is_full: Callable[[Sequence[T]], bool]) -> Iterator[list[T]]:
    """All of them in their order, some at a time: each part goes on until it is full."""
    part: list[T] = []
    try:
        for item in items:
            part.append(item)
            if is_full(part):
                yield part
                part = []
    except NewsspiderError:
        if part:
            yield part  # What stands before the damage is not lost.
        raise
    if part:
        yield part


def _numbered(lines: Iterable[bytes]) -> Iterator[Line]:
    return ((number, line) for number, line in enumerate(lines, 1) if line.strip())


def _is_batch(lines: Sequence[Line]) -> bool:
    return len(lines) >= BATCH_LINES or _size(lines) >= BATCH_BYTES


def _size(lines: Sequence[Line]) -> int:
    return sum(len(line) for _, line in lines)


def _object(line: bytes) -> dict[str, Any]:
    if len(line) >= LONGEST_LINE:
        raise ValueError(f"it is longer than {LONGEST_LINE:,} bytes")
    try:
        fields = json.loads(line, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"it is no JSON ({error})") from None
    return _checked(fields)


def _checked(fields: Any) -> dict[str, Any]:
    if isinstance(fields, dict):
        return fields
    raise ValueError("it is no JSON object")


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is no number")


def _address(value: Any) -> str:
    url = canonical_url(value) if isinstance(value, str) else ""
    if absolute(url, url) is None:
        raise ValueError(f"url is no web address: {str(value)[:60]}")
    return url


def _earlier(
    revisions: Any, url: str, changed_at: datetime
) -> tuple[tuple[datetime, Article], ...]:
    """The earlier versions with the moment since which each was there."""
    try:
        return tuple(
            (min(_moment(each, "seen_at") or changed_at, changed_at), _version(each["record"], url))
            for each in revisions
        )
    except (AttributeError, KeyError, TypeError):
        raise ValueError("revisions holds something that is no revision") from None


def _version(record: Any, url: str) -> Article:
    article = parse({**record, "url": url})
    if sentence := too_long(article):
        raise ValueError(sentence)
    return article


def _moment(fields: dict[str, Any], name: str) -> datetime | None:
    text = fields.get(name)
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
        if moment.utcoffset() is not None:
            return moment.astimezone(UTC)
    except (OverflowError, TypeError, ValueError):
        raise ValueError(f"{name} is no moment: {str(text)[:60]}") from None
    raise ValueError(f"{name} has no zone: {text}")
