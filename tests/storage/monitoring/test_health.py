"""Alarms in the database, on SQLite and PostgreSQL: raised once, cleared, accepted."""

from datetime import UTC, datetime, timedelta

import pytest

from newsspider.items import Article, Page, Reason, Rejected
from storage import visits
from storage.crawl import runs, sources
from storage.monitoring import health
from storage.monitoring.metrics import read_figures

FIELDS = ("title", "published_at", "authors", "section", "summary", "image", "tags", "body")


@pytest.fixture
def source(session, now) -> int:
    return sources.add_source(session, "herald.example", {}, now)


@pytest.fixture
def a_run(session, source, now):
    """End a run of the source an hour after the one before; the alarms that it raises."""
    moments = iter(now + timedelta(hours=hour) for hour in range(1000))

    def ended(articles: int, *, without: tuple[str, ...] = (), status: str = "finished", days=0):
        moment = next(moments) + timedelta(days=days)
        measures = {"pages": articles + 1, "unmodified": 1, "answers.2xx": articles + 1}
        measures["new"] = articles
        measures |= {f"filled.{name}": articles for name in FIELDS if name not in without}
        run_id = runs.start_run(session, "crawl", {}, moment, source_id=source)
        counts = {"new": articles}
        runs.finish_run(
            session, run_id, status, counts, moment + timedelta(minutes=3), measures=measures
        )
        return health.check_run(session, run_id, moment + timedelta(minutes=3))

    return ended


def test_an_alarm_is_raised_once_and_cleared_when_it_is_well(session, source, a_run):
    assert [a_run(7) for _ in range(5)] == [()] * 5
    (raised,) = a_run(8, without=("authors",))
    assert raised.sentence == "authors empty since 17:00 UTC, was 100 %"
    assert (raised.site, raised.measure) == ("herald.example", "authors")
    assert a_run(0) == a_run(9, without=("authors",), status="interrupted") == ()
    assert [alarm.id for alarm in health.list_alarms(session, source_id=source)] == [raised.id]
    assert a_run(2) == ()
    assert health.list_alarms(session) == [raised], "two pages prove nothing"
    assert a_run(6) == ()
    assert health.list_alarms(session) == []
    (over,) = health.list_alarms(session, cleared=True)
    assert over.sentence == f"{raised.sentence}; 100 % again at 21:03 UTC"
    assert over.cleared_at is not None


def test_bad_runs_are_not_learned_unless_they_are_accepted(session, source, a_run, now):
    for _ in range(5):
        a_run(7)
    assert len(a_run(8, without=("authors",))) == 1
    for _ in range(40):
        assert a_run(8, without=("authors",)) == ()
    (state,) = (s for s in health.latest_states(session, source) if s.measure == "authors")
    assert state.is_out
    (accepted,) = health.accept_alarms(session, source, now + timedelta(days=3))
    assert accepted.sentence.endswith("; accepted at 2024-11-08 12:00 UTC")
    assert a_run(8, without=("authors",)) == ()
    assert health.list_alarms(session) == []
    (state,) = (s for s in health.latest_states(session, source) if s.measure == "authors")
    assert state.band is not None
    assert state.band.usual == 0
    assert len(a_run(8, without=("authors", "title"))) == 1, "the others are still learned"


def test_a_site_that_falls_silent(session, a_run, now):
    for _ in range(20):
        a_run(1, days=0)
    assert a_run(0, days=3) == ()
    for day in range(4, 34, 3):
        assert a_run(1, days=day) == ()
    assert a_run(0, days=37) == ()
    (raised,) = a_run(0, days=45)
    assert raised.measure == "silence"
    assert raised.sentence.startswith("nothing new since 2024-12-")
    assert "was never longer than" in raised.sentence
    assert a_run(0, days=46) == ()
    a_run(1, days=47)
    assert health.list_alarms(session) == []


@pytest.fixture
def a_day(session, source):
    """Two runs of a day that found so many articles each; the alarms that they raise."""
    days = iter(datetime(2024, 1, 1, 9, tzinfo=UTC) + timedelta(days=day) for day in range(1000))

    def ended(fresh: int, *, killed: bool = False):
        raised, morning = [], next(days)
        for moment in (morning, morning + timedelta(hours=9)):
            run_id = runs.start_run(session, "source", {}, moment, source_id=source)
            if not killed:
                measures = {"pages": fresh + 1, "new": fresh + 5, "fresh": fresh}
                runs.finish_run(session, run_id, "finished", {}, moment, measures=measures)
                raised += health.check_run(session, run_id, moment)
        if killed:
            runs.close_killed_runs(session, source, 0, morning)
        return [alarm.sentence for alarm in raised]

    return ended


