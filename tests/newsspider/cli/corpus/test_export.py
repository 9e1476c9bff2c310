"""Exports on a real database, read by the tools that people read them with."""

from __future__ import annotations

import csv
import gzip
import io
import json
import signal
import subprocess
import sys
import time
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

FIRST_TITLE = "=HYPERLINK(0) \x1b[31m\x9b32m\u202eflood"


@pytest.fixture
def exported(run, tmp_path: Path):
    """The path of an export that ended well."""

    def export(name: str, *words: str) -> Path:
        file = tmp_path / name
        result = run("export", "--output", str(file), *words)
        assert (result.code, result.out) == (0, ""), result.err
        assert not list(tmp_path.glob("*.part"))
        return file

    return export


def lines(text: str) -> list[dict]:
    return [json.loads(line) for line in text.splitlines()]


def test_standard_output_is_json_lines(run) -> None:
    result = run("export")
    assert result.code == 0
    assert "Articles exported: 3." in result.err
    assert [item["id"] for item in lines(result.out)] == [3, 2, 1]
    assert "provenance" not in lines(result.out)[0]
    assert lines(result.out)[0]["changed_at"] == "2024-11-05T12:00:00+00:00"


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        (["flood"], [3]),
        (["--since", "2024-10-24"], [3, 2]),
        (["--site", "asa.example"], [2]),
        (["--language", "ar"], [1]),
        (["--limit", "2"], [3, 2]),
        (["unicorn"], []),
    ],
)
def test_the_filters_are_those_of_search(run, words: list[str], ids: list[int]) -> None:
    result = run("export", *words)
    assert [item["id"] for item in lines(result.out)] == ids
    assert f"Articles exported: {len(ids)}." in result.err


def test_gzip_by_the_ending(exported) -> None:
    with gzip.open(exported("news.jsonl.gz"), "rt", encoding="utf-8") as file:
        assert [json.loads(line)["id"] for line in file] == [3, 2, 1]


def test_csv_is_safe_in_a_spreadsheet(exported) -> None:
    rows = list(csv.DictReader(io.StringIO(exported("news.csv").read_text("utf-8"))))
    assert rows[0]["title"].startswith("'=HYPERLINK")
    assert rows[0]["authors"] == "Jane Doe; Óscar Núñez"
    assert rows[0]["changed_at"] == "2024-11-05T12:00:00+00:00"


def test_with_names_what_is_added(run, exported, changed: str) -> None:
    assert lines(run("export", "--with", "provenance").out)[2]["provenance"]["title"] == {
        "source": "json-ld",
        "confidence": 0.95,
    }
    (row,) = csv.DictReader(
        io.StringIO(exported("a.csv", "سبل", "--with", "provenance").read_text())
    )
    assert json.loads(row["provenance"])["title"]["source"] == "json-ld"
    result = run("export", "--with", "revisions", "--database", changed)
    revised = [item for item in lines(result.out) if item["revisions"]]
    assert revised[0]["revisions"][0]["number"] == 1
    assert revised[0]["revisions"][0]["record"]["title"]


def test_duckdb_reads_the_parquet(exported) -> None:
    import duckdb

    file = exported("news.parquet", "--with", "provenance", "--with", "revisions")
    columns = (
        "id, title, published_day, published_precision, sections[1], len(authors),"
        " body[1].text, provenance[1].source, epoch(published_at)"
    )
    found = duckdb.sql(f"SELECT {columns} FROM '{file}' ORDER BY id").fetchall()  # noqa: S608
    assert found[1][:5] == (2, found[1][1], date(2024, 10, 24), "day", "社会")
    assert found[2][5:7] == (2, "The flood recedes.")
    assert found[0][7] == "json-ld"
    assert found[2][8] == datetime(2024, 11, 2, 8, 15, tzinfo=UTC).timestamp()


def test_pandas_reads_them_all(exported) -> None:
    import pandas

    frames = [
        pandas.read_parquet(exported("news.parquet")),
        pandas.read_json(exported("news.jsonl"), lines=True),
        pandas.read_json(exported("news.jsonl.gz"), lines=True),
        pandas.read_csv(exported("news.csv")),
    ]
    for frame in frames:
        assert frame["id"].tolist() == [3, 2, 1]
        assert frame["site"].tolist()[2] == "صحيفة الشرق"
    parquet, jsonl = frames[0], frames[1]
    assert parquet["title"].tolist() == jsonl["title"].tolist()
    assert str(parquet["published_at"].dtype) == "datetime64[us, UTC]"
    assert parquet["published_at"][0] == pandas.Timestamp("2024-11-02T08:15Z")


