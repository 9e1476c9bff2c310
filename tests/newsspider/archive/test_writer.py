"""What is written is what warcio accepts and fastwarc reads, also after a kill and on a full disk."""

import fcntl
import os
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fastwarc.warc import ArchiveIterator

from newsspider.archive.exchange import Exchange, Original
from newsspider.archive.file import WarcFile
from newsspider.archive.reader import read_at, resolve
from newsspider.archive.repair import repair, whole
from newsspider.archive.verify import Check
from newsspider.archive.writer import ArchiveWriter
from newsspider.errors import ArchiveError

NOW = datetime(2026, 11, 24, 10, 30, 0, 123456, tzinfo=UTC)
PAGE = Exchange(
    url="http://herald.example/a?b=1",
    fetched_at=NOW,
    status=200,
    headers=(("Content-Type", "text/html; charset=utf-8"), ("X-Name", "caf\xe9")),
    body="<p>Ein Käse, رغيف".encode() * 100,
    asked=(("User-Agent", "newsspider"),),
    ip="192.0.2.7",
)
LATER = replace(PAGE, fetched_at=NOW + timedelta(hours=1))


def writer(folder: Path, **settings) -> ArchiveWriter:
    return ArchiveWriter(folder, **{"size": 10**9, "clock": lambda: NOW, **settings})


