"""A database of sources, and the command as a person types it."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from storage import schema
from storage.crawl import sources
from storage.db.engine import connect, sessions


@pytest.fixture
def database(tmp_path, monkeypatch) -> str:
    monkeypatch.chdir(tmp_path)
    return f"sqlite:///{tmp_path / 'sources.db'}"


@pytest.fixture
def typed(run, database):
    def command(*words: str):
        return run("sources", *words, "--database", database)

    return command


@pytest.fixture(scope="session")
def three(tmp_path_factory) -> Path:
    """A database with three sources that nobody looked at; one has a name from right to left."""
    path = tmp_path_factory.mktemp("three") / "sources.db"
    engine = connect(f"sqlite:///{path}")
    schema.prepare(engine)
    with sessions(engine).begin() as session:
        for site in ("herald.example", "asa.example", "صحيفة.example"):
            sources.add_source(session, site, {"site": site}, datetime.now(UTC))
    engine.dispose()
    return path


@pytest.fixture
def known(three, database):
    shutil.copy(three, database.removeprefix("sqlite:///"))


@pytest.fixture
def engine(database):
    engine = connect(database)
    schema.prepare(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def write(engine):
    """One transaction, which the test commits."""
    with sessions(engine).begin() as session:
        yield session


@pytest.fixture
def listed(typed):
    """All sources as programs see them, by site."""

    def by_site() -> dict[str, dict]:
        return {one["site"]: one for one in json.loads(typed("list", "--format", "json").out)}

    return by_site


@pytest.fixture
def said(typed):
    """What is kept of a source's settings."""

    def settings(site: str) -> dict:
        return json.loads(typed("show", site, "--format", "json").out)["settings"]

    return settings
