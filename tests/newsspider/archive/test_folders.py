"""Files lie in a folder a month; those of before go on working where they are."""

import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from newsspider.archive import folders
from newsspider.archive.exchange import Exchange, Original
from newsspider.archive.reader import find_in, read_at
from newsspider.archive.repair import repair
from newsspider.archive.writer import ArchiveWriter

NOW = datetime(2026, 11, 30, 23, 59, tzinfo=UTC)
PAGE = Exchange(url="http://herald.example/a", fetched_at=NOW, status=200, body=b"<p>Flood" * 50)
LATER = replace(PAGE, fetched_at=NOW + timedelta(days=40))


def writer(home, now=NOW, **settings):
    return ArchiveWriter(home, **{"size": 10**9, "clock": lambda: now, **settings})


def test_run_that_goes_on_into_the_next_month_writes_into_its_folder(tmp_path):
    now = NOW
    archive = ArchiveWriter(tmp_path / "kept", size=10, clock=lambda: now)
    first = archive.write(PAGE)
    now = LATER.fetched_at
    second = archive.write(replace(PAGE, body=b"other"))
    archive.sync(second)
    archive.close()
    names = [
        "2026/11/newsspider-20261130T235900Z-00001.warc.gz",
        "2027/01/newsspider-20261130T235900Z-00002.warc.gz",
    ]
    assert [first.file, second.file] == folders.names(tmp_path / "kept") == names
    assert read_at(tmp_path / "kept", second).body == b"other"


def test_files_of_before_are_read_listed_and_closed_where_they_are(tmp_path):
    new = writer(tmp_path).write(PAGE)
    old = "newsspider-20261001T000000Z-00001.warc.gz"
    data = (tmp_path / f"{new.file}.open").read_bytes()
    (tmp_path / old).write_bytes(data)
    (tmp_path / "newsspider-20261002T000000Z-00001.warc.gz.open").write_bytes(data)
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "a.warc.gz").touch()
    assert read_at(tmp_path, replace(new, file=old)).body == PAGE.body
    assert folders.names(tmp_path) == [new.file, old, old.replace("1001", "1002")]
    assert repair(tmp_path) == [tmp_path / old.replace("1001", "1002")]


def test_what_a_killed_run_left_in_any_month_is_closed(tmp_path):
    captures = []
    for days in (0, 40, 80):
        archive = writer(tmp_path, now=NOW + timedelta(days=days))
        captures.append(archive.write(PAGE))
        os.close(archive.file.handle)  # the lock goes as it does with a killed process
    assert repair(tmp_path) == [tmp_path / capture.file for capture in captures]


@pytest.mark.parametrize(
    ("path", "home", "name"),
    [
        ("kept/2026/11/a.warc.gz", "kept", "2026/11/a.warc.gz"),
        ("kept/a.warc.gz", "kept", "a.warc.gz"),
        ("kept/2026/11/a.warc.gz", "kept/2026/11", "a.warc.gz"),
        ("kept/other/a.warc.gz", "kept", None),
        ("kept/2026/11/a.warc.gz", "others", None),
    ],
)
def test_name_is_the_path_within_the_archive(tmp_path, path, home, name):
    assert folders.name_of(tmp_path / path, tmp_path / home) == name


def test_payload_is_found_in_another_month(tmp_path):
    first = writer(tmp_path)
    first.write(PAGE)
    first.close()
    second = writer(tmp_path, now=LATER.fetched_at, find=lambda exchange: Original.of(PAGE))
    again = second.write(LATER)
    second.close()
    answer = find_in(tmp_path / again.file, PAGE.url, 1)
    assert answer.is_revisit
    assert answer.payload == PAGE.body
