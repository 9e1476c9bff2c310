"""The one thread that writes to the database."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, TypeVar

from sqlalchemy import Engine, event
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from storage.engine import BUSY_SECONDS, connect, sessions
from storage.schema import prepare

T = TypeVar("T")

TURN_MILLISECONDS = 250


class Writer:
    """Work waits in a queue of its own and never for a lock; the event loop goes on."""

    def __init__(self, database_url: str) -> None:
        self.database_url = database_url
        self.engine: Engine | None = None
        self.hurries = False
        self.thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="store")

    async def open(self) -> None:
        """Make the database ready; raises ``DatabaseError``."""
        self.engine = await self._in_thread(lambda: connect(self.database_url))
        _wait_shortly(self.engine)
        await self._in_thread(partial(prepare, self.engine))

    async def run(self, work: Callable[[Session], T]) -> T:
        """What ``work`` returns, once its transaction is committed."""

        def transaction() -> T:
            if self.engine is None:
                raise RuntimeError("The database was not opened.")
            with sessions(self.engine).begin() as session:
                return work(session)

        return await self._in_thread(transaction)

    def hurry(self) -> None:
        """From now on wait no longer for another program's lock: the run ends."""
        self.hurries = True

    def close(self) -> None:
        """End the thread and the connections."""
        self.thread.shutdown()
        if self.engine is not None:
            self.engine.dispose()

    async def _in_thread(self, work: Callable[[], T]) -> T:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self.thread, self._patiently, work)

    def _patiently(self, work: Callable[[], T]) -> T:
        """What ``work`` returns; where the database is locked it is tried again for a while."""
        patience = time.monotonic() + BUSY_SECONDS
        while True:
            try:
                return work()
            except OperationalError as error:
                # A transaction takes its lock when it begins: nothing of it was done.
                over = self.hurries or time.monotonic() > patience
                if "database is locked" not in str(error.orig) or over:
                    raise


def _wait_shortly(engine: Engine) -> None:
    # SQLite waits for a lock without an ear for anybody, so it waits in short turns.
    if engine.dialect.name != "sqlite":
        return

    @event.listens_for(engine, "checkout")
    def set_timeout(connection: Any, *_: object) -> None:
        connection.execute(f"PRAGMA busy_timeout = {TURN_MILLISECONDS}")
