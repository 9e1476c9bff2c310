from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from newsspider.items import Article, Paragraph
from newsspider.timestamps import Timestamp
from storage import articles
from storage.search import Query, search

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
        articles.save(session, article, now=now)
    return session


def found(session: Session, **query: object) -> list[str]:
    hits = search(session, Query(**query))  # type: ignore[arg-type]
    return [hit.article.url.rsplit("/", 1)[-1] for hit in hits]


def test_no_words_find_all_newest_first_and_undated_last(corpus: Session) -> None:
    assert found(corpus) == found(corpus, words="  ") == ["tokyo", "1", "flood", "undated"]
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
        ("حكومه", []),
        ("١٩١٢", ["undated"]),
        ("東京", ["tokyo"]),
        ("東都", []),
        ("covid-19", ["tokyo"]),
        ("19-covid", []),
        ("covid 19", ["tokyo"]),
        ("brid", []),
        ("plan*", []),
        ('"the bridge"', ["flood", "undated"]),
        ("old-bridge", ["flood"]),
        ("of-1912", ["undated"]),
    ],
)
def test_all_words_must_match(corpus: Session, words: str, urls: list[str]) -> None:
    assert found(corpus, words=words) == urls


@pytest.mark.parametrize(
    "words",
    ['"', '""', "'", "NEAR(", "NEAR(a b, 2)", "title:x", "*", "brid*", "^", "-", "AND", "OR NOT",
     "a OR", "(", "{title}: x", "\\", "a & | ! b", "<->", ":*", "%", "\0", "\ud800", ";--", "🙂"],
)  # fmt: skip
def test_no_words_are_syntax(corpus: Session, words: str) -> None:
    assert found(corpus, words=words) == []


def test_very_many_words_are_no_error(corpus: Session) -> None:
    assert found(corpus, words="bridge " * 3_000) == ["flood", "undated"]
    assert found(corpus, words="-".join(["bridge"] * 500)) == []
    assert found(corpus, words=" ".join(f"bridge{number}" for number in range(3_000))) == []
    assert found(corpus, words=" ".join(f"a-{number}" for number in range(3_000))) == []


@pytest.mark.parametrize(
    ("text", "words", "holds"),
    [
        ("の " * 300 + "東京の塔", "東京の塔", True),
        ("の " * 300 + "東京の塔", "塔の東京", False),
        ("山" * 17_000 + "東京の塔", "東京の塔", True),
        ("山" * 17_000 + "東京", "東山", False),
        ("word " * 17_000 + "covid-19", "covid-19", True),
        ("word " * 17_000 + "covid 119", "covid-19", False),
        ("word " * 17_000 + "covid and 19", "covid-19", False),
        ("word " * 17_000 + "covid and 19", "covid 19", True),
        ("covid", "flood-covid", False),  # the title's last word and the text's first
    ],
)
def test_phrases_are_found_wherever_they_stand(
    session: Session, flood: Article, now: datetime, text: str, words: str, holds: bool
) -> None:
    article = replace(flood, title="The flood", summary=None, body=(Paragraph(text=text),))
    articles.save(session, article, now=now)
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
    articles.save(session, long, now=now)
    assert found(session, words=rare[:5]) == ["flood"]


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=st.text(max_size=40))
def test_an_article_is_found_by_its_own_title(
    session: Session, flood: Article, now: datetime, text: str
) -> None:
    with session.begin_nested() as savepoint:
        stored = articles.save(session, replace(flood, title=f"{text} flood"), now=now)
        hits = search(session, Query(words=f"{text} flood"))
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
