"""What a run reports, however many pages it rejects."""

from __future__ import annotations

from datetime import UTC, datetime

from newsspider.cli.crawl.crawl import counts
from newsspider.crawling.report import EXAMPLES, Counting
from newsspider.items import Page, Reason, Rejected
from newsspider.processing.visit import Visit

NOW = datetime(2024, 11, 5, 12, 0, tzinfo=UTC)


def rejected(number: int, reason: Reason) -> Visit:
    url = f"https://herald.example/{number}"
    page = Page(url=url, fetched_at=NOW, status=200)
    return Visit(page=page, outcome=Rejected(url=url, reason=reason, evidence="So."))


def test_rejected_pages_are_counted_and_the_first_are_named():
    counting = Counting()
    for number in range(3_000):
        counting.visit(rejected(number, Reason.EMPTY if number % 3 else Reason.INDEX_PAGE))
    report = counting.report(interrupted=False, ended="finished")
    assert (report.rejected, counting.tally(0).rejected) == (3_000, 3_000)
    assert report.reasons == {Reason.EMPTY: 2_000, Reason.INDEX_PAGE: 1_000}
    assert len(counting.failures) == len(report.failures) == EXAMPLES
    assert report.failures[1].url == "https://herald.example/1"
    assert counts(report).endswith(" Rejected: 3,000 (empty 2,000, index_page 1,000).")
