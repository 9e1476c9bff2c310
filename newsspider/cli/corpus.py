"""The database as the asking commands open it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from newsspider.errors import DatabaseError

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


@contextmanager
def reading(database: str) -> Iterator[Session]:
    """A session that only reads, on a database that is there; raises ``DatabaseError``."""
    from sqlalchemy.exc import DBAPIError

    from storage import schema
    from storage.engine import connect, describe, readers

    engine = connect(database, must_exist=True)
    try:
        schema.prepare(engine)
        with readers(engine)() as session:
            yield session
    except DBAPIError as error:
        raise DatabaseError(f"The database {describe(engine.url)} failed: {error.orig}.") from error
    finally:
        engine.dispose()
