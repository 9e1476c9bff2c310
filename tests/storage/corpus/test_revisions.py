"""Each version that the publisher made is kept; what newsspider itself does to a text is none."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from newsspider.items import Article, Change, Kind, Page, Paragraph, Provenance, Reason, Rejected
from newsspider.timestamps import Timestamp
from storage import visits
from storage.boilerplate import learning, rulings
from storage.corpus import revisions, writing
from storage.crawl import pages
from storage.db.engine import sessions
from storage.models import ArticleRow, PageState, RevisionRow
from storage.monitoring.stats import count_corpus
from storage.search.search import Query, search

HOUSE, OFFER = "The Herald is printed in Harbour Street.", "Read more in the app"
DAY = timedelta(days=1)


def row_of(session: Session, article: Article) -> ArticleRow:
    session.expire_all()
    return session.scalars(select(ArticleRow).where(ArticleRow.url == article.url)).one()


def seen(session: Session, article: Article) -> list[tuple[int, datetime, tuple[str, ...]]]:
    found = revisions.list_revisions(session, row_of(session, article))
    return [(one.number, one.seen_at, one.changed) for one in found]


def bodies(session: Session, article: Article) -> list[list[str]]:
    found = revisions.list_revisions(session, row_of(session, article))
    return [[paragraph.text for paragraph in one.article.body] for one in found]


def test_an_article_that_never_changed_takes_no_row(
    session: Session, flood: Article, now: datetime
) -> None:
    writing.store_article(session, flood, now=now)
    writing.store_article(session, flood, now=now + DAY)
    other = {"title": Provenance(source="feed", confidence=0.5)}
    writing.store_article(session, replace(flood, provenance=other), now=now + DAY)
    assert session.scalar(select(func.count(RevisionRow.number))) == 0
    assert seen(session, flood) == [(1, now, ())]


def test_each_changed_record_is_a_revision(session: Session, flood: Article, now: datetime) -> None:
    second = replace(flood, title="Flood recedes", tags=("flood",))
    third = replace(
        second, body=(Paragraph(text="«انحسر الفيضان»", kind=Kind.QUOTE),), summary=None
    )
    for number, version in enumerate((flood, second, second, third)):
        writing.store_article(session, version, now=now + number * DAY)
    assert seen(session, flood) == [
        (1, now, ()),
        (2, now + DAY, ("title", "tags")),
        (3, now + 3 * DAY, ("body", "summary")),
    ]
    row = row_of(session, flood)
    for number, version in enumerate((flood, second, third), start=1):
        found = revisions.find_revision(session, row, number)
        assert found is not None
        assert replace(found.article, provenance={}) == replace(version, provenance={})
    current = revisions.find_revision(session, row)
    assert current is not None
    assert (current.number, current.article) == (3, third)
    assert revisions.find_revision(session, row, 4) is None
    assert revisions.find_revision(session, row, 0) is None


versions = st.lists(
    st.builds(
        lambda title, tags, texts, day: {
            "title": title,
            "tags": tuple(tags),
            "body": tuple(Paragraph(text=text) for text in texts),
            "modified_at": day and Timestamp.of_day(day),
        },
        st.none() | st.text(max_size=5),
        st.lists(st.sampled_from("ab"), max_size=2),
        st.lists(st.text(max_size=5), max_size=2),
        st.none() | st.sampled_from([date(2024, 1, 1), date(2, 2, 2)]),
    ),
    min_size=1,
    max_size=5,
)


@pytest.mark.slow
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(given_versions=versions)
def test_the_versions_that_came_are_the_versions_that_are_kept(
    session: Session, flood: Article, now: datetime, given_versions: list[dict[str, object]]
) -> None:
    with session.begin_nested() as savepoint:
        expected: list[Article] = []
        for number, fields in enumerate(given_versions):
            version = replace(flood, provenance={}, **fields)  # type: ignore[arg-type]
            stored = writing.store_article(session, version, now=now + number * DAY)
            expected += [] if stored.change is Change.UNCHANGED else [stored.article]
        found = revisions.list_revisions(session, row_of(session, flood))
        assert [one.article for one in found] == expected
        assert [one.number for one in found] == list(range(1, len(expected) + 1))
        savepoint.rollback()


@pytest.fixture
def story(flood: Article) -> Callable[..., Article]:
    """One of the site's articles: a text of its own, and lines after it."""

    def made(number: int, *lines: str, say: str = "Says so.") -> Article:
        body = (f"Report {number} from the harbour. " * 8 + say, *lines)
        return replace(
            flood,
            url=f"https://herald.example/{number}",
            title=f"Story {number}",
            body=tuple(Paragraph(text=text) for text in body),
            provenance={},
        )

    return made


