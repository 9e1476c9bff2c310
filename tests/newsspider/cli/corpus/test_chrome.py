import csv
import io
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from newsspider.items import Article, Page, Paragraph
from storage import schema, visits
from storage.db.engine import connect, sessions

NOW = datetime(2024, 11, 5, 12, 0, tzinfo=UTC)
HOUSE = "صحيفة البيت ملك لقرائها"
OFFER = "Tickets \x1b[2Jby the dozen"


@pytest.fixture
def corpus(tmp_path: Path) -> str:
    """Four articles of one site: all end with the same two lines."""
    url = f"sqlite:///{tmp_path / 'news.db'}"
    engine = connect(url)
    schema.prepare(engine)
    with sessions(engine).begin() as session:
        for number in range(4):
            address = f"https://herald.example/{number}"
            own = [f"In sentence {at} of story {number} they went home." for at in range(6)]
            body = tuple(Paragraph(text=text) for text in (*own, OFFER, HOUSE))
            article = Article(url=address, title=f"Story {number}", body=body, site="The Herald")
            visits.record_visit(session, Page(url=address, fetched_at=NOW), article, run_id=None)
    engine.dispose()
    return url


def lines(run, *words: str) -> dict[str, tuple[str, int, int]]:
    result = run("chrome", *words, "--format", "json")
    assert result.code == 0
    found = json.loads(result.out)
    assert {one["site"] for one in found} == {"herald.example"}
    return {one["line"]: (one["state"], one["seen"], one["cut"]) for one in found}


def texts(run) -> str:
    return run("search", "--format", "json").out


@pytest.mark.parametrize("site", ["herald.example", "the herald", "https://www.herald.example/1"])
def test_what_was_learned(run, site: str) -> None:
    assert lines(run, site) == {HOUSE: ("learned", 4, 4), OFFER: ("learned", 4, 4)}


def test_every_format_has_the_same_lines(run) -> None:
    words = ("chrome", "herald.example", "--format")
    rows = list(csv.DictReader(io.StringIO(run(*words, "csv").out)))
    objects = [json.loads(line) for line in run(*words, "jsonl").out.splitlines()]
    assert [row["id"] for row in rows] == [str(one["id"]) for one in objects]
    out = run("chrome", "herald.example").out
    assert HOUSE in out
    assert "\x1b" not in out


def test_keeping_a_line_gives_it_back_at_once(run) -> None:
    assert HOUSE not in texts(run)
    result = run("chrome", "herald.example", "--keep", HOUSE)
    assert (result.code, result.err) == (0, "Articles cleaned again: 4.\n")
    assert texts(run).count(json.dumps(HOUSE, ensure_ascii=False)) == 4
    assert lines(run, "herald.example")[HOUSE] == ("kept", 4, 0)


def test_forgetting_lines_by_id(run) -> None:
    found = json.loads(run("chrome", "herald.example", "--format", "json").out)
    words = [word for one in found for word in ("--forget", str(one["id"]))]
    assert run("chrome", "herald.example", *words).code == 0
    assert set(lines(run, "herald.example").values()) == {("forgotten", 4, 0)}
    assert HOUSE in texts(run)


def test_nothing_is_done_where_one_of_the_lines_is_unknown(run) -> None:
    result = run("chrome", "herald.example", "--keep", HOUSE, "--forget", "4711")
    assert (result.code, result.out) == (1, "")
    assert result.err.startswith("newsspider: No line 4711 was learned on herald.example")
    assert lines(run, "herald.example")[HOUSE] == ("learned", 4, 4)


def test_an_unknown_site_is_one_sentence(run) -> None:
    for words in ([], ["--keep", HOUSE]):
        result = run("chrome", "nowhere.example", *words)
        assert (result.code, result.out) == (1, "")
        assert "No site nowhere.example is in the corpus" in result.err
        assert result.err.count("\n") == 1


def test_a_site_without_chrome_is_said_beside_the_output(run, tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text("The bridge is closed\n\nIt was flooded at dawn, the mayor said.\n" * 9)
    assert run("ingest", str(page), "--url", "https://asa.example/1").code == 0
    result = run("chrome", "asa.example")
    assert (result.code, result.out) == (0, "")
    assert result.err == "Nothing was learned of asa.example so far.\n"


def test_an_article_shows_what_was_cut_from_it(run) -> None:
    shown = json.loads(run("show", "1", "--format", "json").out)
    assert (len(shown["body"]), shown["cut"]) == (6, [OFFER, HOUSE])
    assert HOUSE in run("show", "1").out
