import random
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from newsspider.boilerplate import AFFECTED
from newsspider.items import Article, Change, Kind, Page, Paragraph, Stored
from newsspider.timestamps import Timestamp
from storage import visits
from storage.boilerplate import learning, rulings
from storage.corpus import articles, cut_paragraphs, writing
from storage.db.engine import readers, sessions
from storage.models import ArticleRow, BoilerplateRow, CutRow, TraceRow
from storage.search.search import Query, search

HOUSE = "The Herald is owned by its readers"
OFFER = "Ferry tickets are cheaper by the dozen."
SENTENCE = "The council met on bill{0} clause{0}{1} page{0} line{0}{1} vote{0} day{0}{1}"
"""Of a story: two stories have so little in common that neither is the other's near-duplicate."""

Story = Callable[..., Article]


@pytest.fixture
def story(flood: Article) -> Story:
    """The number-th story of the Herald, with lines after its own text."""

    def told(
        number: int,
        *after: str,
        day: int | None = None,
        title: str = "",
        place: str | None = None,
    ) -> Article:
        own = tuple(Paragraph(text=f"{SENTENCE.format(number, at)}.") for at in range(6))
        published = date(2024, 1, 1) + timedelta(days=number if day is None else day)
        return replace(
            flood,
            url=f"https://www.herald.example/news/{number}",
            title=title or f"Story {number}",
            published_at=Timestamp.of_day(published),
            body=(*own, *(Paragraph(text=line, place=place) for line in after)),
        )

    return told


def save(session: Session, pages: Iterable[Article], now: datetime) -> list[Stored]:
    return [learning.store_cleaned(session, article, now=now) for article in pages]


def bodies(session: Session) -> dict[str, tuple[Paragraph, ...]]:
    session.expire_all()
    return {row.url: articles.load_article(row).body for row in session.scalars(select(ArticleRow))}


def ends(session: Session) -> list[list[str]]:
    """The lines after each article's own text, as they are stored, by the article's id."""
    session.expire_all()
    rows = session.scalars(select(ArticleRow).order_by(ArticleRow.id))
    return [[paragraph.text for paragraph in articles.load_article(row).body[6:]] for row in rows]


def test_from_the_third_page_on_and_those_before_are_cleaned_again(
    session: Session, story: Story, now: datetime
) -> None:
    save(session, [story(0, HOUSE), story(1, HOUSE)], now)
    assert ends(session) == [[HOUSE], [HOUSE]]
    later = now + timedelta(hours=1)
    third = learning.store_cleaned(session, story(2, HOUSE), now=later)
    assert third.article.body == story(2).body
    assert ends(session) == [[], [], []]
    first, _, last = session.scalars(select(ArticleRow).order_by(ArticleRow.id)).all()
    assert (first.changed_at, first.cleaned_at) == (now, later)
    assert (last.changed_at, last.cleaned_at) == (later, None)
    assert articles.content_hash(articles.load_article(first)) == first.content_hash
    assert first.text == articles.load_article(first).text
    assert search(session, Query(words="owned")) == []
    assert len(search(session, Query(words="council"))) == 3


def test_what_was_cut_is_kept_where_it_stood(session: Session, story: Story, now: datetime) -> None:
    quote = Paragraph(text="A quote at the end.", kind=Kind.QUOTE)
    read = [replace(story(n, HOUSE), body=(*story(n, HOUSE).body, quote)) for n in range(4)]
    for stored, article in zip(save(session, read, now), read, strict=True):
        row = session.get_one(ArticleRow, stored.id)
        assert cut_paragraphs.of_article(session, stored.id) == ((Paragraph(text=HOUSE),))
        assert (
            cut_paragraphs.restore_body(session, stored.id, articles.load_article(row).body)
            == article.body
        )


def test_the_same_page_again_changes_nothing(session: Session, story: Story, now: datetime) -> None:
    pages = [story(number, HOUSE) for number in range(4)]
    save(session, pages, now)
    before = bodies(session)
    again = save(session, pages, now + timedelta(days=1))
    assert {stored.change for stored in again} == {Change.UNCHANGED}
    assert again[0].article.body == story(0).body
    assert bodies(session) == before
    assert session.scalars(select(ArticleRow.changed_at).distinct()).all() == [now]


def test_chrome_that_changes_is_no_change_of_the_article(
    session: Session, story: Story, now: datetime
) -> None:
    pages = [story(number, HOUSE) for number in range(4)]
    pages += [story(number, OFFER) for number in range(4, 8)]
    save(session, pages, now)
    assert learning.store_cleaned(session, story(0, OFFER), now=now).change is Change.UNCHANGED
    assert (
        learning.store_cleaned(session, story(0, OFFER, "New."), now=now).change is Change.UPDATED
    )
    assert ends(session)[0] == ["New."]


