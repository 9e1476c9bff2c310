"""The database as the asking commands open it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from newsspider.errors import DatabaseError

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlalchemy.orm import Session


@contextmanager
def reading(database: str) -> Iterator[Session]:
    """A session that only reads, on a database that is there; raises ``DatabaseError``."""
    from storage.engine import readers

    with _ready(database) as engine, readers(engine)() as session:
        yield session


@contextmanager
def writing(database: str) -> Iterator[Session]:
    """One transaction on a database that is there; raises ``DatabaseError``."""
    from storage.engine import sessions

    with _ready(database) as engine, sessions(engine).begin() as session:
        yield session


@contextmanager
def _ready(database: str) -> Iterator[Engine]:
    from sqlalchemy.exc import DBAPIError

    from storage import schema
    from storage.engine import connect, describe

    engine = connect(database, must_exist=True)
    try:
        schema.prepare(engine)
        yield engine
    except DBAPIError as error:
        raise DatabaseError(f"The database {describe(engine.url)} failed: {error.orig}.") from error
    finally:
        engine.dispose()
