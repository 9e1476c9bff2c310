"""The learned lines of each site's articles, which are boilerplate, and what was cut."""

from __future__ import annotations

from sqlalchemy import BigInteger, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base


class TraceRow(Base):
    """The body of one article as it was read, as learning sees it."""

    __tablename__ = "traces"
    __table_args__ = (Index("ix_traces_site_id_standing", "site_id", "standing"),)

    article_id: Mapped[int] = mapped_column(
        ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True
    )
    site_id: Mapped[int] = mapped_column(ForeignKey("sites.id"))
    standing: Mapped[int] = mapped_column(
        BigInteger, comment="Order among the site's articles: day, then a number from the address"
    )
    read_hash: Mapped[str] = mapped_column(
        comment="SHA-256 of the record as it was read, before anything learned was cut"
    )
    trace: Mapped[bytes] = mapped_column(
        comment="64-bit numbers: title, text, size; at, key, size, traits, place of each line"
    )


class BoilerplateRow(Base):
    """One line that was learned as boilerplate of a site, or that a person ruled on."""

    __tablename__ = "chrome_lines"
    __table_args__ = (UniqueConstraint("site_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    site_id: Mapped[int] = mapped_column(ForeignKey("sites.id"), comment="Whose chrome it is")
    key: Mapped[int] = mapped_column(
        BigInteger, comment="Equal for lines that differ in case, spaces and punctuation only"
    )
    text: Mapped[str] = mapped_column(comment="As a page wrote it")
    kept: Mapped[bool] = mapped_column(comment="A person said that it is never to be cut")
    forgotten_up_to: Mapped[int | None] = mapped_column(
        comment="Articles up to this id are no evidence: a person had it forgotten"
    )


class CutRow(Base):
    """One paragraph that was cut from an article's body as learned boilerplate."""

    __tablename__ = "cut_paragraphs"

    article_id: Mapped[int] = mapped_column(
        ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(
        primary_key=True, comment="From 0, among the paragraphs as they were read"
    )
    line_id: Mapped[int] = mapped_column(ForeignKey("chrome_lines.id"), index=True)
    kind: Mapped[str] = mapped_column(comment="As in the body")
    text: Mapped[str] = mapped_column(comment="As the page wrote it")
