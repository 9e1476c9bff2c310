"""The versions of articles that a later one replaced: one row each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from newsspider.boilerplate import key_of
from newsspider.diffs import changed_fields, content
from newsspider.items import Article
from newsspider.schemas.record import parse
from storage.corpus import cut_paragraphs
from storage.models import ArticleRow, BoilerplateRow, CutRow, RevisionRow

EXTRACTOR = "extractor_of_next"
"""Key in a version's record: what made the next one out of the same page, if not the publisher."""


def keep_version(
    session: Session, row: ArticleRow, before: Article, after: Article, *, now: datetime
) -> None:
    """Note what the article says before another version takes its place.

    The body is kept as it was read: what is learned of its site later counts for it as well.
    """
    changed = changed_fields(before, after)
    if not changed:
        return
    read = replace(before, body=cut_paragraphs.restore_body(session, row.id, before.body))
    session.add(
        RevisionRow(
            article_id=row.id,
            number=count_versions(session, row.id) + 1,
            seen_at=row.changed_at,
            replaced_at=now,
            changed=list(changed),
            record=content(read),
        )
    )


def mark_extractor(session: Session, article_id: int, extractor: str) -> None:
    """Note that the version which took the latest one's place was made by an extractor.

    It read the publisher's page again: the publisher changed nothing.
    """
    numbers = select(func.max(RevisionRow.number)).where(RevisionRow.article_id == article_id)
    row = session.get_one(RevisionRow, (article_id, session.scalars(numbers).one()))
    row.record = row.record | {EXTRACTOR: extractor}
    session.flush()


def extractor_of_next(row: RevisionRow) -> str | None:
    """The extractor that made the version after this one; ``None`` where the publisher did."""
    made_by: str | None = row.record.get(EXTRACTOR)
    return made_by


def count_versions(session: Session, article_id: int) -> int:
    """How many earlier versions the article has; they are numbered from 1."""
    numbers = select(func.count()).where(RevisionRow.article_id == article_id)
    return session.scalars(numbers).one()


def load_version(row: RevisionRow, url: str) -> Article:
    """The version as it was read, before anything learned was cut; without provenance."""
    return parse(row.record | {"url": url})


def boilerplate_keys(session: Session, site_id: int) -> frozenset[int]:
    """The keys of the lines that are cut as chrome from articles of the site."""
    wanted = select(BoilerplateRow.key).where(
        BoilerplateRow.site_id == site_id,
        BoilerplateRow.kept.is_(False),
        exists().where(CutRow.line_id == BoilerplateRow.id),
    )
    return frozenset(session.scalars(wanted))


def less_boilerplate(version: Article, chrome: Iterable[int], current: Article) -> Article:
    """The version without chrome, but with what the current one keeps of it."""
    cut = frozenset(chrome) - {key_of(paragraph.text) for paragraph in current.body}
    return replace(version, body=tuple(p for p in version.body if key_of(p.text) not in cut))
