"""Bands on made-up sources: how often one is left for no reason, and how soon for one."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import pytest

from newsspider.health.measures import FIELDS, Sample
from newsspider.health.sentences import cleared, raised
from newsspider.health.statuses import MeasuredRun, MeasureStatus, run_statuses

START = datetime(2024, 11, 1, 14, 0, tzinfo=UTC)
USUAL = {"title": 1.0, "body": 1.0, "published_at": 0.99, "authors": 0.97, "section": 0.9}
USUAL |= {"summary": 0.7, "image": 0.85, "tags": 0.3}


def dice(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 - a made-up source is no secret


def a_run(
    number: int,
    articles: int,
    chance: random.Random,
    shares: dict[str, float] = USUAL,
    length: float = 2400,
    rejected: int = 0,
) -> MeasuredRun:
    """A run with so many articles, whose fields and lengths are drawn."""
    measures: dict[str, float] = {"pages": articles + rejected, "new": articles}
    measures |= {"answers.2xx": articles + rejected, "rejected": rejected}
    measures["rejected.empty"] = rejected
    lengths, ages = Sample(), Sample()
    for _ in range(articles):
        for field in FIELDS:
            if chance.random() < shares[field]:
                measures[f"filled.{field}"] = measures.get(f"filled.{field}", 0) + 1
        lengths.add(length * chance.lognormvariate(0, 0.6))
        ages.add(chance.expovariate(1 / 3))
    measures |= lengths.measures("text_length") | ages.measures("date_age")
    return MeasuredRun(id=number, started_at=START + number * timedelta(hours=1), measures=measures)


def history(count: int, chance: random.Random) -> list[MeasuredRun]:
    """So many runs, the latest first; some found nothing."""
    runs = [a_run(n, chance.choice((0, 0, 1, 2, 5, 9, 14)), chance) for n in range(1, count + 1)]
    return runs[::-1]


def out(latest: MeasuredRun, earlier: list[MeasuredRun]) -> dict[str, MeasureStatus]:
    return {state.measure: state for state in run_statuses(latest, earlier, {}) if state.is_out}


@pytest.mark.slow
def test_a_source_that_is_well_raises_next_to_nothing():
    chance, looked_at, left = dice(1), 0, []
    for _ in range(6):
        runs = history(120, chance)
        for place in range(100):
            looked_at += 1
            left += out(runs[place], runs[place + 1 : place + 61])
    assert looked_at == 600
    assert left == []


@pytest.mark.parametrize("articles", [7, 10, 20])
@pytest.mark.parametrize("field", ["authors", "title", "section"])
def test_a_field_that_vanished_is_seen_on_the_first_run(articles, field):
    chance = dice(2)
    for _ in range(20):
        latest = a_run(99, articles, chance, {**USUAL, field: 0.0})
        assert set(out(latest, history(30, chance))) == {field}


def test_five_articles_are_enough_where_a_field_was_never_missing():
    chance = dice(10)
    for _ in range(20):
        latest = a_run(99, 5, chance, {**USUAL, "title": 0.0})
        assert set(out(latest, history(30, chance))) == {"title"}


@pytest.mark.parametrize("length", [200, 20_000])
def test_a_text_that_is_cut_or_full_of_chrome_is_seen(length):
    chance = dice(3)
    for articles in (7, 12):
        latest = a_run(99, articles, chance, length=length)
        assert set(out(latest, history(30, chance))) == {"text_length"}


def test_three_pages_prove_nothing_and_the_next_three_do():
    chance = dice(4)
    earlier = [a_run(n, 6, chance) for n in range(30, 0, -1)]
    bare = {**USUAL, "authors": 0.0}
    first, second = a_run(31, 3, chance, bare), a_run(32, 3, chance, bare)
    assert out(first, earlier) == {}
    assert set(out(second, [first, *earlier])) == {"authors"}


def test_a_young_source_is_not_judged():
    chance = dice(5)
    assert out(a_run(3, 20, chance, dict.fromkeys(FIELDS, 0.0)), history(2, chance)) == {}


def test_better_than_usual_is_no_alarm():
    chance = dice(6)
    assert out(a_run(99, 20, chance, dict.fromkeys(FIELDS, 1.0)), history(30, chance)) == {}


def test_pages_that_are_rejected_again_say_nothing_new():
    chance = dice(7)
    latest = a_run(99, 0, chance, rejected=8)
    assert set(out(latest, history(30, chance))) == {"rejected.empty"}
    again = {**latest.measures, "again": 8, "again.empty": 8, "again.2xx": 8}
    quiet = MeasuredRun(id=99, started_at=latest.started_at, measures=again)
    assert out(quiet, history(30, chance)) == {}


def test_what_is_out_of_its_band_is_not_learned():
    chance = dice(8)
    bad = [a_run(n, 10, chance, {**USUAL, "authors": 0.0}) for n in range(60, 30, -1)]
    marked = [
        MeasuredRun(
            id=r.id, started_at=r.started_at, measures={**r.measures, "unlearned.authors": 1}
        )
        for r in bad
    ]
    found = next(
        state
        for state in run_statuses(marked[0], [*marked[1:], *history(30, chance)], {"authors": 31})
        if state.measure == "authors"
    )
    assert found.is_out
    assert found.band is not None
    assert found.band.usual > 0.9


def test_sentences_name_the_field_since_when_and_how_it_was():
    chance = dice(9)
    earlier = [a_run(n, 10, chance, dict.fromkeys(FIELDS, 1.0)) for n in range(9, 0, -1)]
    latest = a_run(10, 10, chance, {**dict.fromkeys(FIELDS, 1.0), "authors": 0.0}, length=150)
    found = out(latest, earlier)
    now = latest.started_at + timedelta(minutes=5)
    assert raised(found["authors"], now) == "authors empty since 00:00 UTC, was 100 %"
    later = raised(found["authors"], now + timedelta(days=1))
    assert later == "authors empty since 2024-11-02 00:00 UTC, was 100 %"
    assert raised(found["text_length"], now).startswith("text only ")
    well = next(s for s in run_statuses(earlier[0], earlier[1:], {}) if s.measure == "authors")
    assert cleared("authors empty", well, now) == "authors empty; 100 % again at 00:05 UTC"
