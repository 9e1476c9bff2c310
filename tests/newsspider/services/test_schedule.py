"""When sources are crawled next."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from newsspider.errors import UsageError
from newsspider.services.database import open_engine
from newsspider.services.schedule import named_sources, upcoming
from storage.crawl.sources import add_source, pause_source, reschedule
from storage.db.engine import sessions

NOW = datetime(2024, 11, 5, 12, tzinfo=UTC)


@pytest.fixture
def session(tmp_path):
    url = f"sqlite:///{tmp_path / 'news.db'}"
    with open_engine(url, must_exist=False) as engine, sessions(engine).begin() as session:
        yield session


def test_what_waits_is_told_by_what_is_due_first(session):
    assert upcoming(session, NOW).first is None
    later, sooner, paused = (
        add_source(session, site, {"starts": [f"https://{site}/"]}, NOW)
        for site in ("a.example", "b.example", "c.example")
    )
    pause_source(session, paused, NOW)
    assert upcoming(session, NOW).is_due
    reschedule(session, later, NOW + timedelta(hours=2))
    reschedule(session, sooner, NOW + timedelta(hours=1))
    runs = upcoming(session, NOW)
    assert (runs.number, runs.first.site, runs.is_due) == (2, "b.example", False)


def test_sources_are_named_once_and_never_paused(session):
    number = add_source(session, "a.example", {"starts": ["https://a.example/"]}, NOW)
    assert named_sources(session, ["a.example", str(number)]) == [number]
    pause_source(session, number, NOW)
    with pytest.raises(UsageError, match="is paused: newsspider sources resume"):
        named_sources(session, ["a.example"])
