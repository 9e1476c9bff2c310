"""Sites, and the names that articles share: sections, authors, tags."""

from __future__ import annotations

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base


class SiteRow(Base):
    """One outlet."""

    __tablename__ = "sites"

    id: Mapped[int] = mapped_column(primary_key=True)
    host: Mapped[str] = mapped_column(
        unique=True, comment="Lower case, without www., m., amp.; with a port only if unusual"
    )
    name: Mapped[str | None] = mapped_column(comment="As its latest article names it")


class SectionRow(Base):
    """A section of one site, in the site's own words."""

    __tablename__ = "sections"
    __table_args__ = (UniqueConstraint("site_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    site_id: Mapped[int] = mapped_column(ForeignKey("sites.id"), comment="Whose section it is")
    name: Mapped[str] = mapped_column(comment="As the site writes it")
    folded: Mapped[str] = mapped_column(index=True, comment="The name as questions compare it")


class AuthorRow(Base):
    """A person or desk."""

    __tablename__ = "authors"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True, comment="As the page names them")
    folded: Mapped[str] = mapped_column(comment="The name as questions compare it")


class TagRow(Base):
    """A tag."""

    __tablename__ = "tags"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True, comment="As the page writes it")
    folded: Mapped[str] = mapped_column(comment="The name as questions compare it")
