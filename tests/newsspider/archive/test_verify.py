"""Damage is found and named."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from newsspider.archive.exchange import Exchange
from newsspider.archive.verify import Check, Expected
from newsspider.archive.writer import ArchiveWriter
from newsspider.urls import canonical_url

NOW = datetime(2026, 11, 24, 10, 30, tzinfo=UTC)
URL = "http://herald.example/a"
PAGE = Exchange(url=URL, fetched_at=NOW, status=200, body=b"<p>The flood recedes." * 40)


@pytest.fixture
def written(tmp_path):
    archive = ArchiveWriter(tmp_path, size=10**9)
    captures = [
        archive.write(replace(PAGE, url=f"{URL}{number}", body=PAGE.body + bytes([number])))
        for number in range(3)
    ]
    archive.close()
    return tmp_path / captures[0].file, captures


def expected(capture, number):
    return Expected(
        place=capture.place,
        digest=capture.digest,
        status=200,
        fetched_at=NOW,
        page=f"{URL}{number}",
        addresses=frozenset({canonical_url(f"{URL}{number}")}),
    )


def problems(path, rows=()):
    return list(Check(path, rows).problems())


def test_sound_file_has_no_problem_and_its_records_are_counted(written):
    path, captures = written
    rows = [expected(capture, number) for number, capture in enumerate(captures)]
    told = []
    check = Check(path, rows, told.append)
    assert list(check.problems()) == []
    assert check.records == 7
    assert sum(told) == path.stat().st_size


def test_flipped_byte_is_found(written):
    path, captures = written
    data = bytearray(path.read_bytes())
    data[captures[1].place + 200] ^= 0xFF
    path.write_bytes(data)
    (problem,) = problems(path)
    assert str(path) in problem


@pytest.mark.parametrize("torn", [1, 6, 90])
def test_cut_off_end_is_found(written, torn):
    path, _ = written
    path.write_bytes(path.read_bytes()[:-torn])
    assert any("is cut off in its last record" in problem for problem in problems(path))


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"place": 10}, "no record begins at 10"),
        ({"place": 10**9}, "no record begins at 1,000,000,000"),
        (
            {"addresses": frozenset({"http://herald.example/other"})},
            "holds http://herald.example/a1",
        ),
        ({"fetched_at": NOW + timedelta(seconds=1)}, "is of another time"),
        ({"status": 404}, "has the status 200, not 404"),
        ({"digest": "sha1:OTHER"}, "has another payload"),
    ],
)
def test_row_that_does_not_fit_is_found(written, change, sentence):
    path, captures = written
    (problem,) = problems(path, [replace(expected(captures[1], 1), **change)])
    assert sentence in problem


def test_file_that_is_no_warc_is_found(tmp_path):
    path = tmp_path / "a.warc.gz"
    path.write_bytes(b"nothing of the kind")
    assert len(problems(path)) == 1
