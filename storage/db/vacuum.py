"""Giving back room and keeping questions fast."""

from __future__ import annotations

from contextlib import closing
from typing import Any

from sqlalchemy import Engine, text

from newsspider.errors import DatabaseError
from storage.db.engine import describe, sessions


def vacuum(engine: Engine) -> None:
    """Pack the database and count anew what its planner goes by; readers may go on."""
    if engine.dialect.name == "sqlite":
        _sqlite(engine)
    else:
        _postgresql(engine)


def database_size(engine: Engine) -> int:
    """Bytes that the database takes."""
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
            return int(pages * connection.exec_driver_sql("PRAGMA page_size").scalar_one())
        return int(connection.scalar(text("SELECT pg_database_size(current_database())")) or 0)


def _sqlite(engine: Engine) -> None:
    with sessions(engine).begin() as session:
        session.execute(text("INSERT INTO article_words (article_words) VALUES ('optimize')"))
    # VACUUM runs in no transaction, and every connection of the engine begins one.
    driver: Any = engine.dialect.loaded_dbapi
    try:
        with closing(engine.raw_connection()) as connection:
            for statement in ("VACUUM", "ANALYZE", "PRAGMA wal_checkpoint(TRUNCATE)"):
                connection.cursor().execute(statement)
    except driver.Error as error:
        raise DatabaseError(
            f"The database {describe(engine.url)} could not be packed ({error})."
        ) from error


def _postgresql(engine: Engine) -> None:
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM (ANALYZE)"))