def test_the_parquet_is_compressed_with_zstd_and_typed(exported) -> None:
    from pyarrow.parquet import ParquetFile

    file = ParquetFile(exported("news.parquet"))
    first = file.metadata.row_group(0)
    assert {first.column(at).compression for at in range(first.num_columns)} == {"ZSTD"}
    types = {field.name: str(field.type) for field in file.schema_arrow}
    assert types["published_at"] == "timestamp[us, tz=UTC]"
    assert types["published_day"] == "date32[day]"
    assert "list<" in types["body"]
    assert "struct<kind: string, text: string>" in types["body"]


def test_datasette_reads_the_sqlite_file(corpus: str) -> None:
    path = corpus.removeprefix("sqlite:///")
    question = "select title, published_day from articles order by id"
    asked = f"/news.json?sql={question.replace(' ', '+')}&_shape=array"
    done = subprocess.run(
        [Path(sys.executable).parent / "datasette", path, "--get", asked],
        capture_output=True,
        text=True,
        check=True,
    )
    found = json.loads(done.stdout)
    assert [row["published_day"] for row in found] == ["2024-10-23", "2024-10-24", "2024-11-02"]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--output", "news.xls"], "The ending of news.xls names no format"),
        (["--output", "news.parquet.gz"], "The ending of news.parquet.gz names no format"),
        (["--format", "parquet"], "Parquet is written to a file: name one with --output."),
        (["--since", "x"], "--since x is not a day"),
        (["--unknown"], "There is no option --unknown"),
    ],
)
def test_a_wrong_question_is_one_sentence(run, words: list[str], says: str) -> None:
    result = run("export", *words)
    assert (result.code, result.out) == (2, "")
    assert says in result.err


@pytest.mark.parametrize("name", ["a.jsonl", "a.csv", "a.parquet", "a.jsonl.gz"])
def test_a_file_that_cannot_be_written_is_one_sentence(run, tmp_path: Path, name: str) -> None:
    result = run("export", "--output", str(tmp_path / "none" / name))
    assert result.code == 1
    assert "cannot be written: No such file or directory." in result.err
    (tmp_path / name).mkdir()
    result = run("export", "--output", str(tmp_path / name))
    assert (result.code, "cannot be written: it is a folder." in result.err) == (1, True)


def test_without_pyarrow_one_sentence_says_what_to_install(
    run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    file = tmp_path / "news.parquet"
    result = run("export", "--output", str(file))
    assert result.code == 1
    assert "install it with pip install 'newsspider[export]'" in result.err
    assert not file.exists()


@pytest.mark.slow
def test_an_interrupted_export_leaves_the_old_file(tmp_path: Path, corpus: str) -> None:
    import pysqlite3

    large = tmp_path / "large.db"
    with pysqlite3.connect(corpus.removeprefix("sqlite:///")) as source:
        source.execute(f"VACUUM INTO '{large}'")
    with pysqlite3.connect(large) as grown:
        columns = [row[1] for row in grown.execute("PRAGMA table_info(articles)")]
        kept = ", ".join(name for name in columns if name not in ("id", "url"))
        many = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60000)"
        copied = f"SELECT url || i, {kept} FROM articles, n"  # noqa: S608
        grown.execute(f"{many} INSERT INTO articles (url, {kept}) {copied}")
    file = tmp_path / "news.jsonl"
    file.write_text("old")
    command = [sys.executable, "-m", "newsspider", "export", "--output", str(file)]
    exporting = subprocess.Popen(
        [*command, "--database", f"sqlite:///{large}"], stderr=subprocess.PIPE, text=True
    )
    part = tmp_path / "news.jsonl.part"
    while not (part.exists() and part.stat().st_size):
        assert exporting.poll() is None
        time.sleep(0.05)
    exporting.send_signal(signal.SIGINT)
    _, err = exporting.communicate(timeout=20)
    assert exporting.returncode == 130
    assert err == f"newsspider: interrupted: {file} is as it was before.\n"
    assert file.read_text() == "old"
    assert not part.exists()
