"""The database as services open it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from sqlite3 import SQLITE_CORRUPT
from typing import TYPE_CHECKING

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from newsspider.errors import DatabaseError
from storage import schema
from storage.db.engine import connect, describe
from storage.db.retries import Patience

if TYPE_CHECKING:
    from storage.check import Problem


@contextmanager
def open_engine(
    url: str, *, must_exist: bool = True, bar: schema.ProgressBar = schema.silent
) -> Iterator[Engine]:
    """A database with the schema of this version; ``bar`` shows how far its upgrade has come.

    Raises ``DatabaseError``, also for what the database says while it is open.
    """
    engine = connect(url, must_exist=must_exist)
    try:
        schema.prepare(engine, bar)
        yield engine
    except DBAPIError as error:
        remedy = " Put a backup in its place." if _is_damaged(error) else ""
        raise DatabaseError(
            f"The database {describe(engine.url)} failed: {error.orig}.{remedy}"
        ) from error
    finally:
        engine.dispose()


def mend(engine: Engine, problem: Problem) -> bool:
    """Put the problem right, where that can be done without loss; whether it was."""
    if problem.mend is None:
        return False
    Patience().transact(engine, problem.mend)
    return True


def _is_damaged(error: DBAPIError) -> bool:
    """Whether SQLite says that pages of the file are not what they were."""
    code: int = getattr(error.orig, "sqlite_errorcode", 0)
    return code & 0xFF == SQLITE_CORRUPT  # above that, which of its kinds it is
