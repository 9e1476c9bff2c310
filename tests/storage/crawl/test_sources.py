"""Sources: who is one, when it is due, and that no two processes crawl it at a time."""

from __future__ import annotations

import subprocess
import sys
import threading
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from newsspider.errors import UsageError
from newsspider.items import Article, Page
from storage import visits
from storage.crawl import process_lock, runs, sources
from storage.crawl.source_status import source_status, source_statuses
from storage.db.engine import sessions
from storage.models import AlarmRow, ArticleRow, RunRow
from storage.monitoring import health

HOUR = timedelta(hours=1)
ELSEWHERE, THIRD = "elsewhere:17:4711", "elsewhere:18:4712"


@pytest.fixture
def herald(session: Session, now: datetime) -> int:
    return sources.add_source(session, "herald.example", {"site": "herald.example"}, now)


def test_a_source_is_added_due_at_once(session: Session, now: datetime, herald: int) -> None:
    found = sources.get_source(session, herald)
    assert found is not None
    assert (found.site, found.settings, found.found) == (
        "herald.example",
        {"site": "herald.example"},
        {},
    )
    assert (found.added_at, found.due_at, found.paused_at, found.last_error) == (
        now,
        now,
        None,
        None,
    )
    assert not found.is_held(now)
    assert sources.due_sources(session, now) == [herald]
    assert sources.due_sources(session, now - HOUR) == []
    assert sources.get_source(session, herald + 1) is None


def test_a_site_is_one_source(session: Session, now: datetime, herald: int) -> None:
    with pytest.raises(UsageError, match=r"herald\.example is a source already"):
        sources.add_source(session, "herald.example", {}, now)
    assert len(sources.list_sources(session)) == 1


@pytest.mark.parametrize(
    "name",
    [
        "herald.example",
        "https://www.herald.example/news/1",
        "sport.herald.example",
        " HERALD.example ",
    ],
)
def test_it_is_found_by_site_and_address(session: Session, herald: int, name: str) -> None:
    assert sources.find_source(session, name).id == herald


def test_it_is_found_by_id_and_nothing_else_is(session: Session, herald: int) -> None:
    assert sources.find_source(session, str(herald)).site == "herald.example"
    for name in (str(herald + 1), "example", "other.example", "", "99999999999999999999", "²"):
        with pytest.raises(UsageError, match="is no source"):
            sources.find_source(session, name)


def test_a_subdomain_may_be_a_source_itself(session: Session, now: datetime, herald: int) -> None:
    sport = sources.add_source(session, "sport.herald.example", {}, now)
    assert [
        sources.find_source(session, host).id
        for host in ("live.sport.herald.example", "herald.example")
    ] == [sport, herald]
    assert sources.find_source_of_host(session, "live.herald.example").id == herald  # type: ignore[union-attr]
    assert sources.find_source_of_host(session, "example") is None


def test_what_is_said_is_kept(session: Session, herald: int) -> None:
    sources.change_settings(session, herald, {"site": "herald.example", "include": ["/آسیا"]})
    session.expire_all()
    source = sources.find_source(session, str(herald))
    assert source.settings == {"site": "herald.example", "include": ["/آسیا"]}


def test_a_paused_source_is_not_due_and_catches_up_once(
    session: Session, now: datetime, herald: int
) -> None:
    sources.pause_source(session, herald, now)
    sources.pause_source(session, herald, now + HOUR)
    assert sources.find_source(session, str(herald)).paused_at == now
    assert sources.due_sources(session, now + 100 * HOUR) == []
    sources.resume_source(session, herald)
    assert sources.due_sources(session, now + 100 * HOUR) == [herald]


def test_the_longest_due_comes_first(session: Session, now: datetime, herald: int) -> None:
    late, early = (sources.add_source(session, f"{name}.example", {}, now) for name in ("a", "b"))
    sources.reschedule(session, late, now + HOUR)
    sources.reschedule(session, early, now - HOUR)
    assert sources.due_sources(session, now + HOUR) == [early, herald, late]
    assert [each.site for each in sources.list_sources(session)] == [
        "a.example",
        "b.example",
        "herald.example",
    ]


