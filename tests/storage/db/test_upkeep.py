"""What is broken is found and mended, and a backup is of one moment."""

import os
import subprocess
import threading
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select, text

from newsspider.errors import DatabaseError, OutputError, UsageError
from newsspider.items import Article, Page
from storage import visits
from storage.check import Problem, problems
from storage.crawl import runs
from storage.db.backup import backup
from storage.db.engine import connect, readers, sessions
from storage.db.retries import Patience
from storage.db.vacuum import database_size, vacuum
from storage.models import ArticleRow, ArticleSection, PageRow, RunRow, SiteRow
from storage.search.search import Query, search

on_postgresql = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def corpus(engine: Engine, flood: Article, page: Page, now: datetime) -> Engine:
    with sessions(engine).begin() as session:
        run_id = runs.start_run(session, "crawl", {}, now)
        visits.record_visit(session, page, flood, run_id=run_id)
    return engine


def found(engine: Engine) -> list[Problem]:
    with readers(engine)() as session:
        return list(problems(session, lambda more: None))


def mend(engine: Engine) -> None:
    for problem in found(engine):
        assert problem.mend is not None
        Patience().transact(engine, problem.mend)


def break_it(engine: Engine, *statements: str) -> None:
    """What no program should be able to do: the database's own guards are taken away."""
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SET session_replication_role = replica"))
        else:
            connection.rollback()
            connection.connection.cursor().execute("PRAGMA foreign_keys = OFF")
        for statement in statements:
            connection.execute(text(statement))
        connection.commit()
        connection.invalidate()


def test_a_sound_database_has_no_problem(corpus: Engine) -> None:
    looked_at: list[int] = []
    with readers(corpus)() as session:
        assert list(problems(session, looked_at.append)) == []
    assert looked_at == [1]


def test_rows_whose_parent_is_gone_go_too(corpus: Engine) -> None:
    break_it(corpus, "DELETE FROM sections", "DELETE FROM runs", "DELETE FROM articles")
    sentences = " ".join(problem.sentence for problem in found(corpus))
    for table in ("article_sections", "article_authors", "traces", "pages"):
        assert f"Rows of {table} whose row in " in sentences
    assert "Entries of the search index without an article: 1." in sentences
    mend(corpus)
    mend(corpus)  # The page is without an article now.
    assert found(corpus) == []
    with readers(corpus)() as session:
        assert session.scalar(select(func.count()).select_from(ArticleSection)) == 0
        assert session.scalars(select(PageRow.state)).all() == ["known"]


def test_a_site_comes_back_by_its_articles(corpus: Engine) -> None:
    break_it(corpus, "DELETE FROM sites")
    assert found(corpus)
    mend(corpus)
    assert found(corpus) == []
    with readers(corpus)() as session:
        assert session.scalars(select(SiteRow.host)).all() == ["herald.example"]
        assert len(search(session, Query(site="herald.example"))) == 1


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM article_words",
        "UPDATE articles SET title = 'Storm closes the bridge'",
    ],
)
def test_the_index_is_made_to_agree(corpus: Engine, statement: str) -> None:
    break_it(corpus, statement)
    (problem,) = found(corpus)
    assert "the search index lacks or has in other words: 1 (id 1)" in problem.sentence
    mend(corpus)
    assert found(corpus) == []
    with readers(corpus)() as session:
        assert len(search(session, Query(words="closes bridge"))) == 1


def test_a_page_called_stored_without_its_article_is_fetched_again(corpus: Engine) -> None:
    break_it(corpus, "UPDATE pages SET article_id = NULL")
    (problem,) = found(corpus)
    assert problem.sentence == "Pages that are called stored and have no article: 1."
    mend(corpus)
    assert found(corpus) == []


@on_sqlite
def test_a_damaged_index_is_made_anew(corpus: Engine) -> None:
    words = "UPDATE article_words_content SET c0 = 'storm'"
    break_it(corpus, words)
    assert any("The file is damaged: " in problem.sentence for problem in found(corpus))
    mend(corpus)
    mend(corpus)
    assert found(corpus) == []


