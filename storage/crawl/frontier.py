"""The frontier: every known address of a source, and when it is visited next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from newsspider.items import FrontierEntry, Hints
from newsspider.sources import revisits
from newsspider.text.hosts import site_host
from newsspider.text.urls import address_key
from newsspider.timestamps import Timestamp
from storage.db.upsert import add_missing
from storage.models import ArticleRow, FrontierRow, PageRow, PageState, Queue, SiteRow

ARTICLE, FURTHER, FEED, SECTION, ARCHIVE = "article", "further", "feed", "section", "archive"

READ_ONCE = (FURTHER, ARCHIVE)
"""Kinds of index pages that never change, unless the index page that leads to them has news."""

BUDGETS = {SECTION: 60, FURTHER: 60, ARCHIVE: 20_000}
"""Index pages whose addresses differ only in numbers or headlines: a calendar has one for each day.
Those of the past are bounded by their dates, and this is fifty years of them."""

CHUNK = 500

RECENT = timedelta(minutes=15)
"""A further page that was read since has nothing new."""

HELD_BACK = timedelta(days=7)


def add_entries(
    session: Session, source_id: int, entries: Sequence[FrontierEntry], *, now: datetime
) -> tuple[int, Counter[str]]:
    """Add the addresses that are new to the source; the number of articles, and the cuts by why.

    An article that the corpus holds under another spelling of its address is not new.
    """
    articles, cut = 0, Counter[str]()
    distinct = list({entry.url: entry for entry in reversed(entries)}.values())[::-1]
    # Further pages last: whether anything is new is known then.
    distinct.sort(key=lambda entry: entry.kind == FURTHER)
    for at in range(0, len(distinct), CHUNK):
        chunk = distinct[at : at + CHUNK]
        if chunk[-1].kind == FURTHER and not (articles or _unknown(session, chunk, ARTICLE)):
            chunk = [entry for entry in chunk if entry.kind != FURTHER]
        _read_again(session, [entry.url for entry in chunk if entry.is_next], now)
        _learn_dates(session, [entry for entry in chunk if entry.kind == ARTICLE], now)
        new = _unknown(session, chunk)
        kept = _within_budget(session, source_id, new, cut)
        _add(session, source_id, kept, now)
        articles += sum(entry.kind == ARTICLE for entry in kept)
    return articles, cut


def add_starts(
    session: Session, source_id: int, starts: Sequence[FrontierEntry], *, now: datetime
) -> None:
    """Have the starts in the source's frontier, even those given up or of another source."""
    add_entries(session, source_id, starts, now=now)
    kinds = {entry.url: entry.kind for entry in starts}
    held = select(FrontierRow, PageRow.url).join(PageRow, PageRow.id == FrontierRow.page_id)
    for row, url in session.execute(held.where(PageRow.url.in_(kinds))).all():
        if row.source_id != source_id or row.queue != Queue.INDEX_PAGE:
            row.source_id, row.kind, row.queue = source_id, kinds[url], Queue.INDEX_PAGE
            row.due_at, row.depth, row.failures, row.lease_id = now, 0, 0, None
    session.flush()


def reread_index_pages(session: Session, source_id: int, *, now: datetime) -> None:
    """Have all index pages read as if for the first time: the source's settings changed."""
    lists = update(FrontierRow).where(
        FrontierRow.source_id == source_id, FrontierRow.queue == Queue.INDEX_PAGE
    )
    session.execute(lists.values(digest=None, due_at=now))
    past = update(FrontierRow).where(
        FrontierRow.source_id == source_id,
        FrontierRow.queue == Queue.DONE,
        FrontierRow.kind == ARCHIVE,
    )
    session.execute(past.values(queue=Queue.INDEX_PAGE, digest=None, due_at=now))


def drop_addresses(session: Session, urls: Sequence[str]) -> None:
    """Fetch these no more: the source no longer takes them."""
    ids = select(PageRow.id).where(PageRow.url.in_(urls))
    leased = update(FrontierRow).where(FrontierRow.page_id.in_(ids))
    session.execute(leased.values(queue=Queue.DONE, lease_id=None))


