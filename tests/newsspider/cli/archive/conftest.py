"""Crawls of the demo world into an archive, by the commands that a person types."""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from newsspider import cli
from newsspider.demo import World

ROOT = Path(__file__).parents[4]

OUTLETS = (1, 3, 4, 5)
"""The outlets that are crawled: of four languages, three scripts and two charsets."""


@dataclass(frozen=True)
class Home:
    """A database and an archive in a folder of their own."""

    folder: Path
    one_article: str = """SELECT pages.url, place, length FROM captures
JOIN pages ON pages.id = page_id
WHERE pages.state = 'stored' AND pages.url IN (SELECT url FROM articles)
AND article_id IN (SELECT article_id FROM pages GROUP BY 1 HAVING count(*) = 1)
AND captures.run_id = 1 ORDER BY place LIMIT 2"""
    """Finds answers that gave articles which no other page gives."""

    @property
    def archive(self) -> Path:
        return self.folder / "archive"

    def command(self, *words: str) -> list[str]:
        options = ["--database", f"sqlite:///{self.folder}/news.db"]
        if words[0] in ("crawl", "ingest", "archive", "reextract"):
            options += ["--archive", str(self.archive)]
        return [sys.executable, "-m", "newsspider", *words, *options]

    def run(self, *words: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(self.command(*words), capture_output=True, check=False, cwd=ROOT)

    def call(self, *words: str) -> subprocess.CompletedProcess[bytes]:
        """As ``run``, in this process, for commands that start none: many are asked at once."""
        command = self.command(*words)
        with (
            pytest.MonkeyPatch.context() as patch,
            io.TextIOWrapper(io.BytesIO(), "utf-8") as out,
            io.TextIOWrapper(io.BytesIO(), "utf-8") as err,
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(err),
        ):
            patch.setattr(sys, "argv", ["newsspider", *command[3:]])
            with pytest.raises(SystemExit) as ended:
                cli.main()
            out.flush()
            err.flush()
            printed, complaints = out.buffer.getvalue(), err.buffer.getvalue()  # type: ignore[attr-defined]
        return subprocess.CompletedProcess(command, ended.value.code or 0, printed, complaints)

    def copy(self, folder: Path) -> Home:
        shutil.copytree(self.folder, folder, dirs_exist_ok=True)
        return Home(folder)

    def crawl(self, world: World, *options: str) -> None:
        starts = (world.start_urls[number] for number in OUTLETS)
        done = self.run("crawl", *starts, "--allow-private", "--delay", "0", *options)
        assert done.returncode == 0, done.stderr.decode()

    def ask(self, statement: str) -> list[tuple]:
        with sqlite3.connect(self.folder / "news.db") as database:
            return database.execute(statement).fetchall()

    def articles(self) -> dict[str, str]:
        return dict(self.ask("SELECT url, content_hash FROM articles"))

    def files(self) -> list[Path]:
        return sorted(path for path in self.archive.rglob("*") if path.is_file())

    def stored(self) -> int:
        """How many answers the database knows."""
        try:
            return self.ask("SELECT count(*) FROM captures")[0][0]
        except sqlite3.OperationalError:
            return 0

    def stop(self, command: list[str], number: signal.Signals) -> int:
        """The exit status of the command, stopped once ten answers are stored."""
        process = subprocess.Popen(
            command,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=ROOT,
            start_new_session=True,
        )
        deadline = time.monotonic() + 60
        while self.stored() < 10 and process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.01)
        os.killpg(process.pid, number)
        return process.wait(timeout=20)

    def damage(self, path: Path, place: int, length: int) -> None:
        """Change one byte in the middle of a record."""
        data = bytearray(path.read_bytes())
        data[place + length // 2] ^= 0xFF
        path.write_bytes(data)


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    with World() as served:
        yield served


@pytest.fixture(scope="module")
def first_crawl(world, tmp_path_factory) -> Home:
    home = Home(tmp_path_factory.mktemp("once"))
    home.crawl(world)
    return home


@pytest.fixture(scope="module")
def twice(world, first_crawl, tmp_path_factory) -> Home:
    """The world crawled twice: nothing was new the second time."""
    home = first_crawl.copy(tmp_path_factory.mktemp("twice"))
    home.crawl(world)
    return home


@pytest.fixture
def once(first_crawl, tmp_path) -> Home:
    """The world crawled once, in the test's own folder."""
    return first_crawl.copy(tmp_path)


@pytest.fixture
def home(tmp_path) -> Home:
    return Home(tmp_path)


@pytest.fixture
def served() -> Callable[[str], bytes]:
    """What the world answers for an address."""

    def answer_of(url: str) -> bytes:
        try:
            with urllib.request.urlopen(url) as answer:  # noqa: S310
                return answer.read()
        except urllib.error.HTTPError as answer:
            return answer.read()

    return answer_of
