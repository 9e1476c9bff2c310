"""One road for every page, from wherever it came: refuse, read, judge, store."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
from collections import deque
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from functools import partial
from itertools import islice
from typing import Self

from sqlalchemy.exc import SQLAlchemyError

from newsspider.errors import DatabaseError
from newsspider.items import Article, Page, Rejected
from newsspider.processing.profiles import StoredProfiles
from newsspider.processing.reading import PageReader, Readers, read_and_judge, read_and_keep
from newsspider.processing.reporter import Reporter
from newsspider.processing.run_state import RunState
from newsspider.processing.run_store import RunStore
from newsspider.processing.visit import Visit
from newsspider.processing.writer import Writer
from newsspider.sources import Sources, revisits
from newsspider.text.hosts import readable

logger = logging.getLogger(__name__)

MOST_AT_ONCE = 32
"""Pages on their road at a time: more would only fill the memory."""


class Road:
    """Takes pages through one run, which is noted in the database from ``open`` to ``close``.

    In an event loop: ``async with road: visit = await road.visit(page)``. In a script or a thread:
    ``for visit in road.process(pages)``, once for a run.
    """

    def __init__(self, reader: PageReader[Article | Rejected], store: RunStore) -> None:
        self.reader = reader
        self.store = store
        self.errors = 0
        """Pages that an error of our own lost."""

    @classmethod
    def of(
        cls,
        database: str,
        *,
        run: RunState | None = None,
        readers: Readers | None = None,
        sources: Sources | None = None,
        reporter: Reporter | None = None,
        steps: Sequence[int] = revisits.ARTICLE_STEPS,
        keep: bool = False,
    ) -> Self:
        """The road into a database, which is made where it is not there.

        Without ``readers``, pages are read by a process a core. ``sources`` tells of sites,
        ``steps`` are the waits between the visits of an article, in seconds. ``keep`` stores pages
        of any kind that have text.
        """
        if readers is None:
            from newsspider.processing.readers import ReaderPool

            readers = ReaderPool(count=os.cpu_count() or 1)
        run = run or RunState(kind="ingest")
        profiles = StoredProfiles(database, sources)
        job = read_and_keep if keep else read_and_judge
        reader = PageReader(readers, profiles, job, run.objection, close=profiles.close)
        store = RunStore(Writer(database), run, reporter=reporter, steps=steps)
        return cls(reader, store)

    async def open(self) -> None:
        """Warm the readers and note that the run begins; raises ``DatabaseError``."""
        self.reader.start()
        try:
            await self.store.begin()
        except BaseException:
            await self.close("failed")
            raise

    async def visit(self, page: Page) -> Visit:
        """The page, stored with its outcome; raises ``DatabaseError``."""
        try:
            verdict = await self.reader.read(page)
        except SQLAlchemyError as error:
            raise self.store.give_up(error) from error
        return Visit(page=page, outcome=await self.store.save(page, verdict))

    async def visits(self, pages: Iterable[Page]) -> AsyncIterator[Visit]:
        """The visit of each page, in their order; many are on their road at once.

        Raises ``DatabaseError``, and what ``pages`` raises.
        """
        under_way: deque[asyncio.Task[Visit]] = deque()
        # In a thread: a large archive may hold nothing to read for a long stretch.
        following = partial(asyncio.to_thread, next, iter(pages), None)
        coming: asyncio.Task[Page | None] | None = asyncio.create_task(following())
        try:
            while coming is not None or under_way:
                is_full = len(under_way) >= MOST_AT_ONCE
                awaited = {*islice(under_way, 1), *([coming] if coming and not is_full else [])}
                await asyncio.wait(awaited, return_when=asyncio.FIRST_COMPLETED)
                if coming in awaited and coming.done():
                    page = coming.result()
                    coming = None if page is None else asyncio.create_task(following())
                    if page is not None:
                        under_way.append(asyncio.create_task(self.visit(page), name=page.url))
                while under_way and under_way[0].done():
                    if (visit := await self._ended(under_way.popleft())) is not None:
                        yield visit
        finally:
            for task in (*under_way, *([coming] if coming else ())):
                task.cancel()

    async def _ended(self, visit: asyncio.Task[Visit]) -> Visit | None:
        """The visit; ``None`` for a page that an error of our own lost, which the log names."""
        try:
            return await visit
        except (DatabaseError, SQLAlchemyError):
            raise
        except Exception:
            self.errors += 1
            logger.exception("Could not store %s", readable(visit.get_name()))
            return None

    async def close(self, status: str) -> None:
        """End the readers and the run: ``finished``, ``interrupted`` or ``failed``."""
        self.store.run.has_ended = True
        self.reader.abort()
        await asyncio.to_thread(self.reader.close)
        await self.store.end(status)

    async def __aenter__(self) -> Self:
        await self.open()
        return self

    async def __aexit__(self, kind: type[BaseException] | None, *_: object) -> None:
        interrupted = kind in (asyncio.CancelledError, KeyboardInterrupt, GeneratorExit)
        failed = "interrupted" if interrupted else "failed"
        await self.close("finished" if kind is None else failed)

    def process(self, pages: Iterable[Page]) -> Iterator[Visit]:
        """The whole run: each page's visit in their order, without an event loop of the caller's.

        Raises ``DatabaseError``, and ``KeyboardInterrupt`` after Ctrl-C; what was stored stays.
        """
        with asyncio.Runner() as runner:
            status = "failed"
            runner.run(self.open())
            visits = self.visits(pages)
            try:
                with contextlib.suppress(StopAsyncIteration):
                    while True:
                        yield runner.run(_next(visits))
                status = "finished"
            except (KeyboardInterrupt, GeneratorExit):
                status = "interrupted"
                raise
            finally:
                runner.run(visits.aclose())  # type: ignore[attr-defined] # a generator has it
                runner.run(self.close(status))


async def _next(visits: AsyncIterator[Visit]) -> Visit:
    return await anext(visits)
