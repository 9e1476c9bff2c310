"""The archive as a person meets it: crawls of the demo world, kills, damage, and a look into it."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow


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


def test_every_fetched_page_has_its_bytes_in_the_archive(twice, served):
    pages = twice.ask("SELECT id, url, status FROM pages WHERE status IS NOT NULL")
    kept = dict(twice.ask("SELECT page_id, count(*) FROM captures GROUP BY page_id"))
    assert len(pages) > 30
    assert {page_id: 2 for page_id, _, _ in pages} == kept
    for _, url, status in pages[::7] + [page for page in pages if page[2] != 200]:
        for at in ("1", "2"):
            got = twice.call("archive", "get", url, "--at", at)
            assert got.stdout == served(url), (url, status, got.stderr.decode())


def test_second_crawl_repeats_no_payload_of_a_page(twice):
    first, second = (path.stat().st_size for path in twice.files())
    assert second < first / 2


def test_robots_and_lists_are_kept_too(twice, world, served):
    home = world.outlets[1].home
    (first, _) = twice.files()
    got = twice.call("archive", "get", f"{home}robots.txt", "--file", str(first))
    assert got.stdout == served(f"{home}robots.txt")


def test_list_names_files_and_the_answers_of_a_page(twice):
    listed = twice.run("archive", "list", "--format", "json").stdout.decode()
    assert [path.name in listed for path in twice.files()] == [True, True]
    (url,) = twice.ask("SELECT url FROM pages WHERE status = 200 LIMIT 1")[0]
    assert (
        twice.call("archive", "list", url, "--format", "json").stdout.count(b'"status": 200') == 2
    )
    missing = twice.call("archive", "list", "http://nowhere.example/")
    assert (missing.returncode, missing.stdout) == (1, b"")


def test_headers_come_before_the_body(twice, served):
    (url,) = twice.ask("SELECT url FROM pages WHERE status = 200 LIMIT 1")[0]
    got = twice.run("archive", "get", url, "--headers").stdout
    head, _, body = got.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1")
    assert b"Content-Type: text/html" in head
    assert body == served(url)


def test_damage_and_loss_are_named(once):
    (path,) = once.files()
    hit = once.ask(once.one_article)
    for _, place, length in hit:
        once.damage(path, place, length)
    damaged = once.run("archive", "verify")
    assert damaged.returncode == 1
    *named, remedy = damaged.stderr.decode().splitlines()
    assert named == [
        f"{path}: bytes {place:,} to {place + length - 1:,} cannot be read: 1 answer is lost ({url})."
        for url, place, length in hit
    ]
    assert remedy.startswith("Answers that are lost: 2. Get the files from a backup")
    path.rename(once.folder / path.name)
    lost = once.call("archive", "verify")
    assert lost.returncode == 1
    assert b"is not there: " in lost.stderr


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


def test_killed_crawl_is_repaired_by_the_next_one(world, home):
    words = ("crawl", *world.start_urls[:3], "--allow-private", "--delay", "0")
    home.stop(home.command(*words), signal.SIGKILL)
    (left,) = home.files()
    assert left.name.endswith(".warc.gz.open")
    # The kill came between two writes; a slower disk would have left the half of one.
    whole = left.read_bytes()
    left.write_bytes(whole + whole[: len(whole) // 2 - 5][-200:])
    done = home.run(*words)
    assert done.returncode == 0, done.stderr.decode()
    assert len(home.files()) == 2
    for path in home.files():
        assert path.name.endswith(".warc.gz")
        warcio_check(path)
    assert home.files()[0].read_bytes() == whole
    assert home.call("archive", "verify").returncode == 0


def test_archive_of_before_goes_on_beside_the_folders_of_months(world, once, served):
    (path,) = once.files()
    old = path.rename(once.archive / path.name)
    once.ask("UPDATE captures SET file = substr(file, length('2026/11/') + 1)")
    once.crawl(world)
    new, still = once.files()
    assert (still, new.parent.parent.parent) == (old, once.archive)
    assert new.stat().st_size < old.stat().st_size / 2
    assert once.call("archive", "verify").returncode == 0
    listed = once.call("archive", "list", "--format", "json").stdout.decode()
    for name in (old.name, str(new.relative_to(once.archive))):
        assert f'"file": "{name}"' in listed
    (url,) = once.ask("SELECT url FROM pages WHERE status = 200 LIMIT 1")[0]
    for words in (("--at", "1"), ("--at", "2"), ("--file", str(old)), ("--file", str(new))):
        assert once.call("archive", "get", url, *words).stdout == served(url)
    assert once.run("ingest", str(old), str(new)).stdout.count(b"0 new, 0 updated") == 1
