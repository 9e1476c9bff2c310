"""The one thread that writes to the database."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, TypeVar

from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from storage.db.engine import connect
from storage.db.retries import Patience
from storage.schema import prepare

T = TypeVar("T")

TURN_MILLISECONDS = 250


class Writer:
    """Work waits in a queue of its own and never for a lock; the event loop goes on."""

    def __init__(self, database_url: str) -> None:
        self.database_url = database_url
        self.engine: Engine | None = None
        self.patience = Patience()
        self.thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="store")

    async def open(self) -> None:
        """Make the database ready; raises ``DatabaseError``."""
        self.engine = await self._in_thread(partial(connect, self.database_url))
        _wait_shortly(self.engine)
        await self._in_thread(partial(prepare, self.engine))

    async def run(self, work: Callable[[Session], T]) -> T:
        """Do ``work`` in a transaction; returns its result, once that is committed.

        Where another transaction is in the way or the connection is lost, all of it is done again.
        """
        if self.engine is None:
            raise RuntimeError("The database was not opened.")
        transaction = partial(self.patience.transact, self.engine, work)
        return await asyncio.get_running_loop().run_in_executor(self.thread, transaction)

    def hurry(self) -> None:
        """From now on wait no longer for another program's lock or a lost server: the run ends."""
        self.patience.hurry()

    def close(self) -> None:
        """End the thread and the connections."""
        self.thread.shutdown()
        if self.engine is not None:
            self.engine.dispose()

    async def _in_thread(self, work: Callable[[], T]) -> T:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self.thread, self.patience.through, work)


def _wait_shortly(engine: Engine) -> None:
    # SQLite waits for a lock without an ear for anybody, so it waits in short turns.
    if engine.dialect.name != "sqlite":
        return

    @event.listens_for(engine, "checkout")
    def set_timeout(connection: Any, *_: object) -> None:
        connection.execute(f"PRAGMA busy_timeout = {TURN_MILLISECONDS}")
