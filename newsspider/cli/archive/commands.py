"""``newsspider archive``: the answers as they came, checked, listed and given back."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from newsspider.cli.app import CommandGroup, app
from newsspider.cli.kit.options import (
    DEFAULT_DATABASE,
    ArchiveFolder,
    Database,
    TableOrJson,
    archive_setting,
)
from newsspider.errors import UsageError

if TYPE_CHECKING:
    from rich.table import Table

    from newsspider.archive.reader import Answer
    from newsspider.schemas.crawl import AnswerSchema, ArchiveFileSchema

MEGABYTE = 10**6

archive = typer.Typer(cls=CommandGroup)
app.add_typer(archive, name="archive", help="The answers as they came, in WARC files.")


@archive.callback()
def keep() -> None:
    """The answers as they came, in WARC files."""


@archive.command()
def verify(folder: ArchiveFolder = None, database: Database = DEFAULT_DATABASE) -> None:
    """Read every file to its end, check all digests, and look for each page's answer."""
    from newsspider.cli.kit.bars import bar
    from newsspider.cli.kit.database import reading
    from newsspider.cli.kit.terminal import note
    from newsspider.services.archive import REMEDY, archive_size, verify_archive

    home = _folder(folder)
    with reading(database) as session:
        size = archive_size(session, home)
        with bar("Checking the archive (MB)", size // MEGABYTE) as advance:
            verified = verify_archive(
                session, home, on_problem=note, on_progress=_megabytes(advance)
            )
    if verified.lost:
        note(f"Answers that are lost: {verified.lost:,}. {REMEDY}")
    if verified.problems:
        raise typer.Exit(1)
    typer.echo(f"{verified.files:,} files with {verified.size / MEGABYTE:,.1f} MB are sound.")


@archive.command("list")
def list_(
    url: Annotated[
        str | None, typer.Argument(metavar="URL", help="List the answers of this address.")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, help="Show so many answers at most.")] = 100,
    form: Annotated[
        TableOrJson, typer.Option("--format", help="How to print.")
    ] = TableOrJson.TABLE,
    folder: ArchiveFolder = None,
    database: Database = DEFAULT_DATABASE,
) -> None:
    """List the archive's files, or the answers of one address, the newest first."""
    from newsspider.cli.kit.database import reading
    from newsspider.cli.kit.formats import show_list
    from newsspider.schemas.crawl import AnswerSchema, ArchiveFileSchema
    from newsspider.services.archive import list_answers, list_files

    home = _folder(folder)
    with reading(database) as session:
        if url is None:
            files = list_files(session, home)
            show_list(form, files, ArchiveFileSchema, lambda _, rows: _file_table(rows), of=_same)
        else:
            answers = list_answers(session, url, limit)
            show_list(form, answers, AnswerSchema, lambda _, rows: _answer_table(rows), of=_same)


@archive.command()
def get(
    url: Annotated[str, typer.Argument(metavar="URL", help="The address.")],
    at: Annotated[
        int, typer.Option("--at", min=1, help="The N-th newest answer, as list URL counts.")
    ] = 1,
    headers: Annotated[
        bool, typer.Option("--headers", help="Print the status line and the headers first.")
    ] = False,
    raw: Annotated[
        bool, typer.Option("--raw", help="Do not decode what was sent compressed.")
    ] = False,
    file: Annotated[
        Path | None, typer.Option("--file", help="Look in this WARC file, not in the archive.")
    ] = None,
    folder: ArchiveFolder = None,
    database: Database = DEFAULT_DATABASE,
) -> None:
    """Print the bytes of an answer of this address, the newest one."""
    from newsspider.cli.kit.database import reading
    from newsspider.cli.kit.terminal import output
    from newsspider.services.archive import get_answer, get_answer_in

    if file:
        answer = get_answer_in(file, url, at)
    else:
        home = _folder(folder)
        with reading(database) as session:
            answer = get_answer(session, home, url, at)
    with output():
        if headers:
            sys.stdout.buffer.write(_head(answer))
        sys.stdout.buffer.write(answer.payload if raw else answer.content)
        sys.stdout.buffer.flush()


def _folder(named: str | None) -> Path:
    setting = archive_setting(named)
    if not setting:
        raise UsageError("There is no archive: name its folder with --archive.")
    folder = Path(setting)
    # Without a folder of its own there may still be files elsewhere that were ingested.
    if named is not None and not folder.is_dir():
        raise UsageError(
            f"There is no archive folder {folder}: crawl something first, or name another."
        )
    return folder


def _file_table(files: Sequence[ArchiveFileSchema]) -> Table:
    """Each file with its size, and with the pages' answers that the database knows in it."""
    from newsspider.cli.kit.terminal import Cell, table

    listed = table("file", "MB", "pages", "first (UTC)", "last (UTC)", "state")
    listed.columns[0].overflow = "fold"
    listed.columns[1].justify = listed.columns[2].justify = "right"
    listed.columns[3].no_wrap = listed.columns[4].no_wrap = True
    for file in files:
        listed.add_row(
            Cell(file.file),
            Cell(None) if file.bytes is None else f"{file.bytes / MEGABYTE:,.1f}",
            f"{file.pages:,}",
            Cell(_minute(file.first_at)),
            Cell(_minute(file.last_at)),
            Cell(file.state, "yellow" if file.state != "closed" else ""),
        )
    return listed


def _answer_table(answers: Sequence[AnswerSchema]) -> Table:
    """Each answer with its place; their numbers are those that ``get --at`` takes."""
    from newsspider.cli.kit.terminal import Cell, table

    listed = table("at", "fetched (UTC)", "status", "bytes", "place", "file")
    for column in (0, 2, 3, 4):
        listed.columns[column].justify = "right"
    listed.columns[1].no_wrap = True
    listed.columns[5].overflow = "fold"
    for answer in answers:
        listed.add_row(
            str(answer.at),
            f"{answer.fetched_at:%Y-%m-%d %H:%M:%S}",
            str(answer.status),
            f"{answer.length:,}",
            f"{answer.place:,}",
            Cell(answer.file),
        )
    return listed


def _same(schema: ArchiveFileSchema | AnswerSchema) -> ArchiveFileSchema | AnswerSchema:
    return schema


def _minute(moment: datetime | None) -> str | None:
    return f"{moment:%Y-%m-%d %H:%M}" if moment else None


def _head(answer: Answer) -> bytes:
    fields = (f"{name}: {value}" for name, value in answer.headers)
    lines = [*filter(None, [answer.first_line]), *fields, "", ""]
    return "\r\n".join(lines).encode("latin-1", "replace")


def _megabytes(advance: Callable[[int], None]) -> Callable[[int], None]:
    """The same bar, told in bytes."""
    left = 0

    def add(more: int) -> None:
        nonlocal left
        whole, left = divmod(left + more, MEGABYTE)
        if whole:
            advance(whole)

    return add
