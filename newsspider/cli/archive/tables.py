"""How the archive's files and answers are printed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newsspider.archive import OPEN
from newsspider.cli.kit import formats
from newsspider.cli.kit.options import TableOrJson
from newsspider.cli.kit.terminal import Cell, output, table

if TYPE_CHECKING:
    from storage.crawl.captures import FileSummary, StoredCapture


def print_files(
    paths: Mapping[str, Path], known: Mapping[str, FileSummary], form: TableOrJson
) -> None:
    """Each file with its size, and with the pages' answers that the database knows in it."""
    objects = [_file(name, path, known.get(name)) for name, path in paths.items()]
    with output() as console:
        if form is TableOrJson.JSON:
            formats.write_json(objects)
            return
        listed = table("file", "MB", "pages", "first (UTC)", "last (UTC)", "state")
        listed.columns[0].overflow = "fold"
        listed.columns[1].justify = listed.columns[2].justify = "right"
        listed.columns[3].no_wrap = listed.columns[4].no_wrap = True
        for file in objects:
            size = file["bytes"]
            listed.add_row(
                Cell(file["file"]),
                f"{size / 10**6:,.1f}" if size is not None else Cell(None),
                f"{file['pages']:,}",
                Cell(_minute(file["first_at"])),
                Cell(_minute(file["last_at"])),
                Cell(file["state"], "yellow" if file["state"] != "closed" else ""),
            )
        console.print(listed)


def print_answers(found: Sequence[StoredCapture], form: TableOrJson) -> None:
    """Each answer with its place; their numbers are those that ``get --at`` takes."""
    objects = [_answer(number, kept) for number, kept in enumerate(found, 1)]
    with output() as console:
        if form is TableOrJson.JSON:
            formats.write_json(objects)
            return
        listed = table("at", "fetched (UTC)", "status", "bytes", "place", "file")
        for column in (0, 2, 3, 4):
            listed.columns[column].justify = "right"
        listed.columns[1].no_wrap = True
        listed.columns[5].overflow = "fold"
        for answer in objects:
            listed.add_row(
                str(answer["at"]),
                answer["fetched_at"][:19].replace("T", " "),
                str(answer["status"]),
                f"{answer['length']:,}",
                f"{answer['place']:,}",
                Cell(answer["file"]),
            )
        console.print(listed)


def _file(name: str, path: Path, known: FileSummary | None) -> dict[str, Any]:
    there = path.exists()
    state = "open" if path.name.endswith(OPEN) else "closed"
    return {
        "file": name,
        "bytes": path.stat().st_size if there else None,
        "pages": known.answers if known else 0,
        "first_at": known.first_at.isoformat() if known else None,
        "last_at": known.last_at.isoformat() if known else None,
        "state": state if there else "missing",
    }


def _answer(number: int, kept: StoredCapture) -> dict[str, Any]:
    capture = kept.capture
    return {
        "at": number,
        "url": kept.url,
        "fetched_at": capture.fetched_at.isoformat(),
        "status": capture.status,
        "file": capture.file,
        "place": capture.place,
        "length": capture.length,
        "digest": capture.digest,
    }


def _minute(moment: str | None) -> str | None:
    return moment[:16].replace("T", " ") if moment else None
