"""``newsspider db``: care for the database."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from newsspider.cli.app import CommandGroup, app
from newsspider.cli.kit.options import DEFAULT_DATABASE, Database

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Engine

    from storage.check import Problem

db = typer.Typer(cls=CommandGroup)
app.add_typer(db, name="db", help="Care for the database.")


@db.callback()
def care() -> None:
    """Care for the database."""


@db.command()
def upgrade(database: Database = DEFAULT_DATABASE) -> None:
    """Bring the database's schema to this version. SQLite does it by itself when it is used."""
    from newsspider.cli.kit.database import upgrading
    from storage import schema
    from storage.db.engine import connect, describe

    engine = connect(database)
    try:
        schema.upgrade(engine, upgrading)
    finally:
        engine.dispose()
    typer.echo(f"The database {describe(engine.url)} has the schema of this version.")


@db.command()
def check(
    repair: Annotated[
        bool, typer.Option("--repair", help="Put right what can be put right without loss.")
    ] = False,
    database: Database = DEFAULT_DATABASE,
) -> None:
    """Look whether the file, the rows' references and the search index are sound."""
    from newsspider.cli.kit.database import ready
    from newsspider.cli.kit.terminal import note
    from newsspider.services.database import mend

    with ready(database) as engine:
        found = _problems(engine)
        for problem in found:
            done = ""
            if repair:
                done = " Mended." if mend(engine, problem) else " This is left as it is."
            note(problem.sentence + done)
        left = _problems(engine) if repair and found else found
    if not left:
        typer.echo("The database is sound.")
        return
    if not repair and any(problem.mend for problem in left):
        note("newsspider db check --repair puts right what it can.")
    raise typer.Exit(1)


@db.command()
def vacuum(database: Database = DEFAULT_DATABASE) -> None:
    """Pack the database and its search index, and count anew what its planner goes by."""
    from newsspider.cli.kit.database import ready
    from storage.db.vacuum import database_size
    from storage.db.vacuum import vacuum as pack

    with ready(database) as engine:
        before = database_size(engine)
        pack(engine)
        typer.echo(f"The database takes {database_size(engine):,} bytes; it took {before:,}.")


@db.command()
def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where the copy goes.")],
    database: Database = DEFAULT_DATABASE,
) -> None:
    """Copy the database as it is at this moment, while others may write to it."""
    from newsspider.cli.kit.bars import bar
    from newsspider.cli.kit.database import ready
    from newsspider.cli.kit.terminal import interrupted
    from storage.db.backup import backup as copy

    try:
        with ready(database) as engine, bar("Copying pages", None) as advance:
            copy(engine, file, advance)
    except KeyboardInterrupt:
        raise interrupted(f"{file} is as it was before.") from None
    typer.echo(f"The backup is in {file} ({file.stat().st_size:,} bytes).")


def _problems(engine: Engine) -> Sequence[Problem]:
    from newsspider.cli.kit.bars import bar
    from storage.check import problems
    from storage.db.engine import readers
    from storage.search.search import Query, count_matches

    with readers(engine)() as session, bar("Checking", count_matches(session, Query())) as advance:
        return list(problems(session, advance))