def warcio_check(path: Path) -> None:
    command = [sys.executable, "-m", "warcio.cli", "check", "-v", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "pass" in done.stdout


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def types(path: Path) -> list[str]:
    with path.open("rb") as file:
        return [str(record.record_type) for record in ArchiveIterator(file)]


def test_file_is_open_until_it_is_closed(tmp_path):
    archive = writer(tmp_path)
    archive.run_id = 12
    capture = archive.write(PAGE)
    name = "newsspider-20261124T103000Z-run12-00001.warc.gz"
    assert capture.file == f"2026/11/{name}"
    assert [path.name for path in files(tmp_path)] == [f"{name}.open"]
    archive.sync(capture)
    archive.close()
    assert files(tmp_path) == [tmp_path / capture.file]
    assert types(tmp_path / capture.file) == ["warcinfo", "response", "request"]
    warcio_check(tmp_path / capture.file)


def test_answer_comes_back_byte_for_byte(tmp_path):
    archive = writer(tmp_path)
    capture = archive.write(PAGE)
    for _ in ("open", "closed"):
        answer = read_at(tmp_path, capture)
        assert (answer.url, answer.fetched_at, answer.status) == (PAGE.url, NOW, 200)
        assert answer.body == answer.content == PAGE.body
        assert ("X-Name", "caf\xe9") in answer.headers
        archive.close()


def test_request_and_response_are_linked(tmp_path):
    archive = writer(tmp_path)
    capture = archive.write(PAGE)
    archive.close()
    with (tmp_path / capture.file).open("rb") as file:
        _, response, request = [
            (record.headers.to_dict(), record.http_headers) for record in ArchiveIterator(file)
        ]
    assert request[0]["WARC-Concurrent-To"] == response[0]["WARC-Record-ID"]
    assert request[1].status_line == "GET /a?b=1 HTTP/1.1"
    assert request[1].to_dict() == {"Host": "herald.example", "User-Agent": "newsspider"}
    assert response[0]["WARC-IP-Address"] == "192.0.2.7"


def test_same_payload_again_is_a_revisit_of_the_first(tmp_path):
    archive = writer(tmp_path)
    first, again, third = archive.write(PAGE), archive.write(LATER), archive.write(LATER)
    other = archive.write(replace(LATER, body=b"changed"))
    elsewhere = archive.write(replace(PAGE, url="http://herald.example/b"))
    archive.close()
    answer = read_at(tmp_path, again)
    assert answer.original == Original.of(PAGE)
    assert read_at(tmp_path, third).original == Original.of(PAGE)
    assert again.digest == first.digest
    assert resolve(tmp_path, again, lambda original: [first]).content == PAGE.body
    assert [read_at(tmp_path, one).is_revisit for one in (first, other, elsewhere)] == [False] * 3
    warcio_check(tmp_path / first.file)


def test_not_modified_refers_to_the_latest_answer(tmp_path):
    archive = writer(tmp_path)
    archive.write(PAGE)
    unmodified = archive.write(replace(LATER, status=304, body=b"", headers=(("ETag", '"1"'),)))
    unheard_of = archive.write(replace(LATER, url="http://x.example/", status=304, body=b""))
    archive.close()
    path = tmp_path / unmodified.file
    with path.open("rb") as file:
        found = [record.headers.to_dict() for record in ArchiveIterator(file)]
    profile = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
    assert [record.get("WARC-Profile") for record in found].count(profile) == 2
    assert read_at(tmp_path, unmodified).original == Original.of(PAGE)
    assert read_at(tmp_path, unheard_of).original is None
    warcio_check(path)


def test_earlier_run_is_asked_for_the_payload(tmp_path):
    archive = writer(tmp_path, find=lambda exchange: Original.of(PAGE))
    again = archive.write(LATER)
    archive.close()
    assert read_at(tmp_path, again).original == Original.of(PAGE)


def test_files_roll_at_a_size_and_names_are_never_taken_twice(tmp_path):
    archive = writer(tmp_path, size=2_000)
    captures = [archive.write(replace(PAGE, body=os.urandom(1_500))) for _ in range(4)]
    archive.close()
    assert len({capture.file for capture in captures}) == 4
    second = writer(tmp_path)
    capture = second.write(PAGE)
    second.close()
    assert capture.file.endswith("-00005.warc.gz")
    for path in files(tmp_path):
        assert types(path) == ["warcinfo", "response", "request"]
        assert list(Check(path, ()).problems()) == []


@pytest.mark.parametrize("torn", [1, 7, 40, 300])
def test_torn_tail_is_cut_and_whole_records_are_kept(tmp_path, torn):
    archive = writer(tmp_path)
    first = archive.write(PAGE)
    archive.write(replace(PAGE, url="http://herald.example/b", body=os.urandom(500)))
    path = archive.file.path
    data = path.read_bytes()
    os.close(archive.file.handle)  # the lock goes as it does with a killed process
    path.write_bytes(data[:-torn])
    assert repair(tmp_path) == [tmp_path / first.file]
    kept = tmp_path / first.file
    assert whole(kept) == kept.stat().st_size <= len(data) - torn
    assert list(Check(kept, ()).problems()) == []
    assert read_at(tmp_path, first).content == PAGE.body
    warcio_check(kept)


def test_what_a_power_cut_leaves_empty_goes_away_and_what_lives_stays(tmp_path):
    (tmp_path / "a.warc.gz.open").write_bytes(b"\0" * 100)
    living = WarcFile(tmp_path, "b.warc.gz")
    living.append(b"not whole yet")
    assert repair(tmp_path) == []
    assert [path.name for path in tmp_path.iterdir()] == ["b.warc.gz.open"]
    with living.path.open("rb") as file, pytest.raises(BlockingIOError):
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    living.close()


def test_full_disk_is_one_sentence_and_leaves_whole_records(tmp_path):
    """A limit on the file's size stands for the disk: the system refuses the write all the same."""
    script = f"""
import resource, signal
from dataclasses import replace
import tests_of_writer as t
from newsspider.errors import ArchiveError
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (8_000, 8_000))
archive = t.writer(t.Path({str(tmp_path)!r}))
try:
    while True:
        archive.write(replace(t.PAGE, body=t.os.urandom(1_000)))
except ArchiveError as error:
    print(error)
archive.close()
"""
    loader = (
        "import importlib.util, sys\n"
        f"spec = importlib.util.spec_from_file_location('tests_of_writer', {__file__!r})\n"
        "sys.modules['tests_of_writer'] = module = importlib.util.module_from_spec(spec)\n"
        "spec.loader.exec_module(module)\n"
    )
    command = [sys.executable, "-c", loader + script]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "takes nothing in (File too large)" in done.stdout
    (path,) = files(tmp_path)
    assert types(path).count("response") == types(path).count("request") > 1
    assert list(Check(path, ()).problems()) == []


def test_folder_that_cannot_be_made_is_one_sentence(tmp_path):
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(ArchiveError, match="takes nothing in"):
        writer(tmp_path / "file" / "archive").write(PAGE)
