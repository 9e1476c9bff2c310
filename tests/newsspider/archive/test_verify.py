"""Damage is found and named."""

import gzip
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from newsspider.archive.exchange import Exchange
from newsspider.archive.verify import Check, Expected
from newsspider.archive.writer import ArchiveWriter
from newsspider.text.urls import canonical_url

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


def flip(path, *places):
    data = bytearray(path.read_bytes())
    for place in places:
        data[place] ^= 0xFF
    path.write_bytes(data)


def test_each_damage_is_named_with_the_answers_in_it(written):
    path, captures = written
    rows = [expected(capture, number) for number, capture in enumerate(captures)]
    flip(path, captures[0].place + 200, captures[2].place + 200)
    check = Check(path, [*rows[:2], rows[1], *rows[2:]])
    assert list(check.problems()) == [
        f"{path}: bytes {capture.place:,} to {capture.place + capture.length - 1:,} cannot be read:"
        f" 1 answer is lost ({URL}{number})."
        for number, capture in [(0, captures[0]), (2, captures[2])]
    ]
    assert (check.records, check.lost) == (5, 2)


def test_damage_of_many_answers_names_some_and_counts_all(written):
    path, captures = written
    rows = [expected(capture, number) for number, capture in enumerate(captures)]
    end = captures[2].place + captures[2].length
    data = path.read_bytes()
    start = captures[0].place
    path.write_bytes(data[:start] + bytes(end - start) + data[end:])
    (problem,) = problems(path, [row for row in rows for _ in range(2)])
    assert f"bytes {start:,} to {end - 1:,} cannot be read" in problem
    assert f"6 answers are lost ({URL}0, {URL}0, {URL}1 and 3 more)." in problem


def test_damage_without_rows_names_what_can_still_be_read(written):
    path, captures = written
    flip(path, captures[1].place + captures[1].length - 3, captures[2].place - 20)
    answer, request = problems(path)
    assert answer.endswith(
        f"the database knows no page's answer there; the answer of {URL}1 is lost."
    )
    assert request.endswith("the database knows no page's answer there.")


def test_digest_that_does_not_fit_is_named_with_its_answer(written):
    path, captures = written
    plain = gzip.decompress(path.read_bytes())
    path.write_bytes(plain)
    place = plain.index(b"WARC/1.1", 1)
    flip(path, plain.index(b"recedes") + 3)
    (problem,) = problems(path, [replace(expected(captures[0], 0), place=place)])
    assert f"{path}: bytes {place:,} to " in problem
    assert problem.endswith(f"are not what their digest says: 1 answer is lost ({URL}0).")


def test_file_that_cannot_be_opened_is_named_with_its_answers(tmp_path, written):
    _, captures = written
    (tmp_path / "a.warc.gz").mkdir()
    (problem,) = problems(tmp_path / "a.warc.gz", [expected(captures[0], 0)])
    assert "a.warc.gz cannot be read: Is a directory: 1 answer is lost" in problem


def test_file_that_is_gone_is_named_with_its_answers(written):
    path, captures = written
    path.unlink()
    check = Check(path, [expected(captures[0], 0)])
    assert list(check.problems()) == [f"{path} is not there: 1 answer is lost ({URL}0)."]


@pytest.mark.parametrize("torn", [1, 6, 90])
def test_cut_off_end_is_found(written, torn):
    path, _ = written
    path.write_bytes(path.read_bytes()[:-torn])
    (problem,) = problems(path)
    assert "cannot be read" in problem


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
