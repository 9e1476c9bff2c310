"""Many articles at once are stored as one by one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from kit.generated import generate
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from newsspider.items import Article
from storage import index
from storage.corpus import articles, writing
from storage.db.engine import readers, sessions
from storage.duplicates import near_duplicates
from storage.models import ArticleRow, SiteRow


def add(session: Session, given: Sequence[Article], at: datetime) -> list[bool]:
    new = [
        writing.NewArticle(article=article, first_stored_at=at, changed_at=at) for article in given
    ]
    dialect = session.get_bind().dialect.name
    return writing.add_articles(session, [writing.prepare_article(one, dialect) for one in new])


def contents(engine: Engine) -> dict[str, object]:
    """All that is told of each article, by its URL."""
    found = {}
    with readers(engine)() as session:
        for row in session.scalars(select(ArticleRow)):
            article = articles.load_article(row)
            copied = [copy.url for copy in near_duplicates.load_cluster(session, row.id)]
            assert index.is_indexed(session, row.id, article)
            found[row.url] = (article, row.key, row.content_hash, row.first_stored_at, copied)
        found["sites"] = {row.host: row.name for row in session.scalars(select(SiteRow))}
    return found


@pytest.mark.slow
def test_all_at_once_is_one_by_one(engine: Engine, other_engine: Engine, now: datetime) -> None:
    given = list(generate(120, seed=5))
    with sessions(engine).begin() as session:
        for start in (0, 60):
            assert all(add(session, given[start : start + 60], now))
    with sessions(other_engine).begin() as session:
        for article in given:
            writing.store_article(session, article, now=now)
    assert contents(engine) == contents(other_engine)


def test_what_is_known_is_left_as_it_is(session: Session, flood: Article, now: datetime) -> None:
    stored = writing.store_article(session, flood, now=now)
    other = replace(flood, url="https://other.example/1", title="Another")
    spelled = replace(flood, url=flood.url.replace("https://www.", "http://"), title="Later")
    later = now + timedelta(days=1)
    items = (spelled, other, other)
    assert add(session, items, later) == [False, True, False]
    assert add(session, items, later) == [False, False, False]
    assert add(session, [], later) == []
    row = session.get_one(ArticleRow, stored.id)
    assert (row.title, row.changed_at) == (flood.title, now)


def test_a_transaction_takes_what_is_stored_in_a_second() -> None:
    portion = writing.TransactionSize()
    sizes = [portion.size]
    for a_second in (1_000, 1_000, 1_000, 1_000, 1_000, 30_000, 30_000, 1_500, 10, 10):
        portion.took(portion.size, portion.size / a_second)
        sizes.append(portion.size)
    assert sizes == [100, 200, 400, 800, 1_000, 1_000, 2_000, 2_000, 1_500, 100, 100]
