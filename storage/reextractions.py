"""Re-extractions: versions of articles that a newer extractor made of archived pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from newsspider.diffs import changed_fields
from newsspider.errors import UsageError
from newsspider.items import Article, Change
from storage.boilerplate import learning
from storage.corpus import articles, revisions, sites
from storage.crawl import runs
from storage.models import ArticleRow, RunRow, TraceRow
from storage.text import storable

KIND = "reextract"
"""Of such a run."""

AFTER = "after"
"""Key in a run's arguments: the cursor of the last article that it came to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CurrentArticle:
    """An article as it stands before it is read again."""

    id: int
    article: Article
    changed_at: datetime
    read_hash: str | None
    """Of the record as it was last read; ``None`` for one that was never read here."""

    boilerplate: frozenset[int]
    """The lines that are cut from articles of its site."""

    def as_stored(self, read: Article) -> Article | None:
        """The article as the new reading makes it; ``None`` where it would stay as it is."""
        read = storable(replace(read, url=self.article.url))
        if self.read_hash == articles.content_hash(read):
            return None
        made = revisions.less_boilerplate(read, self.boilerplate, self.article)
        return made if changed_fields(self.article, made) else None


def current_articles(session: Session, current: Mapping[int, Article]) -> list[CurrentArticle]:
    """The articles by their ids, ready to be compared with a new reading."""
    statement = select(ArticleRow.id, ArticleRow.site_id, ArticleRow.changed_at, TraceRow.read_hash)
    statement = statement.outerjoin(TraceRow, TraceRow.article_id == ArticleRow.id)
    rows = {row.id: row for row in session.execute(statement.where(ArticleRow.id.in_(current)))}
    boilerplate = {
        site: revisions.boilerplate_keys(session, site)
        for site in {row.site_id for row in rows.values()}
    }
    return [
        CurrentArticle(
            id=number,
            article=article,
            changed_at=rows[number].changed_at,
            read_hash=rows[number].read_hash,
            boilerplate=boilerplate[rows[number].site_id],
        )
        for number, article in current.items()
        if number in rows
    ]


def store_readings(
    session: Session,
    readings: Iterable[tuple[CurrentArticle, Article]],
    *,
    extractor: str,
    now: datetime,
) -> list[Change | None]:
    """Store the new readings as versions that the extractor made; returns the changes.

    ``None`` for an article that a visit changed since it was compared: it is left as it is.
    """
    pairs = list(readings)
    hosts = {
        sites.ensure_site(session, known.article.url).host: known.article.url for known, _ in pairs
    }
    # Sorted, so that two writers do not wait for each other in a circle.
    for host in sorted(hosts):
        sites.lock_site(session, hosts[host])
    return [_save(session, known, read, extractor, now) for known, read in pairs]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReextractionRun:
    """A run that stores new readings, and how far it has come."""

    id: int
    after: str | None = None
    """The cursor of the last article that it came to."""

    counts: Mapping[str, int] = field(default_factory=dict)
    """Outcomes of the articles up to there, counted by name."""

    goes_on: int | None = None
    """The run that came to no end, where this one begins at its place."""


def begin_run(session: Session, asked: Mapping[str, Any], now: datetime) -> ReextractionRun:
    """Note that such a run begins: where the latest one was, if that came to no end.

    That holds where it was asked the same. Raises ``UsageError`` where it still runs.
    """
    left = _left(session, asked)
    if left is not None and left.status == runs.RUNNING:  # it was killed, and could not say so
        left.status, left.finished_at = runs.KILLED, now
    if left is None or AFTER not in left.arguments:
        return ReextractionRun(id=runs.start_run(session, KIND, asked, now))
    after, counts = left.arguments[AFTER], left.counts
    number = runs.start_run(session, KIND, {**asked, AFTER: after}, now)
    return ReextractionRun(id=number, after=after, counts=counts, goes_on=left.id)


def _left(session: Session, asked: Mapping[str, Any]) -> RunRow | None:
    """The latest run, where it was asked the same and did not finish."""
    latest = select(RunRow).where(RunRow.kind == KIND).order_by(RunRow.id.desc()).limit(1)
    row = session.scalar(latest)
    if row is None or row.status == runs.FINISHED:
        return None
    if {name: value for name, value in row.arguments.items() if name != AFTER} != dict(asked):
        return None
    if runs.is_alive(row):
        raise UsageError(f"Run {row.id} is storing the same now: let it end, or end it first.")
    return row


def record_progress(session: Session, going: ReextractionRun) -> None:
    """Note how far the run has come."""
    row = session.get_one(RunRow, going.id)
    row.arguments, row.counts = row.arguments | {AFTER: going.after}, dict(going.counts)
    session.flush()


def _save(
    session: Session, known: CurrentArticle, read: Article, extractor: str, now: datetime
) -> Change | None:
    row = session.get_one(ArticleRow, known.id)
    if row.changed_at != known.changed_at:
        return None
    stored = learning.store_cleaned(session, replace(read, url=known.article.url), now=now)
    if stored.change is Change.UPDATED:
        revisions.mark_extractor(session, stored.id, extractor)
    return stored.change
