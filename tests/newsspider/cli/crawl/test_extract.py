"""``newsspider extract``: one page, its record or its reasons, and nothing stored."""

from __future__ import annotations

import io
import json
import sys
from types import SimpleNamespace

import pytest

PROSE = "The river rose by two metres in one night and reached the first houses before dawn. "
HTML = (
    "<html lang=en><head><title>Flood leaves villages without power</title>"
    "<meta property=og:title content='Villages dark after flood'>"
    "<meta property=article:published_time content='2024-10-23T14:05:00+02:00'></head><body>"
    "<article><h1>Flood leaves villages without power</h1>"
    f"<p>{PROSE * 3}</p><p>{PROSE * 4}</p></article>"
    "<aside class=related><h3>Related stories</h3><p><a href=/x>Trams return to town</a></p></aside>"
    "</body></html>"
)
ARABIC = (
    "<html lang=ar dir=rtl><head><title>إغلاق الجسر القديم حتى نهاية الأسبوع</title></head><body>"
    "<h1>إغلاق الجسر القديم حتى نهاية الأسبوع</h1><p>23 تشرين الأول 2024</p><p>"
    + "أعلنت البلدية إغلاق الجسر القديم أمام السيارات حتى نهاية الأسبوع، وقال مسؤول إن الفحص لم ينته. "
    * 5
    + "</p></body></html>"
)


@pytest.fixture
def extract(run, tmp_path):
    def typed(*words: str):
        return run("extract", *words, "--database", f"sqlite:///{tmp_path / 'none.db'}")

    yield typed
    assert not (tmp_path / "none.db").exists()


@pytest.fixture
def saved(tmp_path):
    path = tmp_path / "saved.html"
    path.write_text(HTML)
    return str(path)


def test_a_saved_page_needs_no_address(extract, saved):
    result = extract(saved)
    assert (result.code, result.err) == (0, "")
    assert "Flood leaves villages without power" in result.out
    assert "The river rose" in result.out


@pytest.mark.slow
def test_json_is_the_record_that_ingest_prints(run, extract, saved, tmp_path):
    words = (saved, "--url", "https://example.org/flood", "--format", "json")
    stored = f"sqlite:///{tmp_path / 'other.db'}"
    ingested = run("ingest", *words, "--database", stored)
    assert json.loads(extract(*words).out) == json.loads(ingested.out)


def test_the_explanation_shows_witnesses_cuts_and_verdict(extract, saved):
    result = extract(saved, "--explain")
    assert (result.code, result.err) == (0, "")
    assert result.out.startswith("An article.")
    assert "Villages dark after flood" in result.out
    assert "Related stories" in result.out
    assert "Nothing was heard of:" in result.out
    assert max(map(len, result.out.splitlines())) <= 80


def test_the_explanation_of_a_right_to_left_page(extract, tmp_path):
    path = tmp_path / "arabic.html"
    path.write_text(ARABIC)
    result = extract(str(path), "--explain")
    assert result.code == 0
    assert "إغلاق الجسر القديم حتى نهاية الأسبوع" in result.out
    assert "2024-10-23" in result.out


def test_the_explanation_for_programs(extract, saved):
    given = json.loads(extract(saved, "--explain", "--format", "json").out)
    assert given["verdict"] == "article"
    assert given["record"]["title"] == "Flood leaves villages without power"
    title = given["fields"]["title"]
    heard = {witness["value"] for witness in title["witnesses"]}
    assert heard == {"Flood leaves villages without power", "Villages dark after flood"}
    assert given["fields"]["published_at"]["value"] == "2024-10-23T14:05:00+02:00"
    assert given["signals"]["prose_characters"] > 250
    assert "Related stories" in {cut["text"] for cut in given["cuts"]}


@pytest.mark.slow
def test_what_is_no_article_is_explained_too(extract, tmp_path):
    path = tmp_path / "short.html"
    path.write_text("<title>Page not found</title><h1>Page not found</h1>")
    plain, explained = extract(str(path)), extract(str(path), "--explain")
    assert (plain.code, plain.out) == (1, "")
    assert "soft_404" in plain.err
    assert explained.code == 0
    assert "No article: soft_404" in explained.out
    given = json.loads(extract(str(path), "--explain", "--format", "json").out)
    assert (given["verdict"], given["record"]) == ("soft_404", None)


def test_an_address_is_fetched_on_the_road_of_ingest(extract, site):
    site.says("/a", HTML)
    site.says("/robots.txt", "User-agent: *\nDisallow: /secret")
    refused = extract(site.url("/a"))
    assert (refused.code, refused.out) == (1, "")
    assert "private_address" in refused.err
    assert site.paths() == []
    fetched = extract(site.url("/a"), "--allow-private", "--format", "json")
    assert fetched.code == 0
    assert json.loads(fetched.out)["url"] == site.url("/a")
    forbidden = extract(site.url("/secret"), "--allow-private", "--explain")
    assert (forbidden.code, forbidden.out) == (1, "")
    assert f"{site.url('/secret')}: robots" in forbidden.err
    assert "/secret" not in site.paths()


@pytest.mark.slow
def test_standard_input(extract, monkeypatch):
    def give(text: str) -> None:
        stream = io.BufferedReader(io.BytesIO(text.encode()))
        monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=stream))

    give(HTML)
    assert extract("-", "--format", "json").code == 0
    give("")
    empty = extract("-", "--explain")
    assert (empty.code, empty.out) == (1, "")
    assert empty.err == "standard input: empty: no content\n"


def test_a_picture_is_no_page(extract, tmp_path):
    path = tmp_path / "a.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)) * 9)
    result = extract(str(path))
    assert (result.code, result.out) == (1, "")
    assert "not_html" in result.err
    assert len(result.err.splitlines()) == 1


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (["no-such-file.html"], "no-such-file.html"),
        (["."], "directory"),
        (["ftp://example.org/a"], "ftp://example.org/a"),
        (["https://example.org/a", "--url", "https://example.org/b"], "--url"),
        (["https://example.org/a", "--sources", "none.toml"], "none.toml"),
    ],
)
def test_wrong_usage_is_one_sentence_and_two(extract, words, named, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = extract(*words)
    assert (result.code, result.out) == (2, "")
    assert named in result.err
    assert len(result.err.strip().splitlines()) == 1


def test_a_broken_database_is_one_sentence(run, saved, tmp_path):
    (tmp_path / "bad.db").write_text("no database, but long enough to look like one" * 30)
    result = run("extract", saved, "--database", f"sqlite:///{tmp_path / 'bad.db'}")
    assert (result.code, result.out) == (1, "")
    assert len(result.err.strip().splitlines()) == 1
