"""What is counted of a run."""

from datetime import UTC, datetime, timedelta

import pytest

from newsspider.health.measures import Measuring
from newsspider.items import Article, Change, Page, Reason, Rejected, Stored
from newsspider.timestamps import Timestamp

NOW = datetime(2024, 11, 5, 12, 0, tzinfo=UTC)
URL = "https://herald.example/a"


def measured(days: int | None, change: Change = Change.NEW) -> dict[str, float]:
    """After one visit to an article of that age."""
    published = None if days is None else Timestamp.of_instant(NOW - timedelta(days=days))
    article = Article(url=URL, title="Flood", published_at=published)
    measuring = Measuring()
    page = Page(url=URL, fetched_at=NOW, status=200)
    measuring.visit(page, Stored(id=1, article=article, change=change))
    return measuring.measures()


@pytest.mark.parametrize(("days", "fresh"), [(0, 1), (6, 1), (9, 0), (None, 1)])
def test_late_finds_say_nothing_of_how_much_a_site_brings(days, fresh):
    assert measured(days)["fresh"] == fresh


def test_articles_that_were_known_are_not_fresh():
    assert measured(0, Change.UNCHANGED)["fresh"] == 0


def test_a_run_that_no_server_answered_does_not_say_that_nothing_came():
    measuring = Measuring()
    why = Rejected(url=URL, reason=Reason.FETCH_FAILED, evidence="No answer.")
    measuring.visit(Page(url=URL, fetched_at=NOW, status=None), why)
    assert "fresh" not in measuring.measures()
