"""Articles of the database as values: finding, loading and comparing them."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal, TypeVarTuple, cast

from sqlalchemy import (
    BindParameter,
    Row,
    Select,
    and_,
    bindparam,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from newsspider.items import Article, Kind, Paragraph, Provenance
from newsspider.schemas.record import record
from newsspider.text.urls import address_key
from newsspider.timestamps import Precision, Timestamp
from storage.models import (
    ArticleAuthor,
    ArticleRow,
    ArticleSection,
    ArticleTag,
    AuthorRow,
    PageRow,
    SectionRow,
    TagRow,
)

_Columns = TypeVarTuple("_Columns")

KINDS = {kind.value: kind for kind in Kind}

_IDS: BindParameter[Any] = bindparam("ids", expanding=True)

# Without the columns that search shows nothing of: the text alone is as long as the body.
_SHOWN = select(
    ArticleRow.id,
    ArticleRow.url,
    ArticleRow.title,
    ArticleRow.published_at,
    ArticleRow.published_offset,
    ArticleRow.published_precision,
    ArticleRow.modified_at,
    ArticleRow.modified_offset,
    ArticleRow.modified_precision,
    ArticleRow.body,
    ArticleRow.summary,
    ArticleRow.language,
    ArticleRow.direction,
    ArticleRow.image,
    ArticleRow.site_name,
    ArticleRow.paywalled,
    ArticleRow.provenance,
).where(ArticleRow.id.in_(_IDS))


def _linked(field: str, link: Any, key: Any, named: Any) -> Select[str, int, int, str]:
    statement = select(literal(field), link.article_id, link.position.label("position"), named.name)
    return statement.join(named, key == named.id).where(link.article_id.in_(_IDS))


_NAMES = union_all(
    _linked("sections", ArticleSection, ArticleSection.section_id, SectionRow),
    _linked("authors", ArticleAuthor, ArticleAuthor.author_id, AuthorRow),
    _linked("tags", ArticleTag, ArticleTag.tag_id, TagRow),
).order_by("position")


def find_article(session: Session, key: str) -> ArticleRow | None:
    """The article of this id or URL; an address that led to an article is as good as its own."""
    if key.isascii() and key.isdigit() and len(key) < len(str(2**31)):
        return session.get(ArticleRow, int(key))
    own = session.scalar(select(ArticleRow).where(ArticleRow.url == key))
    if own is not None:
        return own
    asked = select(ArticleRow).join(PageRow, PageRow.article_id == ArticleRow.id)
    row = session.scalar(asked.where(PageRow.url == key))
    return row or session.scalar(at_address(select(ArticleRow), key))


def load_article(row: ArticleRow) -> Article:
    """The value that was saved."""
    return _article(
        row,
        {
            "sections": tuple(link.named.name for link in row.section_links),
            "authors": tuple(link.named.name for link in row.author_links),
            "tags": tuple(link.named.name for link in row.tag_links),
        },
    )


def load_articles(session: Session, ids: Sequence[int]) -> dict[int, Article]:
    """As ``load_article``, for many articles by their ids, in a fraction of the time."""
    run = session.connection().execute
    names: dict[tuple[int, str], list[str]] = defaultdict(list)
    for field, number, _, name in run(_NAMES, {"ids": ids}).all():
        names[number, field].append(name)
    return {
        row.id: _article(
            row, {field: tuple(names[row.id, field]) for field in ("sections", "authors", "tags")}
        )
        for row in run(_SHOWN, {"ids": ids}).all()
    }


def content_hash(article: Article) -> str:
    """SHA-256 of the record without provenance: two versions of an article differ in it."""
    return _hash(record(article))


def _hash(fields: dict[str, Any]) -> str:
    written = json.dumps(fields | {"provenance": None}, sort_keys=True)
    return hashlib.sha256(written.encode()).hexdigest()


def at_address(statement: Select[*_Columns], url: str) -> Select[*_Columns]:
    """Narrow the statement to the article at this address, or else at another spelling of it.

    Articles from before version 0005 of the schema could be stored under several.
    """
    key = and_(ArticleRow.key == address_key(url), ArticleRow.key != "")
    spelled = statement.where(or_(ArticleRow.url == url, key))
    return spelled.order_by(ArticleRow.url != url, ArticleRow.id).limit(1)


def article_columns(article: Article) -> dict[str, Any]:
    """The article's own row, less its id, its site and when it was stored."""
    fields = record(article)
    published, modified = article.published_at, article.modified_at
    return {
        "url": article.url,
        "key": address_key(article.url),
        "site_name": article.site,
        "title": article.title,
        "published_at": published.instant if published else None,
        "published_offset": published.offset if published else None,
        "published_precision": published.precision.value if published else None,
        "published_day": published.day if published else None,
        "modified_at": modified.instant if modified else None,
        "modified_offset": modified.offset if modified else None,
        "modified_precision": modified.precision.value if modified else None,
        "language": article.language,
        "direction": article.direction,
        "summary": article.summary,
        "body": fields["body"],
        "text": fields["text"],
        "image": article.image,
        "paywalled": article.paywalled,
        "provenance": fields["provenance"],
        "content_hash": _hash(fields),
    }


def _article(row: ArticleRow | Row[*tuple[Any, ...]], names: dict[str, tuple[str, ...]]) -> Article:
    return Article(
        url=row.url,
        title=row.title,
        published_at=_timestamp(row.published_at, row.published_offset, row.published_precision),
        modified_at=_timestamp(row.modified_at, row.modified_offset, row.modified_precision),
        body=tuple(Paragraph(text=b["text"], kind=KINDS[b["kind"]]) for b in row.body),
        summary=row.summary,
        language=row.language,
        direction=cast("Literal['ltr', 'rtl'] | None", row.direction),
        image=row.image,
        site=row.site_name,
        paywalled=row.paywalled,
        provenance={name: Provenance(**values) for name, values in row.provenance.items()},
        **names,
    )


def _timestamp(
    instant: datetime | None, offset: int | None, precision: str | None
) -> Timestamp | None:
    if instant is None or precision is None:
        return None
    return Timestamp(instant=instant, offset=offset, precision=Precision(precision))
