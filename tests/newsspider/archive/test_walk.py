"""Behind damage reading goes on: nothing whole is missed, nothing damaged is taken for whole."""

import gzip
import os
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsspider.archive.exchange import Exchange
from newsspider.archive.reader import answers, read_at
from newsspider.archive.walk import Damage, WholeRecord, walk
from newsspider.archive.writer import ArchiveWriter
from newsspider.errors import ArchiveError

NOW = datetime(2026, 11, 24, 10, 30, tzinfo=UTC)
PAGE = Exchange(url="http://herald.example/", fetched_at=NOW, status=200)
COUNT, HIT = 8, 4
SIZES = {"small": 3_000, "large": 300_000}
"""Of a page: fastwarc reads the head of a large record before it meets the damage in it."""


@pytest.fixture(scope="module", params=SIZES)
def written(request, tmp_path_factory):
    """A sound archive of one file, and where its answers lie."""
    home = tmp_path_factory.mktemp("archive")
    archive = ArchiveWriter(home, size=10**9, clock=lambda: NOW)
    body = os.urandom(SIZES[request.param] // 2).hex().encode()
    captures = [
        archive.write(replace(PAGE, url=f"{PAGE.url}{number}", body=body + bytes([number])))
        for number in range(COUNT)
    ]
    archive.close()
    return home, captures


@pytest.fixture
def damaged(written, tmp_path):
    """Write the archive's file with these bytes instead of its own; the path."""
    home, captures = written
    path = tmp_path / captures[0].file
    path.parent.mkdir(parents=True)

    def wrote(change) -> Path:
        path.write_bytes(change((home / captures[0].file).read_bytes()))
        return path

    return wrote


def taken(record) -> tuple[str, bytes]:
    return record.headers.get("WARC-Target-URI"), record.reader.read()


def flip(data: bytes, at: int) -> bytes:
    return data[:at] + bytes(byte ^ 0xFF for byte in data[at : at + 1]) + data[at + 1 :]


def cut(data: bytes, at: int) -> bytes:
    return data[:at] + data[at + 1_000 :]


def zero(data: bytes, at: int) -> bytes:
    return data[:at] + bytes(512) + data[at + 512 :]


def keep(data: bytes, at: int) -> bytes:
    return data[:at] or b"-"


@pytest.mark.parametrize("harm", [flip, cut, zero])
def test_one_damage_costs_one_record(written, damaged, harm):
    _, captures = written
    hit = captures[HIT]
    path = damaged(lambda data: harm(data, hit.place + hit.length // 2))
    steps = list(walk(path, taken))
    (damage,) = [step for step in steps if isinstance(step, Damage)]
    assert (damage.start, damage.url) == (hit.place, f"{PAGE.url}{HIT}")
    gone = 1_000 if harm is cut else 0
    assert damage.end == hit.place + hit.length - gone
    assert str(damage) == (f"{path}: bytes {damage.start:,} to {damage.end - 1:,} cannot be read")
    assert len(steps) == 1 + 2 * COUNT
    assert {answer.url for answer in answers(path)} == {
        f"{PAGE.url}{number}" for number in range(COUNT) if number != HIT
    }


@pytest.mark.parametrize("harm", [flip, zero])
def test_damage_where_a_record_begins_is_found(written, damaged, harm):
    _, captures = written
    path = damaged(lambda data: harm(data, captures[HIT].place))
    (damage,) = [step for step in walk(path, taken) if isinstance(step, Damage)]
    assert (damage.start, damage.url) == (captures[HIT].place, None)


def test_first_record_may_be_damaged_too(written, damaged):
    path = damaged(lambda data: zero(data, 0))
    steps = list(walk(path, taken))
    assert isinstance(steps[0], Damage)
    assert len([step for step in steps if isinstance(step, WholeRecord)]) >= 2 * COUNT - 1


@pytest.mark.parametrize("left", [5, 200, 1_500])
def test_truncated_tail_is_damage_and_no_page(written, damaged, left):
    _, captures = written
    hit = captures[HIT]
    path = damaged(lambda data: data[: hit.place + left])
    damage = list(walk(path, taken))[-1]
    assert (damage.start, damage.end) == (hit.place, hit.place + left)
    assert len(list(answers(path))) == HIT
    with pytest.raises(ArchiveError, match="no whole record begins at"):
        read_at(path.parents[2], hit)
    assert read_at(path.parents[2], captures[HIT - 1]).url == f"{PAGE.url}{HIT - 1}"


@pytest.mark.slow
@given(
    st.lists(
        st.tuples(st.sampled_from([flip, cut, zero, keep]), st.floats(0, 1)),
        min_size=1,
        max_size=4,
    )
)
def test_whatever_happens_whole_records_are_found_and_no_others(written, harms):
    home, captures = written
    sound = home / captures[0].file
    whole = {step.value for step in walk(sound, taken)}
    data = sound.read_bytes()
    for harm, share in harms:
        data = harm(data, int(share * len(data)))
    hurt = home / "hurt.warc.gz"
    hurt.write_bytes(data)
    at = 0
    for step in walk(hurt, taken):
        if isinstance(step, WholeRecord):
            assert step.value in whole
            assert step.place == at
        else:
            assert (step.start or 0) == at
        at = step.end
    assert at == hurt.stat().st_size


@pytest.mark.parametrize("harm", [cut, keep])
def test_plain_file_goes_on_behind_damage(written, damaged, harm):
    plain = gzip.decompress((written[0] / written[1][0].file).read_bytes())
    where = plain.index(b"WARC-Target-URI: http://herald.example/4") + 1_500
    path = damaged(lambda _: harm(plain, where))
    steps = list(walk(path, taken))
    (damage,) = [step for step in steps if isinstance(step, Damage)]
    assert damage.url == f"{PAGE.url}{HIT}"
    rest = 0 if damage.end == path.stat().st_size else 2 * (COUNT - HIT) - 1
    assert len(steps) == 1 + 2 * HIT + 1 + rest


@pytest.mark.parametrize("harm", [flip, cut, keep])
def test_file_gzipped_as_a_whole_is_read_up_to_its_damage(written, damaged, harm):
    plain = gzip.decompress((written[0] / written[1][0].file).read_bytes())
    data = gzip.compress(plain)
    path = damaged(lambda _: harm(data, len(data) // 2))
    *found, damage = walk(path, taken)
    assert all(isinstance(step, WholeRecord) for step in found)
    assert damage.start is None
    assert "what lies behind that is lost" in str(damage)


def test_file_of_something_else_is_one_damage(tmp_path):
    path = tmp_path / "a.warc.gz"
    path.write_bytes(b"nothing of the kind")
    assert list(walk(path, taken)) == [Damage(path=path, start=None, end=19)]
