"""The JSON of articles of the corpus, and of the data beside them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from newsspider.items import Provenance
from newsspider.schemas.jsonable import ON_REQUEST, same_fields
from newsspider.schemas.record import ArticleSchema, RecordSchema, article_fields, record_fields

if TYPE_CHECKING:
    from newsspider.items import Article
    from storage.boilerplate.rulings import BoilerplateLine
    from storage.duplicates.near_duplicates import Duplicate
    from storage.export import ExportedArticle
    from storage.search.facets import Facet
    from storage.search.search import Hit


@dataclass(frozen=True, kw_only=True)
class Identified:
    """A value that has an id in the database."""

    id: int
    """The article's, for life."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HitSchema(RecordSchema, Identified):
    """An article of the corpus with its id, as ``search`` finds it."""

    @classmethod
    def of(cls, hit: Hit) -> Self:
        """That of an article that was found."""
        return cls.of_article(hit.id, hit.article)

    @classmethod
    def of_article(cls, article_id: int, article: Article, **others: Any) -> Self:
        """The article's; ``others`` are the fields that a schema of this kind has beside them."""
        return cls(id=article_id, **record_fields(article), **others)


@dataclass(frozen=True, slots=True, kw_only=True)
class DuplicateSchema:
    """An article of a cluster of near-duplicates."""

    id: int
    url: str
    site: str
    """The site's name as the page gives it, else its host."""

    title: str | None
    published_at: str | None
    """ISO 8601: a day, or a moment with the offset that the page wrote."""

    likeness: float
    """Estimated share of shingles in common with the article asked for, 0 to 1."""

    @classmethod
    def of(cls, duplicate: Duplicate) -> Self:
        """That of a cluster's article."""
        published = duplicate.published_at
        return same_fields(
            cls,
            duplicate,
            published_at=published.isoformat() if published else None,
            likeness=round(duplicate.likeness, 2),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleDetailSchema(HitSchema):
    """All of one article, as ``show`` prints it."""

    gone_at: datetime | None
    """When its page was found to be gone; ``null`` while it is there."""

    copies: tuple[DuplicateSchema, ...]
    """The article and its near-duplicates, the first publisher first; empty where it has none."""

    cut: tuple[str, ...]
    """Lines that were cut from its body as boilerplate of the site."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierVersionSchema:
    """An earlier version of an exported article."""

    number: int
    """From 1, the first version that was stored."""

    seen_at: datetime
    """The visit that first gave it."""

    changed: tuple[str, ...]
    """The fields that are not as in the version before; empty for the first one."""

    record: dict[str, Any]
    """Its record, less the fields that make no version."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportedSchema(ArticleSchema, Identified):
    """An article as ``export`` writes it and ``import`` reads it."""

    provenance: dict[str, Provenance] | None = field(metadata=ON_REQUEST)
    """By field name, for every field that has a value; only with ``--with provenance``."""

    first_stored_at: datetime
    changed_at: datetime
    """The time of its latest change."""

    revisions: tuple[EarlierVersionSchema, ...] | None = field(metadata=ON_REQUEST)
    """Its earlier versions, the first one first; only with ``--with revisions``."""

    @classmethod
    def of(cls, exported: ExportedArticle, extras: Collection[str] = ()) -> Self:
        """The article's, with ``provenance`` and ``revisions`` where they are among the extras."""
        from newsspider.diffs import content

        article = exported.article
        earlier = (
            same_fields(EarlierVersionSchema, version, record=content(version.article))
            for version in exported.earlier
        )
        return cls(
            id=exported.id,
            **article_fields(article),
            provenance=dict(article.provenance) if "provenance" in extras else None,
            first_stored_at=exported.first_stored_at,
            changed_at=exported.changed_at,
            revisions=tuple(earlier) if "revisions" in extras else None,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetsSchema:
    """Counts of the articles that fit by each value, the ten most frequent of each."""

    site: dict[str, int]
    """By host."""

    section: dict[str, int]
    language: dict[str, int]
    author: dict[str, int]
    day: dict[str, int]
    """By the day of publication, the latest first."""

    @classmethod
    def of(cls, facets: Iterable[Facet]) -> Self:
        """Those of a question."""
        return cls(**{facet.name: dict(facet.counts) for facet in facets})


@dataclass(frozen=True, slots=True, kw_only=True)
class BoilerplateLineSchema:
    """A line that repeats across a site's pages."""

    id: int
    site: str
    """Its host."""

    line: str
    state: str
    """``learned``: cut where it repeats; ``kept``: never cut; ``forgotten``: to be learned anew."""

    seen: int
    """Articles whose body, as it was read, holds it."""

    cut: int
    """Articles that it is cut from."""

    @classmethod
    def of(cls, host: str, line: BoilerplateLine) -> Self:
        """That of a site's line."""
        return same_fields(cls, line, site=host, line=line.text, state=line.state.value)