def volume_of(session, source):
    return next((s for s in health.latest_states(session, source) if s.measure == "volume"), None)


@pytest.mark.slow
def test_half_as_many_articles_for_days_are_an_alarm_until_they_are_all_there(
    session, source, a_day
):
    assert [a_day(20) for _ in range(40)] == [[]] * 40
    assert [a_day(8) for _ in range(5)] == [[]] * 5
    assert a_day(8) == ["new articles: 16 a day since Saturday 2024-02-10, was 40"]
    assert a_day(8) == [], "it is told once"
    state = volume_of(session, source)
    assert (state.is_out, state.band.usual) == (True, 40)
    assert [a_day(20) for _ in range(12)] == [[]] * 12
    assert health.list_alarms(session, source_id=source) == []
    (over,) = health.list_alarms(session, cleared=True)
    assert over.sentence.endswith("a day since Saturday 2024-02-10, was 40; 40 again at 09:00 UTC")
    assert volume_of(session, source).band.usual == 40, "what was out is not learned"


@pytest.mark.slow
def test_fewer_articles_that_are_accepted_are_the_usual_ones(session, source, a_day):
    for _ in range(46):
        a_day(20)
    assert any(a_day(8) for _ in range(8))
    health.accept_alarms(session, source, datetime(2024, 2, 24, tzinfo=UTC))
    assert volume_of(session, source) is None
    assert [a_day(8) for _ in range(36)] == [[]] * 36
    assert volume_of(session, source).band.usual == 16
    assert any(a_day(20) for _ in range(8))


@pytest.mark.slow
def test_days_on_which_crawls_were_killed_prove_nothing(session, a_day):
    for _ in range(46):
        a_day(20)
    assert [a_day(20, killed=True) for _ in range(9)] == [[]] * 9
    assert [a_day(20) for _ in range(9)] == [[]] * 9


def test_a_run_without_a_source_is_measured_but_not_checked(session, now):
    run_id = runs.start_run(session, "crawl", {"urls": ["https://herald.example/"]}, now)
    runs.finish_run(session, run_id, "finished", {}, now, measures={"pages": 9, "rejected": 9})
    assert health.check_run(session, run_id, now) == ()
    (run,) = runs.find_runs(session)
    assert (run.site, run.measures) == (None, {"pages": 9, "rejected": 9, "seconds": 0})


def test_the_last_run_of_a_source_that_is_removed_raises_nothing(session, source, a_run, now):
    for _ in range(5):
        a_run(7)
    sources.remove_source(session, source)
    assert a_run(8, without=("authors",)) == ()


def test_runs_of_one_source(session, source, a_run, now):
    runs.start_run(session, "ingest", {}, now)
    a_run(3)
    (run,) = runs.find_runs(session, source_ids=[source])
    assert (run.site, run.counts, run.measures["filled.title"]) == ("herald.example", {"new": 3}, 3)
    assert len(runs.find_runs(session)) == 2
    assert [found.id for found in runs.find_runs(session, run_id=run.id)] == [run.id]


def test_metrics_add_up_over_the_runs(session, source, a_run, now):
    other = runs.start_run(session, "crawl", {}, now)
    runs.finish_run(session, other, "failed", {}, now, measures={"rejected.empty": 2, "pages": 2})
    for _ in range(5):
        a_run(7)
    a_run(8, without=("authors",), status="interrupted")
    nobody, herald = read_figures(session)
    assert (nobody.site, nobody.pages, nobody.rejected["empty"]) == ("", 2, 2)
    assert (nobody.last_success_at, nobody.runs) == (None, {"failed": 1})
    assert (herald.site, herald.pages, herald.articles["new"]) == ("herald.example", 49, 43)
    assert (herald.runs, herald.alarms) == ({"finished": 5, "interrupted": 1}, {"authors": 1})
    assert herald.seconds == 6 * 180
    assert herald.last_success_at == now + timedelta(hours=4, minutes=3)


def test_pages_that_never_gave_anything_are_told_from_those_that_did(session, flood, now):
    def visit(url: str, verdict: Article | Rejected, status: int = 200) -> None:
        visits.record_visit(
            session, Page(url=url, fetched_at=now, status=status), verdict, run_id=None
        )

    def refused(url: str) -> Rejected:
        return Rejected(url=url, reason=Reason.HTTP_STATUS, evidence="It answered so.")

    good, never = "https://www.herald.example/news/flood", "https://www.herald.example/never"
    assert not health.was_rejected(session, never)
    visit(never, refused(never), 403)
    assert health.was_rejected(session, never)
    visit(good, flood)
    visit(good, refused(good), 403)
    assert not health.was_rejected(session, good)
    visit(good, refused(good), 410)
    assert health.was_rejected(session, good)
