"""How much a site publishes, and what is kept of a probe."""

import json
from datetime import UTC, datetime, timedelta

from newsspider.sources.probe import (
    IndexPageKind,
    Probe,
    ProbedIndexPage,
    pages_a_day,
    probe_from_table,
    probe_to_table,
    rhythm,
)

NOW = datetime(2024, 11, 5, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def every(gap: timedelta, number: int, name: str = "a") -> dict[str, datetime]:
    return {f"https://x.org/{name}/{at}": NOW - at * gap for at in range(number)}


def test_a_feed_reaches_back_as_far_as_its_oldest_article():
    assert 23 <= (pages_a_day([every(HOUR, 25)], NOW) or 0) <= 26


def test_an_article_in_two_lists_counts_once():
    feed = every(HOUR, 25)
    assert pages_a_day([feed, dict(feed)], NOW) == pages_a_day([feed], NOW)


def test_lists_are_counted_where_all_of_them_reach():
    busy, quiet = every(HOUR, 25), every(timedelta(days=2), 20, "b")
    together = pages_a_day([busy, quiet], NOW) or 0
    assert 24 <= together <= 27


def test_a_site_that_fell_asleep_publishes_nothing():
    old = {url: moment - timedelta(days=300) for url, moment in every(HOUR, 25).items()}
    assert pages_a_day([old], NOW) == 0
    assert rhythm(0) == timedelta(days=30)


def test_a_date_far_ahead_says_nothing():
    feed = every(HOUR, 25)
    assert pages_a_day([feed | {"https://x.org/z": NOW + timedelta(days=900)}], NOW) == pages_a_day(
        [feed], NOW
    )


def test_nothing_is_known_without_dates():
    assert pages_a_day([], NOW) is None
    assert pages_a_day([every(HOUR, 2)], NOW) is None
    assert rhythm(None) is None
    assert rhythm(24) == HOUR


def test_a_probe_comes_back_from_its_table():
    probe = Probe(
        probed_at=NOW,
        answered=("https://x.org/",),
        has_robots=True,
        crawl_delay=2.0,
        index_pages=(
            ProbedIndexPage(url="https://x.org/feed", kind=IndexPageKind.FEED, articles=20),
            ProbedIndexPage(url="https://x.org/map.xml", kind=IndexPageKind.SITEMAP),
        ),
        sections=("https://x.org/a",),
        language="en",
        pages_a_day=24.0,
        newest_at=NOW,
    )
    table = json.loads(json.dumps(probe_to_table(probe)))
    assert probe_from_table(table) == probe
    assert probe_from_table(table | {"tomorrow": 1}) == probe
    assert probe_from_table({}) is None
