"""Earlier versions of articles, which a later one replaced."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base


class RevisionRow(Base):
    """An earlier version of an article; the current one stands in ``articles``."""

    __tablename__ = "revisions"

    article_id: Mapped[int] = mapped_column(
        ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True, comment="From 1, the first one stored")
    seen_at: Mapped[datetime] = mapped_column(comment="The visit that first gave it, UTC")
    replaced_at: Mapped[datetime] = mapped_column(
        index=True, comment="The visit that gave the next one, UTC"
    )
    changed: Mapped[list[Any]] = mapped_column(comment="Which fields the next one changed")
    record: Mapped[dict[str, Any]] = mapped_column(
        comment="Its fields, the body with what was cut from it; no url, text, provenance;"
        " and extractor_of_next, where an extractor made the next one"
    )
