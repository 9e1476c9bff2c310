"""Exports that come back, whole or with bad lines, and imports that are killed."""

from __future__ import annotations

import gzip
import json
import random
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import select

from newsspider.items import Article, Paragraph
from newsspider.schemas.record import record
from storage.check import problems
from storage.db.engine import connect, readers
from storage.models import ArticleRow

KILLED = 6
LINES = 1_200


@pytest.fixture
def database(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'other.db'}"


def export(run, *words: str) -> str:
    result = run("export", "--with", "provenance", *words)
    assert result.code == 0
    return re.sub(r'"id": \d+, ', "", result.out)


def test_there_and_back_is_the_same(run, changed: str, database: str, tmp_path: Path) -> None:
    file = tmp_path / "news.jsonl"
    file.write_text(export(run, "--with", "revisions", "--database", changed), "utf-8")
    result = run("import", str(file), "--database", database)
    assert (result.code, result.out) == (0, "")
    assert re.search(
        r"Articles: [1-9] new, 0 updated, 0 unchanged\. Lines refused: 0\.", result.err
    )
    for again in (1, 2):
        assert export(run, "--with", "revisions", "--database", database) == file.read_text("utf-8")
        result = run("import", str(file), "--database", database)
        assert re.search(r"0 new, 0 updated, [1-9] unchanged", result.err), again


@pytest.mark.slow
def test_gzip_and_what_search_printed_are_taken_too(
    run, shell, database: str, tmp_path: Path
) -> None:
    file = tmp_path / "news.gz"
    file.write_bytes(gzip.compress(export(run).encode()))
    assert "3 new" in run("import", str(file), "--database", database).err
    line = f"newsspider search --format jsonl | newsspider import - --database {database}"
    assert "0 new, 0 updated, 3 unchanged" in shell(line).stderr


def test_a_bad_line_is_named_and_the_others_go_in(run, database: str, tmp_path: Path) -> None:
    good = export(run).splitlines()
    bad = (
        "{",
        '["a"]',
        '{"url": "news"}',
        '{"url": "https://a.example/", "title": 7}',
        '{"url": "https://a.example/", "changed_at": "2024-10-23"}',
        '{"url": "https://a.example/", "revisions": [7]}',
        '{"url": "https://a.example/", "tags": ["%s"]}' % ("x" * 3000),
        '{"url": "https://a.example/", "provenance": {"a": {"source": "b", "confidence": NaN}}}',
        "[" * 100_000,
    )
    file = tmp_path / "news.jsonl"
    file.write_text("\n".join((good[0], *bad, "", *good[1:])) + "\n", "utf-8")
    result = run("import", str(file), "--database", database)
    assert result.code == 1
    said = (
        "Line 2 is refused: it is no JSON",
        "Line 3 is refused: it is no JSON object.",
        "Line 4 is refused: url is no web address: news.",
        "Line 5 is refused: title is not what it should be: 7.",
        "Line 6 is refused: changed_at has no zone: 2024-10-23.",
        "Line 7 is refused: revisions holds something that is no revision.",
        "Line 8 is refused: A URL or name is longer than 2,600 bytes",
        "Line 9 is refused: it is no JSON (NaN is no number).",
        "Line 10 is refused: it is no JSON",
        "Articles: 3 new, 0 updated, 0 unchanged. Lines refused: 9.",
    )
    assert [sentence for sentence in said if sentence not in result.err] == []


def test_a_file_that_ends_half_way_keeps_what_it_gave(run, database: str, tmp_path: Path) -> None:
    file = tmp_path / "news.gz"
    lines = "".join(json.dumps(record(article)) + "\n" for article in _articles("cut", 400))
    zipped = gzip.compress(lines.encode())
    file.write_bytes(zipped[: len(zipped) * 3 // 4])
    result = run("import", str(file), "--database", database)
    assert result.code == 1
    assert re.search(r"news\.gz is damaged or cut off after line \d+ ", result.err)
    assert re.search(r"Articles: [1-9]\d* new", result.err)


@pytest.mark.parametrize("name", ["none.jsonl", "folder"])
def test_a_file_that_cannot_be_read_makes_no_database(
    run, database: str, tmp_path: Path, name: str
) -> None:
    (tmp_path / "folder").mkdir()
    result = run("import", str(tmp_path / name), "--database", database)
    assert result.code == 2
    assert name in result.err
    assert not (tmp_path / "other.db").exists()


def _articles(name: str, count: int) -> list[Article]:
    return [
        Article(
            url=f"https://{name}.example/{number}",
            title=f"{name} {number}",
            authors=(f"Author {number % 7}",),
            body=tuple(Paragraph(text=f"What {name} said, {number}, {n}.") for n in range(5)),
        )
        for number in range(count)
    ]


def _stored(database: str) -> set[str]:
    engine = connect(database, must_exist=True)
    with readers(engine)() as session:
        urls = set(session.scalars(select(ArticleRow.url)))
    engine.dispose()
    return urls


def _acknowledged(err: str) -> int:
    return max(map(int, re.findall(r"Stored up to line (\d+)\.", err)), default=0)


@pytest.mark.slow
def test_a_killed_import_loses_nothing_that_it_acknowledged(database: str, tmp_path: Path) -> None:
    chance = random.Random(6)  # noqa: S311
    everything: list[Article] = []
    cut_short = 0
    for turn in range(KILLED):
        articles = _articles(f"site{turn}", LINES)
        everything += articles
        file = tmp_path / f"{turn}.jsonl"
        file.write_text("".join(json.dumps(record(article)) + "\n" for article in articles))
        command = [sys.executable, "-m", "newsspider", "import", str(file), "--database", database]
        importing = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        assert importing.stderr is not None
        seen = [importing.stderr.readline() for _ in range(turn % 3)]
        time.sleep(chance.uniform(0, 0.3) if seen else chance.uniform(0.3, 1.2))
        importing.kill()
        err = "".join(seen) + importing.communicate()[1]
        cut_short += importing.returncode < 0
        promised = {article.url for article in articles[: _acknowledged(err)]}
        assert promised <= (_stored(database) if promised else set())
    assert cut_short > KILLED / 2
    engine = connect(database)
    with readers(engine)() as session:
        assert list(problems(session, lambda more: None)) == []
    engine.dispose()
    whole = tmp_path / "whole.jsonl"
    whole.write_text("".join((tmp_path / f"{turn}.jsonl").read_text() for turn in range(KILLED)))
    command = [sys.executable, "-m", "newsspider", "import", str(whole), "--database", database]
    assert subprocess.run(command, check=False, capture_output=True).returncode == 0
    assert _stored(database) == {article.url for article in everything}
