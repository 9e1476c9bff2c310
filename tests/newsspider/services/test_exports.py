"""Articles out of a corpus and into another, by calls."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from newsspider.errors import UsageError
from newsspider.items import Article, Change, Paragraph
from newsspider.schemas.arrow import Extra
from newsspider.services.database import open_engine
from newsspider.services.exports import ExportFormat, Target, count_exports, export_articles
from newsspider.services.imports import ArticleImport
from storage.corpus.writing import store_article
from storage.db.engine import readers, sessions
from storage.search.search import Query

NOW = datetime(2024, 10, 23, 12, tzinfo=UTC)


@pytest.fixture
def url(tmp_path: Path) -> str:
    url = f"sqlite:///{tmp_path / 'news.db'}"
    with open_engine(url, must_exist=False) as engine, sessions(engine).begin() as session:
        for number in range(3):
            body = (Paragraph(text=f"The council voted {number} times."),)
            article = Article(url=f"https://a.example/{number}", title="Vote", body=body)
            store_article(session, article, now=NOW)
    return url


def exported(url: str, path: Path, query: Query = Query(), **options: object) -> list[int]:
    progress: list[int] = []
    target = Target.of(path, None, (Extra.PROVENANCE,))
    with open_engine(url) as engine, readers(engine)() as session:
        written = export_articles(session, query, target, on_progress=progress.append)
        assert written == count_exports(session, query) == sum(progress)
    return progress


def records(path: Path) -> dict[str, dict[str, object]]:
    """By address, without the ids, which each database gives by itself."""
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    return {line["url"]: line | {"id": None} for line in lines}


def test_what_is_exported_comes_in_again(url: str, tmp_path: Path) -> None:
    assert exported(url, tmp_path / "all.jsonl") == [1, 1, 1]
    progress: list[int] = []
    other = f"sqlite:///{tmp_path / 'other.db'}"
    again = ArticleImport(other, on_progress=progress.append)
    again.run(str(tmp_path / "all.jsonl"))
    assert (again.changes, again.refused, sum(progress)) == ({Change.NEW: 3}, 0, 3)
    exported(other, tmp_path / "other.jsonl")
    assert records(tmp_path / "other.jsonl") == records(tmp_path / "all.jsonl")


def test_as_many_are_exported_as_are_asked_for(url: str, tmp_path: Path) -> None:
    exported(url, tmp_path / "two.jsonl", Query(limit=2))
    lines = (tmp_path / "two.jsonl").read_text().splitlines()
    assert [json.loads(line)["title"] for line in lines] == ["Vote", "Vote"]


def test_a_line_that_is_no_record_is_counted(url: str, tmp_path: Path) -> None:
    (tmp_path / "bad.jsonl").write_text('{"url": 3}\nx\n')
    bad = ArticleImport(url)
    bad.run(str(tmp_path / "bad.jsonl"))
    assert (bad.changes, bad.refused) == ({}, 2)


def test_the_form_is_that_of_the_ending() -> None:
    assert Target.of(Path("a.csv.gz"), None, ()).form is ExportFormat.CSV
    with pytest.raises(UsageError, match="names no format"):
        Target.of(Path("a.txt"), None, ())