def visit(session: Session, pages: Sequence[Article], now: datetime) -> None:
    for page in pages:
        learning.store_cleaned(session, page, now=now)


def test_a_learned_line_makes_no_revision(
    session: Session, story: Callable[..., Article], now: datetime
) -> None:
    pages = [story(number, HOUSE) for number in range(4)]
    visit(session, pages, now)
    assert [bodies(session, page) for page in pages] == [[[page.body[0].text]] for page in pages]
    visit(session, [story(0, HOUSE, HOUSE), story(1), story(2, HOUSE)], now + DAY)
    assert session.scalar(select(func.count(RevisionRow.number))) == 0


def test_a_line_that_is_learned_later_is_no_revision_any_more(
    session: Session, story: Callable[..., Article], now: datetime
) -> None:
    visit(session, [story(0, HOUSE)], now)
    visit(session, [story(0, OFFER)], now + DAY)
    assert seen(session, story(0)) == [(1, now, ()), (2, now + DAY, ("body",))]
    assert revisions.list_changes(session)[0].changed == ("body",)
    visit(session, [story(number, HOUSE) for number in range(1, 6)], now + 2 * DAY)
    visit(session, [story(number, OFFER) for number in range(6, 12)], now + 2 * DAY)
    assert seen(session, story(0)) == [(1, now, ())]
    assert revisions.list_changes(session) == []
    visit(session, [story(0, OFFER, say="Says no.")], now + 3 * DAY)
    assert seen(session, story(0)) == [(1, now, ()), (3, now + 3 * DAY, ("body",))]
    assert bodies(session, story(0)) == [
        [story(0).body[0].text],
        [story(0, say="Says no.").body[0].text],
    ]


def test_a_line_that_a_person_keeps_is_in_every_version_again(
    session: Session, story: Callable[..., Article], now: datetime
) -> None:
    visit(session, [story(number, HOUSE) for number in range(4)], now)
    visit(session, [story(0, HOUSE, say="Says no.")], now + DAY)
    assert [body[1:] for body in bodies(session, story(0))] == [[], []]
    rulings.keep_line(session, rulings.find_site(session, "herald.example").id, HOUSE, now=now)
    assert [body[1:] for body in bodies(session, story(0))] == [[HOUSE], [HOUSE]]
    assert seen(session, story(0))[1] == (2, now + DAY, ("body",))


def changed(session: Session, **asked: object) -> list[tuple[int, str | None, str | None]]:
    found = revisions.list_changes(session, **asked)  # type: ignore[arg-type]
    return [(one.revision, one.before.title, one.after.title) for one in found]


