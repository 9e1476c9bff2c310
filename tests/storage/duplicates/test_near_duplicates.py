import random
import threading
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from alembic import command
from sqlalchemy import Engine, event, func, select, text
from sqlalchemy.orm import Session

from newsspider.duplicates import are_near_duplicates, bands, fingerprint_of
from newsspider.items import Article, Change, Paragraph
from newsspider.timestamps import Precision, Timestamp
from storage import schema
from storage.boilerplate import learning
from storage.corpus import articles, writing
from storage.db.engine import connect, readers, sessions
from storage.duplicates import clusters, near_duplicates
from storage.models import ArticleRow, ArticleTextRow, BandRow, TextRow

Clusters = dict[str, tuple[frozenset[str], str]]
"""By URL: the URLs of its cluster, and of its first publisher."""

Tell = Callable[..., Article]


def words(seed: int, length: int = 120) -> list[str]:
    chance = random.Random(seed)  # noqa: S311
    return [f"word{chance.randrange(3_000)}" for _ in range(length)]


def edited(said: list[str], share: float, seed: int) -> list[str]:
    chance = random.Random(f"{seed} {share}")  # noqa: S311
    return [f"new{chance.random()}" if chance.random() < share else word for word in said]


@pytest.fixture
def tell(flood: Article) -> Tell:
    """An article of these words under an address of its own."""

    def told(number: int, said: list[str], *, day: int | None = 1) -> Article:
        published = None if day is None else Timestamp.of_day(date(2024, 1, day))
        return replace(
            flood,
            url=f"https://outlet{number}.example/news/{number}",
            site=f"Outlet {number}",
            published_at=published,
            body=(Paragraph(text=" ".join(said)),),
        )

    return told


def save(session: Session, told: Iterable[Article], now: datetime) -> list[int]:
    return [writing.store_article(session, article, now=now).id for article in told]


def found(session: Session) -> Clusters:
    session.expire_all()
    known: Clusters = {}
    for article_id, url in session.execute(select(ArticleRow.id, ArticleRow.url)):
        members = near_duplicates.load_cluster(session, article_id)
        urls = frozenset(member.url for member in members)
        known[url] = (urls, members[0].url) if members else (frozenset({url}), url)
    return known


def first_urls(session: Session) -> set[str]:
    return set(session.scalars(select(ArticleRow.url).where(near_duplicates.is_first_publisher())))


def as_numbers(session: Session) -> set[frozenset[int]]:
    """The clusters of more than one article, by the numbers in the addresses."""
    return {
        frozenset(int(url.rpartition("/")[2]) for url in urls)
        for urls, _ in found(session).values()
        if len(urls) > 1
    }


def test_the_first_publisher_leads_the_copies(session: Session, tell: Tell, now: datetime) -> None:
    said = words(1)
    told = [tell(1, said, day=3), tell(2, edited(said, 0.1, 2), day=2), tell(3, words(3))]
    first, second, other = save(session, told, now)
    members = near_duplicates.load_cluster(session, first)
    assert [member.id for member in members] == [second, first]
    assert (members[0].site, members[0].title) == ("Outlet 2", told[1].title)
    assert members[0].published_at == told[1].published_at
    assert members[1].likeness == 1 > members[0].likeness > 0.5
    assert near_duplicates.load_cluster(session, other) == ()
    assert first_urls(session) == {told[1].url, told[2].url}


def test_who_is_first(session: Session, tell: Tell, now: datetime) -> None:
    def at(hour: int) -> Timestamp:
        return Timestamp.of_instant(datetime(2024, 1, 2, hour, tzinfo=UTC), Precision.MINUTE)

    told = [tell(number, words(1)) for number in range(6)]
    told[0] = replace(told[0], published_at=None)
    told[1] = tell(1, words(1), day=2)
    told[2] = tell(2, words(1), day=2)
    told[3] = replace(told[3], published_at=at(22))
    told[4] = replace(told[4], published_at=at(9))
    told[5] = tell(5, words(1), day=1)
    ids = save(session, told, now)
    assert [member.id for member in near_duplicates.load_cluster(session, ids[0])][:1] == [ids[5]]
    later = [writing.store_article(session, replace(told[5], published_at=None), now=now)]
    assert [copy.id for copy in near_duplicates.load_cluster(session, ids[0])] == [
        ids[at] for at in (4, 3, 1, 2, 0, 5)
    ]
    assert later[0].change is Change.UPDATED
    assert first_urls(session) == {told[4].url}


def test_texts_of_a_few_words_are_no_copies(session: Session, tell: Tell, now: datetime) -> None:
    save(session, [tell(n, words(1, 8)) for n in range(3)], now)
    assert as_numbers(session) == set()
    assert session.scalar(select(func.count(TextRow.id))) == 0
    assert len(first_urls(session)) == 3


