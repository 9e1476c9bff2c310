from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from newsspider.errors import UsageError
from newsspider.items import Article, Paragraph
from newsspider.timestamps import Timestamp
from storage.corpus import writing
from storage.duplicates import near_duplicates
from storage.models import ArticleRow
from storage.query.parser import SIGNS
from storage.search.facets import count_facets
from storage.search.search import Order, Query, count_matches, search, stream

TYPED_SYNTAX = '"“„«「『()-:*'

EARLY = datetime(2024, 10, 24, 0, 30, tzinfo=timezone(timedelta(hours=3)))


@pytest.fixture
def corpus(session: Session, flood: Article, now: datetime) -> Session:
    """Four articles: flood, council, tokyo, undated."""
    others = (
        Article(
            url="https://sharq.example/1",
            title="الحُكُومَة تعلن خطة جديدة",
            published_at=Timestamp.of_instant(EARLY),
            sections=("أخبار العالم", "الشرق الأوسط"),
            authors=("قسم العلاقات الدولية",),
            body=(Paragraph(text="أعلنت الحكومة الخطة."),),
            language="ar",
            site="صحيفة الشرق",
        ),
        Article(
            url="http://127.0.0.1:8803/tokyo",
            title="東京都の計画",
            published_at=Timestamp.of_day(date(2024, 11, 1)),
            sections=("社会",),
            body=(Paragraph(text="Covid-19 の影響。"),),
            language="ja",
        ),
        Article(
            url="https://old.example/undated",
            title="A note",
            body=(Paragraph(text="The bridge of 1912, in Fahrenheit."),),
        ),
    )
    for article in (flood, *others):
        writing.store_article(session, article, now=now)
    return session


def found(session: Session, **query: object) -> list[str]:
    hits = search(session, Query(**query))  # type: ignore[arg-type]
    return [hit.article.url.rsplit("/", 1)[-1] for hit in hits]


def test_no_words_find_all_newest_first_and_undated_last(corpus: Session) -> None:
    assert found(corpus) == found(corpus, words="  ") == ["tokyo", "1", "flood", "undated"]
    assert found(corpus, order=Order.TIME) == ["tokyo", "1", "flood", "undated"]
    assert found(corpus, limit=2) == ["tokyo", "1"]


@pytest.mark.parametrize(
    ("words", "urls"),
    [
        ("flood", ["flood"]),
        ("FLÓOD bridge", ["flood"]),
        ("bridge", ["flood", "undated"]),
        ("bridge tsunami", []),
        ("closed metres", ["flood"]),  # one in the summary, one in the text
        ("الحكومة", ["1"]),
        ("حكومه", ["1"]),
        ("حكومة خطة", ["1"]),
        ("١٩١٢", ["undated"]),
        ("東京", ["tokyo"]),
        ("東都", []),
        ("都", ["tokyo"]),
        ("covid-19", ["tokyo"]),
        ("19-covid", []),
        ("covid 19", ["tokyo"]),
        ("brid", []),
        ("brid*", ["flood", "undated"]),
        ("plan*", []),
        ("floods closing", ["flood"]),
        ('"the bridge"', ["flood", "undated"]),
        ('"bridge the"', []),
        ("old-bridge", ["flood"]),
        ("of-1912", ["undated"]),
        ("flood OR 1912", ["flood", "undated"]),
        ("bridge -flood", ["undated"]),
        ("-bridge", ["tokyo", "1"]),
        ("-(bridge OR covid)", ["1"]),
        ("title:bridge", ["flood"]),
        ('title:"the bridge"', ["flood"]),
        ("title:metres", []),
        ("title:pla*", []),
        ("title:計画", ["tokyo"]),
        ("section:water OR covid", ["tokyo", "flood"]),
        ("bridge -section:water", ["undated"]),
        ("-section:water", ["tokyo", "1", "undated"]),
        ("-lang:en", ["tokyo", "1", "undated"]),
        ("-since:2024-10-24", ["flood", "undated"]),
        ("since:2024-10-24 until:2024-10-30", ["1"]),
        ("site:herald.example", ["flood"]),
        ('author:"jane doe"', ["flood"]),
        ("tag:Flood", ["flood"]),
        ("tag:floo", []),
        ("lang:ar-EG", ["1"]),
        ("bridge (-flood OR -covid)", ["flood", "undated"]),
    ],
)
def test_all_words_must_match(corpus: Session, words: str, urls: list[str]) -> None:
    assert found(corpus, words=words, order=Order.TIME) == urls


@pytest.mark.parametrize(
    "words",
    ["NEAR(a b, 2)", "title:x", "{title}: x", "a & | ! b", "x:*", "%zz%", "a\0b", "a'b", "zz;--",
     "a <-> b", "zz\\"],
)  # fmt: skip
def test_no_words_are_the_databases_syntax(corpus: Session, words: str) -> None:
    assert found(corpus, words=words) == []


@pytest.mark.parametrize(
    "words", ['"', "'", "*", "^", "-", "(", "\\", "<->", "%", "\0", "🙂", "OR"]
)
def test_what_says_nothing_is_answered(corpus: Session, words: str) -> None:
    with pytest.raises(UsageError):
        found(corpus, words=words)


