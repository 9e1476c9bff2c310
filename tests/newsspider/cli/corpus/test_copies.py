import json
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from newsspider.items import Article, Paragraph
from newsspider.timestamps import Timestamp
from storage import schema
from storage.corpus import writing
from storage.db.engine import connect, sessions

TEXT = " ".join(f"In sentence {n} the council met and went home again." for n in range(20))


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A corpus with one story that eight outlets have, the seventh of them first."""
    url = f"sqlite:///{tmp_path_factory.mktemp('copied') / 'news.db'}"
    engine = connect(url)
    schema.prepare(engine)
    told = Article(url="", title="Council meets", body=(Paragraph(text=TEXT),))
    with sessions(engine).begin() as session:
        for number in range(1, 9):
            day = date(2024, 5, 1 if number == 7 else 20 - number)
            copy = replace(
                told,
                url=f"https://outlet{number}.example/council",
                published_at=Timestamp.of_day(day),
                body=(*told.body, Paragraph(text=f"Reporting: desk {number}")),
            )
            writing.store_article(session, copy, now=datetime(2024, 6, 1, tzinfo=UTC))
    engine.dispose()
    return url


def test_show_names_the_cluster_and_its_first_publisher(run, copied: str) -> None:
    out = run("show", "3", "--database", copied).out
    assert "Copies: 7. Of these and this one outlet7.example was first (id 7) on 2024-05-01." in out
    assert out.count("Council meets") == 6
    assert "2 more: see --copies." in out


def test_all_copies_are_listed_on_demand(run, copied: str) -> None:
    out = run("show", "7", "--copies", "--database", copied).out
    assert "Of these and this one it was first on 2024-05-01." in out
    assert out.count("Council meets") == 8
    assert "more:" not in out


def test_copies_for_programs(run, copied: str) -> None:
    shown = json.loads(run("show", "3", "--format", "json", "--database", copied).out)
    assert [copy["id"] for copy in shown["copies"]] == [7, 8, 6, 5, 4, 3, 2, 1]
    assert shown["copies"][0] == {
        "id": 7,
        "url": "https://outlet7.example/council",
        "site": "outlet7.example",
        "title": "Council meets",
        "published_at": "2024-05-01",
        "likeness": shown["copies"][0]["likeness"],
    }
    assert shown["copies"][5]["likeness"] == 1


def test_an_article_without_copies(run) -> None:
    assert "Copies" not in run("show", "1").out
    assert json.loads(run("show", "1", "--format", "json").out)["copies"] == []
