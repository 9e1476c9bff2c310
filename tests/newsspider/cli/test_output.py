import subprocess
import sys
from pathlib import Path

import pytest


def search(corpus: str, form: str, output: int, **environment: str) -> subprocess.CompletedProcess:
    command = [sys.executable, "-m", "newsspider", "search", "--format", form, "--database", corpus]
    return subprocess.run(
        command, stdout=output, stderr=subprocess.PIPE, env=environment, timeout=60, check=False
    )


@pytest.mark.parametrize("form", ["table", "json", "jsonl", "csv"])
@pytest.mark.parametrize("encoding", ["latin-1", "ascii"])
def test_an_old_locale_gets_utf8(corpus: str, form: str, encoding: str) -> None:
    shown = search(corpus, form, subprocess.PIPE, PYTHONIOENCODING=encoding)
    assert shown.returncode == 0, shown.stderr
    assert "東京" in shown.stdout.decode("utf-8")


@pytest.mark.parametrize("form", ["table", "jsonl"])
def test_output_that_cannot_be_written_is_one_sentence(corpus: str, form: str) -> None:
    with Path("/dev/full").open("wb") as full:
        shown = search(corpus, form, full.fileno())
    assert shown.returncode == 1
    assert shown.stderr.decode() == (
        "newsspider: The output cannot be written: No space left on device.\n"
    )