@on_sqlite
def test_a_damaged_file_is_for_a_person(corpus: Engine) -> None:
    file = Path(str(corpus.url.database))
    corpus.dispose()
    content = bytearray(file.read_bytes())
    at = content.index(b"The river rose")
    start = at - at % 4096
    content[start : start + 8] = b"\xff" * 8
    file.write_bytes(content)
    damaged = connect(f"sqlite:///{file}")
    with readers(damaged)() as session:
        problem = next(problems(session, lambda more: None))
    damaged.dispose()
    assert problem.sentence.startswith("The file is damaged: ")
    assert problem.mend is None


def test_vacuum_gives_room_back(corpus: Engine, now: datetime) -> None:
    with sessions(corpus).begin() as session:
        for _ in range(300):
            runs.start_run(session, "crawl", {"much": os.urandom(2000).hex()}, now)
    with sessions(corpus).begin() as session:
        session.execute(text("DELETE FROM runs WHERE id > 1"))
    before = database_size(corpus)
    vacuum(corpus)
    assert database_size(corpus) < before
    assert found(corpus) == []


@pytest.fixture
def busy(corpus: Engine, now: datetime) -> Iterator[Engine]:
    """A writer writes all the time."""
    over = threading.Event()

    def write() -> None:
        while not over.is_set():
            with sessions(corpus).begin() as session:
                runs.start_run(session, "crawl", {"much": "x" * 20_000}, now)

    writing = threading.Thread(target=write)
    writing.start()
    yield corpus
    over.set()
    writing.join()


@on_sqlite
def test_a_backup_of_sqlite_is_of_one_moment(busy: Engine, tmp_path: Path) -> None:
    copied: list[int] = []
    for _ in range(3):
        backup(busy, tmp_path / "copy.db", copied.append)
    assert sum(copied) > 0
    assert not (tmp_path / "copy.db.part").exists()
    copy = connect(f"sqlite:///{tmp_path / 'copy.db'}")
    assert found(copy) == []
    with readers(copy)() as session:
        ids = session.scalars(select(RunRow.id).order_by(RunRow.id)).all()
        assert list(ids) == list(range(1, len(ids) + 1))
        assert session.scalar(select(func.count(ArticleRow.id))) == 1
    copy.dispose()


@on_sqlite
def test_a_backup_writes_over_no_database_in_use(corpus: Engine, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is a database in use"):
        backup(corpus, Path(str(corpus.url.database)), lambda more: None)
    other = connect(f"sqlite:///{tmp_path / 'other.db'}")
    with sessions(other).begin() as session:
        session.execute(text("CREATE TABLE notes (text)"))
        with pytest.raises(UsageError, match="is a database in use"):
            backup(corpus, tmp_path / "other.db", lambda more: None)
    other.dispose()


def test_a_backup_that_cannot_be_written_is_one_sentence(corpus: Engine, tmp_path: Path) -> None:
    with pytest.raises((OutputError, DatabaseError), match=r"cannot be written|could not copy"):
        backup(corpus, tmp_path / "no" / "such" / "copy", lambda more: None)


@on_postgresql
def test_a_backup_of_postgresql_is_a_dump_that_restores(
    busy: Engine,
    other_engine: Engine,
    tmp_path: Path,
    client_programs: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PATH", client_programs)
    backup(busy, tmp_path / "copy.dump", lambda more: None)
    url = other_engine.url.set(drivername="postgresql").render_as_string(False)
    other_engine.dispose()
    subprocess.run(
        ["pg_restore", "--clean", "--no-owner", "--dbname", url, str(tmp_path / "copy.dump")],
        check=True,
    )
    assert found(other_engine) == []
    with readers(other_engine)() as session:
        assert session.scalar(select(func.count(ArticleRow.id))) == 1


@on_postgresql
def test_without_pg_dump_a_backup_names_what_to_install(
    corpus: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(DatabaseError, match="made by pg_dump, which is not installed"):
        backup(corpus, tmp_path / "copy.dump", lambda more: None)
    assert list(tmp_path.glob("copy*")) == []
