"""Adding rows beside other writers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from sqlalchemy import CursorResult, inspect
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from storage.models import Base


def add_missing(session: Session, table: type[Base], rows: Sequence[dict[str, Any]]) -> int:
    """Add the rows whose key the table does not hold yet; how many were added.

    Two writers that add the same row at the same time both go on, and one row stands.
    """
    if not rows:
        return 0
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    written = insert(table).values(rows).on_conflict_do_nothing()
    counted = written.execution_options(preserve_rowcount=True)  # psycopg's is gone with the cursor
    added = session.connection().execute(counted)
    return cast("CursorResult[Any]", added).rowcount


def add_many_missing(session: Session, table: type[Base], rows: Sequence[dict[str, Any]]) -> None:
    """As ``add_missing`` for many rows: one statement, prepared once."""
    if rows:
        dialect = session.get_bind().dialect.name
        into = postgresql.insert if dialect == "postgresql" else sqlite.insert
        session.connection().execute(into(table).on_conflict_do_nothing(), rows)


def insert_tuples(session: Session, table: type[Base], rows: Sequence[tuple[Any, ...]]) -> None:
    """Add many small rows, as the driver takes them and in the order of the table's columns.

    What SQLAlchemy does for each row takes longer than writing it.
    """
    if not rows:
        return
    connection = session.connection()
    mark = "%s" if connection.dialect.name == "postgresql" else "?"
    columns = [column.name for column in inspect(table).columns]
    names, marks = ", ".join(f'"{name}"' for name in columns), ", ".join(mark for _ in columns)
    written = f"INSERT INTO {table.__tablename__} ({names}) VALUES ({marks})"  # noqa: S608
    connection.exec_driver_sql(written, [*rows])
