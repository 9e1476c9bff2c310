"""The one thread that writes to the database."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from storage.engine import connect, sessions
from storage.schema import prepare

T = TypeVar("T")


class Writer:
    """Work waits in a queue of its own and never for a lock; the event loop goes on."""

    def __init__(self, database_url: str) -> None:
        self.database_url = database_url
        self.engine: Engine | None = None
        self.thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="store")

    async def open(self) -> None:
        """Make the database ready; raises ``DatabaseError``."""
        self.engine = await self._in_thread(self._open)

    async def run(self, work: Callable[[Session], T]) -> T:
        """What ``work`` returns, once its transaction is committed."""

        def transaction() -> T:
            if self.engine is None:
                raise RuntimeError("The database was not opened.")
            with sessions(self.engine).begin() as session:
                return work(session)

        return await self._in_thread(transaction)

    def close(self) -> None:
        """End the thread and the connections."""
        self.thread.shutdown()
        if self.engine is not None:
            self.engine.dispose()

    async def _in_thread(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self.thread, work)

    def _open(self) -> Engine:
        engine = connect(self.database_url)
        prepare(engine)
        return engine
