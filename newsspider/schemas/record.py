"""An article as plain data, for programs: one JSON object a record, there and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar, cast

from newsspider.items import Article, Kind, Paragraph, Provenance
from newsspider.schemas.jsonable import COLUMN_BEHIND, NO_COLUMN
from newsspider.timestamps import Timestamp

_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True, kw_only=True)
class ParagraphSchema:
    """One block of an article's body."""

    kind: Kind
    text: str
    """Without line breaks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleSchema:
    """The fields of an article. Missing is ``null`` or an empty list, never guessed."""

    url: str
    """Canonical address (RFC 3986, normalised)."""

    title: str | None
    published_at: str | None
    """ISO 8601: ``2024-10-23``, or a moment with the offset that the page wrote."""

    modified_at: str | None
    """As ``published_at``."""

    section: str | None
    """The widest of ``sections``."""

    sections: tuple[str, ...]
    """In the site's own words, the widest first."""

    authors: tuple[str, ...]
    body: tuple[ParagraphSchema, ...] = field(metadata=NO_COLUMN)
    text: str = field(metadata={COLUMN_BEHIND: "summary"})
    """The body's paragraphs, joined by newlines."""

    summary: str | None
    language: str | None
    """BCP 47 primary subtag, lower case: ``ar``, ``en``, ``zh``."""

    direction: Literal["ltr", "rtl"] | None
    tags: tuple[str, ...]
    image: str | None
    """Absolute URL of the main image."""

    site: str | None
    """The site's name as the page gives it, else its host."""

    paywalled: bool
    """Whether ``text`` is the publisher's open part only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordSchema(ArticleSchema):
    """An article with the evidence of its fields."""

    provenance: dict[str, Provenance] = field(metadata=NO_COLUMN)
    """By field name, for every field that has a value."""


def record(article: Article) -> dict[str, Any]:
    """The article's ``RecordSchema``, JSON-ready: in fixed order, missing is ``None`` or ``[]``.

    It is what ``jsonable`` makes of the schema, at a quarter of the cost: each article that is
    stored is compared by it.
    """
    return _fields(article) | {
        "sections": list(article.sections),
        "authors": list(article.authors),
        "body": [{"kind": part.kind.value, "text": part.text} for part in article.body],
        "tags": list(article.tags),
        "provenance": {
            name: {"source": evidence.source, "confidence": evidence.confidence}
            for name, evidence in article.provenance.items()
        },
    }


def record_schema(article: Article) -> RecordSchema:
    """The schema of an article, stored or not."""
    return RecordSchema(**record_fields(article))


def record_fields(article: Article) -> dict[str, Any]:
    """The values of the fields of the article's ``RecordSchema``, for schemas that hold more."""
    return article_fields(article) | {"provenance": dict(article.provenance)}


def article_fields(article: Article) -> dict[str, Any]:
    """Those of its ``ArticleSchema``."""
    body = tuple(ParagraphSchema(kind=part.kind, text=part.text) for part in article.body)
    return _fields(article) | {"body": body}


def _fields(article: Article) -> dict[str, Any]:
    published, modified = article.published_at, article.modified_at
    return {
        "url": article.url,
        "title": article.title,
        "published_at": published.isoformat() if published else None,
        "modified_at": modified.isoformat() if modified else None,
        "section": article.section,
        "sections": article.sections,
        "authors": article.authors,
        "body": article.body,
        "text": article.text,
        "summary": article.summary,
        "language": article.language,
        "direction": article.direction,
        "tags": article.tags,
        "image": article.image,
        "site": article.site,
        "paywalled": article.paywalled,
    }


def parse(fields: Mapping[str, Any]) -> Article:
    """The article of this record; keys that ``record`` does not write are left aside.

    Raises ``ValueError`` with a sentence that names the field that is wrong.
    """
    direction = _optional(fields, "direction", str)
    if direction not in (None, "ltr", "rtl"):
        raise ValueError("direction is neither ltr nor rtl")
    url = _optional(fields, "url", str)
    if not url:
        raise ValueError("url is missing")
    return Article(
        url=url,
        title=_optional(fields, "title", str),
        published_at=_timestamp(fields, "published_at"),
        modified_at=_timestamp(fields, "modified_at"),
        sections=_texts(fields, "sections"),
        authors=_texts(fields, "authors"),
        body=tuple(map(_paragraph, _list(fields, "body"))),
        summary=_optional(fields, "summary", str),
        language=_optional(fields, "language", str),
        direction=cast("Literal['ltr', 'rtl'] | None", direction),
        tags=_texts(fields, "tags"),
        image=_optional(fields, "image", str),
        site=_optional(fields, "site", str),
        paywalled=_optional(fields, "paywalled", bool) or False,
        provenance=_provenance(_optional(fields, "provenance", dict) or {}),
    )


def _optional(fields: Mapping[str, Any], name: str, kind: type[_Value]) -> _Value | None:
    value = fields.get(name)
    if value is not None and not isinstance(value, kind):
        raise ValueError(f"{name} is not what it should be: {str(value)[:60]}")
    return value


def _list(fields: Mapping[str, Any], name: str) -> list[Any]:
    return _optional(fields, name, list) or []


def _texts(fields: Mapping[str, Any], name: str) -> tuple[str, ...]:
    values = _list(fields, name)
    if not all(isinstance(value, str) for value in values):
        raise ValueError(f"{name} holds something that is no text")
    return tuple(values)


def _timestamp(fields: Mapping[str, Any], name: str) -> Timestamp | None:
    text = _optional(fields, name, str)
    try:
        return None if text is None else Timestamp.parse(text)
    except (ValueError, OverflowError):
        raise ValueError(f"{name} is no date: {text}") from None


def _paragraph(value: Any) -> Paragraph:
    fields = value if isinstance(value, dict) else {}
    text, kind = _optional(fields, "text", str), _optional(fields, "kind", str)
    if text is None or kind not in set(Kind):
        raise ValueError("body holds something that is no paragraph")
    return Paragraph(text=text, kind=Kind(kind))


def _provenance(fields: Mapping[str, Any]) -> dict[str, Provenance]:
    return {name: _evidence(name, value) for name, value in fields.items()}


def _evidence(name: str, value: Any) -> Provenance:
    fields = value if isinstance(value, dict) else {}
    source, confidence = _optional(fields, "source", str), fields.get("confidence")
    if source is None or not isinstance(confidence, int | float) or not 0 <= confidence <= 1:
        raise ValueError(f"provenance of {name} is not what it should be")
    return Provenance(source=source, confidence=float(confidence))
