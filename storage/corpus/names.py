"""Names that articles share: a site's sections, authors, tags. Each is one row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.analysis import fold
from storage.db.upsert import add_missing
from storage.models import AuthorRow, SectionRow, TagRow

_Row = TypeVar("_Row", SectionRow, AuthorRow, TagRow)


def ensure_sections(session: Session, site_id: int, names: Sequence[str]) -> list[SectionRow]:
    """The site's sections of these names, in their order, added where they are new."""
    return _ensure(session, SectionRow, names, site_id=site_id)


def ensure_authors(session: Session, names: Sequence[str]) -> list[AuthorRow]:
    """The authors of these names, in their order, added where they are new."""
    return _ensure(session, AuthorRow, names)


def ensure_tags(session: Session, names: Sequence[str]) -> list[TagRow]:
    """The tags of these names, in their order, added where they are new."""
    return _ensure(session, TagRow, names)


def _ensure(session: Session, table: type[_Row], names: Sequence[str], **scope: int) -> list[_Row]:
    rows = _find(session, table, names, scope)
    # Sorted, so that two writers with the same new names do not wait for each other in a circle.
    missing = sorted(set(names) - rows.keys())
    if missing:
        add_missing(session, table, [{"name": n, "folded": fold(n), **scope} for n in missing])
        rows |= _find(session, table, missing, scope)
    return [rows[name] for name in names]


def _find(
    session: Session, table: type[_Row], names: Sequence[str], scope: dict[str, int]
) -> dict[str, _Row]:
    if not names:
        return {}
    found = session.scalars(select(table).where(table.name.in_(names)).filter_by(**scope))
    return {row.name: row for row in found}
