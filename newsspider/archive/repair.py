"""Files that a killed run left open: their whole records are kept."""

from __future__ import annotations

import fcntl
import logging
import os
import zlib
from pathlib import Path

from newsspider.archive import OPEN, folders
from newsspider.archive.file import sync_folder

logger = logging.getLogger(__name__)

GZIP = 31
"""zlib's number for gzip alone."""

CHUNK = 1 << 20


def repair(folder: Path) -> list[Path]:
    """Close the files that dead runs left open, without a record that is cut off at the end.

    Files of living runs are left alone. Nothing is ever appended to a file of another run.
    """
    left = sorted(path for path in folders.files(folder) if path.name.endswith(OPEN))
    return [closed for path in left if (closed := _close(path))]


def whole(path: Path, *, start: int = 0) -> int:
    """Where the last whole member of the gzipped file ends, from one that begins at ``start``."""
    end = position = start
    member = zlib.decompressobj(GZIP)
    with path.open("rb") as file:
        file.seek(start)
        data = file.read(CHUNK)
        while data:
            try:
                member.decompress(data)
            except zlib.error:
                return end
            left = member.unused_data
            position += len(data) - len(left)
            if member.eof:
                end, member = position, zlib.decompressobj(GZIP)
            data = left or file.read(CHUNK)
    return end


def _close(path: Path) -> Path | None:
    final = path.with_name(path.name.removesuffix(OPEN))
    with path.open("rb+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return None
        if final.exists() or not path.exists():
            return None
        size, end = path.stat().st_size, whole(path)
        if end == 0:
            path.unlink()
            return None
        if end < size:
            file.truncate(end)
            os.fsync(file.fileno())
        path.rename(final)
        sync_folder(path.parent)
    logger.info("A run was killed: %s is closed, %d bytes of a torn record cut.", final, size - end)
    return final
