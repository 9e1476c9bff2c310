"""The archive as a person meets it: crawls of the demo world, kills, checks, and reading it in."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from newsspider.demo import World

ROOT = Path(__file__).parents[3]


@dataclass(frozen=True)
class Home:
    """A database and an archive in a folder of their own."""

    folder: Path

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

    def crawl(self, world: World, *options: str) -> None:
        done = self.run("crawl", *world.start_urls, "--allow-private", "--delay", "0", *options)
        assert done.returncode == 0, done.stderr.decode()

    def ask(self, statement: str) -> list[tuple]:
        with sqlite3.connect(self.folder / "news.db") as database:
            return database.execute(statement).fetchall()

    def articles(self) -> dict[str, str]:
        return dict(self.ask("SELECT url, content_hash FROM articles"))

    def files(self) -> list[Path]:
        return sorted(self.archive.iterdir())


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    with World() as served:
        yield served


@pytest.fixture(scope="module")
def twice(world, tmp_path_factory) -> Home:
    """The world crawled twice: nothing was new the second time."""
    home = Home(tmp_path_factory.mktemp("twice"))
    home.crawl(world)
    home.crawl(world)
    return home


@pytest.fixture
def home(tmp_path) -> Home:
    return Home(tmp_path)


def served(url: str) -> bytes:
    try:
        with urllib.request.urlopen(url) as answer:  # noqa: S310
            return answer.read()
    except urllib.error.HTTPError as answer:
        return answer.read()


def warcio_check(path: Path) -> None:
    command = [sys.executable, "-m", "warcio.cli", "check", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_archive_is_sound_in_the_eyes_of_others(twice):
    assert len(twice.files()) == 2
    for path in twice.files():
        assert path.name.endswith(".warc.gz")
        warcio_check(path)
    done = twice.run("archive", "verify")
    assert done.returncode == 0, done.stderr.decode()
    assert b"2 files" in done.stdout


def test_every_fetched_page_has_its_bytes_in_the_archive(twice):
    pages = twice.ask("SELECT id, url, status FROM pages WHERE status IS NOT NULL")
    kept = dict(twice.ask("SELECT page_id, count(*) FROM captures GROUP BY page_id"))
    assert len(pages) > 60
    assert {page_id: 2 for page_id, _, _ in pages} == kept
    for _, url, status in pages[::7] + [page for page in pages if page[2] != 200]:
        for at in ("1", "2"):
            got = twice.run("archive", "get", url, "--at", at)
            assert got.stdout == served(url), (url, status, got.stderr.decode())


def test_second_crawl_repeats_no_payload_of_a_page(twice):
    first, second = (path.stat().st_size for path in twice.files())
    assert second < first / 2


def test_robots_and_lists_are_kept_too(twice, world):
    home = world.outlets[1].home
    (first, _) = twice.files()
    got = twice.run("archive", "get", f"{home}robots.txt", "--file", str(first))
    assert got.stdout == served(f"{home}robots.txt")


def test_list_names_files_and_the_answers_of_a_page(twice):
    listed = twice.run("archive", "list", "--format", "json").stdout.decode()
    assert [path.name in listed for path in twice.files()] == [True, True]
    (url,) = twice.ask("SELECT url FROM pages WHERE status = 200 LIMIT 1")[0]
    assert twice.run("archive", "list", url, "--format", "json").stdout.count(b'"status": 200') == 2
    missing = twice.run("archive", "list", "http://nowhere.example/")
    assert (missing.returncode, missing.stdout) == (1, b"")


def test_headers_come_before_the_body(twice):
    (url,) = twice.ask("SELECT url FROM pages WHERE status = 200 LIMIT 1")[0]
    got = twice.run("archive", "get", url, "--headers").stdout
    head, _, body = got.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1")
    assert b"Content-Type: text/html" in head
    assert body == served(url)


def test_damage_and_loss_are_named(world, home):
    home.crawl(world)
    (path,) = home.files()
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0xFF
    path.write_bytes(data)
    damaged = home.run("archive", "verify")
    assert damaged.returncode == 1
    assert path.name.encode() in damaged.stderr
    path.rename(home.folder / path.name)
    lost = home.run("archive", "verify")
    assert lost.returncode == 1
    assert b"which is not there" in lost.stderr


def test_no_archive_is_written_where_none_is_wanted(world, home, tmp_path):
    command = home.command("crawl", world.outlets[0].start, "--allow-private", "--delay", "0")
    command[command.index(str(home.archive))] = ""
    done = subprocess.run(command, capture_output=True, check=False, cwd=tmp_path)
    assert done.returncode == 0, done.stderr.decode()
    assert home.ask("SELECT count(*) FROM captures") == [(0,)]
    assert not home.archive.exists()
    assert not (tmp_path / "newsspider-archive").exists()


def test_archive_that_takes_nothing_ends_the_crawl_with_a_sentence(world, home):
    home.archive.write_text("a file where the folder should be")
    done = home.run("crawl", world.outlets[0].start, "--allow-private", "--delay", "0")
    assert done.returncode == 1
    assert b"takes nothing in" in done.stderr.splitlines()[-1]
    assert home.ask("SELECT status FROM runs") == [("failed",)]


def stop(command: list[str], home: Home, number: signal.Signals) -> int:
    """The exit status of the command, stopped once ten answers are stored."""
    process = subprocess.Popen(
        command,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=ROOT,
        start_new_session=True,
    )
    deadline = time.monotonic() + 60
    while stored(home) < 10 and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.01)
    os.killpg(process.pid, number)
    return process.wait(timeout=20)


def stored(home: Home) -> int:
    try:
        return home.ask("SELECT count(*) FROM captures")[0][0]
    except sqlite3.OperationalError:
        return 0


def test_killed_crawl_is_repaired_by_the_next_one(world, home):
    command = home.command("crawl", *world.start_urls, "--allow-private", "--delay", "0")
    stop(command, home, signal.SIGKILL)
    (left,) = home.files()
    assert left.name.endswith(".warc.gz.open")
    # The kill came between two writes; a slower disk would have left the half of one.
    whole = left.read_bytes()
    left.write_bytes(whole + whole[: len(whole) // 2 - 5][-200:])
    home.crawl(world)
    assert len(home.files()) == 2
    for path in home.files():
        assert path.name.endswith(".warc.gz")
        warcio_check(path)
    assert home.files()[0].read_bytes() == whole
    assert home.run("archive", "verify").returncode == 0


def test_reading_the_archive_in_gives_the_same_articles(twice, home):
    first, second = twice.files()
    done = home.run("ingest", str(first), str(second))
    assert done.returncode == 0, done.stderr.decode()
    assert home.articles() == twice.articles()
    again = home.run("ingest", str(first), str(second))
    assert again.returncode == 0
    assert b"0 new, 0 updated, 0 unchanged" in again.stdout
    # The answers lie where they were read from, so that they can be had and read again.
    home.archive.mkdir()
    assert home.run("archive", "verify").returncode == 0
    url = next(iter(home.articles()))
    assert home.run("archive", "get", url).stdout == served(url)


@pytest.mark.parametrize(("number", "status"), [(signal.SIGKILL, -9), (signal.SIGINT, 130)])
def test_reading_that_was_stopped_goes_on_where_it_was(twice, home, number, status):
    first = str(twice.files()[0])
    assert stop(home.command("ingest", first), home, number) == status
    before = stored(home)
    done = home.run("ingest", first)
    assert done.returncode == 0, done.stderr.decode()
    assert f"{before} known already".encode() in done.stdout
    assert home.articles() == twice.articles()
    places = home.ask(
        "SELECT file, place, count(*) FROM captures GROUP BY 1, 2 HAVING count(*) > 1"
    )
    assert places == []
    assert home.ask("SELECT count(*) FROM revisions") == [(0,)]


def test_older_answers_change_no_newer_article(world, home):
    home.crawl(world)
    old, before = home.files()[0], home.articles()
    copy = home.folder / "old.warc.gz"
    _rewrite(old, copy)
    done = home.run("ingest", str(copy))
    assert done.returncode == 0, done.stderr.decode()
    assert home.articles() == before
    assert home.ask("SELECT count(*) FROM revisions") == [(0,)]
    assert b"0 new, 0 updated" in done.stdout


def _rewrite(source: Path, target: Path) -> None:
    """The same answers with other texts, dated two years back."""
    from io import BytesIO

    from warcio.archiveiterator import ArchiveIterator
    from warcio.warcwriter import WARCWriter

    with source.open("rb") as read, target.open("wb") as written:
        writer = WARCWriter(written, gzip=True)
        for record in ArchiveIterator(read):
            if record.rec_type != "response":
                continue
            body = record.raw_stream.read().replace(b"</p>", b" Another wording.</p>")
            record.http_headers.replace_header("Content-Length", str(len(body)))
            made = writer.create_warc_record(
                record.rec_headers.get_header("WARC-Target-URI"),
                "response",
                payload=BytesIO(body),
                length=len(body),
                http_headers=record.http_headers,
                warc_headers_dict={"WARC-Date": "2024-11-24T10:00:00Z"},
            )
            writer.write_record(made)
