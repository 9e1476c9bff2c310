"""``newsspider archive``: the answers as they came, checked, listed and given back."""

from __future__ import annotations

import sys
from collections.abc import Sequence
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
    TableOrJsonOption,
    archive_setting,
)
from newsspider.errors import UsageError

if TYPE_CHECKING:
    from rich.table import Table

    from newsspider.schemas.crawl import AnswerSchema, ArchiveFileSchema

archive = typer.Typer(cls=CommandGroup)
app.add_typer(archive, name="archive", help="The answers as they came, in WARC files.")


@archive.callback()
def keep() -> None:
    """The answers as they came, in WARC files."""


@archive.command()
def verify(folder: ArchiveFolder = None, database: Database = DEFAULT_DATABASE) -> None:
    """Read every file to its end, check all digests, and look for each page's answer."""
    from newsspider.cli.kit.bars import megabytes_bar
    from newsspider.cli.kit.database import reading
    from newsspider.cli.kit.terminal import MEGABYTE, note
    from newsspider.services.archive import REMEDY, archive_size, verify_archive

    home = _folder(folder)
    with (
        reading(database) as session,
        megabytes_bar("Checking the archive", archive_size(session, home)) as advance,
    ):
        verified = verify_archive(session, home, on_problem=note, on_progress=advance)
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
    form: TableOrJsonOption = TableOrJson.TABLE,
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
            show_list(form, files, ArchiveFileSchema, lambda _, rows: _file_table(rows))
        else:
            answers = list_answers(session, url, limit)
            show_list(form, answers, AnswerSchema, lambda _, rows: _answer_table(rows))


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
            sys.stdout.buffer.write(answer.head)
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
    from newsspider.cli.kit.terminal import MEGABYTE, Cell, folded, right, short, table

    columns = (right("MB"), right("pages"), short("first (UTC)"), short("last (UTC)"), "state")
    listed = table(folded("file"), *columns)
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


def _minute(moment: datetime | None) -> str | None:
    return f"{moment:%Y-%m-%d %H:%M}" if moment else None


def _answer_table(answers: Sequence[AnswerSchema]) -> Table:
    """Each answer with its place; their numbers are those that ``get --at`` takes."""
    from newsspider.cli.kit.terminal import Cell, folded, right, short, table

    figures = (right("status"), right("bytes"), right("place"))
    listed = table(right("at"), short("fetched (UTC)"), *figures, folded("file"))
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