def test_short_texts_are_copies_word_for_word_only(
    session: Session, tell: Tell, now: datetime
) -> None:
    said = words(1, 30)
    save(session, [tell(1, said), tell(2, said), tell(3, [*said, "again"])], now)
    assert as_numbers(session) == {frozenset({1, 2})}


def chain() -> list[list[str]]:
    """Texts of which each is a copy of the next one, and the ends are not copies."""
    links = [words(7)]
    for seed in range(4):
        links.append(edited(links[-1], 0.15, seed))
    return links


def test_a_text_in_between_joins_clusters_and_parts_them_when_it_changes(
    session: Session, tell: Tell, now: datetime
) -> None:
    told = [tell(number, said, day=9 - number) for number, said in enumerate(chain())]
    middle = told.pop(2)
    save(session, told, now)
    assert as_numbers(session) == {frozenset({0, 1}), frozenset({3, 4})}
    save(session, [middle], now)
    assert as_numbers(session) == {frozenset(range(5))}
    assert first_urls(session) == {told[-1].url}
    save(session, [tell(2, words(8))], now)
    assert as_numbers(session) == {frozenset({0, 1}), frozenset({3, 4})}
    assert first_urls(session) == {told[0].url.replace("0", "1"), middle.url, told[-1].url}


def test_an_article_that_is_forgotten_leaves(session: Session, tell: Tell, now: datetime) -> None:
    ids = save(session, [tell(number, said) for number, said in enumerate(chain())], now)
    for article_id in ids[::-1]:
        near_duplicates.forget_article(session, article_id)
        near_duplicates.forget_article(session, article_id)
    for table in (TextRow, BandRow, ArticleTextRow):
        assert session.scalar(select(func.count()).select_from(table)) == 0


def test_what_is_compared_is_the_text_without_learned_chrome(
    session: Session, tell: Tell, now: datetime
) -> None:
    chrome = Paragraph(text=" ".join(words(9, 300)))
    told = tell(2, words(1))
    (_, second) = save(session, [tell(1, words(1)), replace(told, body=(*told.body, chrome))], now)
    assert as_numbers(session) == set()
    writing.reclean_article(session, session.get_one(ArticleRow, second), told.body, now=now)
    assert as_numbers(session) == {frozenset({1, 2})}


def world(tell: Tell) -> list[Article]:
    """Stories, their copies word for word, and copies of copies."""
    told = []
    for number in range(40):
        chance = random.Random(number)  # noqa: S311
        said = edited(words(number % 7), chance.choice([0, 0, 0.1, 0.2, 0.3]), number % 25)
        told.append(tell(number, said, day=1 + number % 28))
    return told


def changed(told: list[Article]) -> list[Article]:
    return [
        replace(article, body=told[(at * 7) % len(told)].body) if at % 3 == 0 else article
        for at, article in enumerate(told)
    ]


def dated(told: list[Article]) -> list[Article]:
    """Each at a moment of its own: what came first is no accident."""
    start = datetime(2024, 1, 1, tzinfo=UTC)
    return [
        replace(
            article,
            published_at=Timestamp.of_instant(
                start + timedelta(minutes=(at * 37) % 61), Precision.MINUTE
            ),
        )
        for at, article in enumerate(told)
    ]


@pytest.mark.slow
@pytest.mark.parametrize("crowd", [2, 4, 250])
@pytest.mark.parametrize("seed", range(2))
def test_the_order_of_arrival_changes_nothing(
    session: Session,
    tell: Tell,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
    crowd: int,
    seed: int,
) -> None:
    monkeypatch.setattr(clusters, "CROWD", crowd)
    told = dated(world(tell))
    save(session, told, now)
    expected = found(session)
    assert 3 < len({urls for urls, _ in expected.values()}) < len(told) - 10
    session.rollback()
    chance = random.Random(seed)  # noqa: S311
    # Some come with the text of another one first, some come twice.
    visits = [*changed(told)[::2], *told]
    chance.shuffle(visits)
    save(session, [*visits, *told], now)
    assert found(session) == expected
    assert first_urls(session) == {first for _, first in expected.values()}


def test_clusters_are_what_the_links_hold_together(
    session: Session, tell: Tell, now: datetime
) -> None:
    """Against all pairs compared, without bands in a table."""
    told = world(tell)
    save(session, told, now)
    prints = {article.url: fingerprint_of(article.text) for article in told}
    expected = {url: {url} for url in prints}
    for one, first in prints.items():
        for other, second in prints.items():
            assert first is not None
            assert second is not None
            assert first.signature is not None
            assert second.signature is not None
            share = set(bands(first.signature)) & set(bands(second.signature))
            if share and are_near_duplicates(first.signature, second.signature):
                joined = expected[one] | expected[other]
                expected.update(dict.fromkeys(joined, joined))
    assert {url: set(urls) for url, (urls, _) in found(session).items()} == expected


