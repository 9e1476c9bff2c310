"""The crawl beside a plain spider takes all pages that the benchmark serves."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "benchmarks/throughput.py"


@pytest.mark.slow
def test_both_take_all_pages() -> None:
    sides = ("--only", "plain", "--only", "newsspider")
    command = [sys.executable, str(SCRIPT), "--pages", "20", "--rounds", "1", *sides]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    rows = [line.split("│") for line in done.stdout.splitlines() if line.startswith("│")]
    assert [(row[1].strip(), row[2].strip()) for row in rows] == [
        ("plain", "20"),
        ("newsspider", "20"),
    ]
