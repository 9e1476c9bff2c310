from pathlib import Path

import pytest


def test_upgrade_makes_the_schema_and_may_be_run_again(run, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'new.db'}"
    for _ in range(2):
        result = run("db", "upgrade", "--database", url)
        assert result.code == 0
        assert "new.db has the schema of this version" in result.out
    assert run("search", "--database", url).err == "Nothing found.\n"


@pytest.mark.parametrize("words", [["search"], ["show", "1"], ["stats"], ["rejected"]])
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
