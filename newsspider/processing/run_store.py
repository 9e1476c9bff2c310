"""The store of one run: its visits, and the run itself from its beginning to its end."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from newsspider.errors import DatabaseError, UsageError
from newsspider.health.measures import Measuring
from newsspider.items import IndexPage, Page, Reason, Rejected, Stored, Unmodified
from newsspider.monitoring.run_context import enter_run
from newsspider.processing.frontier import SourceFrontier
from newsspider.processing.reporter import Report, Reporter
from newsspider.processing.run_state import RunState
from newsspider.processing.writer import Writer
from newsspider.sources import revisits
from newsspider.text.hosts import readable
from storage import visits
from storage.crawl import runs
from storage.monitoring import health

logger = logging.getLogger(__name__)


class RunStore:
    """A page counts as done in the transaction that stores the outcome of its visit.

    Once the database fails, ``failure`` holds the sentence that says so, and ``on_failure`` is
    called: pages that cannot be stored are lost work, so the run is to end.
    """

    def __init__(
        self,
        writer: Writer,
        run: RunState,
        *,
        on_failure: Callable[[], None] = lambda: None,
        reporter: Reporter | None = None,
        steps: Sequence[int] = revisits.ARTICLE_STEPS,
    ) -> None:
        if run.kind is None:
            raise ValueError("A run without a kind stores nothing.")
        self.kind = run.kind
        self.writer = writer
        self.run = run
        self.on_failure = on_failure
        self.reporter = reporter or Reporter()
        self.steps = steps
        self.counts: Counter[str] = Counter()
        self.measuring = Measuring()
        self.failure: DatabaseError | None = None
        self.has_ended = False
        self.has_answer = False

    async def begin(self) -> None:
        """Make the database ready and note that the run begins; raises ``DatabaseError``."""
        try:
            await self.writer.open()
            self.run.id = await self.writer.run(self._begin)
        except DatabaseError as error:
            self.failure = error
        except SQLAlchemyError as error:
            self.failure = DatabaseError(
                f"The database takes nothing in ({_cause(error)}): mend that and run it again."
            )
        if self.run.id is None or self.failure is not None:
            logger.info("%s", self.failure)
            raise self.failure or DatabaseError("The run could not be noted.")
        enter_run(self.run.id, self.run.source_id)
        if self.run.source_id is not None:
            self.run.frontier = SourceFrontier(
                self.writer, self.run.source_id, self.run.id, self.run.holder
            )

    async def save(self, page: Page, verdict: visits.Verdict) -> visits.Outcome:
        """The outcome of the visit, as it is stored; raises ``DatabaseError``."""
        try:
            outcome, again = await self.writer.run(
                lambda session: self._save(session, page, verdict)
            )
        except UsageError as error:
            # Its address cannot be kept, so neither can the page; the person still hears of it.
            outcome = Rejected(url=page.url, reason=Reason.FETCH_FAILED, evidence=str(error))
            again = False
        except SQLAlchemyError as error:
            raise self.give_up(error) from error
        self._count(readable(page.url), outcome)
        # An index page is measured by all that it names, not by what was new of it.
        measured = verdict if isinstance(verdict, IndexPage) else outcome
        self.measuring.visit(page, measured, again=again)
        self.has_answer |= page.status is not None
        return outcome

    async def end(self, status: str) -> None:
        """Note how the run ended (``finished``, ``interrupted``, ``failed``); again, do nothing."""
        if self.has_ended:
            return
        self.has_ended = True
        try:
            # Also after a failure: it may have been of one moment, and no run should seem to go on.
            if self.run.id is not None:
                report = await self.writer.run(lambda session: self._end(session, status))
                await asyncio.to_thread(self.reporter.send, report)
        except SQLAlchemyError as error:
            self.give_up(error)
        finally:
            self.writer.close()

    def hurry(self) -> None:
        """Wait no longer for a locked database: the run ends."""
        self.writer.hurry()

    def give_up(self, error: SQLAlchemyError | DatabaseError) -> DatabaseError:
        """End the run for a database that fails; returns the error with its sentence."""
        if self.failure is None:
            self.failure = DatabaseError(
                f"The database stopped taking pages ({_cause(error)}):"
                " mend that and run the same again."
            )
            logger.info("%s", self.failure)
            self.on_failure()
        return self.failure

    def _save(
        self, session: Session, page: Page, verdict: visits.Verdict
    ) -> tuple[visits.Outcome, bool]:
        """The outcome, and whether the visits before were rejected as well."""
        again = isinstance(verdict, Rejected) and health.was_rejected(session, page.url)
        outcome = visits.record_visit(session, page, verdict, run_id=self.run.id, steps=self.steps)
        return outcome, again

    def _count(self, url: str, outcome: visits.Outcome) -> None:
        if isinstance(outcome, Stored):
            self.counts[outcome.change.value] += 1
            logger.info("%s %s: %s", outcome.change.value, url, outcome.article.title)
        elif isinstance(outcome, Unmodified):
            self.counts["not_modified"] += 1
            logger.info("not modified %s", url)
        elif isinstance(outcome, IndexPage):
            self._count_index_page(url, outcome)
        else:
            self.counts["rejected"] += 1
            logger.info("rejected %s: %s: %s", url, outcome.reason.value, outcome.evidence)

    def _count_index_page(self, url: str, index: IndexPage) -> None:
        self.counts["lists"] += 1
        logger.info("read %s: %d new addresses", url, index.new_articles)
        for why, count in index.cut.items():
            self.counts[f"cut: {why}"] += count
            logger.info("left out %d addresses of %s: %s", count, url, why)

    def _begin(self, session: Session) -> int:
        now = datetime.now(UTC)
        return runs.start_run(
            session, self.kind, self.run.arguments, now, source_id=self.run.source_id
        )

    def _end(self, session: Session, status: str) -> Report:
        """Note the end, the measures, and the alarms that follow from them."""
        if self.run.id is None:
            return Report()
        now, measures = datetime.now(UTC), self.measuring.measures()
        counts = self.counts + self.run.cut
        if self.run.source_id is not None and counts["rejected"] and not self.has_answer:
            status = "failed"  # a site that is down: no run of it went well
        runs.finish_run(session, self.run.id, status, counts, now, measures=measures)
        return self.reporter.report(session, self.run.id, now)


def _cause(error: Exception) -> str:
    return str(getattr(error, "orig", None) or error).strip().split("\n", 1)[0].rstrip(".")
