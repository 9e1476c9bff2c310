"""Sources cared for by calls alone, as a web page would."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from newsspider.errors import UsageError
from newsspider.services import sources
from newsspider.services.probe import probe_site
from newsspider.services.sources import ImportedSources
from newsspider.sources import Source
from newsspider.sources.probe import Probe
from storage import schema
from storage.crawl.sources import find_source, hold_source, list_sources
from storage.db.engine import connect, sessions

NOW = datetime(2024, 11, 5, 12, 0, tzinfo=UTC)


@pytest.fixture
def session(tmp_path) -> Iterator[Session]:
    engine = connect(f"sqlite:///{tmp_path / 'sources.db'}")
    schema.prepare(engine)
    with sessions(engine)() as session:
        yield session
    engine.dispose()


def test_a_source_is_added_changed_paused_and_removed(session):
    (source,) = sources.new_sources(
        ["https://a.example/", "https://a.example/politics/"], {"max_pages": 5, "schedule": ""}
    )
    assert source.starts == ("https://a.example/", "https://a.example/politics/")
    sources.refuse_known(session, [source])
    number = sources.add(session, source, None, NOW)
    with pytest.raises(UsageError, match="is a source already"):
        sources.refuse_known(session, [source])

    settings = find_source(session, "a.example").settings
    slower = sources.with_options(settings, {"delay": 3, "max_pages": ""})
    assert sources.change(session, number, slower, NOW)
    assert not sources.change(session, number, slower, NOW)
    assert find_source(session, "1").settings == {
        "site": "a.example",
        "starts": ["https://a.example/", "https://a.example/politics/"],
        "delay": 3.0,
    }
    assert [paused.site for paused in sources.pause(session, ["a.example"], NOW)] == ["a.example"]
    assert find_source(session, "1").paused_at == NOW
    sources.resume(session, ["1"])
    assert find_source(session, "1").paused_at is None
    sources.remove(session, [number], NOW)
    assert list_sources(session) == []


def test_a_source_that_is_crawled_stays(session):
    number = sources.add(session, Source(site="a.example"), None, NOW)
    assert hold_source(session, number, "elsewhere:1:1", NOW)
    with pytest.raises(UsageError, match="is being crawled now"):
        sources.remove(session, [number], NOW)


def test_what_an_export_gives_an_import_takes(session):
    sources.add(session, Source(site="a.example", delay=2.0), None, NOW)
    sources.add(session, Source(site="b.example"), None, NOW)
    sources.pause(session, ["b.example"], NOW)
    exported = sources.export(session)
    assert exported.number == 2
    tables = {table["site"]: table for table in tomllib.loads(exported.text)["source"]}
    unchanged = ImportedSources(added=0, changed=0, unchanged=2)
    assert sources.import_tables(session, tables, NOW) == unchanged
    others = {"b.example": {"site": "b.example", "paused": False}, "c.example": tables["b.example"]}
    others["c.example"] = {**others["c.example"], "site": "c.example"}
    done = sources.import_tables(session, others, NOW + timedelta(hours=1))
    assert done == ImportedSources(added=1, changed=1, unchanged=0)
    assert {stored.site for stored in list_sources(session) if stored.paused_at} == {"c.example"}


def test_a_source_starts_at_what_only_a_guess_named():
    source = Source(site="a.example")
    probe = Probe(probed_at=NOW, unnamed=("https://a.example/feed/",))
    assert sources.with_unnamed(source, probe).starts == (
        "https://a.example/",
        "https://a.example/feed/",
    )


@pytest.mark.slow
def test_a_site_is_probed_from_any_thread(site):
    site.says("/", "<html lang=en><a href='/politics/'>Politics</a></html>")
    source = Source(site="127.0.0.1", starts=(site.url("/"),), delay=0.0)
    with ThreadPoolExecutor(1) as threads:
        probe = threads.submit(probe_site, source, allow_private=True).result()
        assert (probe.answered, probe.language) == ((site.url("/"),), "en")
