"""``newsspider ingest``: every way in, what it prints, and its exit status."""

from __future__ import annotations

import io
import json
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from newsspider.services.inputs import gather
from storage.db.engine import connect, readers
from storage.models import RunRow

TEXT = """World
Flood leaves three villages without power
By Jane Doe
23 October 2024

The river rose by two metres in one night and reached the first houses before dawn.

Engineers said that the power would be back within a week if the rain stopped.

The mayor thanked the volunteers who had carried sand to the dam all through the night.
"""
PARAGRAPHS = TEXT.split("\n\n")[1:]


def _html(title: str, canonical: str | None = None) -> str:
    own = f"<link rel='canonical' href='{canonical}'>" if canonical else ""
    body = "".join(f"<p>{paragraph.strip()}</p>" for paragraph in PARAGRAPHS)
    return (
        f"<html lang='en'><head><title>{title}</title>{own}"
        "<meta property='og:type' content='article'>"
        "<meta property='article:published_time' content='2024-10-23T14:05:00+02:00'></head>"
        f"<body><article><h1>{title}</h1>{body}</article></body></html>"
    )


@pytest.fixture
def ingest(run, tmp_path):
    database = f"sqlite:///{tmp_path / 'news.db'}"

    def typed(*words: str):
        return run("ingest", *words, "--database", database)

    return typed


@pytest.fixture
def standard_input(monkeypatch):
    def give(text: str) -> None:
        monkeypatch.setattr(
            sys, "stdin", SimpleNamespace(buffer=io.BufferedReader(io.BytesIO(text.encode())))
        )

    return give


def _objects(text: str) -> list[dict]:
    decoder, found = json.JSONDecoder(), []
    while text.strip():
        value, end = decoder.raw_decode(text.lstrip())
        found.append(value)
        text = text.lstrip()[end:]
    return found


@pytest.mark.slow
def test_addresses_are_stored_printed_and_named_where_they_fail(ingest, site):
    site.says("/a", _html("Flood leaves three villages without power"))
    site.says("/robots.txt", "User-agent: *\nDisallow: /secret")
    urls = [site.url("/a"), site.url("/gone"), site.url("/secret")]
    result = ingest(*urls, "--allow-private", "--format", "json")
    (record,) = _objects(result.out)
    assert record["title"] == "Flood leaves three villages without power"
    assert record["published_at"] == "2024-10-23T14:05:00+02:00"
    assert record["text"].startswith("The river rose")
    assert result.code == 1
    lines = result.err.splitlines()
    assert [line.split(": ")[:2] for line in sorted(lines)] == [
        [site.url("/gone"), "http_status"],
        [site.url("/secret"), "robots"],
    ]


@pytest.mark.slow
def test_saved_pages_texts_and_lists(ingest, site, tmp_path):
    saved = tmp_path / "saved.html"
    saved.write_text(_html("Rain stops at last over the valley", "https://example.org/rain"))
    listed = tmp_path / "urls.txt"
    site.says("/a", _html("Flood leaves three villages without power"))
    listed.write_text(f"# our pages\n\n{site.url('/a')}\n")
    words = (str(saved), "--from-file", str(listed), "--allow-private", "--format", "jsonl")
    result = ingest(*words)
    assert (result.code, result.err) == (0, "")
    records = [json.loads(line) for line in result.out.splitlines()]
    assert {record["url"] for record in records} == {"https://example.org/rain", site.url("/a")}
    again = ingest(*words)
    assert (again.code, len(again.out.splitlines())) == (0, 2)


def test_a_text_with_its_address_prints_a_table(ingest, tmp_path):
    text = tmp_path / "dump.txt"
    text.write_text(TEXT)
    result = ingest(str(text), "--url", "https://example.org/flood")
    assert (result.code, result.err) == (0, "")
    assert "Flood leaves three villages" in result.out
    assert date(2024, 10, 23).isoformat() in result.out


@pytest.mark.slow
def test_a_page_of_another_kind_is_kept_where_one_asks_for_it(ingest, tmp_path):
    thread = tmp_path / "thread.html"
    post = "<div class='post answer'>{}<a href='/users/7/dough'>dough</a> <time>5 March 2024</time> <a href=#>Reply</a></div>"
    thread.write_text(
        "<html lang=en><head><title>Oven cracks</title><script type='application/ld+json'>"
        '{"@context": "https://schema.org", "@type": "QAPage"}</script></head><body>'
        + "<h1>Oven cracks</h1>"
        + "".join(post.format(f"<p>{paragraph.strip()}</p>") for paragraph in PARAGRAPHS)
    )
    words = (str(thread), "--url", "https://forum.example/questions/7/oven", "--format", "json")
    done = ingest(*words)
    assert (done.code, done.out) == (1, "")
    assert "forum_thread" in done.err
    kept = ingest(*words, "--keep")
    assert kept.code == 0, kept.err
    evidence = json.loads(kept.out)["provenance"]["kept"]
    assert evidence == {"source": "forum_thread", "confidence": 0.0}


