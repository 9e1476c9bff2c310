"""The database as the asking commands open it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy import Engine
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


def ready(database: str, *, must_exist: bool = True) -> AbstractContextManager[Engine]:
    """A database with the schema of this version; raises ``DatabaseError``, also for its errors."""
    from newsspider.services.database import open_engine

    return open_engine(database, must_exist=must_exist, bar=upgrading)
