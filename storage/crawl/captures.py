"""Where the answers of each page lie in the archive."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, exists, func, or_, select
from sqlalchemy.orm import Session

from newsspider.items import Capture
from storage.models import CaptureRow, PageRow

CHUNK = 1_000
"""Rows that are read from the database at once."""

PLACES = 50_000
"""Places that are read at once: a sort of all that the file holds stands before each chunk."""

TRIES = 3
"""Earlier answers with the same payload among which one is looked for that holds it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredCapture:
    """One answer with the page that it was for."""

    capture: Capture
    page_id: int
    url: str
    """The address asked for."""

    final_url: str | None
    """The address that answered at the page's latest visit; ``None`` where it is ``url``."""

    state: str
    """The page's state after its latest visit: see ``storage.models.PageState``."""

    is_latest: bool
    """Whether it is of the run of the page's latest visit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileSummary:
    """One file of the archive, by the captures that lie in it."""

    name: str
    answers: int
    first_at: datetime
    last_at: datetime


def add_capture(session: Session, page_id: int, capture: Capture, run_id: int | None) -> None:
    """Note where an answer for the page lies; doing it twice is once."""
    known = exists().where(
        CaptureRow.page_id == page_id,
        CaptureRow.file == capture.file,
        CaptureRow.place == capture.place,
    )
    if session.scalars(select(known)).one():
        return
    row = CaptureRow(
        page_id=page_id,
        run_id=run_id,
        fetched_at=capture.fetched_at,
        status=capture.status,
        file=capture.file,
        place=capture.place,
        length=capture.length,
        digest=capture.digest,
    )
    session.add(row)
    session.flush()


def of_article(session: Session, article_id: int) -> Iterator[StoredCapture]:
    """The answers of status 200 of the pages that gave the article, the newest first."""
    statement = _newest_first().add_columns(PageRow)
    statement = statement.where(PageRow.article_id == article_id, CaptureRow.status == 200)
    return _kept(session, statement)


def of_url(session: Session, urls: Collection[str]) -> Iterator[StoredCapture]:
    """The answers for a page that was asked for, or last answered, by one of these spellings.

    The newest comes first.
    """
    spelled = or_(PageRow.url.in_(urls), PageRow.final_url.in_(urls))
    return _kept(session, _newest_first().add_columns(PageRow).where(spelled))


def of_file(session: Session, file: str) -> Iterator[StoredCapture]:
    """The answers in the file, in their order."""
    statement = select(CaptureRow, PageRow).join(PageRow, PageRow.id == CaptureRow.page_id)
    return _kept(session, statement.where(CaptureRow.file == file).order_by(CaptureRow.place))


def places(session: Session, file: str, *, after: int = -1) -> list[int]:
    """Where the next answers begin that are known of the file, in their order; a chunk of them."""
    statement = select(CaptureRow.place).distinct().order_by(CaptureRow.place)
    following = statement.where(CaptureRow.file == file, CaptureRow.place > after)
    return list(session.scalars(following.limit(PLACES)))


def files(session: Session) -> Iterator[FileSummary]:
    """Each file that holds an answer, by name."""
    first, last = func.min(CaptureRow.fetched_at), func.max(CaptureRow.fetched_at)
    statement = select(CaptureRow.file, func.count(), first, last).group_by(CaptureRow.file)
    for name, answers, first_at, last_at in session.execute(statement.order_by(CaptureRow.file)):
        yield FileSummary(name=name, answers=answers, first_at=first_at, last_at=last_at)


def find_earlier_answers(
    session: Session, urls: Collection[str], digest: str | None
) -> list[Capture]:
    """The earliest good answers of these pages with the payload; the latest ones without one."""
    statement = select(CaptureRow).join(PageRow, PageRow.id == CaptureRow.page_id)
    statement = statement.where(PageRow.url.in_(urls), CaptureRow.status == 200).limit(TRIES)
    if digest is not None:
        statement = statement.where(CaptureRow.digest == digest).order_by(CaptureRow.id)
    else:
        statement = statement.order_by(CaptureRow.id.desc())
    return [_capture(row) for row in session.scalars(statement)]


def find_answers_at(session: Session, digest: str, fetched_at: datetime) -> list[Capture]:
    """The answers of any page with the payload that came at the moment."""
    same = (CaptureRow.digest == digest, CaptureRow.fetched_at == fetched_at)
    return [_capture(row) for row in session.scalars(select(CaptureRow).where(*same))]


def _newest_first() -> Select[CaptureRow]:
    statement = select(CaptureRow).join(PageRow, PageRow.id == CaptureRow.page_id)
    return statement.order_by(CaptureRow.fetched_at.desc(), CaptureRow.id.desc())


def _kept(session: Session, statement: Select[CaptureRow, PageRow]) -> Iterator[StoredCapture]:
    for row, page in session.execute(statement.execution_options(yield_per=CHUNK)):
        yield StoredCapture(
            capture=_capture(row),
            page_id=page.id,
            url=page.url,
            final_url=page.final_url,
            state=page.state,
            is_latest=row.run_id is not None and row.run_id == page.run_id,
        )
        session.expunge(row)


def _capture(row: CaptureRow) -> Capture:
    return Capture(
        file=row.file,
        place=row.place,
        length=row.length,
        digest=row.digest,
        status=row.status,
        fetched_at=row.fetched_at,
    )
