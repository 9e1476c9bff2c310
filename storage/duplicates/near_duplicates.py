"""Near-duplicates: which articles have one text, or nearly, and which of them came first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    ColumnExpressionArgument,
    Row,
    Select,
    bindparam,
    delete,
    exists,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.orm import Session

from newsspider.duplicates import Fingerprint, fingerprint_of, similarity
from newsspider.text.urls import address_key
from newsspider.timestamps import Precision, Timestamp
from storage.db.upsert import insert_tuples
from storage.duplicates import clusters
from storage.models import ArticleRow, ArticleTextRow, SiteRow, TextRow

LOCK = 0x636F70696573
"""PostgreSQL's advisory lock of whoever writes copies."""

CHUNK = 500

END_OF_DAY = timedelta(hours=23, minutes=59, seconds=59)

# As ``_standing`` has it, of a cluster's articles that are told apart from their first.
_IN_ORDER = (
    ArticleTextRow.is_first.desc(),
    ArticleRow.published_at.is_(None),
    func.date(ArticleRow.published_at),
    ArticleRow.published_precision == Precision.DAY,
    ArticleRow.published_at,
    ArticleRow.first_stored_at,
    ArticleRow.id,
)

# Statements that each article needs are built once: building one takes longer than running it.
_ADD = insert(ArticleTextRow)
_TEXT_OF = select(ArticleTextRow.text_id).where(
    ArticleTextRow.article_id == bindparam("article_id")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Duplicate:
    """One article of a cluster."""

    id: int
    url: str
    site: str
    """The site's name as the page gives it, else its host."""

    title: str | None
    published_at: Timestamp | None
    likeness: float
    """The share of shingles that it has in common with the article asked for; 1 for one text."""


def cluster_article(session: Session, article_id: int, fingerprint: Fingerprint | None) -> None:
    """Bring the article into the cluster of its text, in the transaction that stores it."""
    _lock(session)
    _keep(session, article_id, fingerprint)


def cluster_new_articles(
    session: Session, fingerprints: Sequence[tuple[int, Fingerprint | None]]
) -> None:
    """Bring many articles that are stored for the first time into clusters, by id and text."""
    _lock(session)
    _keep_new(session, fingerprints)


def forget_article(session: Session, article_id: int) -> None:
    """Take the article out of its cluster: call it before an article is deleted."""
    _lock(session)
    held = _text_of(session, article_id)
    if held is not None:
        _leave(session, article_id, held)


def load_cluster(session: Session, article_id: int) -> tuple[Duplicate, ...]:
    """The article and its copies, the first publisher first; ``()`` where it has none.

    First is who published earliest, then what was stored first. A day without a time counts as
    its end, and the undated come last.
    """
    own = select(TextRow).join(ArticleTextRow, ArticleTextRow.text_id == TextRow.id)
    asked = session.scalar(own.where(ArticleTextRow.article_id == article_id))
    if asked is None:
        return ()
    shown = (ArticleRow.url, ArticleRow.title, ArticleRow.site_name, ArticleRow.published_offset)
    statement = _articles(asked.cluster_id).add_columns(*shown, SiteRow.host, TextRow.signature)
    rows = session.execute(statement.join(SiteRow, ArticleRow.site_id == SiteRow.id)).all()
    if len(rows) < 2:
        return ()
    ordered = sorted(rows, key=lambda row: (not row.is_first, _standing(row)))
    return tuple(_copy(row, asked) for row in ordered)


def is_first_publisher(among: Select[int] | None = None) -> ColumnElement[bool]:
    """The condition that no other article of its cluster came before the article.

    With ``among``, the ids of some articles: that none of those did.
    """
    if among is None:
        return ~exists().where(
            ArticleTextRow.article_id == ArticleRow.id, ArticleTextRow.is_first.is_(False)
        )
    # Materialized: SQLite would look for them again wherever it meets their name.
    some = select(among.cte("some").prefix_with("MATERIALIZED").c.id)
    # An article that is the first of its cluster stays: only clusters with another one count.
    several = (
        select(TextRow.cluster_id)
        .join(ArticleTextRow, ArticleTextRow.text_id == TextRow.id)
        .where(ArticleTextRow.is_first.is_(False), ArticleTextRow.article_id.in_(some))
    )
    # Others than these stand at the end, not outside: so SQLite begins with the clusters.
    order = (ArticleTextRow.article_id.in_(some).desc(), *_IN_ORDER)
    placed = (
        select(
            ArticleRow.id,
            func.row_number().over(partition_by=TextRow.cluster_id, order_by=order).label("place"),
        )
        .join(ArticleTextRow, ArticleTextRow.article_id == ArticleRow.id)
        .join(TextRow, ArticleTextRow.text_id == TextRow.id)
        .where(TextRow.cluster_id.in_(several))
        .subquery()
    )
    return ArticleRow.id.not_in(select(placed.c.id).where(placed.c.place > 1))


def cluster_unclustered(
    session: Session, on_progress: Callable[[int], None] = lambda more: None
) -> None:
    """Give their keys and clusters to the articles from before there were any.

    ``on_progress`` hears how many more are done.
    """
    _lock(session)
    run = session.connection().execute
    waiting = select(ArticleRow.id, ArticleRow.url, ArticleRow.text).where(ArticleRow.key == "")
    waiting, last = waiting.order_by(ArticleRow.id).limit(CHUNK), 0
    keyed = update(ArticleRow).where(ArticleRow.id == bindparam("number"))
    while rows := run(waiting.where(ArticleRow.id > last)).all():
        keys = [{"number": row.id, "key": address_key(row.url)} for row in rows]
        run(keyed.values(key=bindparam("key")), keys)
        _keep_new(session, [(row.id, fingerprint_of(row.text)) for row in rows])
        last = rows[-1].id
        on_progress(len(rows))


def _lock(session: Session) -> None:
    # A cluster rests on all the texts that are there, so two transactions that do not see each
    # other's would miss a link. On SQLite there is one writer anyway.
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(LOCK)))


