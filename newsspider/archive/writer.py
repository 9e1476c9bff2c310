"""The archive as one run writes it: files that roll at a size, and answers that repeat known ones.

Not for several threads at once: whoever calls has one thread for it.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from newsspider import __version__
from newsspider.archive import records
from newsspider.archive.exchange import NOT_MODIFIED, Exchange, Original
from newsspider.archive.file import WarcFile
from newsspider.errors import ArchiveError
from newsspider.items import Capture

KNOWN = 10_000
"""Addresses whose latest answer a run remembers."""

Find = Callable[[Exchange], Original | None]
"""The record of an earlier run that holds the payload of this answer, if one does."""


class ArchiveWriter:
    """Writes a run's answers into new files of the folder, which is made when the first one comes.

    Its methods raise ``ArchiveError`` where nothing can be written; what was written stays whole.
    """

    def __init__(
        self,
        folder: Path,
        *,
        size: int,
        agent: str = "",
        find: Find = lambda exchange: None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.folder = folder
        self.size = size
        self.agent = agent
        self.find = find
        self.clock = clock
        self.run_id: int | None = None
        self.file: WarcFile | None = None
        self.stem: str | None = None
        self.number = 0
        self.known: OrderedDict[str, Original] = OrderedDict()

    def write(self, exchange: Exchange) -> Capture:
        """Put the answer and its request into the archive; where it lies."""
        original = self._original(exchange)
        answered, asked = records.answer(exchange, original)
        try:
            file = self._file()
            place = file.append(answered + asked)
        except OSError as error:
            raise self._failure(error) from error
        digest = exchange.digest if original is None else original.digest
        if exchange.status == 200:
            self._remember(exchange.url, original or Original.of(exchange))
        return Capture(
            file=file.final.name,
            place=place,
            length=len(answered),
            digest=digest,
            status=exchange.status,
            fetched_at=exchange.fetched_at,
        )

    def sync(self, capture: Capture) -> None:
        """Return once the record will survive a loss of power, with all that was written before."""
        # A file that was closed since is on the disk as a whole.
        if self.file is not None and self.file.final.name == capture.file:
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
        self.folder.mkdir(parents=True, exist_ok=True)
        while True:
            self.number += 1
            name = f"{self._stem()}-{self.number:05}.warc.gz"
            try:
                file = WarcFile(self.folder, name)
                break
            except FileExistsError:
                continue
        try:
            file.append(records.warcinfo(name, self._info()))
        except OSError:
            file.close()
            raise
        return file

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
            "robots": "obey",
            "isPartOf": f"run {self.run_id}" if self.run_id is not None else "",
        }

    def _failure(self, error: OSError) -> ArchiveError:
        return ArchiveError(
            f"The archive {self.folder} takes nothing in ({error.strerror or error}): mend that"
            " and run the same again, or go on without an archive by --archive ''."
        )
