"""Asking the corpus."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from newsspider.items import Article
from storage import articles, index, sites
from storage.analysis import analyse, fold
from storage.models import ArticleAuthor, ArticleRow, ArticleSection, AuthorRow, SectionRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What to look for; what is ``None`` or empty narrows nothing."""

    words: str = ""
    """All must be in title, summary or text, whatever their case, accents or tashkeel."""

    since: date | None = None
    until: date | None = None
    """The last day that counts; days are as the pages show them."""

    section: str | None = None
    """Any of the article's sections, whatever its case."""

    site: str | None = None
    """The site's host or its name."""

    language: str | None = None
    author: str | None = None
    """A part of an author's name, whatever its case."""

    limit: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One article that was found."""

    id: int
    article: Article


def search(session: Session, query: Query) -> list[Hit]:
    """The articles that fit all of the query, newest first, those without a date last."""
    if query.words.strip() and not analyse(query.words):
        return []  # Punctuation alone is in no index.
    wanted = (
        select(ArticleRow)
        .where(*_conditions(session, query))
        .order_by(ArticleRow.published_at.desc().nulls_last(), ArticleRow.id.desc())
        .limit(query.limit)
    )
    return [Hit(id=row.id, article=articles.load(row)) for row in session.scalars(wanted)]


def _conditions(session: Session, query: Query) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if query.words.strip():
        conditions.append(index.matches(session, query.words))
    if query.since:
        conditions.append(ArticleRow.published_day >= query.since)
    if query.until:
        conditions.append(ArticleRow.published_day <= query.until)
    if query.language:
        conditions.append(ArticleRow.language == _primary_subtag(query.language))
    if query.site:
        conditions.append(ArticleRow.site_id.in_(sites.matching(session, query.site)))
    if query.section:
        conditions.append(_in_section(query.section))
    if query.author:
        conditions.append(_by_author(query.author))
    return conditions


def _in_section(name: str) -> ColumnElement[bool]:
    return ArticleRow.id.in_(
        select(ArticleSection.article_id)
        .join(SectionRow, ArticleSection.section_id == SectionRow.id)
        .where(SectionRow.folded == fold(name))
    )


def _by_author(name: str) -> ColumnElement[bool]:
    return ArticleRow.id.in_(
        select(ArticleAuthor.article_id)
        .join(AuthorRow, ArticleAuthor.author_id == AuthorRow.id)
        .where(AuthorRow.folded.contains(fold(name), autoescape=True))
    )


def _primary_subtag(language: str) -> str:
    """``en`` of ``en-GB`` or ``EN``: what articles keep of a BCP 47 tag."""
    return language.strip().lower().replace("_", "-").split("-")[0]
