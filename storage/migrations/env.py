"""Runs the migrations on the connection that ``storage.schema`` hands over."""

from __future__ import annotations

from typing import Literal

from alembic import context
from sqlalchemy import TypeDecorator

from storage.models import Base

# The search index is made by hand: SQLite's is a virtual table with tables of its own.
SEARCH_INDEX = "article_words"


def _include_name(name: str | None, kind: str, _parents: object) -> bool:
    return not (kind == "table" and (name or "").startswith(SEARCH_INDEX))


def _render_item(kind: str, item: object, _context: object) -> str | Literal[False]:
    # A migration stays true when the classes of storage.models change: plain types only.
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl!r}"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    include_name=_include_name,
    render_item=_render_item,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
