"""An export in JSON Lines, read line by line."""

from __future__ import annotations

import gzip
import json
import sys
import zlib
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from io import BufferedReader
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, TypeVar, cast

from pebble import ProcessExpired

from newsspider.errors import NewsspiderError, UsageError
from newsspider.processing.parallel import in_order
from newsspider.schemas.record import parse
from newsspider.text.urls import absolute, canonical_url

if TYPE_CHECKING:
    from newsspider.items import Article
    from storage.imports import ImportRecord, PreparedImport

LONGEST_LINE = 64 * 2**20
"""Bytes of a line: a page has 10 MB at most, and its text stands in the record twice."""

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
    """What the lines hold."""
    from storage.imports import prepare_import

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
    from storage.imports import ImportRecord

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


def parts(found: Iterable[T], is_full: Callable[[Sequence[T]], bool]) -> Iterator[list[T]]:
    """All of them in their order, some at a time: each part goes on until it is full."""
    part: list[T] = []
    try:
        for one in found:
            part.append(one)
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


def _address(given: Any) -> str:
    url = canonical_url(given) if isinstance(given, str) else ""
    if absolute(url, url) is None:
        raise ValueError(f"url is no web address: {str(given)[:60]}")
    return url


def _earlier(given: Any, url: str, changed_at: datetime) -> tuple[tuple[datetime, Article], ...]:
    """The earlier versions with the moment since which each was there."""
    try:
        return tuple(
            (min(_moment(one, "seen_at") or changed_at, changed_at), _version(one["record"], url))
            for one in given
        )
    except (AttributeError, KeyError, TypeError):
        raise ValueError("revisions holds something that is no revision") from None


def _version(given: Any, url: str) -> Article:
    from storage.visits import too_long

    article = parse({**given, "url": url})
    if sentence := too_long(article):
        raise ValueError(sentence)
    return article


def _moment(fields: dict[str, Any], name: str) -> datetime | None:
    given = fields.get(name)
    if given is None:
        return None
    try:
        moment = datetime.fromisoformat(given)
        if moment.utcoffset() is not None:
            return moment.astimezone(UTC)
    except (OverflowError, TypeError, ValueError):
        raise ValueError(f"{name} is no moment: {str(given)[:60]}") from None
    raise ValueError(f"{name} has no zone: {given}")
