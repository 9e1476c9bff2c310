"""From a question's tree to conditions on articles."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from sqlalchemy import ColumnElement, and_, exists, not_, or_, select, text
from sqlalchemy.orm import Session

from storage import index
from storage.analysis import fold
from storage.corpus import sites
from storage.models import (
    ArticleAuthor,
    ArticleRow,
    ArticleSection,
    ArticleTag,
    AuthorRow,
    SectionRow,
    TagRow,
)
from storage.query import And, Filter, Node, Not, Or
from storage.query.tree import Field

Condition = ColumnElement[bool]

# Reads one entry of the index a language, where SELECT DISTINCT would read all of it.
_LANGUAGES = text(
    "WITH RECURSIVE each(language) AS (SELECT min(language) FROM articles UNION ALL"
    " SELECT (SELECT min(a.language) FROM articles a WHERE a.language > each.language)"
    " FROM each WHERE each.language IS NOT NULL)"
    " SELECT language FROM each WHERE language IS NOT NULL"
)


def languages_of(session: Session, parts: Sequence[Node]) -> list[str]:
    """The languages in which words can be meant: the one asked for, else all of the corpus."""
    asked = [
        primary_subtag(part.value)
        for part in parts
        if isinstance(part, Filter) and part.field is Field.LANGUAGE
    ]
    return asked[:1] or list(session.scalars(_LANGUAGES))


def condition(session: Session, node: Node, languages: Sequence[str]) -> Condition:
    """That an article fits the tree."""
    if isinstance(node, Filter):
        return _FILTERS[node.field](session, node.value)
    texts = index.condition(session, node, languages)
    if texts is not None:
        return texts
    if isinstance(node, Not):
        return not_(condition(session, node.part, languages))
    assert isinstance(node, And | Or)  # noqa: S101 - a text alone is answered above
    parts = [condition(session, part, languages) for part in node.parts]
    return and_(*parts) if isinstance(node, And) else or_(*parts)


def primary_subtag(language: str) -> str:
    """``en`` of ``en-GB`` or ``EN``: what articles keep of a BCP 47 tag."""
    return language.strip().lower().replace("_", "-").split("-")[0]


def _in_section(_: Session, name: str) -> Condition:
    # A section may be a tenth of the corpus: SQLite looks whether the found articles are in it, and
    # lists none of it. Authors and tags are rare: there it goes from them to the articles.
    named = select(SectionRow.id).where(SectionRow.folded == fold(name))
    return exists().where(
        ArticleSection.article_id == ArticleRow.id, ArticleSection.section_id.in_(named)
    )


def _on_site(session: Session, text: str) -> Condition:
    return ArticleRow.site_id.in_(sites.find_sites(session, text))


def _by_author(_: Session, name: str) -> Condition:
    return ArticleRow.id.in_(
        select(ArticleAuthor.article_id)
        .join(AuthorRow, ArticleAuthor.author_id == AuthorRow.id)
        .where(AuthorRow.folded.contains(fold(name), autoescape=True))
    )


def _in_language(_: Session, tag: str) -> Condition:
    return ArticleRow.language == primary_subtag(tag)


def _tagged(_: Session, name: str) -> Condition:
    return ArticleRow.id.in_(
        select(ArticleTag.article_id)
        .join(TagRow, ArticleTag.tag_id == TagRow.id)
        .where(TagRow.folded == fold(name))
    )


def _since(_: Session, day: str) -> Condition:
    return ArticleRow.published_day >= date.fromisoformat(day)


def _until(_: Session, day: str) -> Condition:
    return ArticleRow.published_day <= date.fromisoformat(day)


# A missing language is no NULL in the middle of OR and NOT: both databases would drop the row.
_FILTERS: Mapping[Field, Callable[[Session, str], Condition]] = {
    Field.SECTION: _in_section,
    Field.SITE: _on_site,
    Field.AUTHOR: _by_author,
    Field.LANGUAGE: lambda session, tag: and_(
        ArticleRow.language.is_not(None), _in_language(session, tag)
    ),
    Field.TAG: _tagged,
    Field.SINCE: lambda session, day: and_(
        ArticleRow.published_day.is_not(None), _since(session, day)
    ),
    Field.UNTIL: lambda session, day: and_(
        ArticleRow.published_day.is_not(None), _until(session, day)
    ),
}
