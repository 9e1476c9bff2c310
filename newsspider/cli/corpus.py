"""The database as the asking commands open it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING

from newsspider.errors import DatabaseError

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlalchemy.orm import Session


def upgrading(steps: int) -> AbstractContextManager[Callable[[int], None]]:
    """Shows how far an upgrade of the schema has come."""
    from newsspider.cli.bars import bar

    return bar("Bringing the database to this version", steps)


@contextmanager
def reading(database: str) -> Iterator[Session]:
    """A session that only reads, on a database that is there; raises ``DatabaseError``."""
    from storage.engine import readers

    with ready(database) as engine, readers(engine)() as session:
        yield session


@contextmanager
def writing(database: str) -> Iterator[Session]:
    """One transaction on a database that is there; raises ``DatabaseError``."""
    from storage.engine import sessions

    with ready(database) as engine, sessions(engine).begin() as session:
        yield session


@contextmanager
def ready(database: str, *, must_exist: bool = True) -> Iterator[Engine]:
    """A database with the schema of this version; raises ``DatabaseError``, also for its errors."""
    from sqlalchemy.exc import DBAPIError

    from storage import schema
    from storage.engine import connect, describe

    engine = connect(database, must_exist=must_exist)
    try:
        schema.prepare(engine, upgrading)
        yield engine
    except DBAPIError as error:
        raise DatabaseError(f"The database {describe(engine.url)} failed: {error.orig}.") from error
    finally:
        engine.dispose()
