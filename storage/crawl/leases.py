"""Leases: the addresses that a run fetches, and that are freed when it is killed.

An address is leased to a run until the transaction that stores what its visit came to. What a run
left leased when it was killed is free for the next one, so it is fetched again and nothing else is.
A page that kills each run that has it is found in the end: see ``free_leases``.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, select, text, update
from sqlalchemy.orm import Session

from newsspider.items import Lease
from newsspider.sources import revisits
from storage.crawl.frontier import ARTICLE, CHUNK, READ_ONCE, read_hints
from storage.crawl.runs import KILLED
from storage.models import FrontierRow, PageRow, Queue, RunRow

FARTHEST = timedelta(days=31)
"""No visit is due further ahead, unless the clock was wrong."""

SUSPECT, LAST = 3, 4
"""Leases lost in a row from which on an address is leased alone, and from which on the last."""

SUSPICIOUS = text("frontier.lost > 0")
"""As the index has it, so that SQLite knows that it fits."""


def take_leases(
    session: Session, source_id: int, run_id: int, *, now: datetime, lists: int, articles: int
) -> list[Lease]:
    """Lease the addresses that are due to the run, at most so many of each, until they are settled.

    Lists first, then new articles, the newest first, and those that are looked at again. What may
    have killed runs is leased while the run has nothing else: see ``free_leases``.
    """
    held = session.scalar(select(func.max(FrontierRow.lost)).where(FrontierRow.lease_id == run_id))
    if held is not None and held >= SUSPECT:
        return []
    queues = [Queue.INDEX_PAGE] * (lists > 0) + [Queue.NEW, Queue.REVISIT] * (articles > 0)
    suspects = _suspects(source_id, queues, now)
    if held is None and (alone := _lend(session, suspects.where(FrontierRow.lost < LAST), run_id)):
        return alone
    ready = [
        *_take(session, source_id, run_id, Queue.INDEX_PAGE, now, lists),
        *_take(session, source_id, run_id, Queue.NEW, now, articles - articles // 4),
    ]
    # A quarter is for what is looked at again: a backlog of months must not hide corrections.
    for queue in (Queue.REVISIT, Queue.NEW):
        left = articles - sum(lease.kind == ARTICLE for lease in ready)
        ready += _take(session, source_id, run_id, queue, now, left)
    return ready or ([] if held is not None else _lend(session, suspects, run_id))


def free_leases(session: Session, source_id: int, *, now: datetime) -> list[str]:
    """Take back the leases of runs that are no more, and due times that a wrong clock gave.

    What a killed run had may be to blame. Two lost leases in a row cost an address nothing. After
    the third it is leased alone, before all others, which most often shows that it is innocent;
    after the fourth alone and the last, so that it ends no run before its time; after more
    (``revisits.after_loss``) it is put off like a visit that failed. Those come back.
    """
    own = update(FrontierRow).where(FrontierRow.source_id == source_id)
    killed = select(RunRow.id).where(RunRow.source_id == source_id, RunRow.status == KILLED)
    was_lost = (FrontierRow.source_id == source_id) & FrontierRow.lease_id.in_(killed)
    session.execute(update(FrontierRow).where(was_lost).values(lost=FrontierRow.lost + 1))
    put_off = _put_off(session, was_lost & (FrontierRow.lost >= revisits.MOST_LOST), now)
    session.execute(own.where(FrontierRow.lease_id.is_not(None)).values(lease_id=None))
    session.execute(own.where(FrontierRow.due_at > now + FARTHEST).values(due_at=now))
    return put_off


def _put_off(session: Session, of: ColumnElement[bool], now: datetime) -> list[str]:
    named = select(FrontierRow, PageRow.url).join(PageRow, PageRow.id == FrontierRow.page_id)
    rows = session.execute(named.where(of).execution_options(populate_existing=True)).all()
    for row, _ in rows:
        wait = revisits.after_loss(row.lost)
        row.due_at = now + timedelta(seconds=wait or revisits.LONGEST_RETRY)
        if wait is None and row.kind in (ARTICLE, *READ_ONCE):
            row.queue = Queue.DONE
    session.flush()
    return [url for _, url in rows]


def _suspects(source_id: int, queues: Sequence[Queue], now: datetime) -> Any:
    """The one that the fewest killed runs had."""
    ready = _ready(source_id, queues, now).where(SUSPICIOUS, FrontierRow.lost >= SUSPECT)
    first = ready.order_by(FrontierRow.lost, FrontierRow.due_at).limit(1)
    return first.with_hint(FrontierRow, "INDEXED BY ix_frontier_lost", "sqlite")


def _ready(source_id: int, queues: Sequence[Queue], now: datetime) -> Any:
    shown = (
        FrontierRow.page_id,
        FrontierRow.kind,
        FrontierRow.depth,
        FrontierRow.hints,
        FrontierRow.digest,
        PageRow.url,
        PageRow.etag,
        PageRow.last_modified,
    )
    return (
        select(*shown)
        .join(PageRow, PageRow.id == FrontierRow.page_id)
        .where(FrontierRow.source_id == source_id, FrontierRow.queue.in_(queues))
        .where(FrontierRow.due_at <= now, FrontierRow.lease_id.is_(None))
    )


def _take(
    session: Session, source_id: int, run_id: int, queue: Queue, now: datetime, most: int
) -> list[Lease]:
    if most <= 0:
        return []
    # SQLite would look for what is due and sort all of it.
    order, index = FrontierRow.due_at.asc(), "ix_frontier_due"
    if queue == Queue.NEW:
        order, index = FrontierRow.fresh_at.desc(), "ix_frontier_fresh"
    ready = _ready(source_id, [queue], now).where(FrontierRow.lost < SUSPECT)
    first = ready.order_by(order).limit(most)
    hinted = first.with_hint(FrontierRow, f"INDEXED BY {index}", "sqlite")
    return _lend(session, hinted, run_id)


def _lend(session: Session, ready: Any, run_id: int) -> list[Lease]:
    rows = session.execute(ready).all()
    _mark(session, [row.page_id for row in rows], run_id)
    return [_waiting(row) for row in rows]


def _mark(session: Session, page_ids: Sequence[int], run_id: int) -> None:
    for at in range(0, len(page_ids), CHUNK):
        leased = update(FrontierRow).where(FrontierRow.page_id.in_(page_ids[at : at + CHUNK]))
        session.execute(leased.values(lease_id=run_id))


def _waiting(row: Any) -> Lease:
    return Lease(
        url=row.url,
        kind=row.kind,
        depth=row.depth,
        hints=read_hints(row.hints),
        # Whoever else had the page: what this source has not read itself it asks for in full.
        etag=row.etag if row.digest else None,
        last_modified=row.last_modified if row.digest else None,
        digest=row.digest,
    )
