"""Earlier versions of articles, and the changes between versions.

A revision is a version that the publisher made, or that a newer extractor made of the same page;
the latter says so, and is no change in the eyes of ``list_changes``. Articles are cleaned again
when more is learned of their site, so earlier versions are shown less what is its boilerplate by
now, and versions that differ in nothing else are one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice

from sqlalchemy import Row, Select, Text, and_, cast, exists, func, select, tuple_
from sqlalchemy.orm import Session, aliased

from newsspider.boilerplate import key_of
from newsspider.diffs import changed_fields, content
from newsspider.items import Article
from newsspider.schemas.record import parse
from storage.corpus import articles, cut_paragraphs, sites
from storage.models import ArticleRow, BoilerplateRow, CutRow, RevisionRow

NextRow = aliased(RevisionRow)

LATEST = (RevisionRow.replaced_at, RevisionRow.article_id, RevisionRow.number)
"""The order of changes, from the greatest on."""

CHUNK = 50
"""Changes that are read from the database at once."""

ChangeSelect = Select[RevisionRow, RevisionRow, ArticleRow]
ChangeRow = Row[RevisionRow, RevisionRow, ArticleRow]

EXTRACTOR = "extractor_of_next"
"""Key in a version's record: the extractor that made the next one, if not the publisher."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """One version of one article."""

    number: int
    """From 1, the first version that was stored. A number never changes."""

    seen_at: datetime
    """The visit that first gave it."""

    changed: tuple[str, ...]
    """The fields that are not as in the version before; none for the first one."""

    extractor: str | None = None
    """The extractor that made it from the archived page; ``None`` where the publisher made it."""

    article: Article
    """Earlier versions have no provenance."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleChange:
    """One change of an article, with the versions before and after it."""

    id: int
    revision: int
    """The number of the version that it became."""

    seen_at: datetime
    changed: tuple[str, ...]
    before: Article
    after: Article


def list_revisions(session: Session, row: ArticleRow) -> list[Revision]:
    """The article's versions, the first one first."""
    versions = _revisions(session, row)
    return [revision for revision in versions if revision.changed or revision.number == 1]


def find_revision(session: Session, row: ArticleRow, number: int | None = None) -> Revision | None:
    """The version of this number, else the current one; ``None`` where there is none."""
    versions = _revisions(session, row)
    wanted_number = len(versions) if number is None else number
    return versions[wanted_number - 1] if 0 < wanted_number <= len(versions) else None


def list_changes(
    session: Session,
    *,
    since: datetime | None = None,
    site: str | None = None,
    field: str | None = None,
    limit: int | None = None,
) -> list[ArticleChange]:
    """The changes that publishers made from a moment on, latest first: of this field, else of any.

    ``site`` is a host or a site's name.
    """
    statement = _replaced()
    if since:
        statement = statement.where(RevisionRow.replaced_at >= since)
    if site:
        statement = statement.where(ArticleRow.site_id.in_(sites.find_sites(session, site)))
    if field:
        names = cast(RevisionRow.changed, Text)
        statement = statement.where(names.contains(f'"{field}"', autoescape=True))
    changes = _changes(session, statement)
    return list(
        islice((change for change in changes if not field or field in change.changed), limit)
    )


def _revisions(session: Session, row: ArticleRow) -> list[Revision]:
    """Each version that was stored."""
    statement = select(RevisionRow).where(RevisionRow.article_id == row.id)
    rows = session.scalars(statement.order_by(RevisionRow.number)).all()
    current = articles.load_article(row)
    boilerplate = boilerplate_keys(session, row.site_id) if rows else frozenset()
    read = [less_boilerplate(load_version(old, row.url), boilerplate, current) for old in rows]
    versions = [*read, current]
    return [
        Revision(
            number=number,
            seen_at=seen_at,
            changed=changed_fields(before, article),
            extractor=extractor,
            article=article,
        )
        for number, (before, article, seen_at, extractor) in enumerate(
            zip(
                [versions[0], *versions],
                versions,
                [*(old.seen_at for old in rows), row.changed_at],
                [None, *map(extractor_of_next, rows)],
                strict=False,
            ),
            1,
        )
    ]


def _replaced() -> ChangeSelect:
    following = and_(
        NextRow.article_id == RevisionRow.article_id, NextRow.number == RevisionRow.number + 1
    )
    return (
        select(RevisionRow, NextRow, ArticleRow)
        .join(ArticleRow, ArticleRow.id == RevisionRow.article_id)
        .outerjoin(NextRow, following)
        .order_by(*(column.desc() for column in LATEST))
        .limit(CHUNK)
    )


def _changes(session: Session, statement: ChangeSelect) -> Iterator[ArticleChange]:
    boilerplate: dict[int, frozenset[int]] = {}
    rows = session.execute(statement).all()
    while rows:
        for version in rows:
            site_id = version[2].site_id
            if site_id not in boilerplate:
                boilerplate[site_id] = boilerplate_keys(session, site_id)
            change = _change(version, boilerplate[site_id])
            if change.changed and extractor_of_next(version[0]) is None:
                yield change
        last = rows[-1][0]
        after = tuple_(*LATEST) < (last.replaced_at, last.article_id, last.number)
        rows = session.execute(statement.where(after)).all()


def _change(version: ChangeRow, boilerplate: frozenset[int]) -> ArticleChange:
    old, following, row = version
    after = current = articles.load_article(row)
    if following is not None:
        after = less_boilerplate(load_version(following, row.url), boilerplate, current)
    before = less_boilerplate(load_version(old, row.url), boilerplate, current)
    return ArticleChange(
        id=row.id,
        revision=old.number + 1,
        seen_at=old.replaced_at,
        changed=changed_fields(before, after),
        before=before,
        after=after,
    )


def keep_version(
    session: Session, row: ArticleRow, before: Article, after: Article, *, now: datetime
) -> None:
    """Keep the article's current version as a revision, before another one takes its place.

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
    """The number of earlier versions of the article; they are numbered from 1."""
    numbers = select(func.count()).where(RevisionRow.article_id == article_id)
    return session.scalars(numbers).one()


def load_version(row: RevisionRow, url: str) -> Article:
    """The version as it was read, before anything learned was cut; without provenance."""
    return parse(row.record | {"url": url})


def boilerplate_keys(session: Session, site_id: int) -> frozenset[int]:
    """The keys of the lines that are cut as chrome from articles of the site."""
    statement = select(BoilerplateRow.key).where(
        BoilerplateRow.site_id == site_id,
        BoilerplateRow.kept.is_(False),
        exists().where(CutRow.line_id == BoilerplateRow.id),
    )
    return frozenset(session.scalars(statement))


def less_boilerplate(version: Article, chrome: Iterable[int], current: Article) -> Article:
    """The version without boilerplate, but with the lines of it that the current one keeps."""
    cut = frozenset(chrome) - {key_of(paragraph.text) for paragraph in current.body}
    return replace(version, body=tuple(p for p in version.body if key_of(p.text) not in cut))
