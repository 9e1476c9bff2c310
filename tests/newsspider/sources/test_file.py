"""A file of sources is checked to its last key, and each mistake is one sentence."""

from __future__ import annotations

import pytest

from newsspider.errors import UsageError
from newsspider.sources import Source, parse_sources, read_sources, read_tables

GOOD = """
[[source]]
site = "https://www.Example.org/news"

[source.extract]
title = "h1.headline"
authors = "//a[@rel='author']/text()"
summary = "normalize-space(//p[1])"
remove = "aside, .promo"
section_from_url = 2
timezone = "Europe/Berlin"
date_order = "dmy"
language = "de-AT"

[[source]]
site = "127.0.0.1:8801"
extract.section_from_url = '^https?://[^/]+/(\\w+)/(\\w+)/'

[[source]]
site = "bare.example"
"""


@pytest.fixture
def write(tmp_path):
    def made(text: str | bytes):
        path = tmp_path / "sources.toml"
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return path

    return made


def test_a_file_gives_its_sources(write):
    first, second, third = read_sources(write(GOOD))
    assert first == Source(
        site="example.org",
        starts=("https://www.example.org/",),
        timezone="Europe/Berlin",
        date_order="dmy",
        overrides={
            "title": "h1.headline",
            "authors": "//a[@rel='author']/text()",
            "summary": "normalize-space(//p[1])",
            "remove": "aside, .promo",
            "section_from_url": "2",
            "language": "de-AT",
        },
    )
    assert second.site == "127.0.0.1:8801"
    assert second.overrides == {"section_from_url": r"^https?://[^/]+/(\w+)/(\w+)/"}
    assert third == Source(site="bare.example")


def test_an_empty_file_says_nothing(write):
    assert list(read_sources(write(""))) == []


def test_the_keys_that_a_file_names_are_told_from_the_others(write):
    text = "[[source]]\nsite = 'http://www.a.org/x'\ndelay = ''\n[[source]]\nsite = 'b.org'"
    assert read_tables(write(text)) == {
        "a.org": {"site": "http://www.a.org/x", "delay": ""},
        "b.org": {"site": "b.org"},
    }
    with pytest.raises(UsageError, match="no key 'speed'"):
        read_tables(write(f"{text}\nspeed = 1"))


def test_paused_is_for_an_import_alone(write):
    text = "[[source]]\nsite = 'a.org'\npaused = true"
    assert list(read_sources(write(text))) == [Source(site="a.org")]
    assert read_tables(write(text)) == {"a.org": {"site": "a.org", "paused": True}}
    with pytest.raises(UsageError, match="paused is for an import alone"):
        parse_sources(text, "x")
    with pytest.raises(UsageError, match=r"source a.org: paused is true or false"):
        read_tables(write(text.replace("true", "'yes'")))


def extracting(line: str) -> str:
    return f"[[source]]\nsite = 'a.org'\n[source.extract]\n{line}"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("sources = 1", "no key 'sources'"),
        ("[source]\nsite = 'a.org'", "two brackets"),
        ("source = [1]", "source 1 has no site"),
        ("[[source]]", "source 1 has no site"),
        ("[[source]]\nsite = ''", "source 1: site ''"),
        ("[[source]]\nsite = 'a b'", "source 1: site 'a b'"),
        ("[[source]]\nsite = 7", "source 1: site 7"),
        ("[[source]]\nsite = 'a.org'\nfeed = 'x'", "source a.org has no key 'feed'"),
        ("[[source]]\nsite = 'a.org'\nextract = 'x'", "source a.org: extract is a table"),
        ("[[source]]\nsite = 'a.org'\n[[source]]\nsite = 'www.a.org'", "source 2: a.org"),
        (extracting("headline = 'h1'"), "source a.org: extract has no key 'headline'"),
        (extracting("title = 'div['"), "source a.org: extract.title: 'div['"),
        (extracting("title = '//['"), "source a.org: extract.title: '//['"),
        (extracting("title = 'h1::text'"), "source a.org: extract.title: 'h1::text'"),
        (extracting("title = '//h1[odd()]'"), "source a.org: extract.title: '//h1[odd()]'"),
        (extracting("title = '//x:h1'"), "source a.org: extract.title: '//x:h1'"),
        (extracting("title = ' '"), "source a.org: extract.title: a selector is empty"),
        (extracting("title = 1"), "source a.org: extract.title: 1 is no text"),
        (extracting("remove = ['a']"), "source a.org: extract.remove: ['a'] is no text"),
        (extracting("timezone = 'Mars/City'"), "source a.org: extract.timezone: 'Mars/City'"),
        (extracting("timezone = '/etc/passwd'"), "source a.org: extract.timezone"),
        (extracting("timezone = ''"), "source a.org: extract.timezone"),
        (extracting("date_order = 'ymd'"), "source a.org: extract.date_order: 'ymd'"),
        (extracting("language = 'german'"), "source a.org: extract.language: 'german'"),
        (extracting("section_from_url = 0"), "source a.org: extract.section_from_url: 0"),
        (extracting("section_from_url = true"), "source a.org: extract.section_from_url: True"),
        (extracting("section_from_url = 'news'"), "'news' has no group"),
        (extracting("section_from_url = '('"), "'(' is no pattern"),
        ("[[source]\n", "line 1"),
        ("a = " + "[" * 5_000, "sources.toml"),
        (b"\xff\xfe", "utf-8"),
    ],
)
def test_a_mistake_is_one_sentence_that_names_it(write, text, named):
    path = write(text)
    with pytest.raises(UsageError) as raised:
        read_sources(path)
    sentence = str(raised.value)
    assert named in sentence
    assert str(path) in sentence
    assert sentence.endswith(".")
    assert "\n" not in sentence


def test_a_file_that_cannot_be_read_is_named(tmp_path):
    for path in (tmp_path / "missing.toml", tmp_path):
        with pytest.raises(UsageError, match=str(path)):
            read_sources(path)
