"""SQLite and PostgreSQL give the same answers."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from kit.generated import SECTIONS, SITES, generate, languages
from sqlalchemy import Engine

from newsspider.items import Article, Paragraph
from newsspider.timestamps import Timestamp
from storage.corpus import writing
from storage.db.engine import readers, sessions
from storage.search.facets import count_facets
from storage.search.search import Order, Query, search

NOW = datetime(2026, 11, 1, tzinfo=UTC)
MADE, SEED = 400, 3
OTHERS = (
    ("ja", "東京都の計画", "Covid-19の影響で会議は延期された。東京の知事が述べた。"),
    ("de", "Nach den Wahlen", "Die Häuser an der Straße wurden geräumt, sagt der Minister."),
    ("ar", "الحُكُومَة تعلن خطة", "قالت والحكومة إن المدارس ستغلق في القاهرة."),
    ("fa", "کتاب‌های تازه", "دولت‌ها در سال ۱۴۰۳ توافق کردند."),
    (None, "O’Neill & Sons", "A note without a language: AT&T, C++ and 50 %."),
)
ASKED = (
    "東京", "京", "東京都 会議", "Covid-19", "Wahl", "strasse", "Häuser Minister", "حكومة", "الحكومه OR كتاب", "کتاب", "دولت 1403",
    "o'neill", "at&t", "c", "50", "title:wahlen", '"der Straße"', '"Straße der"', "-lang:en -lang:ar", "(Wahl OR 東京) -会議",
    "site:site3.example", "section:sport", "section:sport -site:site3.example", "tag:\"tag 7\"", "author:\"Author 3\"",
    "lang:ja", "since:2020-01-01 lang:ar", "until:2016-06-30", "-since:2016-06-30", "gerä*", "مدار*",
)  # fmt: skip


def questions() -> Iterator[str]:
    """Two hundred of all kinds."""
    yield from ASKED
    chance = random.Random(SEED)  # noqa: S311
    tongues = languages(SEED)
    common = [word for tongue in tongues for word in tongue.words[:80]]
    kinds = (
        lambda: chance.choice(common),
        lambda: f"{chance.choice(common)} {chance.choice(common)}",
        lambda: f'"{chance.choice(common)} {chance.choice(common)}"',
        lambda: f"{chance.choice(common)} OR title:{chance.choice(common)}",
        lambda: f"{chance.choice(common)} -{chance.choice(common)}",
        lambda: f"{chance.choice(common)[:3]}*",
        lambda: f"{chance.choice(common)} site:site{chance.randrange(SITES)}.example",
        lambda: (
            f"({chance.choice(common)} OR -{chance.choice(common)}) section:{chance.choice(SECTIONS)}"
        ),
    )
    for number in range(200 - len(ASKED)):
        yield kinds[number % len(kinds)]()


def fill(engine: Engine) -> None:
    others = [
        Article(
            url=f"https://other.example/{number}",
            title=title,
            body=(Paragraph(text=text),),
            language=language,
            published_at=Timestamp.of_day(date(2020, 2, 3)) if number % 2 else None,
        )
        for number, (language, title, text) in enumerate(OTHERS)
    ]
    given = [*generate(MADE, SEED), *others]
    with sessions(engine).begin() as session:
        new = [writing.NewArticle(article=a, first_stored_at=NOW, changed_at=NOW) for a in given]
        dialect = session.get_bind().dialect.name
        assert all(
            writing.add_articles(session, [writing.prepare_article(one, dialect) for one in new])
        )


@pytest.mark.slow
def test_the_same_questions_find_the_same_articles_in_the_same_order(
    both: tuple[Engine, Engine],
) -> None:
    for engine in both:
        fill(engine)
    found = 0
    with readers(both[0])() as sqlite, readers(both[1])() as postgresql:
        for asked in questions():
            query = Query(words=asked, order=Order.TIME)
            one, other = (
                [hit.id for hit in search(session, query)] for session in (sqlite, postgresql)
            )
            assert one == other, asked
            found += bool(one)
        assert found > 120
        for asked in ("", "section:sport", "حكومة OR 東京"):
            assert count_facets(sqlite, Query(words=asked)) == count_facets(
                postgresql, Query(words=asked)
            )
