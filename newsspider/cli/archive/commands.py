"""``newsspider archive``: the answers as they came, checked, listed and given back."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from itertools import islice
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
from newsspider.errors import ArchiveError, UsageError

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from newsspider.archive.reader import Answer
    from newsspider.archive.verify import Check, Expected
    from storage.crawl.captures import StoredCapture

MEGABYTE = 10**6

REMEDY = "Get the files from a backup; without one, newsspider ingest ADDRESS fetches a page anew."

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

    home = _folder(folder)
    problems = lost = 0
    with reading(database) as session:
        paths = _paths(home, session)
        size = sum(path.stat().st_size for path in paths.values() if path.exists())
        with bar("Checking the archive (MB)", size // MEGABYTE) as advance:
            for name in paths:
                # A run may have closed it meanwhile.
                check = _check(session, _path(home, name), name, _megabytes(advance))
                for sentence in check.problems():
                    problems += 1
                    note(sentence)
                lost += check.lost
    if lost:
        note(f"Answers that are lost: {lost:,}. {REMEDY}")
    if problems:
        raise typer.Exit(1)
    typer.echo(f"{len(paths):,} files with {size / MEGABYTE:,.1f} MB are sound.")


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
    from newsspider.cli.archive.tables import print_answers, print_files
    from newsspider.cli.kit.database import reading
    from storage.crawl import captures

    home = _folder(folder)
    with reading(database) as session:
        if url is None:
            known = {file.name: file for file in captures.files(session)}
            print_files(_paths(home, session), known, form)
            return
        found = list(islice(_kept(session, url), limit))
        if not found:
            raise ArchiveError(f"The archive holds no answer of {url}.")
        print_answers(found, form)


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
    from newsspider.cli.kit.terminal import output

    answer = _in_file(file, url, at) if file else _archived(_folder(folder), database, url, at)
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


def _paths(home: Path, session: Session) -> dict[str, Path]:
    """Every file, by the name that the database has for it, that are there or should be."""
    from newsspider.archive.folders import names
    from storage.crawl import captures

    known = {*names(home), *(file.name for file in captures.files(session))}
    return {name: _path(home, name) for name in sorted(known)}


def _path(home: Path, name: str) -> Path:
    """Where the file is, or should be."""
    from newsspider.archive.reader import file_of

    try:
        return file_of(home, name)
    except ArchiveError:
        return home / name


def _check(session: Session, path: Path, name: str, advance: Callable[[int], None]) -> Check:
    from newsspider.archive.verify import Check
    from storage.crawl import captures

    return Check(path, map(_expected, captures.of_file(session, name)), advance)


def _expected(kept: StoredCapture) -> Expected:
    from newsspider.archive.verify import Expected
    from newsspider.text.urls import canonical_url

    # Where a redirect led at an earlier visit is not known any more.
    addresses = frozenset(map(canonical_url, (kept.url, kept.final_url or kept.url)))
    return Expected(
        place=kept.capture.place,
        digest=kept.capture.digest,
        status=kept.capture.status,
        fetched_at=kept.capture.fetched_at,
        page=kept.url,
        addresses=addresses if kept.is_latest else None,
    )


def _archived(home: Path, database: str, url: str, at: int) -> Answer:
    from newsspider.archive.reader import resolve
    from newsspider.cli.kit.database import reading
    from storage.crawl import captures

    with reading(database) as session:
        kept = next(islice(_kept(session, url), at - 1, None), None)
        if kept is None:
            which = "no answer" if at == 1 else f"no {at} answers"
            raise ArchiveError(
                f"The archive holds {which} of {url} that a page was read from:"
                " --file FILE looks in a WARC file for any."
            )
        try:
            return resolve(
                home,
                kept.capture,
                lambda original: captures.find_answers_at(
                    session, original.digest, original.fetched_at
                ),
            )
        except ArchiveError as error:
            raise ArchiveError(f"{error} {REMEDY}") from error


def _kept(session: Session, url: str) -> Iterator[StoredCapture]:
    from newsspider.text.urls import canonical_url
    from storage.crawl import captures

    return captures.of_url(session, {url, canonical_url(url)})


def _in_file(path: Path, url: str, at: int) -> Answer:
    from newsspider.archive.reader import find_in

    answer = find_in(path, url, at)
    if answer is None:
        raise ArchiveError(f"{path} holds no such answer of {url}.")
    return answer


def _head(answer: Answer) -> bytes:
    fields = (f"{name}: {value}" for name, value in answer.headers)
    lines = [*filter(None, [answer.first_line]), *fields, "", ""]
    return "\r\n".join(lines).encode("latin-1", "replace")


def _megabytes(advance: Callable[[int], None]) -> Callable[[int], None]:
    """The same bar, told in bytes."""
    left = 0

    def told(more: int) -> None:
        nonlocal left
        whole, left = divmod(left + more, MEGABYTE)
        if whole:
            advance(whole)

    return told
