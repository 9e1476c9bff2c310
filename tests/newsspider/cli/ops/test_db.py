import re
import shutil
from pathlib import Path

import pytest

from storage.db.engine import connect


def test_upgrade_makes_the_schema_and_may_be_run_again(run, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'new.db'}"
    for _ in range(2):
        result = run("db", "upgrade", "--database", url)
        assert result.code == 0
        assert "new.db has the schema of this version" in result.out
    assert run("search", "--database", url).err == "Nothing found.\n"


@pytest.mark.parametrize(
    "words",
    [
        ["search"],
        ["show", "1"],
        ["stats"],
        ["rejected"],
        ["export"],
        ["db", "check"],
        ["db", "vacuum"],
        ["db", "backup", "x"],
    ],
)
def test_a_missing_database_is_one_sentence_and_stays_missing(
    run, tmp_path: Path, words: list[str]
) -> None:
    file = tmp_path / "gone.db"
    result = run(*words, "--database", f"sqlite:///{file}")
    assert (result.code, result.out) == (1, "")
    assert f"There is no database {file}: crawl or ingest something first" in result.err
    assert result.err.count("\n") == 1
    assert not file.exists()


def test_a_bad_url_is_one_sentence(run) -> None:
    result = run("search", "--database", "news.db")
    assert result.code == 1
    assert "write it like sqlite:///news.db" in result.err


@pytest.fixture
def own(corpus: str, tmp_path: Path) -> str:
    """The corpus once more, for this test to break."""
    shutil.copy(corpus.removeprefix("sqlite:///"), tmp_path / "own.db")
    return f"sqlite:///{tmp_path / 'own.db'}"


def test_a_sound_database_is_called_so(run) -> None:
    result = run("db", "check")
    assert (result.code, result.out, result.err) == (0, "The database is sound.\n", "")


def test_check_names_each_problem_and_repair_mends_it(run, own: str) -> None:
    engine = connect(own)
    with engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM article_words WHERE rowid = 2")
        connection.exec_driver_sql("INSERT INTO article_words (rowid, title) VALUES (77, 'stray')")
    engine.dispose()
    result = run("db", "check", "--database", own)
    assert (result.code, result.out) == (1, "")
    assert result.err.splitlines() == [
        "Entries of the search index without an article: 1.",
        "Articles that the search index lacks or has in other words: 1 (id 2).",
        "newsspider db check --repair puts right what it can.",
    ]
    result = run("db", "check", "--repair", "--database", own)
    assert (result.code, result.out) == (0, "The database is sound.\n")
    assert result.err.count("Mended.") == 2
    assert run("db", "check", "--database", own).code == 0


def test_vacuum_says_what_it_came_to(run, own: str) -> None:
    result = run("db", "vacuum", "--database", own)
    assert result.code == 0
    assert re.fullmatch(r"The database takes [\d,]+ bytes; it took [\d,]+\.\n", result.out)


def test_a_backup_is_a_database(run, tmp_path: Path) -> None:
    file = tmp_path / "copy.db"
    result = run("db", "backup", str(file))
    assert result.code == 0
    assert f"The backup is in {file} (" in result.out
    copy = f"sqlite:///{file}"
    assert run("search", "--database", copy).out == run("search").out
    assert run("db", "check", "--database", copy).code == 0


def test_a_backup_over_the_database_itself_is_refused(run, own: str) -> None:
    result = run("db", "backup", own.removeprefix("sqlite:///"), "--database", own)
    assert (result.code, result.out) == (2, "")
    assert "is a database in use: name another file for the backup." in result.err


def test_a_damaged_file_is_called_so(run, own: str) -> None:
    file = Path(own.removeprefix("sqlite:///"))
    whole = bytearray(file.read_bytes())
    page = int.from_bytes(whole[16:18], "big")
    for start in range(len(whole) // 2 // page * page, len(whole), page):  # the schema comes first
        whole[start : start + page] = bytes([255]) * page
    file.write_bytes(whole)
    result = run("db", "check", "--database", own)
    assert (result.code, result.out) == (1, "")
    assert "malformed" in result.err
    assert "put a backup in its place." in result.err.lower()
