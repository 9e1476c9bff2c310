import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, MetaData, RowMapping, Table, event, inspect, select, text

from newsspider.errors import DatabaseError
from newsspider.items import Article
from storage import schema
from storage.corpus import revisions, writing
from storage.crawl import runs, sources
from storage.db.engine import connect, readers, sessions
from storage.models import ArticleRow, Base, PageRow
from storage.monitoring import health
from storage.search.search import Query, search

STORED = datetime(2024, 10, 23, 6, 0, tzinfo=UTC)
CHANGED, VISITED = STORED + timedelta(days=1), STORED + timedelta(days=2)

PAGE = {"site_id": 1, "state": "rejected", "first_seen_at": STORED, "fetched_at": VISITED}
LEFT_BY_0003 = {
    "sites": [{"id": 1, "host": "herald.example"}],
    "articles": [
        {
            "id": 1,
            "url": "https://herald.example/1",
            "site_id": 1,
            "title": "Flood",
            "body": [{"kind": "paragraph", "text": "ارتفع النهر"}],
            "text": "ارتفع النهر",
            "paywalled": False,
            "provenance": {},
            "content_hash": "0",
            "first_stored_at": STORED,
            "changed_at": CHANGED,
        }
    ],
    "pages": [
        PAGE | {"url": "https://herald.example/1", "article_id": 1, "status": 503},
        PAGE | {"url": "https://herald.example/2", "article_id": 1, "status": 404},
        PAGE | {"url": "https://herald.example/3", "article_id": None, "status": 200},
    ],
}
"""As the program wrote it; PostgreSQL counts ids of its own, so pages have none."""

LEFT_BY_0007 = {
    "sources": {
        "site": "herald.example",
        "settings": {"site": "herald.example"},
        "found": {},
        "added_at": STORED,
        "due_at": STORED,
    },
    "runs": {
        "kind": "source",
        "arguments": {},
        "started_at": STORED,
        "status": "running",
        "counts": {},
        "source_id": 1,
    },
    "alarms": {"source_id": 1, "measure": "authors", "sentence": "Empty.", "raised_at": STORED},
}


def test_migrations_and_models_agree(engine: Engine) -> None:
    with engine.begin() as connection:
        command.check(schema.config(connection))


def test_the_newest_migration_is_the_one_that_databases_are_compared_with() -> None:
    assert ScriptDirectory.from_config(schema.config()).get_current_head() == schema.NEWEST


def test_the_migrations_make_every_table(engine: Engine) -> None:
    made = set(inspect(engine).get_table_names())
    assert {*Base.metadata.tables, "article_words"} <= made


def test_preparing_twice_changes_nothing(engine: Engine, flood: Article, now: datetime) -> None:
    with sessions(engine).begin() as session:
        writing.store_article(session, flood, now=now)
    before, written = _schema(engine), []
    event.listen(engine, "before_cursor_execute", lambda *given: written.append(given[2]))
    schema.prepare(engine)
    schema.upgrade(engine)
    writes = re.compile(r"\s*(?:create|alter|drop|insert|update|delete)\b", re.IGNORECASE)
    assert written  # else nothing was watched
    assert [statement for statement in written if writes.match(statement)] == []
    assert _schema(engine) == before
    with readers(engine)() as session:
        assert [hit.article for hit in search(session, Query(words="flood"))] == [flood]


def _schema(engine: Engine) -> dict[str, list[str]]:
    made = inspect(engine)
    names = made.get_table_names()
    return {name: [column["name"] for column in made.get_columns(name)] for name in names}


def test_only_sqlite_upgrades_by_itself(database_url: str) -> None:
    engine = connect(database_url)
    if engine.dialect.name == "sqlite":
        schema.prepare(engine)
    else:
        with pytest.raises(DatabaseError, match="run newsspider db upgrade"):
            schema.prepare(engine)
        schema.upgrade(engine)
        schema.prepare(engine)
    engine.dispose()


def test_a_newer_schema_is_refused(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    for touch in (schema.prepare, schema.upgrade):
        with pytest.raises(DatabaseError, match="newer newsspider \\(schema 9999\\)"):
            touch(engine)


def test_another_programs_file_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "other.db"
    with sqlite3.connect(file) as other:
        other.execute("CREATE TABLE recipes (name TEXT)")
    other.close()
    engine = connect(f"sqlite:///{file}")
    with pytest.raises(DatabaseError, match=r"other.db is another program's database"):
        schema.prepare(engine)
    assert inspect(engine).get_table_names() == ["recipes"]
    engine.dispose()


def test_a_database_of_version_0003_loses_nothing(database_url: str, flood: Article) -> None:
    engine = connect(database_url)
    with engine.begin() as connection:
        command.upgrade(schema.config(connection), "0003")
        for table, rows in LEFT_BY_0003.items():
            made = Table(table, MetaData(), autoload_with=connection)
            connection.execute(made.insert(), rows)
    heard: list[int] = []

    @contextmanager
    def bar(steps: int) -> Iterator[Callable[[int], None]]:
        yield heard.append
        assert sum(heard) == steps == 2 * len(LEFT_BY_0003["articles"])

    schema.upgrade(engine, bar)
    assert heard
    with engine.connect() as connection:
        for table, rows in LEFT_BY_0003.items():
            made = Table(table, MetaData(), autoload_with=connection)
            kept = [made.c[name] for name in rows[0]]
            found = (
                connection.execute(select(*kept).order_by(next(iter(made.primary_key))))
                .mappings()
                .all()
            )
            assert [_utc(row) for row in found] == rows
    with readers(engine)() as session:
        row = session.get_one(ArticleRow, 1)
        (only,) = revisions.list_revisions(session, row)
        assert (only.number, only.seen_at, only.article.title) == (1, CHANGED, "Flood")
        asked = select(PageRow.url, PageRow.gone_at).where(PageRow.gone_at.is_not(None))
        assert session.execute(asked).all() == [("https://herald.example/2", VISITED)]
    with sessions(engine).begin() as session:
        writing.store_article(session, replace(flood, url=row.url), now=VISITED)
        changed = revisions.list_revisions(session, session.get_one(ArticleRow, 1))
        assert [one.article.title for one in changed] == ["Flood", flood.title]
    engine.dispose()


def test_a_database_of_version_0007_keeps_its_sources_and_runs(database_url: str) -> None:
    engine = connect(database_url)
    with engine.begin() as connection:
        command.upgrade(schema.config(connection), "0007")
        for name, values in LEFT_BY_0007.items():
            connection.execute(Table(name, MetaData(), autoload_with=connection).insert(), values)
    schema.upgrade(engine)
    with sessions(engine).begin() as session:
        (source,) = sources.list_sources(session)
        (run,) = runs.find_runs(session, source_ids=[source.id])
        assert (run.site, run.source_id) == ("herald.example", source.id)
        assert [alarm.sentence for alarm in health.list_alarms(session)] == ["Empty."]
        sources.remove_source(session, source.id)
        assert sources.add_source(session, "asa.example", {}, STORED) == source.id + 1
        assert [one.site for one in runs.find_runs(session)] == ["herald.example"]
    engine.dispose()


def _utc(row: RowMapping) -> dict[str, object]:
    """SQLite keeps no zone, and JSON as it was written."""
    moments = {name: v.replace(tzinfo=UTC) for name, v in row.items() if isinstance(v, datetime)}
    return {**row, **moments}
