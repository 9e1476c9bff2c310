"""A copy of the whole database, of one moment, while others write to it."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from newsspider.errors import DatabaseError, UsageError
from storage.db.atomic_file import write_whole
from storage.db.engine import describe

STEP_PAGES = 1024
"""Pages that are copied between two calls for progress; an interruption is heard then."""


def backup(engine: Engine, path: Path, on_progress: Callable[[int], None]) -> None:
    """Copy the database to the file, which is there whole or not at all.

    ``on_progress`` hears of each page of SQLite's that is copied. Raises ``DatabaseError``,
    ``UsageError`` and ``OutputError``.
    """
    if engine.dialect.name == "sqlite":
        _refuse_live_database(engine, path)
        with write_whole(path) as part:
            _copy_sqlite(engine, part, on_progress)
    else:
        with write_whole(path) as part:
            _dump_postgresql(engine, part)


def _refuse_live_database(engine: Engine, path: Path) -> None:
    if not path.name:
        raise UsageError("A backup is a file: give its name.")
    own = path.exists() and path.samefile(str(engine.url.database))
    if own or path.with_name(path.name + "-wal").exists():
        raise UsageError(f"{path} is a database in use: name another file for the backup.")


def _copy_sqlite(engine: Engine, part: Path, on_progress: Callable[[int], None]) -> None:
    driver: Any = engine.dialect.loaded_dbapi
    try:
        with closing(engine.raw_connection()) as source, closing(driver.connect(part)) as target:
            _copy_moment(source.driver_connection, target, on_progress)
    except driver.Error as error:
        raise DatabaseError(
            f"The database {describe(engine.url)} could not be copied ({error})."
        ) from error


def _copy_moment(source: Any, target: Any, on_progress: Callable[[int], None]) -> None:
    # A reading transaction holds the moment: without it each page that others write meanwhile
    # makes the copy begin anew.
    source.execute("BEGIN")
    source.execute("SELECT count(*) FROM sqlite_master").fetchone()
    source.backup(target, pages=STEP_PAGES, progress=lambda *_: on_progress(STEP_PAGES))


def _dump_postgresql(engine: Engine, part: Path) -> None:
    program = shutil.which("pg_dump")
    if program is None:
        raise DatabaseError(
            "A backup of PostgreSQL is made by pg_dump, which is not installed: install the"
            " server's client programs (postgresql-client)."
        )
    url = engine.url.set(drivername="postgresql")
    named = url._replace(password=None).render_as_string()
    environment = {**os.environ, **({"PGPASSWORD": url.password} if url.password else {})}
    done = subprocess.run(  # noqa: S603 - the program is PostgreSQL's own, the words are ours
        [program, "--format=custom", f"--file={part}", f"--dbname={named}"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        cause = done.stderr.strip().partition("\n")[0].removeprefix("pg_dump: error: ")
        raise DatabaseError(f"pg_dump could not copy {describe(engine.url)} ({cause.rstrip('.')}).")
