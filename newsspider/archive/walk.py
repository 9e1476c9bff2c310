"""Go through a WARC file from record to record, and on behind each damage."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Generic, TypeVar

from fastwarc.warc import ArchiveIterator, WarcRecord

from newsspider.archive.places import answered, end_of, following, has_places, is_gzipped, opened
from newsspider.archive.repair import whole

T = TypeVar("T")

BROKEN = (OSError, ValueError, EOFError)
"""Errors of fastwarc where the bytes are no WARC, or are damaged."""


@dataclass(frozen=True, slots=True)
class WholeRecord(Generic[T]):
    """The value that was taken of a whole record, and where that begins and ends, in bytes."""

    place: int
    end: int
    value: T


@dataclass(frozen=True, slots=True, kw_only=True)
class Damage:
    """Bytes of a file in which no record can be read; there was at least one."""

    path: Path
    start: int | None
    """The first of them; ``None`` where the file is gzipped as a whole, so that nobody knows."""

    end: int
    """The byte behind the last one."""

    url: str | None = None
    """Of the answer that begins there, where its head can be read."""

    def __str__(self) -> str:
        if self.start is None:
            return f"{self.path} is damaged, and what lies behind that is lost with it"
        return f"{self.path}: bytes {self.start:,} to {self.end - 1:,} cannot be read"


def walk(
    path: Path, take: Callable[[WarcRecord], T], *, start: int = 0
) -> Iterator[WholeRecord[T] | Damage]:
    """Apply ``take`` to each record; the values and the damages, in the order of the file.

    A record is given once the next one was reached, for only then it has proved whole. Its HTTP is
    not parsed. ``take`` must read all that it wants of it. Raises ``ArchiveError`` for a file that
    cannot be opened.
    """
    with opened(path) as file:
        steps = _Steps(path, file, take)
        yield from steps.placed(start) if has_places(path) else steps.unplaced()


class _Steps(Generic[T]):
    def __init__(self, path: Path, file: BinaryIO, take: Callable[[WarcRecord], T]) -> None:
        self.path = path
        self.file = file
        self.take = take
        self.size = os.fstat(file.fileno()).st_size
        self.broken = False

    def placed(self, start: int) -> Iterator[WholeRecord[T] | Damage]:
        """Of a file whose records can be read each by itself."""
        while start < self.size:
            start = yield from self._stretch(start)

    def unplaced(self) -> Iterator[WholeRecord[T] | Damage]:
        """Of a file that is gzipped as a whole: behind a damage nothing can be read."""
        place, taken = yield from self._proved(0)
        # The end may have come early, in the middle of a record.
        torn = is_gzipped(self.file, self.path) and whole(self.path) < self.size
        if self.broken or torn:
            yield Damage(path=self.path, start=None, end=self.size)
        else:
            yield from (WholeRecord(place, self.size, value) for value in taken)

    def _stretch(self, start: int) -> Generator[WholeRecord[T] | Damage, None, int]:
        """Up to the first record that cannot be read; where to go on."""
        place, taken = yield from self._proved(start)
        end = end_of(self.file, place)
        if taken and end is not None:
            yield WholeRecord(place, end, taken[0])
            return end
        behind = end or following(self.file, place + 1, is_gzipped(self.file, self.path))
        behind = behind or self.size
        yield Damage(path=self.path, start=place, end=behind, url=answered(self.file, place))
        return behind

    def _proved(self, start: int) -> Generator[WholeRecord[T], None, tuple[int, list[T]]]:
        """Each record that another one follows; returns the place and the value of the last one."""
        place, taken = start, list[T]()
        self.broken = True
        self.file.seek(start)
        with suppress(*BROKEN):
            for record in ArchiveIterator(self.file, parse_http=False):
                yield from (WholeRecord(place, record.stream_pos, value) for value in taken)
                place, taken = record.stream_pos, []
                taken = [self.take(record)]
            self.broken = False
        return place, taken
