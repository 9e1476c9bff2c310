"""One stored article as a person asks for it: with its duplicates, what was cut, its versions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from newsspider.errors import NewsspiderError
from newsspider.text.urls import canonical_url
from storage.corpus import articles, cut_paragraphs, revisions
from storage.crawl import pages
from storage.duplicates import near_duplicates

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from newsspider.items import Article
    from storage.corpus.revisions import Revision
    from storage.duplicates.near_duplicates import Duplicate
    from storage.models import ArticleRow, PageRow


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleDetail:
    """All that is known of one article."""

    id: int
    article: Article
    gone: PageRow | None
    """Its page, where that is there no more."""

    duplicates: Sequence[Duplicate]
    """Its cluster with itself, by who published first; empty where it has none."""

    cut: tuple[str, ...]
    """Lines that were cut as boilerplate of the site."""


def find_article(session: Session, key: str) -> ArticleRow:
    """The article of this id or address; raises ``NewsspiderError``."""
    row = articles.find_article(session, key) or articles.find_article(session, canonical_url(key))
    if row is None:
        raise NewsspiderError(
            f"No article {key} is stored: newsspider search lists those that are."
        )
    return row


def read_detail(session: Session, row: ArticleRow) -> ArticleDetail:
    """The article with what belongs to it."""
    return ArticleDetail(
        id=row.id,
        article=articles.load_article(row),
        gone=pages.find_gone_page(session, row.id),
        duplicates=near_duplicates.load_cluster(session, row.id),
        cut=tuple(line.text for line in cut_paragraphs.of_article(session, row.id)),
    )


def find_revision(session: Session, row: ArticleRow, number: int | None) -> Revision:
    """The version of this number, else the current one; raises ``NewsspiderError``."""
    revision = revisions.find_revision(session, row, number)
    if revision is None:
        raise NewsspiderError(
            f"Article {row.id} has no revision {number}:"
            f" newsspider show {row.id} --revisions lists those that it has."
        )
    return revision
