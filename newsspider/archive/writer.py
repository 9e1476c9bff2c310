"""The archive as one run writes it: files that roll at a size, and answers that repeat known ones.

Not for several threads at once: whoever calls has one thread for it.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from newsspider import __version__
from newsspider.archive import folders, records
from newsspider.archive.exchange import NOT_MODIFIED, Exchange, Original, payload_digest
from newsspider.archive.file import WarcFile
from newsspider.errors import ArchiveError
from newsspider.items import Capture

KNOWN = 10_000
"""Addresses whose latest answer a run remembers."""

Find = Callable[[Exchange], Original | None]
"""The record of an earlier run that holds the payload of this answer, if one does."""


class ArchiveWriter:
    """Writes a run's answers into new files, each in the folder of the month that it begins in.

    Folders are made when the first answer comes. Its methods raise ``ArchiveError`` where nothing
    can be written; earlier records stay whole.
    """

    def __init__(
        self,
        folder: Path,
        *,
        size: int,
        agent: str = "",
        rendering: str = "",
        find: Find = lambda exchange: None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.folder = folder
        self.size = size
        self.agent = agent
        self.rendering = rendering
        self.find = find
        self.clock = clock
        self.run_id: int | None = None
        self.file: WarcFile | None = None
        self.stem: str | None = None
        self.number = 0
        self.known: OrderedDict[str, Original] = OrderedDict()

    def write(self, exchange: Exchange) -> Capture:
        """Put the answer and its request into the archive; returns the answer's capture."""
        original = self._original(exchange)
        pair = records.answer(exchange, original)
        file, place = self._append(pair.answered + pair.asked)
        digest = exchange.digest if original is None else original.digest
        if exchange.status == 200:
            self._remember(exchange.url, original or Original.of(exchange))
        return Capture(
            file=self._name(file),
            place=place,
            length=len(pair.answered),
            digest=digest,
            status=exchange.status,
            fetched_at=exchange.fetched_at,
            identity=pair.identity,
        )

    def convert(self, url: str, body: bytes, answer: Capture) -> Capture:
        """Put the HTML that a browser made of the answer beside it; returns its capture."""
        at = self.clock()
        record = records.document(url, body, at, answer.identity)
        file, place = self._append(record)
        return Capture(
            file=self._name(file),
            place=place,
            length=len(record),
            digest=payload_digest(body),
            status=answer.status,
            fetched_at=at,
        )

    def sync(self, capture: Capture) -> None:
        """Return once the record will survive a loss of power, with all that was written before."""
        # A file that was closed since is on the disk as a whole.
        if self.file is not None and self._name(self.file) == capture.file:
            try:
                self.file.sync(capture.place + capture.length)
            except OSError as error:
                raise self._failure(error) from error

    def close(self) -> None:
        """Give the file that is open its name."""
        file, self.file = self.file, None
        if file is not None:
            try:
                file.close()
            except OSError as error:
                raise self._failure(error) from error

    def _append(self, data: bytes) -> tuple[WarcFile, int]:
        try:
            file = self._file()
            return file, file.append(data)
        except OSError as error:
            raise self._failure(error) from error

    def _original(self, exchange: Exchange) -> Original | None:
        unmodified = exchange.status == NOT_MODIFIED
        if not unmodified and (exchange.status != 200 or not exchange.body):
            return None
        known = self.known.get(exchange.url)
        if known is not None and (unmodified or known.digest == exchange.digest):
            return known
        return self.find(exchange)

    def _remember(self, url: str, original: Original) -> None:
        self.known[url] = original
        self.known.move_to_end(url)
        if len(self.known) > KNOWN:
            self.known.popitem(last=False)

    def _file(self) -> WarcFile:
        if self.file is not None and self.file.size >= self.size:
            self.close()
        if self.file is None:
            self.file = self._new_file()
        return self.file

    def _new_file(self) -> WarcFile:
        folder = self.folder / folders.month_of(self.clock())
        folders.make(folder)
        while True:
            self.number += 1
            name = f"{self._stem()}-{self.number:05}.warc.gz"
            try:
                file = WarcFile(folder, name)
                break
            except FileExistsError:
                continue
        try:
            file.append(records.warcinfo(name, self._info()))
        except OSError:
            file.close()
            raise
        return file

    def _name(self, file: WarcFile) -> str:
        return str(file.final.relative_to(self.folder))

    def _stem(self) -> str:
        if self.stem is None:
            run = f"-run{self.run_id}" if self.run_id is not None else ""
            self.stem = f"newsspider-{self.clock():%Y%m%dT%H%M%SZ}{run}"
        return self.stem

    def _info(self) -> dict[str, str]:
        return {
            "software": f"newsspider/{__version__}",
            "format": "WARC File Format 1.1",
            "conformsTo": "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
            "http-header-user-agent": self.agent,
            **({"rendering": self.rendering} if self.rendering else {}),
            "robots": "obey",
            "isPartOf": f"run {self.run_id}" if self.run_id is not None else "",
        }

    def _failure(self, error: OSError) -> ArchiveError:
        return ArchiveError(
            f"The archive {self.folder} takes nothing in ({error.strerror or error}): mend that"
            " and run the same again, or go on without an archive by --archive ''."
        )
