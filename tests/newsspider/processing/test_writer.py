"""Another program's lock is waited for, and a run that ends waits no longer."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy.exc import OperationalError

from newsspider.errors import DatabaseError
from newsspider.processing.run_state import RunState
from newsspider.processing.run_store import RunStore
from newsspider.processing.writer import Writer
from storage.db.engine import connect
from storage.schema import prepare


@pytest.fixture
def database(tmp_path):
    url = f"sqlite:///{tmp_path / 'news.db'}"
    engine = connect(url)
    prepare(engine)
    engine.dispose()
    return url


@pytest.fixture
def lock(database):
    engine = connect(database)
    connection = engine.connect()
    connection.begin()
    yield connection
    connection.close()
    engine.dispose()


async def test_a_lock_is_waited_for(database, lock):
    writer = Writer(database)
    await writer.open()
    waiting = asyncio.ensure_future(writer.run(lambda session: session.connection() is not None))
    await asyncio.sleep(0.6)
    assert not waiting.done()
    lock.rollback()
    assert await waiting
    writer.close()


async def test_a_run_that_ends_waits_no_longer(database, lock):
    writer = Writer(database)
    await writer.open()
    waiting = asyncio.ensure_future(writer.run(lambda session: session.connection()))
    await asyncio.sleep(0.3)
    writer.hurry()  # else it waits for a minute
    async with asyncio.timeout(30):
        with pytest.raises(OperationalError):
            await waiting
    writer.close()


async def test_a_database_that_stays_locked_is_one_sentence(database, lock):
    store = RunStore(Writer(database), RunState(kind="crawl"))
    store.hurry()
    with pytest.raises(DatabaseError, match="locked"):
        await store.begin()
    await store.end("interrupted")
