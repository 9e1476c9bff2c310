"""The corpus as a notebook asks it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from newsspider import corpus
from newsspider.corpus import Corpus
from newsspider.errors import DatabaseError, NewsspiderError, UsageError
from newsspider.items import Article, Paragraph
from newsspider.timestamps import Timestamp
from storage import schema
from storage.corpus import writing
from storage.db.engine import connect, sessions

DOCUMENT = Path(__file__).parents[2] / "docs" / "python.md"
NOW = datetime(2024, 11, 5, tzinfo=UTC)
FLOOD = Article(
    url="https://herald.example/flood",
    title="Flood closes the bridge",
    published_at=Timestamp.of_day(date(2024, 10, 23)),
    sections=("Regions",),
    body=(Paragraph(text="The river rose."),),
    language="en",
)
PLAN = Article(
    url="https://sharq.example/1",
    title="الحكومة تعلن خطة",
    published_at=Timestamp.of_day(date(2024, 11, 1)),
    body=(Paragraph(text="أعلنت الحكومة الخطة."),),
    language="ar",
)


@pytest.fixture
def database(tmp_path: Path) -> str:
    url = f"sqlite:///{tmp_path / 'news.db'}"
    engine = connect(url)
    schema.prepare(engine)
    with sessions(engine).begin() as session:
        writing.store_article(session, replace(FLOOD, title="Flood"), now=NOW)
        for article in (FLOOD, PLAN):
            writing.store_article(session, article, now=NOW)
    engine.dispose()
    return url


@pytest.fixture
def news(database: str) -> Iterator[Corpus]:
    with corpus.open(database) as opened:
        yield opened


def test_it_has_a_length_and_can_be_gone_through(news: Corpus) -> None:
    assert len(news) == 2
    assert list(news) == [PLAN, FLOOD]
    assert list(news.articles("river")) == [FLOOD]
    assert list(news.articles(limit=1)) == [PLAN]


def test_search_gives_hits_with_their_ids(news: Corpus) -> None:
    assert [(hit.id, hit.article) for hit in news.search("flood")] == [(1, FLOOD)]
    assert [hit.id for hit in news.search(since="2024-10-24")] == [2]
    assert [hit.id for hit in news.search(until=date(2024, 10, 24), language="en")] == [1]
    assert len(news.search(limit=1)) == 1


@pytest.mark.parametrize("key", [1, "1", FLOOD.url, "HTTPS://herald.example/flood#top"])
def test_an_article_by_id_or_address(news: Corpus, key: int | str) -> None:
    assert news.get(key) == FLOOD


def test_what_is_not_there_is_none(news: Corpus) -> None:
    assert news.get(99) is None
    assert news.get("https://nowhere.example/") is None


def test_a_data_frame(news: Corpus) -> None:
    frame = news.to_pandas(language="en")
    assert frame["title"].tolist() == [FLOOD.title]
    assert frame["published_day"].tolist() == [date(2024, 10, 23)]
    assert news.to_pandas("unicorn").columns.tolist() == frame.columns.tolist()


def test_an_arrow_table(news: Corpus) -> None:
    table = news.to_arrow(extras=["revisions"])
    assert table.column("title").to_pylist() == [PLAN.title, FLOOD.title]
    assert [len(earlier) for earlier in table.column("revisions").to_pylist()] == [0, 1]
    assert "provenance" not in table.column_names


def test_each_call_sees_what_is_stored_by_then(news: Corpus, database: str) -> None:
    assert len(news) == 2
    engine = connect(database)
    with sessions(engine).begin() as session:
        writing.store_article(session, replace(FLOOD, url="https://herald.example/2"), now=NOW)
    engine.dispose()
    assert len(news) == len(list(news)) == 3


@pytest.mark.parametrize(
    ("ask", "says"),
    [
        (lambda news: news.search(sector="Regions"), "There is no filter sector: there are after,"),
        (lambda news: news.search(since="yesterday"), "since=yesterday is no day"),
        (lambda news: news.to_arrow(extras=["html"]), "there are provenance, revisions"),
    ],
)
def test_a_wrong_question_is_one_sentence(news: Corpus, ask, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        ask(news)


def test_without_the_libraries_one_sentence_says_what_to_install(
    news: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(NewsspiderError, match=r"newsspider\[pandas\]"):
        news.to_pandas()
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(NewsspiderError, match=r"newsspider\[export\]"):
        news.to_arrow()


def test_what_cannot_be_opened_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(DatabaseError, match="There is no database"):
        corpus.open(f"sqlite:///{tmp_path / 'gone.db'}")


def test_opening_it_loads_no_crawler_and_no_tables(database: str) -> None:
    code = (
        "import sys; from newsspider import corpus; print(len(corpus.open(sys.argv[1])));"
        "print([name for name in ('scrapy', 'twisted', 'pandas', 'pyarrow') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, database], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines() == ["2", "[]"]


def test_the_document_names_all_that_there_is() -> None:
    text = DOCUMENT.read_text("utf-8")
    public = [name for name in vars(Corpus) if not name.startswith("_")]
    assert [name for name in public if f"`{name}(" not in text] == []
