"""An article as plain data for programs."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsspider.items import Article, Kind, Paragraph, Provenance
from newsspider.schemas.jsonable import jsonable
from newsspider.schemas.record import RecordSchema, parse, record, record_fields
from newsspider.timestamps import Timestamp

NAMES = (
    "url title published_at modified_at section sections authors body text summary language direction"
    " tags image site paywalled provenance"
).split()
FULL = Article(
    url="https://example.org/a",
    title="Old bridge reopens",
    published_at=Timestamp.parse("2024-10-23"),
    modified_at=Timestamp.parse("2024-10-24T14:05+03:00"),
    sections=("Region", "Traffic"),
    authors=("Jane Doe",),
    body=(Paragraph(text="One.", kind=Kind.HEADING), Paragraph(text="قال الوزير.")),
    summary="A bridge.",
    language="en",
    direction="ltr",
    tags=("bridges",),
    image="https://example.org/a.jpg",
    site="Example",
    paywalled=True,
    provenance={"title": Provenance(source="h1", confidence=0.75)},
)


def test_every_field_in_its_order():
    assert list(record(FULL)) == NAMES


def test_a_full_article():
    assert record(FULL) == {
        "url": "https://example.org/a",
        "title": "Old bridge reopens",
        "published_at": "2024-10-23",
        "modified_at": "2024-10-24T14:05+03:00",
        "section": "Region",
        "sections": ["Region", "Traffic"],
        "authors": ["Jane Doe"],
        "body": [
            {"kind": "heading", "text": "One."},
            {"kind": "paragraph", "text": "قال الوزير."},
        ],
        "text": "One.\nقال الوزير.",
        "summary": "A bridge.",
        "language": "en",
        "direction": "ltr",
        "tags": ["bridges"],
        "image": "https://example.org/a.jpg",
        "site": "Example",
        "paywalled": True,
        "provenance": {"title": {"source": "h1", "confidence": 0.75}},
    }


def test_what_is_missing_is_null_or_empty():
    given_nothing = record(Article(url="https://example.org/a"))
    for name in ("title", "published_at", "modified_at", "section", "summary", "language", "image"):
        assert given_nothing[name] is None
    for name in ("sections", "authors", "body", "tags"):
        assert given_nothing[name] == []
    assert given_nothing["text"] == ""
    assert given_nothing["provenance"] == {}


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
ARTICLES = st.builds(
    Article,
    url=TEXT,
    title=st.none() | TEXT,
    published_at=st.none() | st.datetimes(timezones=st.just(UTC)).map(Timestamp.of_instant),
    sections=st.lists(TEXT, max_size=3).map(tuple),
    authors=st.lists(TEXT, max_size=3).map(tuple),
    body=st.lists(
        st.builds(Paragraph, text=TEXT, kind=st.sampled_from(list(Kind))), max_size=3
    ).map(tuple),
    tags=st.lists(TEXT, max_size=3).map(tuple),
    paywalled=st.booleans(),
    provenance=st.dictionaries(
        st.sampled_from(NAMES),
        st.builds(Provenance, source=TEXT, confidence=st.floats(0, 1)),
        max_size=3,
    ),
)


@given(ARTICLES)
def test_any_article_survives_json(article):
    plain = record(article)
    assert json.loads(json.dumps(plain, ensure_ascii=False)) == plain
    assert plain["text"] == "\n".join(block["text"] for block in plain["body"])
    assert plain["section"] == (plain["sections"] or [None])[0]


@given(ARTICLES.filter(lambda article: article.url))
def test_any_article_comes_back_from_its_record(article):
    assert parse(json.loads(json.dumps(record(article)))) == replace(
        article, published_at=_to_the_second(article.published_at)
    )


def _to_the_second(stamp):
    return stamp and replace(stamp, instant=stamp.instant.replace(microsecond=0))


def test_a_record_may_lack_all_but_its_address():
    assert parse({"url": "https://a.example/", "id": 7, "more": {}}) == Article(
        url="https://a.example/"
    )


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"url": None}, "url is missing"),
        ({"url": 7}, "url is not what it should be: 7"),
        ({"title": ["x"]}, "title is not what it should be"),
        ({"published_at": "yesterday"}, "published_at is no date: yesterday"),
        ({"published_at": "2024-10-23T10:00"}, "published_at is no date"),
        ({"modified_at": "0001-01-01T00:00+14:00"}, "modified_at is no date"),
        ({"sections": "Water"}, "sections is not what it should be"),
        ({"authors": [None]}, "authors holds something that is no text"),
        ({"body": ["text"]}, "body holds something that is no paragraph"),
        ({"body": [{"kind": "poem", "text": "x"}]}, "body holds something that is no paragraph"),
        ({"direction": "up"}, "direction is neither ltr nor rtl"),
        ({"paywalled": "no"}, "paywalled is not what it should be"),
        ({"provenance": {"title": {"source": "h1"}}}, "provenance of title"),
        ({"provenance": {"title": {"source": "h1", "confidence": 2}}}, "provenance of title"),
    ],
)
def test_what_is_no_record_is_named(fields, says):
    with pytest.raises(ValueError, match=says):
        parse({"url": "https://a.example/", **fields})


def test_a_day_and_its_midnight_are_told_apart():
    day = Article(url="a", published_at=Timestamp.of_day(datetime(2024, 10, 23, tzinfo=UTC).date()))
    midnight = Article(
        url="a", published_at=Timestamp.of_instant(datetime(2024, 10, 23, tzinfo=UTC))
    )
    assert record(day)["published_at"] == "2024-10-23"
    assert record(midnight)["published_at"] == "2024-10-23T00:00:00+00:00"


def test_a_record_is_what_its_schema_says():
    made = jsonable(RecordSchema(**record_fields(FULL)))
    assert made == record(FULL)
    assert list(made) == NAMES
