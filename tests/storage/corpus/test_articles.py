from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from newsspider.items import Article, Change, Kind, Page, Paragraph, Provenance
from newsspider.timestamps import Precision, Timestamp
from storage import visits
from storage.corpus import articles, writing
from storage.models import ArticleRow, AuthorRow
from storage.search.search import Query, search
from storage.text import storable

anything = st.text(st.characters(), max_size=30)
names = st.lists(anything, max_size=3).map(tuple)
moments = st.datetimes(
    min_value=datetime(2, 1, 1),
    max_value=datetime(9998, 1, 1),
    timezones=st.timezones(),
)
timestamps = st.one_of(
    st.dates().map(Timestamp.of_day),
    st.builds(Timestamp.of_instant, moments, st.sampled_from([Precision.MINUTE, Precision.SECOND])),
)
written = st.builds(
    Article,
    url=anything,
    title=st.none() | anything,
    published_at=st.none() | timestamps,
    modified_at=st.none() | timestamps,
    sections=names,
    authors=names,
    body=st.lists(st.builds(Paragraph, text=anything, kind=st.sampled_from(Kind)), max_size=3).map(
        tuple
    ),
    summary=st.none() | anything,
    language=st.none() | anything,
    direction=st.sampled_from([None, "ltr", "rtl"]),
    tags=names,
    image=st.none() | anything,
    site=st.none() | anything,
    paywalled=st.booleans(),
    provenance=st.dictionaries(
        anything, st.builds(Provenance, source=anything, confidence=st.floats(0, 1)), max_size=3
    ),
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(article=written)
def test_save_and_load_give_the_same_value(
    session: Session, now: datetime, article: Article
) -> None:
    with session.begin_nested() as savepoint:
        stored = writing.store_article(session, article, now=now)
        session.expire_all()
        loaded = articles.load_article(session.get_one(ArticleRow, stored.id))
        assert loaded == stored.article == storable(article)
        assert writing.store_article(session, article, now=now).change is Change.UNCHANGED
        savepoint.rollback()


def test_the_same_record_again_rewrites_nothing(
    session: Session, flood: Article, now: datetime
) -> None:
    first = writing.store_article(session, flood, now=now)
    again = writing.store_article(session, flood, now=now + timedelta(days=1))
    assert (first.change, again.change) == (Change.NEW, Change.UNCHANGED)
    assert again.id == first.id
    assert session.scalars(select(ArticleRow.changed_at)).all() == [now]


def test_other_evidence_for_the_same_words_is_no_change(
    session: Session, flood: Article, now: datetime
) -> None:
    writing.store_article(session, flood, now=now)
    other = {"title": Provenance(source="feed", confidence=0.5)}
    again = writing.store_article(session, replace(flood, provenance=other), now=now)
    assert again.change is Change.UNCHANGED
    assert again.article == flood


def test_a_changed_record_is_updated_in_place(
    session: Session, flood: Article, now: datetime
) -> None:
    first = writing.store_article(session, flood, now=now)
    later = now + timedelta(days=1)
    corrected = replace(
        flood,
        title="Flood recedes",
        sections=("Water",),
        authors=("Óscar Núñez", "Jane Doe"),
        body=(Paragraph(text="The river fell."),),
    )
    second = writing.store_article(session, corrected, now=later)
    assert (second.id, second.change) == (first.id, Change.UPDATED)
    session.expire_all()
    row = session.get_one(ArticleRow, first.id)
    assert articles.load_article(row) == corrected
    assert (row.first_stored_at, row.changed_at) == (now, later)
    assert session.scalar(select(func.count(AuthorRow.id))) == 2
    assert [hit.id for hit in search(session, Query(words="fell recedes"))] == [first.id]
    assert search(session, Query(words="rose")) == []


def test_moments_come_back_aware(session: Session, flood: Article, now: datetime) -> None:
    writing.store_article(session, flood, now=now)
    session.expire_all()
    assert session.scalars(select(ArticleRow.changed_at)).one().utcoffset() == timedelta(0)


def test_a_naive_moment_is_refused(session: Session, flood: Article) -> None:
    naive = datetime(2024, 1, 1)
    with pytest.raises(Exception, match="has no zone"), session.begin_nested():
        writing.store_article(session, flood, now=naive)


def test_found_by_id_by_url_and_by_the_address_asked_for(
    session: Session, flood: Article, page: Page
) -> None:
    stored = visits.record_visit(session, page, flood, run_id=None)
    for key in (str(stored.id), flood.url, page.url):
        row = articles.find_article(session, key)
        assert row is not None
        assert row.id == stored.id


@pytest.mark.parametrize("key", ["", "0", "-1", "99999999999999999999", "٣", "\0", "x' OR 1=1"])
def test_an_unknown_key_finds_nothing(session: Session, key: str) -> None:
    assert articles.find_article(session, key) is None


def test_text_is_kept_readable_in_the_database(
    session: Session, flood: Article, now: datetime
) -> None:
    writing.store_article(session, replace(flood, body=(Paragraph(text="عاجل"),)), now=now)
    assert "عاجل" in str(session.execute(text("SELECT body FROM articles")).scalar())