def test_a_crowd_links_nothing_and_costs_no_more_than_its_bound(
    session: Session, tell: Tell, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clusters, "CROWD", 5)
    form = words(1, 200)
    told = [tell(n, [*form[:100], str(n), *form[100:]]) for n in range(12)]
    save(session, told[:5], now)
    assert as_numbers(session) == {frozenset(range(5))}
    ids = save(session, told[5:], now)
    assert as_numbers(session) == set()
    assert len(first_urls(session)) == 12
    for article_id in ids:
        near_duplicates.forget_article(session, article_id)
    assert as_numbers(session) == {frozenset(range(5))}


def test_the_same_again_writes_nothing(session: Session, tell: Tell, now: datetime) -> None:
    told = [tell(number, said) for number, said in enumerate(chain())]
    save(session, told, now)
    written: list[str] = []
    connection = session.connection()
    event.listen(connection, "before_cursor_execute", lambda *given: written.append(given[2]))
    ids = save(session, told, now)
    for article_id, article in zip(ids, told, strict=True):
        near_duplicates.cluster_article(session, article_id, fingerprint_of(article.text))
    assert [statement for statement in written if statement.startswith(("INSERT", "UPDATE"))] == []


def test_articles_from_before_are_brought_in(database_url: str, tell: Tell, now: datetime) -> None:
    engine = connect(database_url)
    with engine.begin() as connection:
        command.upgrade(schema.config(connection), "0004")
        connection.execute(text("INSERT INTO sites (id, host) VALUES (1, 'a.example')"))
        for number, said in enumerate([words(1), words(2), edited(words(1), 0.1, 1)], 1):
            connection.execute(OLD_ARTICLE, {"id": number, "text": " ".join(said), "now": now})
    schema.upgrade(engine)
    with readers(engine)() as session:
        assert as_numbers(session) == {frozenset({1, 3})}
        keys = session.scalars(select(ArticleRow.key).order_by(ArticleRow.id)).all()
        assert keys == [f"https://a.example/{number}" for number in (1, 2, 3)]
    with sessions(engine).begin() as session:
        again = replace(tell(1, words(2)), url="https://m.a.example/2")
        assert writing.store_article(session, again, now=now).id == 2
    engine.dispose()


OLD_ARTICLE = text(
    "INSERT INTO articles (id, url, site_id, body, text, paywalled, provenance, content_hash,"
    " first_stored_at, changed_at) VALUES (:id, 'http://www.a.example/' || CAST(:id AS TEXT), 1,"
    " '[]', :text, false, '{}', '', :now, :now)"
)


@pytest.mark.parametrize(
    "spelled",
    [
        "http://herald.example/news/flood",
        "https://m.herald.example/news/flood/?utm_source=x",
        "https://amp.herald.example/news/flood",
        "https://www.herald.example/news/flood?outputType=amp",
    ],
)
def test_another_spelling_of_an_address_is_no_other_article(
    session: Session, flood: Article, now: datetime, spelled: str
) -> None:
    first = writing.store_article(session, flood, now=now)
    again = writing.store_article(session, replace(flood, url=spelled), now=now)
    assert (again.id, again.change) == (first.id, Change.UNCHANGED)
    updated = learning.store_cleaned(session, replace(flood, url=spelled, title="New"), now=now)
    assert (updated.id, updated.change) == (first.id, Change.UPDATED)
    assert (
        learning.store_cleaned(session, replace(flood, title="New"), now=now).change
        is Change.UNCHANGED
    )
    row = articles.find_article(session, spelled)
    assert row is not None
    assert (row.id, row.url) == (first.id, flood.url)


def test_two_writers_do_not_miss_each_others_text(
    engine: Engine, tell: Tell, now: datetime
) -> None:
    failures: list[Exception] = []

    def write(numbers: Iterable[int]) -> None:
        try:
            for number in numbers:
                with sessions(engine).begin() as session:
                    save(session, [tell(number, edited(words(1), 0.05, number))], now)
        except Exception as error:  # noqa: BLE001 - shown by the assertion below
            failures.append(error)

    writers = [threading.Thread(target=write, args=(range(at, 24, 3),)) for at in range(3)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert failures == []
    with readers(engine)() as session:
        assert as_numbers(session) == {frozenset(range(24))}
