"""The folders of the archive's files: one a month, and older files beside these."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from newsspider.archive import OPEN
from newsspider.archive.file import sync_folder

MONTH = re.compile(r"\d{4}/\d{2}")
MONTHS = "[0-9][0-9][0-9][0-9]/[0-9][0-9]/"
"""The same as a pattern for ``glob``."""

ENDINGS = (".warc", ".warc.gz")


def month_of(moment: datetime) -> str:
    """The folder of the month, within the archive's."""
    return f"{moment:%Y/%m}"


def files(home: Path) -> Iterator[Path]:
    """All files in the archive's folder and in those of its months, none of them opened."""
    for folder in filter(Path.is_dir, (home, *home.glob(MONTHS))):
        yield from folder.iterdir()


def names(home: Path) -> list[str]:
    """The archive's WARC files, as they are or will be called."""
    all_names = {str(path.relative_to(home)).removesuffix(OPEN) for path in files(home)}
    return sorted(name for name in all_names if name.endswith(ENDINGS))


def name_of(path: Path, home: Path) -> str | None:
    """The file's name in the archive; ``None`` for one that lies elsewhere."""
    full, home = path.resolve(), home.resolve()
    return str(full.relative_to(home)) if home in (full.parent, home_of(full)) else None


def home_of(path: Path) -> Path:
    """The folder of the archive that the file is in, as far as that can be seen."""
    in_month = MONTH.fullmatch("/".join(path.parent.parts[-2:]))
    return path.parents[2] if in_month else path.parent


def make(folder: Path) -> None:
    """The folder with those above it; they will survive a loss of power."""
    if not folder.is_dir():
        make(folder.parent)
        folder.mkdir(exist_ok=True)
        sync_folder(folder.parent)