def test_one_process_holds_a_source(session: Session, now: datetime, herald: int) -> None:
    assert sources.hold_source(session, herald, ELSEWHERE, now)
    assert sources.hold_source(session, herald, ELSEWHERE, now), "its own hold is no obstacle"
    assert not sources.hold_source(session, herald, THIRD, now)
    assert sources.due_sources(session, now) == []
    assert sources.find_source(session, str(herald)).is_held(now)
    assert not sources.hold_source(session, herald + 1, THIRD, now)


def test_who_is_silent_loses_its_hold(session: Session, now: datetime, herald: int) -> None:
    sources.hold_source(session, herald, ELSEWHERE, now)
    beaten = now + timedelta(seconds=100)
    assert sources.beat_hold(session, herald, ELSEWHERE, beaten)
    assert not sources.hold_source(session, herald, THIRD, beaten + process_lock.SILENCE)
    late = beaten + process_lock.SILENCE + timedelta(seconds=1)
    assert sources.due_sources(session, late) == [herald]
    assert sources.hold_source(session, herald, THIRD, late)
    assert not sources.beat_hold(session, herald, ELSEWHERE, late), "it hears that it lost"
    sources.release_source(session, herald, due_at=late, error="x", holder=ELSEWHERE)
    assert sources.find_source(session, str(herald)).held_by == THIRD


