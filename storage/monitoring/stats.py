"""The corpus in counts: by site, section, language, day and reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from storage.crawl.runs import Run, find_runs
from storage.models import (
    ArticleRow,
    ArticleSection,
    PageRow,
    RejectedRow,
    SectionRow,
    SiteRow,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stats:
    """The corpus in numbers; each table of counts has the most first, days the latest first."""

    articles: int
    pages: int
    by_site: dict[str, int]
    """By host."""

    by_section: dict[str, int]
    by_language: dict[str | None, int]
    by_day: dict[date | None, int]
    """``None`` counts articles whose day is not known."""

    rejected: dict[str, int]
    """By reason."""

    runs: tuple[Run, ...]
    """The latest first."""


def count_corpus(session: Session, *, runs: int = 10) -> Stats:
    """The numbers of now, and the latest runs."""
    sections = select(SectionRow.name, func.count(ArticleSection.article_id.distinct())).join(
        ArticleSection, ArticleSection.section_id == SectionRow.id
    )
    hosts = select(SiteRow.host, func.count()).join(ArticleRow, ArticleRow.site_id == SiteRow.id)
    return Stats(
        articles=_total(session, ArticleRow.id),
        pages=_total(session, PageRow.id),
        by_site=_most_first(session, hosts, SiteRow.host),
        by_section=_most_first(session, sections, SectionRow.name),
        by_language=_most_first(session, _each(ArticleRow.language), ArticleRow.language),
        by_day=_by_day(session),
        rejected=_most_first(session, _each(RejectedRow.reason), RejectedRow.reason),
        runs=tuple(find_runs(session, limit=runs)),
    )


def _total(session: Session, key: InstrumentedAttribute[int]) -> int:
    return session.scalars(select(func.count(key))).one()


def _each(key: InstrumentedAttribute[Any]) -> Select[Any, int]:
    return select(key, func.count())


def _most_first(
    session: Session, counts: Select[Any, int], key: InstrumentedAttribute[Any]
) -> dict[Any, int]:
    rows = session.execute(counts.group_by(key)).all()
    # Sorted here: databases sort text by rules of their own.
    ordered = sorted(rows, key=lambda row: (-row[1], str(row[0])))
    return {row[0]: row[1] for row in ordered}


def _by_day(session: Session) -> dict[date | None, int]:
    day = ArticleRow.published_day
    rows = session.execute(_each(day).group_by(day).order_by(day.desc().nulls_last()))
    return {row[0]: row[1] for row in rows}
