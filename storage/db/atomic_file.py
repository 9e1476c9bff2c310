"""Files that are there whole, or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from newsspider.errors import OutputError


@contextmanager
def write_whole(path: Path) -> Iterator[Path]:
    """A path to write to; at the end the file moves to its own name, safe from a power cut.

    Where writing fails or is interrupted, what was at ``path`` stays. What a link leads to is
    written, and a device or a pipe as it is. Raises ``OutputError``.
    """
    if not path.name:
        raise OutputError("A file to write to has a name: give one.")
    if path.exists() and not path.is_file() and not path.is_dir():
        yield path
        return
    path = path.resolve()
    part = path.with_name(path.name + ".part")
    try:
        if path.is_dir():
            raise IsADirectoryError(None, "it is a folder")
        part.write_bytes(b"")  # Says, better than many a library, why a file cannot be made.
        yield part
        _sync(part)
        part.replace(path)
        _sync(path.absolute().parent)
    except OSError as error:
        raise OutputError(f"{path} cannot be written: {error.strerror or error}.") from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def _sync(path: Path) -> None:
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