def test_changes_across_the_corpus(session: Session, flood: Article, now: datetime) -> None:
    other = replace(flood, url="https://asa.example/1", title="洪水", site="あさ")
    writing.store_article(session, flood, now=now)
    writing.store_article(session, other, now=now)
    writing.store_article(session, replace(flood, title="B"), now=now + DAY)
    writing.store_article(session, replace(flood, title="B", tags=()), now=now + 2 * DAY)
    writing.store_article(session, replace(other, title="橋"), now=now + 3 * DAY)
    writing.store_article(session, replace(flood, title="C", tags=()), now=now + 4 * DAY)
    last, asa, first = (3 + 1, "B", "C"), (2, "洪水", "橋"), (2, flood.title, "B")
    assert changed(session, field="title") == [last, asa, first]
    assert changed(session) == [last, asa, (3, "B", "B"), first]
    assert changed(session, field="title", limit=2) == [last, asa]
    assert changed(session, field="title", since=now + 3 * DAY) == [last, asa]
    assert changed(session, field="tags") == [(3, "B", "B")]
    assert changed(session, field="published_at") == []
    assert changed(session, site="asa.example") == [asa]
    assert changed(session, site="あさ") == [asa]
    assert changed(session, site="nowhere.example") == []


@pytest.mark.slow
def test_more_changes_than_are_read_at_once(
    session: Session, flood: Article, now: datetime
) -> None:
    titles = [f"Title {number}" for number in range(2 * revisions.CHUNK + 3)]
    for number, title in enumerate(titles):
        writing.store_article(session, replace(flood, title=title), now=now + number * DAY)
    found = changed(session)
    assert [after for _, _, after in found] == titles[:0:-1]
    assert [before for _, before, _ in found] == titles[-2::-1]


GONE = Rejected(url="", reason=Reason.HTTP_STATUS, evidence="The server answered 404.")


@pytest.mark.parametrize("status", [404, 410])
def test_a_page_that_is_gone_is_marked_and_its_article_kept(
    session: Session, flood: Article, page: Page, now: datetime, status: int
) -> None:
    stored = visits.record_visit(session, page, flood, run_id=None)
    article_id = row_of(session, flood).id
    assert pages.find_gone_page(session, article_id) is None
    before = count_corpus(session)
    for days in (1, 2):
        later = replace(page, status=status, fetched_at=now + days * DAY)
        visits.record_visit(session, later, GONE, run_id=None)
    row = pages.find_gone_page(session, article_id)
    assert row is not None
    assert (row.gone_at, row.url, row.state) == (now + DAY, page.url, PageState.REJECTED)
    assert [hit.article for hit in search(session, Query(words="flood"))] == [flood]
    assert count_corpus(session).articles == before.articles
    assert seen(session, flood) == [(1, now, ())]
    failed = replace(page, status=503, fetched_at=now + 3 * DAY)
    visits.record_visit(session, failed, GONE, run_id=None)
    assert pages.find_gone_page(session, article_id) is not None
    again = visits.record_visit(
        session, replace(page, fetched_at=now + 4 * DAY), flood, run_id=None
    )
    assert replace(again, change=Change.NEW) == stored  # type: ignore[type-var]
    assert pages.find_gone_page(session, article_id) is None


def test_an_article_that_another_address_still_gives_is_not_gone(
    session: Session, flood: Article, page: Page, now: datetime
) -> None:
    visits.record_visit(session, page, flood, run_id=None)
    visits.record_visit(session, replace(page, status=404, fetched_at=now + DAY), GONE, run_id=None)
    moved = replace(page, url="https://herald.example/moved", fetched_at=now + 2 * DAY)
    visits.record_visit(session, moved, flood, run_id=None)
    assert pages.find_gone_page(session, row_of(session, flood).id) is None


def test_two_writers_number_their_revisions_apart(
    engine: Engine, flood: Article, now: datetime
) -> None:
    failures: list[Exception] = []

    def write(name: str) -> None:
        try:
            for number in range(10):
                with sessions(engine).begin() as session:
                    learning.store_cleaned(
                        session, replace(flood, title=f"{name} {number}"), now=now
                    )
        except Exception as error:  # noqa: BLE001 - shown by the assertion below
            failures.append(error)

    writers = [threading.Thread(target=write, args=(name,)) for name in "ab"]
    for each in writers:
        each.start()
    for each in writers:
        each.join()
    assert failures == []
    with sessions(engine)() as session:
        assert [number for number, *_ in seen(session, flood)] == list(range(1, 21))
