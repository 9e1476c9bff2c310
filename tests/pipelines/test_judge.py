"""Only what was read is judged."""

from __future__ import annotations

from datetime import UTC, datetime

from newsspider.extraction.gate.types import Reading
from newsspider.items import Article, Page, Reason, Rejected
from newsspider.processing.visit import Visit
from pipelines.judge import JudgePipeline

PAGE = Page(url="https://example.org/a", fetched_at=datetime(2024, 10, 23, tzinfo=UTC))


def test_a_reading_becomes_a_verdict():
    reading = Reading(article=Article(url=PAGE.url))
    visit = JudgePipeline().process_item(Visit(page=PAGE, outcome=reading))
    assert isinstance(visit.outcome, Article | Rejected)
    assert visit.page is PAGE


def test_a_refused_page_passes_as_it_is():
    refused = Visit(
        page=PAGE, outcome=Rejected(url=PAGE.url, reason=Reason.ROBOTS, evidence="forbidden")
    )
    assert JudgePipeline().process_item(refused) is refused