def test_many_words_are_no_error(corpus: Session) -> None:
    assert found(corpus, words="bridge " * 280, order=Order.TIME) == ["flood", "undated"]
    assert found(corpus, words="-".join(["bridge"] * 280)) == []
    assert found(corpus, words=" ".join(f"b{number}" for number in range(390))) == []
    assert found(corpus, words=" OR ".join(f"a-{number}" for number in range(200))) == []
    with pytest.raises(UsageError, match="longer"):
        found(corpus, words="bridge " * 3_000)


def test_a_word_in_the_title_fits_best(session: Session, flood: Article, now: datetime) -> None:
    plain = replace(flood, title="News of the day", url="https://a.example/plain")
    often = (Paragraph(text="The harbour, the harbour and the harbour again."),)
    texts = {
        "https://a.example/text": ("A note", often),
        "https://a.example/title": ("Harbour", ()),
    }
    writing.store_article(session, plain, now=now)
    for url, (title, body) in texts.items():
        writing.store_article(session, replace(flood, url=url, title=title, body=body), now=now)
    assert found(session, words="harbour") == ["title", "text"]


@pytest.mark.parametrize("order", Order)
def test_pages_follow_each_other(
    session: Session, flood: Article, now: datetime, order: Order
) -> None:
    for number in range(7):
        day = Timestamp.of_day(date(2024, 10, 1 + number // 2)) if number % 3 else None
        url = f"https://a.example/{number}"
        writing.store_article(session, replace(flood, url=url, published_at=day), now=now)
    whole = search(session, Query(words="flood", order=order))
    paged: list[int] = []
    query = Query(words="flood", order=order, limit=2)
    while hits := search(session, query):
        paged += [hit.id for hit in hits]
        query = replace(query, after=hits[-1].cursor)
    assert paged == [hit.id for hit in whole]
    assert len(paged) == 7


def test_a_place_that_no_page_gave_is_refused(corpus: Session) -> None:
    for after in (
        "x",
        "1@",
        "1@tomorrow",
        "@-",
        "1@2024-13-01",
        f"{10**20}@-",
        "1@0001-01-01T00:00:00+14:00",
    ):
        with pytest.raises(UsageError, match="where this list goes on"):
            found(corpus, after=after)
    with pytest.raises(UsageError, match="No day is"):
        found(corpus, words="since:2024-11-10 until:2024-11-01")
    with pytest.raises(UsageError, match="Only words"):
        found(corpus, order=Order.RELEVANCE)


RIVER = "The river rose by two metres, and the old bridge was closed. "
COPIED = 6
"""Articles of one text, published on the days 3, 2, 4, 1, on no day, and at noon of day 1."""


@pytest.fixture
def copied(session: Session, flood: Article, now: datetime) -> Session:
    """Copies on sites, in sections and languages of their own, and three articles beside them."""
    noon = Timestamp.of_instant(datetime(2024, 10, 1, 12, tzinfo=UTC))
    days = (3, 2, 4, 1, None, noon)
    for number, day in enumerate(days):
        copy = replace(
            flood,
            url=f"https://a{number}.example/{number}",
            title="Flood" if number else "Flood at the harbour",
            body=(Paragraph(text=RIVER * 9),),
            published_at=Timestamp.of_day(date(2024, 10, day)) if isinstance(day, int) else day,
            sections=("Water", f"Odd {number % 2}"),
            authors=(f"Author {number}",),
        )
        writing.store_article(session, copy, now=now)
    for number in range(COPIED, COPIED + 3):
        other = (Paragraph(text=f"{RIVER} {number} is short."),)
        url = f"https://b.example/{number}"
        writing.store_article(session, replace(flood, url=url, title="Flood", body=other), now=now)
    return session


@pytest.mark.parametrize("order", Order)
@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("river", {"5"}),
        ("river site:a0.example", {"0"}),
        ("river since:2024-10-02", {"1"}),
        ("river since:2024-10-03", {"0"}),
        ('river section:"odd 0"', {"0"}),
        ('river -section:"odd 1"', {"0"}),
        ("harbour", {"0"}),
        ("river -site:a5.example", {"3"}),
        ('river (author:"author 4" OR author:"author 2")', {"2"}),
        ('river author:"author 4"', {"4"}),
        ("river site:c.example", set()),
    ],
)
def test_of_the_copies_that_fit_the_first_is_shown(
    copied: Session, words: str, shown: set[str], order: Order
) -> None:
    words += " -site:b.example"
    assert set(found(copied, words=words, order=order, unique=True)) == shown
    assert count_matches(copied, Query(words=words, unique=True)) == len(shown)
    if shown:
        days = count_facets(copied, Query(words=words, unique=True))[-1]
        assert sum(number for _, number in days.counts) == len(shown - {"4"})


def test_copies_are_folded_without_words(copied: Session) -> None:
    assert sorted(found(copied, unique=True)) == ["5", "6", "7", "8"]
    assert found(copied, section="odd 0", unique=True) == ["0"]
    assert found(copied, words="-river", unique=True) == []