def test_standard_input_is_content_with_an_address(ingest, standard_input):
    standard_input(TEXT)
    result = ingest("-", "--url", "https://example.org/flood", "--format", "json")
    assert result.code == 0
    assert _objects(result.out)[0]["url"] == "https://example.org/flood"


def test_standard_input_is_a_page_that_names_its_address(ingest, standard_input):
    standard_input(_html("Night bus stays", canonical="https://a.org/night-bus"))
    result = ingest("-", "--format", "json")
    assert (result.code, result.err) == (0, "")
    assert _objects(result.out)[0]["url"] == "https://a.org/night-bus"


def test_standard_input_is_a_list_without_one(ingest, standard_input, site):
    standard_input(f"{site.url('/gone')}\n# no more\n")
    result = ingest("-", "--allow-private")
    assert (result.code, result.out) == (1, "")
    assert f"{site.url('/gone')}: http_status" in result.err


def test_a_long_list_is_read_to_its_end(standard_input, tmp_path):
    lines = f"{'# no address in this line ' * 40}\n" * 11_000 + "https://example.org/last\n"
    path = tmp_path / "list.txt"
    path.write_text(lines)
    standard_input(lines)
    assert gather([], [path], None).urls == ("https://example.org/last",)
    assert gather(["-"], [], None).urls == ("https://example.org/last",)


@pytest.mark.slow
def test_private_addresses_are_refused_in_one_sentence(ingest):
    hosts = (
        "127.0.0.1 127.1 127.0.1 2130706433 0x7f000001 0x7f.1 0177.0.0.1 017700000001 0 0.0.0.0"
        " 127.0.0.1. localhost localhost. a.localhost [::1] [::ffff:127.0.0.1] [::127.0.0.1]"
        " [64:ff9b::7f00:1] [2002:7f00:1::] 169.254.169.254 168.63.129.16 １２７.０.０.１"
        " %31%32%37.0.0.1 user:secret@127.0.0.1 10.1.2.3 [fe80::1%25eth0] 224.0.0.1"
    ).split()
    urls = [f"http://{host}/a" for host in hosts]
    result = ingest(*urls)
    assert (result.code, result.out) == (1, "")
    lines = result.err.splitlines()
    assert len(lines) == len(urls)
    assert all("private_address" in line and "--allow-private" in line for line in lines)


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ([], "nothing to ingest"),
        (["no-such-file.html"], "no-such-file.html"),
        (["http://127.0.0.1:1/a", "no-such-file.html"], "no-such-file.html"),
        (["--from-file", "no-such-list.txt"], "no-such-list.txt"),
        (["ftp://example.org/a"], "ftp://example.org/a"),
        (["http://[::1/"], "http://[::1/"),
        (["https://"], "https://"),
        (["dump.txt"], "--url"),
        (["dump.txt", "other.txt", "--url", "https://example.org/a"], "--url"),
        (["dump.txt", "--url", "example.org/a"], "https://"),
        (["https://example.org/a", "--url", "https://example.org/b"], "--url"),
        (["--from-file", "empty.txt"], "empty.txt"),
        (["folder"], "folder"),
    ],
)
def test_wrong_usage_is_one_sentence_and_two(ingest, words, named, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("dump.txt", "other.txt"):
        Path(name).write_text(TEXT)
    Path("empty.txt").write_text("# nothing\n")
    Path("folder").mkdir()
    result = ingest(*words)
    assert (result.code, result.out) == (2, "")
    assert named in result.err
    assert len(result.err.strip().splitlines()) == 1
    assert not (tmp_path / "news.db").exists()


def test_a_database_that_cannot_be_opened_is_one_sentence(run, tmp_path):
    text = tmp_path / "dump.txt"
    text.write_text(TEXT)
    url = f"sqlite:///{tmp_path / 'no' / 'such.db'}"
    result = run("ingest", str(text), "--url", "https://example.org/a", "--database", url)
    assert (result.code, result.out) == (1, "")
    assert len(result.err.strip().splitlines()) == 1


@pytest.mark.parametrize("times", [1, 2])
@pytest.mark.slow
def test_an_interrupted_ingest_ends_clean_and_says_nothing_else(site, tmp_path, times):
    site.says("/robots.txt", "")
    for path in ("/a", "/b", "/c"):
        site.says(path, "late", delay=60)
    database = tmp_path / "news.db"
    words = [*map(site.url, ("/a", "/b", "/c")), "--allow-private"]
    words += ["--database", f"sqlite:///{database}"]
    running = subprocess.Popen(
        [sys.executable, "-m", "newsspider", "ingest", *words], stderr=subprocess.PIPE, text=True
    )
    while "/a" not in site.paths():
        assert running.poll() is None
        time.sleep(0.05)
    for _ in range(times):
        running.send_signal(signal.SIGINT)
        time.sleep(0.3)
    _, err = running.communicate(timeout=50)
    assert running.returncode == 130
    assert err.strip() == "newsspider: interrupted: run the same again for the rest."
    engine = connect(f"sqlite:///{database}")
    with readers(engine)() as session:
        assert session.scalars(select(RunRow.status)).all() == ["interrupted"]
    engine.dispose()
