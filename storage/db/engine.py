"""Opening the database, SQLite and PostgreSQL alike."""

from __future__ import annotations

import importlib
import json
import sqlite3
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, FromClause, create_engine, event, make_url
from sqlalchemy.dialects.sqlite.base import SQLiteCompiler
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.orm import Session, sessionmaker

from newsspider.errors import DatabaseError

BUSY_SECONDS = 30
CONNECT_SECONDS = 10
JOURNAL_BYTES = 64 * 2**20

# Readable, and a third of the size for Arabic: SQLAlchemy's own writes \\u escapes.
_to_json = partial(json.dumps, ensure_ascii=False)


def connect(url: str, *, must_exist: bool = False) -> Engine:
    """An engine on a database that answers; raises ``DatabaseError``.

    With ``must_exist`` a SQLite file that is not there is an error; without, it is made.
    """
    address = _address(url)
    if address.get_backend_name() == "sqlite":
        return _sqlite(address, must_exist=must_exist)
    return _postgresql(address)


def backend(url: str) -> str:
    """The kind of database that the address names, ``sqlite`` or ``postgresql``.

    Raises ``DatabaseError``.
    """
    return _address(url).get_backend_name()


def is_missing(url: str) -> bool:
    """Whether the address names a SQLite file that is not there; raises ``DatabaseError``."""
    address = _address(url)
    named = address.database if address.get_backend_name() == "sqlite" else None
    return bool(named) and not _in_memory(address) and not Path(str(named)).exists()


def sessions(engine: Engine) -> sessionmaker[Session]:
    """Sessions that may write: on SQLite each takes the write lock when it begins."""
    return sessionmaker(engine, expire_on_commit=False)


def readers(engine: Engine) -> sessionmaker[Session]:
    """Sessions that only read, and see one moment: they never wait for a writer.

    PostgreSQL lets them not write.
    """
    options: dict[str, Any] = {"postgresql_readonly": True}
    if engine.dialect.name == "postgresql":
        # As SQLite does by itself: a long export is of one moment, not of many.
        options["isolation_level"] = "REPEATABLE READ"
    return sessionmaker(engine.execution_options(**options), expire_on_commit=False)


def describe(url: URL) -> str:
    """The database's name for people: no user, no password."""
    if url.get_backend_name() == "sqlite":
        return url.database or ""
    return f"{url.database or ''} on {url.host or 'this machine'}"


def _address(text: str) -> URL:
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        # The text is not repeated: it may hold a password.
        raise DatabaseError(
            "The database URL cannot be read: write it like sqlite:///news.db"
            " or postgresql://user@host/name."
        ) from None
    backend = url.drivername.partition("+")[0]
    if backend in ("postgresql", "postgres"):
        return url.set(drivername="postgresql+psycopg")
    if backend != "sqlite":
        raise DatabaseError(f"newsspider stores in SQLite or PostgreSQL, not in {backend}.")
    return url.set(drivername="sqlite")


def _sqlite(url: URL, *, must_exist: bool) -> Engine:
    if _in_memory(url):
        raise DatabaseError(
            "A SQLite database in memory keeps nothing: name a file, like sqlite:///news.db."
        )
    if must_exist and url.database and not Path(url.database).exists():
        raise DatabaseError(
            f"There is no database {url.database}: crawl or ingest something first,"
            " or name another one with --database."
        )
    module = _sqlite_module()
    engine = create_engine(url, module=module, json_serializer=_to_json)
    engine.dialect.statement_compiler = _HintingCompiler
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return _answering(engine, "cannot be opened", "name another one, or put a backup in its place.")


class _HintingCompiler(SQLiteCompiler):
    """Writes hints (``INDEXED BY``), which SQLAlchemy leaves out for SQLite."""

    def get_from_hint_text(self, table: FromClause, text: str | None) -> str | None:
        """Give the hint as it is."""
        return text


def _in_memory(url: URL) -> bool:
    name = url.database or ":memory:"
    return ":memory:" in name or "memory" in (url.query.get("mode"), url.query.get("vfs"))


def _sqlite_module() -> Any:
    # SQLite 3.7.0 to 3.51.2 can corrupt a database that two connections write to in WAL mode;
    # pysqlite3 carries a newer one than Python's own. It has wheels for Linux only.
    try:
        return importlib.import_module("pysqlite3")
    except ImportError:
        return sqlite3


def _set_up_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # The transaction begins in _begin_sqlite, not in the driver.
    for pragma in (
        f"busy_timeout = {BUSY_SECONDS * 1000}",
        "journal_mode = WAL",
        "synchronous = FULL",  # Stored means stored, also when the power fails.
        "foreign_keys = ON",
        f"journal_size_limit = {JOURNAL_BYTES}",  # A long export lets the log grow: not for ever.
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    # A transaction that reads first and writes later fails at once with SQLITE_BUSY_SNAPSHOT when
    # another one wrote in between, whatever the timeout; one that begins as a writer waits.
    reads = connection.get_execution_options().get("postgresql_readonly")
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


def _postgresql(url: URL) -> Engine:
    settings: dict[str, Any] = {"connect_timeout": CONNECT_SECONDS}
    # Else a moment near the year 9999 does not fit Python's datetime in a zone east of UTC.
    settings["options"] = "-c timezone=UTC"
    # A server that vanished without a word is missed after a minute, not after hours.
    settings |= {"keepalives_idle": 30, "keepalives_interval": 10, "keepalives_count": 3}
    settings["tcp_user_timeout"] = 60_000
    for name in url.query:
        settings.pop(name, None)
    try:
        engine = create_engine(url, connect_args=settings, json_serializer=_to_json)
    except ImportError:
        raise DatabaseError(
            "PostgreSQL needs a driver: install it with pip install 'newsspider[postgresql]'."
        ) from None
    return _answering(engine, "does not answer", "is it running?")


def _answering(engine: Engine, fails: str, advice: str) -> Engine:
    # A failure inside the connect event comes as the driver's own error.
    driver_error: type[Exception] = engine.dialect.loaded_dbapi.Error
    try:
        with readers(engine)() as session:
            session.connection()
    except (DBAPIError, driver_error) as error:
        engine.dispose()
        cause = str(getattr(error, "orig", None) or error).strip().split("\n", 1)[0]
        raise DatabaseError(
            f"The database {describe(engine.url)} {fails} ({cause.rstrip('.')}): {advice}"
        ) from None
    return engine
