import re
import sqlite3
from datetime import datetime
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import Engine, event, inspect, text

from newsspider.errors import DatabaseError
from newsspider.items import Article
from storage import articles, schema
from storage.engine import connect, readers, sessions
from storage.models import Base
from storage.search import Query, search


def test_migrations_and_models_agree(engine: Engine) -> None:
    with engine.begin() as connection:
        command.check(schema.config(connection))


def test_the_migrations_make_every_table(engine: Engine) -> None:
    made = set(inspect(engine).get_table_names())
    assert {*Base.metadata.tables, "article_words"} <= made


def test_preparing_twice_changes_nothing(engine: Engine, flood: Article, now: datetime) -> None:
    with sessions(engine).begin() as session:
        articles.save(session, flood, now=now)
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
