"""The same bytes give the same record, whatever order Python keeps its sets in."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

PAGES = Path(__file__).parent / "pages"

READ = """
import hashlib, sys
from datetime import UTC, datetime
from pathlib import Path
from newsspider.extraction.read import explain
from newsspider.items import Page

now = datetime(2024, 11, 30, 12, tzinfo=UTC)
for path in sorted(Path(sys.argv[1]).glob("*.html")):
    page = Page(url="https://post.example/a", body=path.read_bytes(), fetched_at=now)
    explained = explain(page)
    digest = hashlib.sha256(repr((explained.article, explained.cuts)).encode()).hexdigest()
    print(path.name, digest)
"""


@pytest.mark.slow
def test_the_same_bytes_give_the_same_record_under_every_hash_seed():
    answers = [
        subprocess.run(
            [sys.executable, "-c", READ, str(PAGES)],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "2", "3")
    ]
    assert len(answers[0].splitlines()) > 30
    assert len(set(answers)) == 1
