"""Copies: the texts of articles, the bands by which their like are found, and who came first."""

from __future__ import annotations

from sqlalchemy import BigInteger, ForeignKey, Index, Integer
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base

# SQLite's own row number, which holds 64 bits too.
NUMBER = BigInteger().with_variant(Integer, "sqlite")


class TextRow(Base):
    """One text, however many articles have it."""

    __tablename__ = "texts"

    id: Mapped[int] = mapped_column(
        NUMBER, primary_key=True, autoincrement=False, comment="Made from its words alone"
    )
    signature: Mapped[bytes | None] = mapped_column(
        comment="MinHash over its shingles, 128 numbers of 16 bits; none for a short text"
    )
    cluster_id: Mapped[int] = mapped_column(
        BigInteger, index=True, comment="The lowest id among the texts that are copies"
    )


class BandRow(Base):
    """One band of a text's signature: texts that are copies share at least one."""

    __tablename__ = "bands"
    __table_args__ = ({"sqlite_with_rowid": False},)

    key: Mapped[int] = mapped_column(
        BigInteger, primary_key=True, autoincrement=False, comment="Four numbers of the signature"
    )
    # No foreign key: it would need an index of its own, and the keys stand in the signature.
    text_id: Mapped[int] = mapped_column(
        BigInteger, primary_key=True, autoincrement=False, comment="Whose band it is, in texts"
    )


class ArticleTextRow(Base):
    """An article's text."""

    __tablename__ = "copies"
    __table_args__ = (Index("ix_copies_text_id_is_first", "text_id", "is_first"),)

    article_id: Mapped[int] = mapped_column(
        ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True
    )
    text_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("texts.id"))
    is_first: Mapped[bool] = mapped_column(comment="The first publisher of its cluster")
