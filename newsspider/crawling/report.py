"""The figures of a run: counted while it goes on, reported when it ends."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from newsspider.items import Change, IndexPage, Reason, Rejected, Stored, Unmodified
from newsspider.processing.visit import Visit

EXAMPLES = 10
"""Rejected pages that a report names: a crawl may meet a million."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """The figures of a run at one moment."""

    fetched: int = 0
    """Answers of any status, robots.txt left out."""

    stored: int = 0
    rejected: int = 0
    waiting: int = 0
    """Requests and pages that are known and not done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunReport:
    """The figures of a run that has ended."""

    new: int = 0
    updated: int = 0
    unchanged: int = 0
    unmodified: int = 0
    """Pages that are as they were at their last visit, so that nothing was read."""

    lists: int = 0
    """Index pages that were read: feeds, sitemaps, sections and home pages."""

    rejected: int = 0
    fetched: int = 0
    answered: int = 0
    """Answers with a status below 400, robots.txt left out."""

    undated: int = 0
    """Articles stored of which nobody knows the day."""

    reasons: Mapping[Reason, int] = field(default_factory=dict)
    """Pages rejected by reason, the most frequent first."""

    failures: tuple[Rejected, ...] = ()
    """The first ``EXAMPLES`` rejected pages, in the order in which they came."""

    errors: int = 0
    """Pages that an error of our own lost: each has a line in the log."""

    interrupted: bool = False
    ended: str = "finished"
    """Scrapy's word for how it ended: ``memusage_exceeded`` is a crawl that is not complete."""

    @property
    def stored(self) -> int:
        """Pages whose article is in the database, whether this run changed it or not."""
        return self.new + self.updated + self.unchanged


class Counting:
    """Counts visits and answers as they come."""

    def __init__(self) -> None:
        self.changes: Counter[Change] = Counter()
        self.reasons: Counter[Reason] = Counter()
        self.failures: list[Rejected] = []
        self.undated = 0
        self.lists = 0
        self.unmodified = 0
        self.fetched = 0
        self.answered = 0
        self.errors = 0

    def visit(self, visit: Visit) -> None:
        """Count a page at the end of its road."""
        if isinstance(visit.outcome, Stored):
            self.changes[visit.outcome.change] += 1
            self.undated += visit.outcome.article.published_at is None
        elif isinstance(visit.outcome, Rejected):
            self.reasons[visit.outcome.reason] += 1
            if len(self.failures) < EXAMPLES:
                self.failures.append(visit.outcome)
        else:
            self.lists += isinstance(visit.outcome, IndexPage)
            self.unmodified += isinstance(visit.outcome, Unmodified)

    def answer(self, status: int) -> None:
        """Count an answer of a server."""
        self.fetched += 1
        self.answered += status < 400

    def error(self) -> None:
        """Count a page that an error lost."""
        self.errors += 1

    def tally(self, waiting: int) -> Tally:
        """The figures of the run so far."""
        return Tally(
            fetched=self.fetched,
            stored=self.changes.total(),
            rejected=self.reasons.total(),
            waiting=waiting,
        )

    def report(self, *, interrupted: bool, ended: str) -> RunReport:
        """The figures of the run, which has ended."""
        return RunReport(
            new=self.changes[Change.NEW],
            updated=self.changes[Change.UPDATED],
            unchanged=self.changes[Change.UNCHANGED],
            unmodified=self.unmodified,
            lists=self.lists,
            rejected=self.reasons.total(),
            undated=self.undated,
            reasons=dict(self.reasons.most_common()),
            fetched=self.fetched,
            answered=self.answered,
            failures=tuple(self.failures),
            errors=self.errors,
            interrupted=interrupted,
            ended=ended,
        )
