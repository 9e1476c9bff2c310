"""Articles, and their links to sections, authors and tags, in the page's order."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from storage.models.base import Base
from storage.models.names import AuthorRow, SectionRow, TagRow


class ArticleSection(Base):
    """One of an article's sections."""

    __tablename__ = "article_sections"

    article_id: Mapped[int] = mapped_column(
        ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(primary_key=True, comment="From 0, widest section first")
    section_id: Mapped[int] = mapped_column(ForeignKey("sections.id"), index=True)
    named: Mapped[SectionRow] = relationship(lazy="joined", innerjoin=True)


class ArticleAuthor(Base):
    """One of an article's authors."""

    __tablename__ = "article_authors"

    article_id: Mapped[int] = mapped_column(
        ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(primary_key=True, comment="From 0, in the byline's order")
    author_id: Mapped[int] = mapped_column(ForeignKey("authors.id"), index=True)
    named: Mapped[AuthorRow] = relationship(lazy="joined", innerjoin=True)


class ArticleTag(Base):
    """One of an article's tags."""

    __tablename__ = "article_tags"

    article_id: Mapped[int] = mapped_column(
        ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(primary_key=True, comment="From 0, in the page's order")
    tag_id: Mapped[int] = mapped_column(ForeignKey("tags.id"), index=True)
    named: Mapped[TagRow] = relationship(lazy="joined", innerjoin=True)


class ArticleRow(Base):
    """One article as its page now gives it."""

    __tablename__ = "articles"
    # What search narrows and sorts by, beside the id: SQLite's rows are as long as their texts, so
    # looking into one for each word found takes twice the time that finding the words does.
    __table_args__ = (
        Index("ix_articles_facts", "id", "published_at", "published_day", "site_id", "language"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    url: Mapped[str] = mapped_column(unique=True, comment="Canonical address: the identity")
    key: Mapped[str] = mapped_column(
        index=True,
        server_default="",
        comment="What all its addresses share: no scheme of its own, no www., no AMP form",
    )
    site_id: Mapped[int] = mapped_column(ForeignKey("sites.id"), index=True)
    site_name: Mapped[str | None] = mapped_column(comment="The site's name as this page gives it")
    title: Mapped[str | None] = mapped_column(comment="Without the site's name")
    published_at: Mapped[datetime | None] = mapped_column(
        index=True, comment="UTC; midnight of the day where only the day is known"
    )
    published_offset: Mapped[int | None] = mapped_column(
        comment="Zone that the page wrote, in minutes east of UTC; none for a day"
    )
    published_precision: Mapped[str | None] = mapped_column(comment="day, minute or second")
    published_day: Mapped[date | None] = mapped_column(
        index=True, comment="The day as the page shows it, in its own zone"
    )
    modified_at: Mapped[datetime | None] = mapped_column(comment="As published_at")
    modified_offset: Mapped[int | None] = mapped_column(comment="As published_offset")
    modified_precision: Mapped[str | None] = mapped_column(comment="As published_precision")
    language: Mapped[str | None] = mapped_column(index=True, comment="BCP 47 primary subtag")
    direction: Mapped[str | None] = mapped_column(comment="ltr or rtl")
    summary: Mapped[str | None] = mapped_column(comment="The lead, as the publisher wrote it")
    body: Mapped[list[Any]] = mapped_column(comment="Paragraphs in order: [{kind, text}]")
    text: Mapped[str] = mapped_column(comment="The paragraphs' texts joined by newlines")
    image: Mapped[str | None] = mapped_column(comment="Absolute URL of the main image")
    paywalled: Mapped[bool] = mapped_column(comment="The text is the publisher's open part only")
    provenance: Mapped[dict[str, Any]] = mapped_column(
        comment="Which evidence gave each field, and how sure: {field: {source, confidence}}"
    )
    content_hash: Mapped[str] = mapped_column(
        comment="SHA-256 of the record without its provenance; another one is a change"
    )
    first_stored_at: Mapped[datetime] = mapped_column(comment="When it was first stored")
    changed_at: Mapped[datetime] = mapped_column(comment="When its record last changed")
    cleaned_at: Mapped[datetime | None] = mapped_column(
        comment="When its body last changed by what was learned of its site, without a visit"
    )

    section_links: Mapped[list[ArticleSection]] = relationship(
        lazy="selectin", order_by=ArticleSection.position, cascade="all, delete-orphan"
    )
    author_links: Mapped[list[ArticleAuthor]] = relationship(
        lazy="selectin", order_by=ArticleAuthor.position, cascade="all, delete-orphan"
    )
    tag_links: Mapped[list[ArticleTag]] = relationship(
        lazy="selectin", order_by=ArticleTag.position, cascade="all, delete-orphan"
    )
