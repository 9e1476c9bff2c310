"""Many articles at once are stored as one by one."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from generated import generate
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from newsspider.items import Article
from storage import articles, bulk, copies, index
from storage.engine import readers, sessions
from storage.models import ArticleRow, SiteRow


def new(article: Article, at: datetime) -> bulk.New:
    return bulk.New(article=article, first_stored_at=at, changed_at=at)


def contents(engine: Engine) -> dict[str, object]:
    """All that is told of each article, by its URL."""
    found = {}
    with readers(engine)() as session:
        for row in session.scalars(select(ArticleRow)):
            article = articles.load(row)
            copied = [copy.url for copy in copies.cluster(session, row.id)]
            assert index.indexed(session, row.id, article)
            found[row.url] = (article, row.key, row.content_hash, row.first_stored_at, copied)
        found["sites"] = {row.host: row.name for row in session.scalars(select(SiteRow))}
    return found


def test_all_at_once_is_one_by_one(engine: Engine, other_engine: Engine, now: datetime) -> None:
    given = list(generate(120, seed=5))
    with sessions(engine).begin() as session:
        for start in (0, 60):
            assert all(bulk.add(session, [new(a, now) for a in given[start : start + 60]]))
    with sessions(other_engine).begin() as session:
        for article in given:
            articles.save(session, article, now=now)
    assert contents(engine) == contents(other_engine)


def test_what_is_known_is_left_as_it_is(session: Session, flood: Article, now: datetime) -> None:
    stored = articles.save(session, flood, now=now)
    other = replace(flood, url="https://other.example/1", title="Another")
    spelled = replace(flood, url=flood.url.replace("https://www.", "http://"), title="Later")
    later = now + timedelta(days=1)
    items = [new(article, later) for article in (spelled, other, other)]
    assert bulk.add(session, items) == [False, True, False]
    assert bulk.add(session, items) == [False, False, False]
    assert bulk.add(session, []) == []
    row = session.get_one(ArticleRow, stored.id)
    assert (row.title, row.changed_at) == (flood.title, now)