def hasten_index_pages(session: Session, source_id: int, *, now: datetime) -> None:
    """Make the starts and the feeds due now, even where their own rhythm is slower."""
    first = update(FrontierRow).where(
        FrontierRow.source_id == source_id,
        FrontierRow.queue == Queue.INDEX_PAGE,
        FrontierRow.due_at > now,
        (FrontierRow.depth == 0) | (FrontierRow.kind == FEED),
        # What may have killed its runs keeps its distance.
        FrontierRow.lost < revisits.MOST_LOST,
    )
    session.execute(first.values(due_at=now))


def next_due(session: Session, source_id: int) -> datetime | None:
    """When the next address is due; ``None`` where none is."""
    moments = [
        session.scalars(
            select(func.min(FrontierRow.due_at)).where(
                FrontierRow.source_id == source_id, FrontierRow.queue == queue
            )
        ).one()
        for queue in (Queue.INDEX_PAGE, Queue.NEW, Queue.REVISIT)
    ]
    return min((moment for moment in moments if moment is not None), default=None)


def count_waiting(session: Session, source_id: int) -> dict[str, int]:
    """Count visits to come: ``new`` articles, those visited ``again``, index pages (``lists``)."""
    queues = {"new": Queue.NEW, "again": Queue.REVISIT, "lists": Queue.INDEX_PAGE}
    counted = (
        select(FrontierRow.queue, func.count())
        .where(FrontierRow.source_id == source_id, FrontierRow.queue.in_(queues.values()))
        .group_by(FrontierRow.queue)
    )
    counts = {row[0]: int(row[1]) for row in session.execute(counted)}
    return {name: counts.get(queue, 0) for name, queue in queues.items()}


def article_patterns(session: Session, source_id: int, *, most: int) -> frozenset[str]:
    """The address patterns of the source's latest stored articles."""
    latest = (
        select(FrontierRow.pattern)
        .join(PageRow, PageRow.id == FrontierRow.page_id)
        .where(FrontierRow.source_id == source_id, FrontierRow.kind == ARTICLE)
        .where(FrontierRow.queue.in_((Queue.REVISIT, Queue.DONE)))
        .where(PageRow.article_id.is_not(None))
        .order_by(FrontierRow.fresh_at.desc())
        .limit(most)
    )
    return frozenset(session.scalars(latest))


def hold_back_pattern(session: Session, source_id: int, pattern: str, *, now: datetime) -> int:
    """Fetch no new articles of the pattern for a week; returns how many waited."""
    waited = update(FrontierRow).where(
        FrontierRow.source_id == source_id,
        FrontierRow.pattern == pattern,
        FrontierRow.queue == Queue.NEW,
        FrontierRow.lease_id.is_(None),
    )
    counted = session.connection().execute(waited.values(due_at=now + HELD_BACK))
    return counted.rowcount


def read_hints(written: Mapping[str, str]) -> Hints:
    """The hints of an address as its row keeps them."""
    published = written.get("published_at")
    return Hints(
        found_in=written.get("found_in"),
        title=written.get("title"),
        section=written.get("section"),
        published_at=Timestamp.parse(published) if published else None,
    )


def _read_again(session: Session, urls: Sequence[str], now: datetime) -> None:
    """Make further pages due again that were read once: the page before them has news."""
    if urls:
        ids = select(PageRow.id).where(PageRow.url.in_(urls), PageRow.fetched_at < now - RECENT)
        read = update(FrontierRow).where(
            FrontierRow.page_id.in_(ids), FrontierRow.queue == Queue.DONE
        )
        session.execute(read.values(queue=Queue.INDEX_PAGE, due_at=now))


def _learn_dates(session: Session, entries: Sequence[FrontierEntry], now: datetime) -> None:
    """Give new articles that a page named without a date the date that a feed has for them."""
    dated = {entry.url: entry for entry in entries if entry.hints.published_at is not None}
    held = select(FrontierRow, PageRow.url).join(PageRow, PageRow.id == FrontierRow.page_id)
    waiting = held.where(PageRow.url.in_(dated), FrontierRow.queue == Queue.NEW)
    for row, url in session.execute(waiting).all() if dated else ():
        if "published_at" not in row.hints:
            row.hints = _written(dated[url].hints)
            row.fresh_at = _new(dated[url], row.page_id, row.source_id, now)["fresh_at"]


