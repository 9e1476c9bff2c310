import subprocess
import sys
from pathlib import Path

import pytest


def search(corpus: str, form: str, output: int, **environment: str) -> subprocess.CompletedProcess:
    command = [sys.executable, "-m", "newsspider", "search", "--format", form, "--database", corpus]
    return subprocess.run(
        command, stdout=output, stderr=subprocess.PIPE, env=environment, timeout=60, check=False
    )


@pytest.mark.slow
@pytest.mark.parametrize("form", ["table", "json", "jsonl", "csv"])
@pytest.mark.parametrize("encoding", ["latin-1", "ascii"])
def test_an_old_locale_gets_utf8(corpus: str, form: str, encoding: str) -> None:
    shown = search(corpus, form, subprocess.PIPE, PYTHONIOENCODING=encoding)
    assert shown.returncode == 0, shown.stderr
    assert "東京" in shown.stdout.decode("utf-8")


@pytest.mark.slow
@pytest.mark.parametrize("form", ["table", "jsonl"])
def test_output_that_cannot_be_written_is_one_sentence(corpus: str, form: str) -> None:
    with Path("/dev/full").open("wb") as full:
        shown = search(corpus, form, full.fileno())
    assert shown.returncode == 1
    assert shown.stderr.decode() == (
        "newsspider: The output cannot be written: No space left on device.\n"
    )


@pytest.mark.slow
def test_a_record_that_cannot_be_written_is_stored_and_said(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("<h1>Night bus</h1><p>3 May 2024</p><p>" + "The council voted. " * 40)
    database = f"sqlite:///{tmp_path / 'news.db'}"
    command = [sys.executable, "-m", "newsspider", "ingest", str(page), "--url", "https://a.org/b"]
    with Path("/dev/full").open("wb") as full:
        shown = subprocess.run(
            [*command, "--database", database],
            stdout=full.fileno(),
            stderr=subprocess.PIPE,
            timeout=60,
            check=False,
        )
    assert shown.returncode == 1
    assert shown.stderr.decode() == (
        "newsspider: The output cannot be written: No space left on device.\n"
    )
    kept = search(database, "jsonl", subprocess.PIPE)
    assert "Night bus" in kept.stdout.decode()
