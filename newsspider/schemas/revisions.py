"""The JSON of an article's versions and of the differences between them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Self

from newsspider.diffs import Piece, compare
from newsspider.items import Kind
from newsspider.schemas.corpus import HitSchema
from newsspider.schemas.jsonable import same_fields

if TYPE_CHECKING:
    from newsspider.diffs import Difference, Passage
    from storage.corpus.revisions import ArticleChange, Revision


@dataclass(frozen=True, slots=True, kw_only=True)
class MomentSchema:
    """Which version of an article, and since when it was there."""

    revision: int
    """From 1, the first version that was stored. A number never changes."""

    seen_at: datetime
    """The visit that first gave it."""

    @classmethod
    def of(cls, revision: Revision) -> Self:
        """That of a version."""
        return cls(revision=revision.number, seen_at=revision.seen_at)


@dataclass(frozen=True, kw_only=True)
class RevisionHead:
    """The number, time and origin of a version."""

    revision: int
    """From 1, the first version that was stored. A number never changes."""

    seen_at: datetime
    """The visit that first gave it."""

    changed: tuple[str, ...]
    """The fields that are not as in the version before; empty for the first one."""

    extractor: str | None
    """The extractor that made it from the archived page; ``null`` where the publisher made it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisionSchema(HitSchema, RevisionHead):
    """One version of an article; earlier ones have no provenance."""

    @classmethod
    def of_revision(cls, article_id: int, revision: Revision) -> Self:
        """That of a version of the article with this id."""
        return cls.of_article(
            article_id,
            revision.article,
            revision=revision.number,
            seen_at=revision.seen_at,
            changed=revision.changed,
            extractor=revision.extractor,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class PassageSchema:
    """A paragraph of the body, or the value of another field, in both versions."""

    old_kind: Kind | None
    """``null`` where the earlier version lacks the paragraph, and for other fields."""

    new_kind: Kind | None
    """``null`` where the later version lacks the paragraph, and for other fields."""

    pieces: tuple[Piece, ...]
    """Without the added ones they make the old text, without the removed ones the new text."""

    @classmethod
    def of(cls, passage: Passage) -> Self:
        """That of a passage."""
        return same_fields(cls, passage)


@dataclass(frozen=True, slots=True, kw_only=True)
class DifferenceSchema:
    """A field that is not the same in both versions."""

    field: str
    passages: tuple[PassageSchema, ...]
    """Of the body all paragraphs, also those that are the same in both."""

    @classmethod
    def of(cls, difference: Difference) -> Self:
        """That of one field."""
        return cls(
            field=difference.field, passages=tuple(map(PassageSchema.of, difference.passages))
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class DiffSchema:
    """Two versions of an article side by side."""

    id: int
    """The article's."""

    url: str
    old: MomentSchema
    new: MomentSchema
    differences: tuple[DifferenceSchema, ...]
    """A field each, in the record's order; empty where they say the same."""

    @classmethod
    def of(cls, article_id: int, url: str, before: Revision, after: Revision) -> Self:
        """That of two versions of one article."""
        differences = compare(before.article, after.article)
        return cls(
            id=article_id,
            url=url,
            old=MomentSchema.of(before),
            new=MomentSchema.of(after),
            differences=tuple(map(DifferenceSchema.of, differences)),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeSchema:
    """A change of an article: the version that it became, and its headline before."""

    id: int
    """The article's."""

    url: str
    site: str | None
    """The site's name as the page gives it, else its host."""

    revision: int
    """The number of the version that it became."""

    seen_at: datetime
    changed: tuple[str, ...]
    """The fields that are not as in the version before."""

    old_title: str | None
    title: str | None

    @classmethod
    def of(cls, change: ArticleChange) -> Self:
        """That of one change."""
        after = change.after
        return same_fields(
            cls,
            change,
            url=after.url,
            site=after.site,
            old_title=change.before.title,
            title=after.title,
        )