def _unknown(
    session: Session, entries: Sequence[FrontierEntry], kind: str | None = None
) -> list[FrontierEntry]:
    entries = [entry for entry in entries if kind in (None, entry.kind)]
    run = session.connection().execute
    known = (
        select(PageRow.url)
        .join(FrontierRow, FrontierRow.page_id == PageRow.id)
        .where(PageRow.url.in_([entry.url for entry in entries]))
    )
    urls = set(run(known).scalars())
    keys = {address_key(entry.url): entry.url for entry in entries if entry.kind == ARTICLE}
    stored = select(ArticleRow.key, ArticleRow.url).where(ArticleRow.key.in_(keys))
    urls |= {keys[row.key] for row in run(stored) if row.url != keys[row.key]}
    return [entry for entry in entries if entry.url not in urls]


def _within_budget(
    session: Session, source_id: int, entries: Sequence[FrontierEntry], cut: Counter[str]
) -> list[FrontierEntry]:
    """The entries that do not make more index pages of one pattern than any site needs."""
    # Sitemaps are the site's own count of its pages: one a day is no trap.
    lists = {entry.pattern for entry in entries if entry.kind in BUDGETS}
    counted = (
        select(FrontierRow.pattern, func.count())
        .where(FrontierRow.source_id == source_id, FrontierRow.pattern.in_(lists))
        .where(FrontierRow.kind.in_(BUDGETS))
        .group_by(FrontierRow.pattern)
    )
    held = Counter({row[0]: row[1] for row in session.execute(counted)}) if lists else Counter()
    kept: list[FrontierEntry] = []
    for entry in entries:
        if entry.kind in BUDGETS:
            held[entry.pattern] += 1
            if held[entry.pattern] > BUDGETS[entry.kind]:
                cut[f"lists like {entry.pattern}"] += 1
                continue
        kept.append(entry)
    return kept


def _add(session: Session, source_id: int, entries: Sequence[FrontierEntry], now: datetime) -> None:
    if not entries:
        return
    run = session.connection().execute
    hosts = {entry.url: site_host(entry.url) for entry in entries}
    add_missing(session, SiteRow, [{"host": host} for host in sorted(set(hosts.values()))])
    statement = select(SiteRow.host, SiteRow.id).where(SiteRow.host.in_(set(hosts.values())))
    sites = {row.host: row.id for row in run(statement)}
    pages = [
        {
            "url": entry.url,
            "site_id": sites[hosts[entry.url]],
            "state": PageState.KNOWN,
            "first_seen_at": now,
        }
        for entry in entries
    ]
    add_missing(session, PageRow, pages)
    ids = {
        row.url: row.id
        for row in run(select(PageRow.url, PageRow.id).where(PageRow.url.in_(hosts)))
    }
    add_missing(
        session, FrontierRow, [_new(entry, ids[entry.url], source_id, now) for entry in entries]
    )


def _new(entry: FrontierEntry, page_id: int, source_id: int, now: datetime) -> dict[str, Any]:
    published = entry.hints.published_at
    return {
        "page_id": page_id,
        "source_id": source_id,
        "kind": entry.kind,
        "queue": Queue.NEW if entry.kind == ARTICLE else Queue.INDEX_PAGE,
        "due_at": now,
        "fresh_at": min(published.instant if published else entry.newest or now, now),
        "wait": 0,
        "unchanged": 0,
        "failures": 0,
        "pattern": entry.pattern,
        "depth": entry.depth,
        "hints": _written(entry.hints),
    }


def _written(hints: Hints) -> dict[str, str]:
    published = hints.published_at
    values = {
        "found_in": hints.found_in,
        "title": hints.title,
        "section": hints.section,
        "published_at": published.isoformat() if published else None,
    }
    return {name: value for name, value in values.items() if value}
