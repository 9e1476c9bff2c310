"""The schema comes to be by migrations alone.

Alembic is imported where a migration is due: most commands find the schema as they need it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, func, inspect, select, text
from sqlalchemy.orm import Session

from newsspider.errors import DatabaseError
from storage.db.engine import describe

if TYPE_CHECKING:
    from alembic.config import Config

NEWEST = "0011"
"""The revision of the newest migration; a test compares it with the scripts."""

ProgressBar = Callable[[int], AbstractContextManager[Callable[[int], None]]]
"""Shows how far an upgrade of so many steps has come: it hears how many more are done."""

REWRITING = ("0005", "0006")
"""The versions that read each article."""


@contextmanager
def silent(steps: int) -> Iterator[Callable[[int], None]]:
    """A bar that shows nothing."""
    yield lambda more: None


def prepare(engine: Engine, bar: ProgressBar = silent) -> None:
    """Make the schema fit this version: SQLite upgrades by itself, others are only checked.

    Raises ``DatabaseError`` where a person has to act first.
    """
    with engine.connect().execution_options(postgresql_readonly=True) as connection:
        fits = _fits(connection)
    if fits:
        return
    if engine.dialect.name != "sqlite":
        raise DatabaseError(
            f"The schema of {describe(engine.url)} is not this version's:"
            " run newsspider db upgrade with the same --database."
        )
    upgrade(engine, bar)


def upgrade(engine: Engine, bar: ProgressBar = silent) -> None:
    """Bring the schema to this version, in one transaction; raises ``DatabaseError``."""
    from alembic import command

    from storage.duplicates import near_duplicates

    with engine.begin() as connection:
        if _fits(connection):
            return
        steps = _steps(connection)
        with (bar if steps else silent)(steps) as advance:
            command.upgrade(config(connection, advance), "head")
            # What is made from texts takes more than SQL, and this version's tables. Without a
            # savepoint: under one, SQLite takes longer with each statement.
            with Session(connection, join_transaction_mode="rollback_only") as session:
                near_duplicates.cluster_unclustered(session, advance)
                session.commit()


def config(
    connection: Connection | None = None, on_progress: Callable[[int], None] = lambda more: None
) -> Config:
    """Alembic's configuration, for its commands on this connection."""
    from alembic.config import Config

    made = Config()
    made.set_main_option("script_location", "storage:migrations")
    made.attributes |= {"connection": connection, "told": on_progress}
    return made


def _steps(connection: Connection) -> int:
    """The number of articles that the upgrade reads, once for each step that reads them."""
    revision = _revision(connection)
    if revision is None:
        return 0
    articles = connection.execute(select(func.count()).select_from(text("articles"))).scalar_one()
    return articles * sum(revision < version for version in REWRITING)


def _fits(connection: Connection) -> bool:
    revision = _revision(connection)
    if revision is None:
        _refuse_foreign(connection)
    elif revision != NEWEST and revision not in _known():
        raise DatabaseError(
            f"The database {describe(connection.engine.url)} was made by a newer newsspider"
            f" (schema {revision}): install that version, or name another database."
        )
    return revision == NEWEST


def _revision(connection: Connection) -> str | None:
    """The migration that the database came to last; ``None`` where there was none."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    version = text("SELECT version_num FROM alembic_version")
    revision: str | None = connection.execute(version).scalar_one_or_none()
    return revision


def _known() -> set[str]:
    """The revisions of all migrations."""
    from alembic.script import ScriptDirectory

    return {script.revision for script in ScriptDirectory.from_config(config()).walk_revisions()}


def _refuse_foreign(connection: Connection) -> None:
    # PostgreSQL's databases are often shared, and a name that is taken fails there by itself.
    if connection.dialect.name == "sqlite" and inspect(connection).get_table_names():
        raise DatabaseError(
            f"The file {describe(connection.engine.url)} is another program's database:"
            " name another one with --database."
        )
