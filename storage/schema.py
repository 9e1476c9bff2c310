"""The schema comes to be by migrations alone."""

from __future__ import annotations

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect
from sqlalchemy.orm import Session

from newsspider.errors import DatabaseError
from storage import copies
from storage.engine import describe


def prepare(engine: Engine) -> None:
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
    upgrade(engine)


def upgrade(engine: Engine) -> None:
    """Bring the schema to this version, in one transaction; raises ``DatabaseError``."""
    with engine.begin() as connection:
        if not _fits(connection):
            command.upgrade(config(connection), "head")
            # What is made from texts takes more than SQL, and this version's tables.
            with Session(connection, join_transaction_mode="create_savepoint") as session:
                copies.bring_in(session)
                session.commit()


def config(connection: Connection | None = None) -> Config:
    """Alembic's configuration, for its commands on this connection."""
    made = Config()
    made.set_main_option("script_location", "storage:migrations")
    made.attributes["connection"] = connection
    return made


def _fits(connection: Connection) -> bool:
    scripts = ScriptDirectory.from_config(config())
    revision = MigrationContext.configure(connection).get_current_revision()
    if revision is None:
        _refuse_foreign(connection)
    elif revision not in {script.revision for script in scripts.walk_revisions()}:
        raise DatabaseError(
            f"The database {describe(connection.engine.url)} was made by a newer newsspider"
            f" (schema {revision}): install that version, or name another database."
        )
    return revision == scripts.get_current_head()


def _refuse_foreign(connection: Connection) -> None:
    # PostgreSQL's databases are often shared, and a name that is taken fails there by itself.
    if connection.dialect.name == "sqlite" and inspect(connection).get_table_names():
        raise DatabaseError(
            f"The file {describe(connection.engine.url)} is another program's database:"
            " name another one with --database."
        )
