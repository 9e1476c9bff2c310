"""The database as the asking commands open it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING

from newsspider.errors import DatabaseError

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlalchemy.exc import DBAPIError
    from sqlalchemy.orm import Session


def upgrading(steps: int) -> AbstractContextManager[Callable[[int], None]]:
    """Shows how far an upgrade of the schema has come."""
    from newsspider.cli.kit.bars import bar

    return bar("Bringing the database to this version", steps)


@contextmanager
def reading(database: str) -> Iterator[Session]:
    """A session that only reads, on a database that is there; raises ``DatabaseError``."""
    from storage.db.engine import readers

    with ready(database) as engine, readers(engine)() as session:
        yield session


@contextmanager
def writing(database: str, *, must_exist: bool = True) -> Iterator[Session]:
    """One transaction on a database; raises ``DatabaseError``, also where there is none."""
    from storage.db.engine import sessions

    with (
        ready(database, must_exist=must_exist) as engine,
        sessions(engine).begin() as session,
    ):
        yield session


@contextmanager
def ready(database: str, *, must_exist: bool = True) -> Iterator[Engine]:
    """A database with the schema of this version; raises ``DatabaseError``, also for its errors."""
    from sqlalchemy.exc import DBAPIError

    from storage import schema
    from storage.db.engine import connect, describe

    engine = connect(database, must_exist=must_exist)
    try:
        schema.prepare(engine, upgrading)
        yield engine
    except DBAPIError as error:
        remedy = " Put a backup in its place." if _is_damaged(error) else ""
        raise DatabaseError(
            f"The database {describe(engine.url)} failed: {error.orig}.{remedy}"
        ) from error
    finally:
        engine.dispose()


def _is_damaged(error: DBAPIError) -> bool:
    """Whether SQLite says that pages of the file are not what they were."""
    from sqlite3 import SQLITE_CORRUPT

    code: int = getattr(error.orig, "sqlite_errorcode", 0)
    return code & 0xFF == SQLITE_CORRUPT  # above that, which of its kinds it is
