"""Adding rows beside other writers."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import CursorResult, inspect
from sqlalchemy.orm import Session

from storage.models import Base

if TYPE_CHECKING:
    from sqlalchemy.dialects.postgresql import Insert as PostgresqlInsert
    from sqlalchemy.dialects.sqlite import Insert as SqliteInsert


@cache
def insert_if_missing(dialect: str, table: type[Base]) -> PostgresqlInsert | SqliteInsert:
    """The database's ``INSERT`` that passes over rows whose key is there.

    Only the database's own dialect is loaded: all that SQLAlchemy has for PostgreSQL takes a fifth
    of a short command's time.
    """
    if dialect == "postgresql":
        from sqlalchemy.dialects import postgresql

        return postgresql.insert(table).on_conflict_do_nothing()
    from sqlalchemy.dialects import sqlite

    return sqlite.insert(table).on_conflict_do_nothing()


def add_missing(session: Session, table: type[Base], rows: Sequence[dict[str, Any]]) -> int:
    """Add the rows whose key the table does not hold yet; how many were added.

    Two writers that add the same row at the same time both go on, and one row stands.
    """
    if not rows:
        return 0
    connection = session.connection()
    written = insert_if_missing(connection.dialect.name, table)
    # Rows as parameters: a statement that holds them is compiled anew for each number of rows.
    added = connection.execute(
        written, [*rows], execution_options={"preserve_rowcount": True}
    )  # psycopg's is gone with the cursor
    return cast("CursorResult[Any]", added).rowcount


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
