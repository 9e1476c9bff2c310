"""The archive as a person asks of it: checked, listed and given back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from newsspider.archive.folders import names
from newsspider.archive.reader import file_of, find_in, resolve
from newsspider.archive.verify import Check, Expected
from newsspider.errors import ArchiveError
from newsspider.schemas.crawl import AnswerSchema, ArchiveFileSchema
from newsspider.text.urls import canonical_url
from storage.crawl import captures

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from newsspider.archive.reader import Answer
    from storage.crawl.captures import StoredCapture

REMEDY = "Get the files from a backup; without one, newsspider ingest ADDRESS fetches a page anew."


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifiedArchive:
    """The result of reading every file of the archive to its end."""

    files: int
    size: int
    """Bytes of those that are there."""

    problems: int
    lost: int
    """Answers of pages that cannot be had any more."""


def archive_size(session: Session, folder: Path) -> int:
    """Bytes of all files of the archive that are there."""
    return sum(path.stat().st_size for path in _paths(session, folder).values() if path.exists())


def verify_archive(
    session: Session,
    folder: Path,
    *,
    on_problem: Callable[[str], None],
    on_progress: Callable[[int], None] = lambda more: None,
) -> VerifiedArchive:
    """Read every file, check all digests, and look for each page's answer.

    ``on_problem`` is given a sentence for each, ``on_progress`` how many more bytes were read.
    """
    size, paths = archive_size(session, folder), _paths(session, folder)
    problems = lost = 0
    for name in paths:
        # A run may have closed it meanwhile.
        path = _path(folder, name)
        check = Check(path, map(_expected, captures.of_file(session, name)), on_progress)
        for sentence in check.problems():
            problems += 1
            on_problem(sentence)
        lost += check.lost
    return VerifiedArchive(files=len(paths), size=size, problems=problems, lost=lost)


def list_files(session: Session, folder: Path) -> list[ArchiveFileSchema]:
    """Every file by name, with the pages' answers that the database knows in it."""
    known = {file.name: file for file in captures.files(session)}
    return [
        ArchiveFileSchema.of(name, path, known.get(name))
        for name, path in _paths(session, folder).items()
    ]


def list_answers(session: Session, url: str, limit: int) -> list[AnswerSchema]:
    """The answers of the address, the newest first; raises ``ArchiveError`` where there is none."""
    newest = islice(_captures_of(session, url), limit)
    answers = [AnswerSchema.of(number, capture) for number, capture in enumerate(newest, 1)]
    if not answers:
        raise ArchiveError(f"The archive holds no answer of {url}.")
    return answers


def get_answer(session: Session, folder: Path, url: str, at: int = 1) -> Answer:
    """The answer of the address, by its number from 1 for the newest; raises ``ArchiveError``."""
    stored = next(islice(_captures_of(session, url), at - 1, None), None)
    if stored is None:
        which = "no answer" if at == 1 else f"no {at} answers"
        raise ArchiveError(
            f"The archive holds {which} of {url} that a page was read from:"
            " --file FILE looks in a WARC file for any."
        )
    try:
        return resolve(
            folder,
            stored.capture,
            lambda original: captures.find_answers_at(
                session, original.digest, original.fetched_at
            ),
        )
    except ArchiveError as error:
        raise ArchiveError(f"{error} {REMEDY}") from error


def get_answer_in(path: Path, url: str, at: int = 1) -> Answer:
    """As ``get_answer``, of a WARC file that need not be of the archive."""
    answer = find_in(path, url, at)
    if answer is None:
        raise ArchiveError(f"{path} holds no such answer of {url}.")
    return answer


def _paths(session: Session, folder: Path) -> dict[str, Path]:
    """Every file, by the name that the database has for it, that are there or should be."""
    known = {*names(folder), *(file.name for file in captures.files(session))}
    return {name: _path(folder, name) for name in sorted(known)}


def _path(folder: Path, name: str) -> Path:
    """Where the file is, or should be."""
    try:
        return file_of(folder, name)
    except ArchiveError:
        return folder / name


def _expected(stored: StoredCapture) -> Expected:
    # Where a redirect led at an earlier visit is not known any more.
    addresses = frozenset(map(canonical_url, (stored.url, stored.final_url or stored.url)))
    return Expected(
        place=stored.capture.place,
        digest=stored.capture.digest,
        status=stored.capture.status,
        fetched_at=stored.capture.fetched_at,
        page=stored.url,
        addresses=addresses if stored.is_latest else None,
    )


def _captures_of(session: Session, url: str) -> Iterator[StoredCapture]:
    return captures.of_url(session, {url, canonical_url(url)})