def test_a_dead_process_of_this_host_holds_nothing(
    session: Session, now: datetime, herald: int
) -> None:
    dead, living = (
        subprocess.Popen(
            [
                sys.executable,
                "-c",
                "from storage.crawl.process_lock import current_holder as p; print(p(), flush=True); input()",
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    )
    names = [process.stdout.readline().strip() for process in (dead, living)]
    assert not process_lock.is_dead_process(names[0])
    assert sources.hold_source(session, herald, names[0], now)
    assert not sources.hold_source(session, herald, THIRD, now)
    dead.kill()
    for _ in range(100):
        if process_lock.is_dead_process(names[0]):  # also before its parent looks
            break
        threading.Event().wait(0.05)
    assert sources.due_sources(session, now) == [herald]
    assert sources.hold_source(session, herald, names[1], now)
    assert sources.due_sources(session, now) == []
    for process in (dead, living):
        process.kill()
        process.communicate()


def test_a_number_that_was_given_again_is_another_process() -> None:
    host, number, _ = process_lock.current_holder().rsplit(":", 2)
    assert not process_lock.is_dead_process(process_lock.current_holder())
    assert process_lock.is_dead_process(f"{host}:{number}:1")
    for unknown in (ELSEWHERE, "", "a", f"{host}:x:1", f"other:{number}:1"):
        assert not process_lock.is_dead_process(unknown)


def test_a_release_says_when_it_is_due_again(session: Session, now: datetime, herald: int) -> None:
    sources.hold_source(session, herald, ELSEWHERE, now)
    sources.release_source(
        session, herald, due_at=now + HOUR, error="It answered 503.", holder=ELSEWHERE
    )
    found = sources.find_source(session, str(herald))
    assert (found.held_by, found.beat_at, found.due_at) == (None, None, now + HOUR)
    assert found.last_error == "It answered 503."
    assert (sources.due_sources(session, now), sources.due_sources(session, now + HOUR)) == (
        [],
        [herald],
    )
    sources.release_source(session, herald, due_at=now, error=None)
    assert sources.find_source(session, str(herald)).last_error is None
    sources.release_source(session, herald + 1, due_at=now, error=None)


def test_of_many_at_once_one_gets_it(engine: Engine, now: datetime) -> None:
    with sessions(engine).begin() as session:
        number = sources.add_source(session, "herald.example", {}, now)
    barrier, won = threading.Barrier(8), []

    def take(holder: str) -> None:
        barrier.wait()
        with sessions(engine).begin() as session:
            if sources.hold_source(session, number, holder, now):
                won.append(holder)

    threads = [threading.Thread(target=take, args=(f"elsewhere:{at}:1",)) for at in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(won) == 1
    with sessions(engine)() as session:
        assert sources.find_source(session, str(number)).held_by == won[0]


def test_of_two_who_add_a_site_one_is_told(engine: Engine, now: datetime) -> None:
    barrier, told = threading.Barrier(2), []

    def add() -> None:
        barrier.wait()
        try:
            with sessions(engine).begin() as session:
                sources.add_source(session, "herald.example", {}, now)
        except UsageError as error:
            told.append(error)

    threads = [threading.Thread(target=add) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(told) == 1


def test_removing_leaves_articles_and_runs(
    session: Session, now: datetime, herald: int, page: Page, flood: Article
) -> None:
    run_id = runs.start_run(session, "crawl", {}, now)
    session.get_one(RunRow, run_id).source_id = herald
    visits.record_visit(session, page, flood, run_id=run_id)
    session.add(AlarmRow(source_id=herald, measure="authors", sentence="Empty.", raised_at=now))
    session.flush()
    sources.remove_source(session, herald)
    session.expire_all()
    assert sources.list_sources(session) == []
    assert session.scalars(select(func.count(ArticleRow.id))).one() == 1
    assert session.get_one(RunRow, run_id).source_id == herald
    assert session.scalars(select(AlarmRow)).all() == []
    assert health.check_run(session, run_id, now) == ()


def test_an_id_is_never_given_again(session: Session, now: datetime, herald: int) -> None:
    given = [herald]
    for number in range(3):
        runs.start_run(session, "source", {}, now, source_id=given[-1])
        sources.remove_source(session, given[-1])
        given.append(sources.add_source(session, f"{number}.example", {}, now))
    assert len(set(given)) == 4
    (stands,) = source_statuses(session, now)
    assert stands.run is None
    assert [run.site for run in runs.find_runs(session)] == [
        "1.example",
        "0.example",
        "herald.example",
    ]
    assert [run.source_id for run in runs.find_runs(session, source_ids=[herald])] == [herald]
    for name in (str(herald), "herald.example", "https://www.herald.example/a"):
        assert sources.find_removed_sources(session, name) == {herald: "herald.example"}
    for name in (str(given[-1]), "2.example", "", "99999999999999999999"):
        assert sources.find_removed_sources(session, name) == {}


def test_a_site_may_come_and_go(session: Session, now: datetime, herald: int) -> None:
    sources.remove_source(session, herald)
    again = sources.add_source(session, "herald.example", {}, now)
    sources.remove_source(session, again)
    assert sorted(sources.find_removed_sources(session, "herald.example")) == sorted(
        [herald, again]
    )


def test_how_sources_stand(
    session: Session, now: datetime, herald: int, page: Page, flood: Article
) -> None:
    sport = sources.add_source(session, "sport.herald.example", {}, now)
    for number, host in enumerate(("www.herald", "live.herald", "sport.herald", "other")):
        url = f"https://{host}.example/news/{number}"
        visits.record_visit(
            session, replace(page, url=url, final_url=None), replace(flood, url=url), run_id=None
        )
    for number in range(2):
        run_id = runs.start_run(session, "crawl", {}, now + number * HOUR)
        session.get_one(RunRow, run_id).source_id = herald
        runs.finish_run(session, run_id, "finished", {"new": number}, now + number * HOUR)
    first, second = source_statuses(session, now)
    assert [(each.source.id, each.articles) for each in (first, second)] == [
        (herald, 2),
        (sport, 1),
    ]
    assert (first.alarms, second.alarms) == ((), ())
    assert first.run is not None
    assert (first.run.counts, first.run.started_at) == ({"new": 1}, now + HOUR)
    assert second.run is None
    assert source_status(session, second.source, now) == second