def world(story: Story) -> list[Article]:
    """Lines that come, go and stand in several places, over more pages than count at once."""
    rng = random.Random(3)  # noqa: S311
    pages = []
    for number in range(150):
        lines = [HOUSE] if number % 70 < 25 else []
        lines += [OFFER] if rng.random() < 0.3 else []
        lines += [f"Author of {rng.randrange(9)}"] if rng.random() < 0.6 else []
        rng.shuffle(lines)
        title, place = f"Story {number % 140}", ("div>p.end", None)[number % 2]
        pages.append(story(number, *lines, day=number // 2, title=title, place=place))
    return pages


@pytest.mark.slow
def test_the_order_in_which_pages_come_changes_nothing(
    session: Session, story: Story, now: datetime
) -> None:
    pages = world(story)
    save(session, pages, now)
    expected = bodies(session)
    assert 30 < sum(len(body) < len(page.body) for body, page in _pairs(expected, pages)) < 150
    session.rollback()
    random.Random(1).shuffle(pages)  # noqa: S311
    save(session, pages, now)
    assert bodies(session) == expected


def _pairs(stored: dict[str, tuple[Paragraph, ...]], pages: Sequence[Article]):
    return [(stored[page.url], page) for page in pages]


@pytest.mark.slow
def test_deciding_all_anew_changes_nothing(
    session: Session, story: Story, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(session, world(story), now)
    before = bodies(session)
    site_id = rulings.find_site(session, "herald.example").id
    for size in (AFFECTED, 500):
        monkeypatch.setattr(learning, "CHUNK", size)
        assert learning.relearn_site(session, site_id, now=now) == 0
    assert bodies(session) == before


@pytest.mark.slow
def test_a_story_that_changes_its_day_leaves_its_old_neighbours(
    session: Session, story: Story, now: datetime
) -> None:
    far = [story(number) for number in range(10, 160)]
    save(session, [*far, *(story(number, HOUSE) for number in range(5))], now)
    assert ends(session)[-5:] == [[]] * 5
    learning.store_cleaned(session, story(4, HOUSE, day=400), now=now)
    assert ends(session)[-5:] == [[HOUSE]] * 5


def test_a_line_that_is_no_longer_learned_leaves_no_row(
    session: Session, story: Story, now: datetime
) -> None:
    save(session, [story(number, HOUSE) for number in range(3)], now)
    assert session.scalars(select(BoilerplateRow.text)).all() == [HOUSE]
    save(session, [story(2)], now)
    assert session.scalars(select(BoilerplateRow.text)).all() == []
    assert session.scalar(select(func.count(CutRow.article_id))) == 0


def test_sites_learn_apart(session: Session, story: Story, now: datetime) -> None:
    pages = [story(number, HOUSE) for number in range(3)]
    pages[2] = replace(pages[2], url="https://asa.example/2")
    save(session, pages, now)
    assert ends(session) == [[HOUSE]] * 3


def test_an_article_from_before_learning_is_evidence_once_it_is_visited(
    session: Session, story: Story, now: datetime
) -> None:
    writing.store_article(session, story(0, HOUSE), now=now)
    save(session, [story(1, HOUSE), story(2, HOUSE)], now)
    assert ends(session) == [[HOUSE]] * 3
    assert learning.store_cleaned(session, story(0, HOUSE), now=now).article.body == story(0).body
    assert ends(session) == [[]] * 3


def test_two_crawls_of_one_site_learn_together(
    engine: Engine, story: Story, page: Page, now: datetime
) -> None:
    failures: list[Exception] = []

    def crawl(numbers: Iterable[int]) -> None:
        try:
            for number in numbers:
                article = story(number, HOUSE)
                with sessions(engine).begin() as session:
                    visit = replace(page, url=article.url, final_url=None)
                    visits.record_visit(session, visit, article, run_id=None)
        except Exception as error:  # noqa: BLE001 - shown by the assertion below
            failures.append(error)

    numbers = (range(10), range(9, -1, -1), range(10, 20))
    crawls = [threading.Thread(target=crawl, args=(each,)) for each in numbers]
    for each in crawls:
        each.start()
    for each in crawls:
        each.join()
    assert failures == []
    with readers(engine)() as session:
        assert ends(session) == [[]] * 20
        assert session.scalar(select(func.count(TraceRow.article_id))) == 20
