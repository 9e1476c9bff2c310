"""The processor time of commands before they do anything, beside ``python -c pass``.

Each is run in turn, so that all meet the same load; the median of the rounds is printed, and how
many times that of an empty program it is. Ends with 1 where a command is above its bound.

    python benchmarks/startup.py --rounds 9
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from newsspider.items import Article, Page, Paragraph
from newsspider.timestamps import Precision, Timestamp
from storage import schema, visits
from storage.db.engine import connect, sessions

NOW = datetime(2024, 11, 5, 12, 0, tzinfo=UTC)
NEWSSPIDER = ("-c", "from newsspider.cli import main; main()")

COMMANDS = (
    ("--help", 8),
    ("db --help", None),
    ("sources --help", None),
    ("archive --help", None),
    ("search --help", None),
    ("health --help", None),
    ("reextract --help", None),
    ("search flood", 30),
    ("search flood --format json", 30),
    ("stats", None),
)
"""Words of a command, and how many times an empty program's time it may take."""

LIBRARIES = ("import typer", "import sqlalchemy.orm", "import typer, sqlalchemy.orm")
"""Imports: no command that asks a database can be faster."""


def main() -> None:
    """Print a table of all commands."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--rounds", type=int, default=7)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder, 'news.db')}"
        _fill(url)
        os.environ["NEWSSPIDER_DATABASE_URL"] = url
        programs = {"python -c pass": ["-c", "pass"]}
        programs |= {line: ["-c", line] for line in LIBRARIES}
        programs |= {f"newsspider {words}": [*NEWSSPIDER, *words.split()] for words, _ in COMMANDS}
        seconds: dict[str, list[float]] = {name: [] for name in programs}
        for _ in range(rounds + 1):
            for name, words in programs.items():
                seconds[name].append(_processor_time(words))
    sys.exit(_print({name: statistics.median(taken[1:]) for name, taken in seconds.items()}))


def _fill(url: str) -> None:
    engine = connect(url)
    schema.prepare(engine)
    with sessions(engine).begin() as session:
        for number in range(100):
            article = Article(
                url=f"https://herald.example/{number}",
                title=f"Flood number {number} recedes",
                published_at=Timestamp.of_instant(NOW, Precision.MINUTE),
                body=(Paragraph(text=f"The flood number {number} recedes in the valley."),),
                language="en",
            )
            visits.record_visit(
                session, Page(url=article.url, fetched_at=NOW), article, run_id=None
            )
    engine.dispose()


def _processor_time(words: list[str]) -> float:
    """Seconds of user and system that Python takes with these arguments, its children included."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(  # noqa: S603 - the words above
        [sys.executable, *words],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=True,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def _print(medians: dict[str, float]) -> int:
    """Write the table; 1 where a bound is not kept, else 0."""
    bounds = {f"newsspider {words}": bound for words, bound in COMMANDS}
    empty = medians["python -c pass"]
    broken = 0
    for name, taken in medians.items():
        bound = bounds.get(name)
        broken |= bound is not None and taken > bound * empty
        asked = f"  (at most {bound})" if bound else ""
        print(f"{taken * 1000:7.1f} ms {taken / empty:6.1f} x  {name}{asked}")
    return int(broken)


if __name__ == "__main__":
    main()
