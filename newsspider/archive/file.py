"""One WARC file while it is written: under a name of its own, locked, and whole at any moment."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

from newsspider.archive import OPEN


class WarcFile:
    """A new file ``NAME.open``, which becomes ``NAME`` when it is closed.

    The lock says that somebody writes; it goes with the process, however that ends. Raises
    ``FileExistsError`` where the name is taken, ``OSError`` where nothing can be written.
    """

    def __init__(self, folder: Path, name: str) -> None:
        self.final = folder / name
        self.path = folder / (name + OPEN)
        if self.final.exists():
            raise FileExistsError(name)
        self.handle = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
        self.size = self.synced = 0
        try:
            self._lock()
            sync_folder(folder)
        except OSError:
            os.close(self.handle)
            raise

    def append(self, data: bytes) -> int:
        """Write all of it at the end or nothing; where it begins."""
        place, written = self.size, 0
        try:
            while written < len(data):
                written += os.pwrite(self.handle, data[written:], place + written)
        except OSError:
            os.ftruncate(self.handle, place)
            raise
        self.size += written
        return place

    def sync(self, place: int) -> None:
        """Return once all that lies before the place will survive a loss of power."""
        if place > self.synced:
            end = self.size
            os.fdatasync(self.handle)
            self.synced = end

    def close(self) -> None:
        """Give the file its name; one without content goes away."""
        try:
            if self.size:
                os.fsync(self.handle)
                self.path.rename(self.final)
            else:
                self.path.unlink()
            sync_folder(self.final.parent)
        finally:
            os.close(self.handle)

    def _lock(self) -> None:
        fcntl.flock(self.handle, fcntl.LOCK_EX)
        # Another run may have taken the new and empty file for a dead one's, and removed it.
        if not self.path.exists() or self.path.stat().st_ino != os.fstat(self.handle).st_ino:
            raise FileExistsError(self.path.name)


def sync_folder(folder: Path) -> None:
    """Return once the names in the folder will survive a loss of power."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