def _keep_new(session: Session, fingerprints: Iterable[tuple[int, Fingerprint | None]]) -> None:
    present = [
        (number, fingerprint) for number, fingerprint in fingerprints if fingerprint is not None
    ]
    apart = clusters.add_distinct_texts(session, [fingerprint for _, fingerprint in present])
    rows = [
        (number, fingerprint.number, True)
        for number, fingerprint in present
        if fingerprint.number in apart
    ]
    insert_tuples(session, ArticleTextRow, rows)
    for number, fingerprint in present:
        if fingerprint.number not in apart:
            _join(session, number, fingerprint)


def _keep(session: Session, article_id: int, fingerprint: Fingerprint | None) -> None:
    held = _text_of(session, article_id)
    if fingerprint is not None and fingerprint.number == held:
        _rank(session, _cluster_of(session, held))  # Its date may be another one.
        return
    if held is not None:
        _leave(session, article_id, held)
    if fingerprint is not None:
        _join(session, article_id, fingerprint)


def _join(session: Session, article_id: int, fingerprint: Fingerprint) -> None:
    added = clusters.add_text(session, fingerprint)
    kept = {"article_id": article_id, "text_id": fingerprint.number, "is_first": True}
    session.connection().execute(_ADD, kept)
    if added.joined is not None:
        # The clusters that became one each bring their first.
        _rank(session, added.joined, ArticleTextRow.is_first)
    for other in added.remade:
        _rank(session, other)


def _leave(session: Session, article_id: int, text_id: int) -> None:
    run = session.connection().execute
    run(delete(ArticleTextRow).where(ArticleTextRow.article_id == article_id))
    others = select(ArticleTextRow.article_id).where(ArticleTextRow.text_id == text_id)
    if run(others.limit(1)).first():
        _rank(session, _cluster_of(session, text_id))
        return
    for cluster_id in clusters.drop_text(session, text_id):
        _rank(session, cluster_id)


def _rank(session: Session, cluster_id: int, *among: ColumnExpressionArgument[bool]) -> None:
    """Mark the first publisher among these articles of the cluster, and no other one of them."""
    run = session.connection().execute
    rows = run(_articles(cluster_id).where(*among)).all()
    first = min(rows, key=_standing, default=None)
    for row in rows:
        if row.is_first != (row is first):
            marked = update(ArticleTextRow).where(ArticleTextRow.article_id == row.id)
            run(marked.values(is_first=row is first))


def _text_of(session: Session, article_id: int) -> int | None:
    return session.connection().execute(_TEXT_OF, {"article_id": article_id}).scalar()


def _cluster_of(session: Session, text_id: int) -> int:
    statement = select(TextRow.cluster_id).where(TextRow.id == text_id)
    return session.connection().execute(statement).scalar_one()


def _articles(cluster_id: int) -> Select[*tuple[Any, ...]]:
    shown = (
        ArticleRow.id,
        ArticleTextRow.is_first,
        ArticleRow.published_at,
        ArticleRow.published_precision,
        ArticleRow.first_stored_at,
    )
    return (
        select(*shown)
        .join(ArticleTextRow, ArticleTextRow.article_id == ArticleRow.id)
        .join(TextRow, ArticleTextRow.text_id == TextRow.id)
        .where(TextRow.cluster_id == cluster_id)
    )


def _standing(row: Row[*tuple[Any, ...]]) -> tuple[bool, datetime, datetime, int]:
    stored, published = row.first_stored_at, row.published_at
    if row.published_precision == Precision.DAY:
        published += END_OF_DAY
    return published is None, published or stored, stored, row.id


def _copy(row: Row[*tuple[Any, ...]], asked: TextRow) -> Duplicate:
    at = row.published_at
    return Duplicate(
        id=row.id,
        url=row.url,
        site=row.site_name or row.host,
        title=row.title,
        published_at=None
        if at is None
        else Timestamp(
            instant=at, offset=row.published_offset, precision=Precision(row.published_precision)
        ),
        likeness=_likeness(row.signature, asked.signature),
    )


def _likeness(first: bytes | None, second: bytes | None) -> float:
    return similarity(first, second) if first and second else 1.0
