"""A source is a table, and the table is the source again: in JSON and in TOML."""

from __future__ import annotations

import json
import tomllib
from dataclasses import fields, replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsspider.sources import Source, from_table, parse_sources, to_table, written_sources
from newsspider.sources.tables import CRAWL

FULL = Source(
    site="example.org",
    starts=("https://www.example.org/", "https://www.example.org/feed"),
    schedule="0 6 * * mon-fri",
    include=("/politics", "https://example.org/آسیا"),
    exclude=("/politics/live",),
    max_pages=50,
    max_hubs=20,
    delay=2.5,
    since=date(2024, 10, 23),
    render="browser",
    timezone="Europe/Berlin",
    date_order="dmy",
    overrides={"title": "h1", "section_from_url": "2", "language": "de-AT"},
)


def sources() -> st.SearchStrategy[Source]:
    branches = st.lists(st.sampled_from(("/a", "/b/c", "https://x.org/ü")), unique=True)
    return st.builds(
        Source,
        site=st.sampled_from(("x.org", "127.0.0.1:8801", "بي.example")),
        starts=st.lists(
            st.sampled_from(("https://x.org/", "http://x.org/a?b='c'")), unique=True
        ).map(tuple),
        schedule=st.sampled_from(("adaptive", "every 30m", "*/5 * * * 0,6")),
        include=branches.map(tuple),
        exclude=branches.map(tuple),
        max_pages=st.integers(1, 10_000_000),
        max_hubs=st.integers(1, 10_000_000),
        delay=st.none() | st.floats(0, 3600),
        since=st.none() | st.dates(),
        render=st.sampled_from(("http", "browser")),
        timezone=st.sampled_from((None, "Asia/Tehran")),
        date_order=st.sampled_from((None, "mdy")),
        overrides=st.dictionaries(
            st.sampled_from(("title", "body")), st.sampled_from(("h1", '//p[@class="a"]'))
        ),
    )


@given(sources())
def test_every_source_comes_back(source):
    table = to_table(source)
    assert from_table(json.loads(json.dumps(table))) == source
    assert list(parse_sources(written_sources([source]), "x")) == [source]


@given(sources(), sources())
def test_a_file_of_every_key_puts_a_source_back_whatever_it_became(source, other):
    text = written_sources([source], every_key=True)
    assert list(parse_sources(text, "x")) == [source]
    (named,) = tomllib.loads(text)["source"]
    became = to_table(replace(other, site=source.site))
    assert from_table({**became, **named}) == source


def test_an_empty_text_puts_the_default_back():
    keys = [entry.name for entry in fields(Source) if entry.name in CRAWL]
    assert len(keys) == len(CRAWL)
    named = {"site": "example.org", **dict.fromkeys(keys, "")}
    assert from_table(named) == Source(site="example.org")


def test_a_full_table():
    table = to_table(FULL)
    assert table["since"] == "2024-10-23"
    assert table["extract"] == {
        "timezone": "Europe/Berlin",
        "date_order": "dmy",
        "title": "h1",
        "section_from_url": 2,
        "language": "de-AT",
    }
    assert from_table(table) == FULL


def test_what_is_so_by_default_is_left_out():
    assert to_table(Source(site="example.org")) == {"site": "example.org"}
    assert to_table(from_table({"site": "example.org", "max_pages": 1000})) == {
        "site": "example.org"
    }


def test_a_file_is_written_as_a_person_would():
    text = written_sources([FULL, Source(site="b.org")])
    assert text.count("[[source]]\n") == 2
    assert "\n[source.extract]\n" in text
    assert "since = 2024-10-23\n" in text
    assert tomllib.loads(text)["source"][1] == {"site": "b.org"}
    assert list(parse_sources(text, "x")) == [FULL, Source(site="b.org")]
    assert written_sources([]) == ""


def test_where_a_crawl_starts():
    assert Source(site="example.org").starts == ("https://example.org/",)
    assert from_table({"site": "example.org"}).starts == ("https://example.org/",)
    assert from_table({"site": "http://www.Example.org/news/"}).starts == (
        "http://www.example.org/",
    )
    assert from_table({"site": "example.org", "starts": []}).starts == ("https://example.org/",)


@pytest.mark.parametrize(
    ("key", "value", "named"),
    [
        ("starts", "https://a.org/", "no list of texts"),
        ("starts", ["a.org"], "'a.org' is no web address"),
        ("starts", ["ftp://a.org/"], "no web address"),
        ("starts", ["https://a.org/ b"], "no web address"),
        ("starts", ["https://a.org:99999/"], "no web address"),
        ("starts", [1], "no list of texts"),
        ("schedule", "often", "no schedule"),
        ("schedule", 30, "30 is no text"),
        ("include", "/a", "no list of texts"),
        ("include", ["politics"], "neither a path, like '/politics', nor a web address"),
        ("include", ["//a.org/b"], "neither a path"),
        ("exclude", ["/a?b"], "neither a path"),
        ("exclude", [""], "neither a path"),
        ("max_pages", 0, "no number from 1"),
        ("max_pages", True, "no number from 1"),
        ("max_pages", 10.5, "no number from 1"),
        ("max_hubs", -1, "no number from 1"),
        ("delay", -1, "no number of seconds from 0 to 3600"),
        ("delay", float("nan"), "no number of seconds"),
        ("delay", float("inf"), "no number of seconds"),
        ("delay", "2", "no number of seconds"),
        ("delay", True, "no number of seconds"),
        ("since", "2024-13-01", "no day, like 2024-10-23"),
        ("since", 2024, "no day"),
        ("render", "chrome", "neither 'http' nor 'browser'"),
        ("feeds", [], "has no key 'feeds', only site, starts, schedule"),
    ],
)
def test_a_mistake_is_one_sentence_that_names_it(key, value, named):
    with pytest.raises(ValueError, match=r"^source a\.org") as raised:
        from_table({"site": "a.org", key: value})
    sentence = str(raised.value)
    assert named in sentence
    assert key in sentence
    assert "\n" not in sentence
