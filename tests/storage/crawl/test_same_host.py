"""Neighbours: of sources that ask one host, one is crawled at a time, whoever starts them."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from storage.crawl import process_lock, same_host, sources
from storage.db.engine import sessions

LATE = process_lock.SILENCE + timedelta(seconds=1)
A_START = "https://a.example/b/"
ELSEWHERE, THIRD = "elsewhere:17:4711", "elsewhere:18:4712"


def add(session: Session, now: datetime, site: str, *starts: str) -> int:
    return sources.add_source(session, site, {"site": site, "starts": list(starts)}, now)


@pytest.fixture
def herald(session: Session, now: datetime) -> int:
    return add(session, now, "herald.example")


@pytest.fixture
def sport(session: Session, now: datetime) -> int:
    """A source that begins on two hosts, one of which is that of ``herald``."""
    starts = ("https://sport.example/", "https://www.herald.example/sport/")
    return add(session, now, "sport.example", *starts)


@pytest.fixture
def other(session: Session, now: datetime) -> int:
    return add(session, now, "other.example", "https://herald.example:8443/")


@pytest.mark.parametrize(
    ("settings", "hosts"),
    [
        ({}, {"a.example"}),
        ({"starts": []}, {"a.example"}),
        ({"starts": ["https://www.a.example/x", "http://a.example/y"]}, {"a.example"}),
        ({"starts": ["http://b.example:81/", "https://a.example/"]}, {"b.example:81", "a.example"}),
    ],
)
def test_the_hosts_that_a_source_asks(settings: dict[str, object], hosts: set[str]) -> None:
    assert same_host.hosts_of("a.example", settings) == hosts


def test_a_source_is_not_taken_while_its_neighbour_is_crawled(
    session: Session, now: datetime, herald: int, sport: int, other: int
) -> None:
    assert sources.due_sources(session, now) == [herald, sport, other]
    assert sources.hold_source(session, herald, ELSEWHERE, now)
    assert not sources.hold_source(session, sport, THIRD, now)
    assert sources.due_sources(session, now) == [other], "another port is another server"
    sources.release_source(session, herald, due_at=now, error=None, holder=ELSEWHERE)
    assert sources.due_sources(session, now) == [herald, sport, other]
    assert sources.hold_source(session, sport, THIRD, now)
    assert not sources.hold_source(session, herald, ELSEWHERE, now)


def test_who_was_silent_loses_its_source_to_a_neighbour(
    session: Session, now: datetime, herald: int, sport: int
) -> None:
    sources.hold_source(session, herald, ELSEWHERE, now)
    assert sources.due_sources(session, now + LATE) == [herald, sport]
    assert sources.hold_source(session, sport, THIRD, now + LATE)
    assert not sources.beat_hold(session, herald, ELSEWHERE, now + LATE), "it hears that it lost"


def test_of_neighbours_the_first_begins(
    session: Session, now: datetime, herald: int, sport: int, other: int
) -> None:
    def apart(*wanted: int, busy: tuple[int, ...] = ()) -> list[int]:
        return same_host.choose_apart(session, wanted, now, busy=busy)

    assert apart(herald, sport, other) == [herald, other]
    assert apart(sport, other, herald) == [sport, other]
    assert apart(sport, other, busy=(herald,)) == [other]
    assert apart(herald, busy=(herald,)) == [herald]
    assert apart(other + 9) == [other + 9], "whoever crawls it is told that it is gone"
    assert apart() == []
    sources.hold_source(session, herald, ELSEWHERE, now)
    assert apart(sport, herald, other) == [herald, other]


def test_of_neighbours_that_many_want_at_once_one_is_taken(engine: Engine, now: datetime) -> None:
    with sessions(engine).begin() as session:
        first, second = add(session, now, "a.example"), add(session, now, "b.example", A_START)
    barrier, won = threading.Barrier(8), []

    def take(number: int) -> None:
        barrier.wait()
        with sessions(engine).begin() as session:
            if sources.hold_source(
                session, (first, second)[number % 2], f"elsewhere:{number}:1", now
            ):
                won.append(number)

    threads = [threading.Thread(target=take, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(won) == 1
