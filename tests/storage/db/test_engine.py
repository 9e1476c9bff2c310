import sys
import threading
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select, text
from sqlalchemy.exc import DBAPIError

from newsspider.errors import DatabaseError
from storage.crawl import runs
from storage.db.engine import connect, readers, sessions
from storage.models import RunRow


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("news.db", "write it like sqlite:///"),
        ("postgresql://anna:s3cret@host:port/news", "write it like"),
        ("mysql://anna:s3cret@host/news", "not in mysql"),
        ("sqlite:////nowhere/at/all/news.db", "/nowhere/at/all/news.db cannot be opened"),
        ("sqlite:////nowhere/a{b}{0}.db", "/nowhere/a{b}{0}.db cannot be opened"),
        ("sqlite://", "in memory keeps nothing: name a file"),
        ("sqlite:///:memory:", "in memory keeps nothing"),
        ("sqlite:///file::memory:?uri=true", "in memory keeps nothing"),
        ("sqlite:///file:news?mode=memory&uri=true", "in memory keeps nothing"),
        ("postgresql://anna:s3cret@127.0.0.1:9/news", "news on 127.0.0.1 does not answer"),
        ("postgres://127.0.0.1:9/news?password=s3cret", "does not answer"),
    ],
)
def test_what_cannot_be_opened_is_one_sentence_without_password(url: str, says: str) -> None:
    with pytest.raises(DatabaseError) as caught:
        connect(url)
    sentence = str(caught.value)
    assert says in sentence
    assert "s3cret" not in sentence
    assert "\n" not in sentence


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("These are notes, and nothing else. " * 40)
    with pytest.raises(DatabaseError, match=r"notes.txt cannot be opened \(file is not a database"):
        connect(f"sqlite:///{file}")
    assert file.read_text().startswith("These are notes")


def test_a_missing_file_is_made_or_missed_as_asked(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'news.db'}"
    with pytest.raises(DatabaseError, match=r"There is no database .*news.db: crawl or ingest"):
        connect(url, must_exist=True)
    assert list(tmp_path.iterdir()) == []
    connect(url).dispose()
    connect(url, must_exist=True).dispose()


def test_postgresql_without_its_driver_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(DatabaseError, match=r"newsspider\[postgresql\]"):
        connect("postgresql://host/news")


def test_sqlite_is_set_up_to_keep_what_it_stored(tmp_path: Path) -> None:
    engine = connect(f"sqlite:///{tmp_path / 'news.db'}")
    pragmas = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
    with engine.connect() as connection:
        given = [connection.execute(text(f"PRAGMA {name}")).scalar() for name in pragmas]
    engine.dispose()
    assert given == ["wal", 2, 1, 30_000]


@pytest.mark.skipif(sys.platform != "linux", reason="pysqlite3 has wheels for Linux only")
def test_sqlite_is_one_that_does_not_corrupt_with_two_writers(tmp_path: Path) -> None:
    engine = connect(f"sqlite:///{tmp_path / 'news.db'}")
    engine.dispose()
    assert engine.dialect.loaded_dbapi.sqlite_version_info >= (3, 51, 3)


def test_two_writers_that_read_first_both_succeed(engine: Engine, now: datetime) -> None:
    def add_ten() -> None:
        for _ in range(10):
            with sessions(engine).begin() as session:
                row = session.get_one(RunRow, run_id, with_for_update=True)
                row.counts = {"stored": row.counts.get("stored", 0) + 1}

    with sessions(engine).begin() as session:
        run_id = runs.start_run(session, "crawl", {}, now)
    writers = [threading.Thread(target=add_ten) for _ in range(2)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    with readers(engine)() as session:
        assert session.get_one(RunRow, run_id).counts == {"stored": 20}


def test_a_reader_does_not_wait_for_a_writer(engine: Engine, now: datetime) -> None:
    with sessions(engine).begin() as writer:
        runs.start_run(writer, "crawl", {}, now)
        with readers(engine)() as reader:
            assert reader.scalar(select(func.count(RunRow.id))) == 0


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_postgresql_lets_a_reader_not_write(engine: Engine, now: datetime) -> None:
    with readers(engine)() as reader, pytest.raises(DBAPIError, match="read-only"):
        runs.start_run(reader, "crawl", {}, now)
