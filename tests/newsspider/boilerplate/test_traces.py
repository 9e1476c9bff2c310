from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsspider.boilerplate import key_of, position_in_site, trace
from newsspider.boilerplate.traces import MOST_LINES
from newsspider.items import Article, Kind, Paragraph
from newsspider.timestamps import Timestamp

articles = st.builds(
    Article,
    url=st.text(max_size=20),
    title=st.none() | st.text(max_size=20),
    published_at=st.none() | st.dates(max_value=date(9998, 1, 1)).map(Timestamp.of_day),
    body=st.lists(
        st.builds(
            Paragraph,
            text=st.text(st.characters(), max_size=20),
            kind=st.sampled_from(Kind),
            place=st.none() | st.text(max_size=20),
        ),
        max_size=8,
    ).map(tuple),
)


@given(articles)
def test_any_article_leaves_a_trace_that_fits_the_database(article):
    made = trace(article)
    numbers = [made.title, made.text, position_in_site(article)]
    numbers += [number for line in made.lines for number in (line.key, line.place)]
    assert all(0 <= number < 2**63 for number in numbers)
    assert made.size >= sum(line.size for line in made.lines)


def test_an_article_stands_by_its_day():
    undated = Article(url="https://herald.example/z")
    days = [
        Article(url=f"https://herald.example/{day}", published_at=Timestamp.of_day(day))
        for day in (date(1999, 12, 31), date(2024, 1, 1), date(2024, 1, 2))
    ]
    spots = [position_in_site(article) for article in (undated, *days)]
    assert spots == sorted(set(spots))


def test_case_spaces_and_punctuation_make_no_other_line():
    assert key_of("Read  MORE: news!") == key_of("read more news")
    assert key_of("Ｎｅｗｓ") == key_of("news") != key_of("new")


@pytest.mark.parametrize(
    ("count", "edges"),
    [
        (1, [0]),
        (2, [0, 1]),
        (4, [0, 3]),
        (6, [0, 4, 5]),
        (12, [0, 1, 8, 9, 10, 11]),
        (40, [0, 1, 36, 37, 38, 39]),
    ],
)
def test_edges_grow_with_the_body(count, edges):
    body = tuple(Paragraph(text=f"Line number {at}") for at in range(count))
    made = trace(Article(url="https://herald.example/", body=body))
    assert [line.at for line in made.lines if line.edge] == edges


def test_of_a_very_long_body_the_middle_is_left_out():
    body = tuple(Paragraph(text=f"Line number {at}") for at in range(MOST_LINES + 50))
    made = trace(Article(url="https://herald.example/", body=body))
    assert [made.lines[0].at, made.lines[-1].at] == [0, MOST_LINES + 49]
    assert len(made.lines) == MOST_LINES
