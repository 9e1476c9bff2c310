"""A newspaper on this machine that is crawled as a source, with the database of its runs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Engine, select, update

from newsspider.crawling.source_run import SourceRun, run_source
from newsspider.sources import Source, to_table
from storage import schema
from storage.crawl import sources
from storage.db.engine import connect, readers, sessions
from storage.models import ArticleRow, FrontierRow, Queue

TEXT = "The river rose by two metres in one night and reached the first houses before dawn. "
PAGE = """<html lang="en"><head><meta property="og:type" content="article">{2}<title>{0}</title></head>
<body><article><h1>{0}</h1>{1}</article></body></html>"""
INDEX = "<html><head><title>Herald</title></head><body><ul>{}</ul></body></html>"
SETTINGS = {"ALLOW_PRIVATE": True, "DOWNLOAD_DELAY": 0, "EXTRACT_WORKERS": 1, "ARCHIVE": ""}


@dataclass(slots=True)
class Herald:
    """The newspaper: its pages are set by the test, its source is crawled by ``run``."""

    site: Any
    engine: Engine
    url: str
    """The database's address."""

    def says(self, path: str, body: str, **headers: str) -> None:
        """Set the HTML that a path answers."""
        html = {"Content-Type": "text/html; charset=utf-8"}
        self.site.says(path, body, headers={**html, **headers})

    def lists(self, *paths: str, at: str = "/", before: str = "", **headers: str) -> None:
        """Set the addresses that an index page names."""
        items = (
            f'<li><a href="{path}">A headline of five or more words</a></li>' for path in paths
        )
        self.says(at, before + INDEX.format("".join(items)), **headers)

    def tells(
        self, path: str, title: str, note: str = "", *, head: str = "", **headers: str
    ) -> None:
        """Set the article at a path; ``head`` stands before its title."""
        body = "".join(f"<p>{TEXT}{title} {number}.{note}</p>" for number in range(5))
        self.says(path, PAGE.format(title, body, head), **headers)

    def publishes(self, count: int) -> list[str]:
        """Set a home that names so many articles; their paths, which are their titles."""
        paths = [f"/news/story-number-{1001 + number}" for number in range(count)]
        self.lists(*paths)
        for path in paths:
            self.tells(path, path)
        return paths

    def add(self, **fields: Any) -> int:
        """Add the newspaper's source; its id."""
        host = self.site.address.removeprefix("http://")
        source = Source(site=host, **{"starts": (self.site.url("/"),), **fields})
        with sessions(self.engine).begin() as session:
            return sources.add_source(session, host, to_table(source), datetime.now(UTC))

    def run(self, source_id: int, *, at_once: bool = False, **settings: Any) -> SourceRun | None:
        """Crawl the source in this process."""
        return run_source(self.url, source_id, {**SETTINGS, **settings}, at_once=at_once)

    def all_due(self) -> None:
        """Let every address of the frontier that is visited again be due now."""
        with sessions(self.engine).begin() as session:
            waiting = update(FrontierRow).where(FrontierRow.queue != Queue.DONE)
            session.execute(waiting.values(due_at=datetime.now(UTC)))

    def titles(self) -> list[str]:
        """The titles of all stored articles, sorted."""
        return sorted(self.all(select(ArticleRow.title)))

    def all(self, statement: Any) -> list[Any]:
        """The scalars that the statement selects."""
        with readers(self.engine)() as session:
            return list(session.scalars(statement))

    def source(self, source_id: int) -> sources.StoredSource:
        """The source as it is stored."""
        with readers(self.engine)() as session:
            stored = sources.get_source(session, source_id)
        assert stored is not None
        return stored


@pytest.fixture
def herald(tmp_path: Any, site: Any) -> Iterator[Herald]:
    """The newspaper, with an empty database."""
    url = f"sqlite:///{tmp_path / 'news.db'}"
    engine = connect(url)
    schema.prepare(engine)
    yield Herald(site=site, engine=engine, url=url)
    engine.dispose()