@pytest.mark.parametrize("order", Order)
def test_pages_of_folded_copies_follow_each_other(copied: Session, order: Order) -> None:
    query = Query(words='river -author:"author 5"', order=order, unique=True)
    whole = [hit.id for hit in search(copied, query)]
    paged: list[int] = []
    page = replace(query, limit=1)
    while hits := search(copied, page):
        paged += [hit.id for hit in hits]
        page = replace(page, after=hits[-1].cursor)
    assert paged == whole
    assert len(paged) == 4
    by_time = [hit.id for hit in search(copied, replace(query, order=Order.TIME))]
    assert [hit.id for hit in stream(copied, query)] == by_time


def test_who_is_first_of_some_is_who_was_first_of_all(copied: Session) -> None:
    ids = [hit.id for hit in search(copied, Query(words="river -site:b.example"))]
    left = [copy.id for copy in near_duplicates.load_cluster(copied, ids[0])]
    assert sorted(left) == sorted(ids)
    while left:
        some = select(ArticleRow.id).where(ArticleRow.id.in_(left))
        shown = copied.scalars(some.where(near_duplicates.is_first_publisher(some))).all()
        assert shown == [left.pop(0)]


def test_all_that_fits_can_be_streamed_and_counted(
    corpus: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert [hit.id for hit in stream(corpus, Query())] == [
        hit.id for hit in search(corpus, Query())
    ]
    assert len(list(stream(corpus, Query(limit=3)))) == 3
    monkeypatch.setattr("storage.search.search.PAGE", 3)
    assert len(search(corpus, Query())) == len(list(stream(corpus, Query()))) == 4
    assert count_matches(corpus, Query(words="bridge", limit=1)) == 2


@pytest.mark.parametrize(
    ("text", "words", "holds"),
    [
        ("の " * 300 + "東京の塔", "東京の塔", True),
        ("の " * 300 + "東京の塔", "塔の東京", False),
        ("山" * 17_000 + "東京の塔", "東京の塔", True),
        ("山" * 17_000 + "東京", "東山", False),
        ("word " * 17_000 + "covid-19", "covid-19", True),
        ("word " * 17_000 + "covid 119", "covid-19", False),
        ("wort " * 17_000 + "covid and 19", "covid-19", False),
        ("word " * 17_000 + "covid and 19", "covid 19", True),
        ("covid", "flood-covid", False),  # the title's last word and the text's first
    ],
)
def test_phrases_are_found_wherever_they_stand(
    session: Session, flood: Article, now: datetime, text: str, words: str, holds: bool
) -> None:
    article = replace(flood, title="The flood", summary=None, body=(Paragraph(text=text),))
    writing.store_article(session, article, now=now)
    assert found(session, words=words) == (["flood"] if holds else [])


def test_a_text_of_nothing_but_new_words_is_indexed(
    session: Session, flood: Article, now: datetime
) -> None:
    # Adlam letters take four bytes each, and every word is another one.
    rare = " ".join(
        "".join(chr(0x1E922 + (number >> 4 * place) % 16) for place in range(5))
        for number in range(16**5 - 50_000, 16**5)
    )
    long = replace(flood, title=rare[:30_000], summary=rare[::-1], body=(Paragraph(text=rare),))
    writing.store_article(session, long, now=now)
    assert found(session, words=rare[:5]) == ["flood"]


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=st.text(max_size=40))
def test_an_article_is_found_by_its_own_title(
    session: Session, flood: Article, now: datetime, text: str
) -> None:
    with session.begin_nested() as savepoint:
        stored = writing.store_article(session, replace(flood, title=f"{text} flood"), now=now)
        plain = "".join(" " if letter in TYPED_SYNTAX else letter for letter in text)
        typed = " ".join(word.lower() if word in SIGNS else word for word in plain.split())
        hits = search(session, Query(words=f"{typed} flood"))
        assert [hit.id for hit in hits] == [stored.id]
        savepoint.rollback()


@pytest.mark.parametrize(
    ("query", "urls"),
    [
        ({"since": date(2024, 10, 24)}, ["tokyo", "1"]),  # the page's own day, not UTC's
        ({"until": date(2024, 10, 23)}, ["flood"]),
        ({"since": date(2024, 10, 23), "until": date(2024, 10, 24)}, ["1", "flood"]),
        ({"section": "WATER"}, ["flood"]),
        ({"section": "اخبار العالم"}, ["1"]),
        ({"section": "Wat"}, []),
        ({"site": "the herald"}, ["flood"]),
        ({"site": "www.herald.example"}, ["flood"]),
        ({"site": "https://herald.example/"}, ["flood"]),
        ({"site": "127.0.0.1:8803"}, ["tokyo"]),
        ({"site": "herald"}, []),
        ({"language": "ar"}, ["1"]),
        ({"author": "oscar"}, ["flood"]),
        ({"author": "قسم"}, ["1"]),
        ({"author": "%"}, []),
        ({"words": "bridge", "language": "en"}, ["flood"]),
        ({"words": "flood", "language": "ar"}, []),
    ],
)
def test_filters_narrow(corpus: Session, query: dict[str, object], urls: list[str]) -> None:
    assert found(corpus, **query) == urls
