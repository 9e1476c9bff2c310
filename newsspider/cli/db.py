"""``newsspider db``: care for the database."""

from __future__ import annotations

import typer

from newsspider.cli.app import app
from newsspider.cli.options import DEFAULT_DATABASE, Database

db = typer.Typer(no_args_is_help=True)
app.add_typer(db, name="db", help="Care for the database.")


@db.callback()
def care() -> None:
    """Care for the database."""


@db.command()
def upgrade(database: Database = DEFAULT_DATABASE) -> None:
    """Bring the database's schema to this version. SQLite does it by itself when it is used."""
    from storage import schema
    from storage.engine import connect, describe

    engine = connect(database)
    try:
        schema.upgrade(engine)
    finally:
        engine.dispose()
    typer.echo(f"The database {describe(engine.url)} has the schema of this version.")
