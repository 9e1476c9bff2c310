"""The traces that learning rests on: one an article, in the site's own order."""

from __future__ import annotations

from itertools import chain
from struct import pack, unpack

from sqlalchemy import Row, Select, select, tuple_
from sqlalchemy.orm import Session

from newsspider.boilerplate import Line, PageTrace, Trace
from storage.corpus import articles
from storage.models import ArticleRow, TraceRow

ORDER = (TraceRow.standing, TraceRow.article_id)


def find_trace(session: Session, url: str) -> tuple[str, TraceRow | None]:
    """The address by which the article is stored, or its own, and its trace where it has one."""
    joined = select(ArticleRow.url, TraceRow).outerjoin(
        TraceRow, TraceRow.article_id == ArticleRow.id
    )
    row = session.execute(articles.at_address(joined, url)).first()
    return (url, None) if row is None else (row.url, row.TraceRow)


def load_neighbours(
    session: Session, site_id: int, spot: int, *, reach: int, but: int | None = None
) -> tuple[list[PageTrace], list[PageTrace]]:
    """The pages that stand before the spot and from it on, as many as reach; ``but`` one."""
    statement = _pages().where(TraceRow.site_id == site_id)
    if but is not None:
        statement = statement.where(TraceRow.article_id != but)
    before = statement.where(TraceRow.standing < spot).order_by(*(by.desc() for by in ORDER))
    after = statement.where(TraceRow.standing >= spot).order_by(*ORDER)
    return (
        [_read(row) for row in session.execute(before.limit(reach))][::-1],
        [_read(row) for row in session.execute(after.limit(reach))],
    )


def load_chunk(
    session: Session, site_id: int, last: PageTrace | None, *, size: int
) -> list[PageTrace]:
    """The site's pages in their order, the next ones after ``last``."""
    statement = _pages().where(TraceRow.site_id == site_id)
    if last is not None:
        spot = select(*ORDER).where(TraceRow.article_id == last.number)
        statement = statement.where(tuple_(*ORDER) > tuple_(*session.execute(spot).one()))
    return [_read(row) for row in session.execute(statement.order_by(*ORDER).limit(size))]


def keep_trace(
    session: Session,
    known: TraceRow | None,
    article_id: int,
    site_id: int,
    spot: int,
    read_hash: str,
    made: Trace,
) -> None:
    """Keep the trace in place of the article's earlier one, ``known``."""
    row = known or TraceRow(article_id=article_id)
    row.site_id, row.standing, row.read_hash, row.trace = site_id, spot, read_hash, _dump(made)
    session.add(row)
    session.flush()


def line_keys(written: bytes) -> set[int]:
    """The keys of the lines of a trace as it is stored."""
    return {line.key for line in _load(written).lines}


def _pages() -> Select[int, bytes]:
    return select(TraceRow.article_id, TraceRow.trace)


def _read(row: Row[int, bytes]) -> PageTrace:
    return PageTrace(row.article_id, _load(row.trace))


# A new page asks for the traces of its neighbours, a hundred and more: JSON would take most of the
# time that storing it takes.


def _dump(made: Trace) -> bytes:
    numbers = [made.title, made.text, made.size, *chain.from_iterable(made.lines)]
    return pack(f"<{len(numbers)}q", *numbers)


def _load(written: bytes) -> Trace:
    title, text, size, *numbers = unpack(f"<{len(written) // 8}q", written)
    numbered = iter(numbers)
    lines = map(Line._make, zip(*[numbered] * len(Line._fields), strict=True))
    return Trace(title, text, size, tuple(lines))
