"""Store what each visit came to, and note the run that made it."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Self

from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider, DropItem, NotConfigured
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from newsspider.errors import DatabaseError, UsageError
from newsspider.health.measures import Measuring
from newsspider.items import IndexPage, Page, Reason, Rejected, Stored, Unmodified
from newsspider.monitoring.run_context import enter_run
from newsspider.processing.visit import Visit
from newsspider.processing.writer import Writer
from newsspider.sources import revisits
from newsspider.text.hosts import readable
from pipelines.frontier import Frontier
from pipelines.reporter import Report, Reporter
from storage import visits
from storage.crawl import runs
from storage.monitoring import health

logger = logging.getLogger(__name__)

DATABASE_ERROR = "database_error"
STATUSES = {"finished": "finished", "shutdown": "interrupted"}
"""What a run is called by the reason for which Scrapy closed the spider; else ``failed``."""


class StorePipeline:
    """A page counts as done in the transaction that stores what it came to."""

    def __init__(
        self,
        writer: Writer,
        *,
        kind: str,
        arguments: Mapping[str, Any],
        spider: Any = None,
        close: Callable[[], None] = lambda: None,
        reporter: Reporter | None = None,
        steps: Sequence[int] = revisits.ARTICLES,
    ) -> None:
        self.writer = writer
        self.kind = kind
        self.arguments = arguments
        self.spider = spider
        self.close = close
        self.reporter = reporter or Reporter()
        self.steps = steps
        self.counts: Counter[str] = Counter()
        self.measuring = Measuring()
        self.run_id: int | None = None
        self.failure: DatabaseError | None = None
        self.ended = False
        self.has_answer = False

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Built for spiders that name the kind of their run; ``scrapy shell`` stores nothing."""
        kind = getattr(crawler.spider, "run_kind", None)
        if kind is None:
            raise NotConfigured
        pipeline = cls(
            Writer(crawler.settings["DATABASE_URL"]),
            kind=kind,
            arguments=getattr(crawler.spider, "run_arguments", {}),
            spider=crawler.spider,
            close=_Closer(crawler),
            reporter=Reporter.from_settings(crawler.settings),
            steps=revisits.read_steps(crawler.settings.getlist("REVISITS")),
        )
        crawler.signals.connect(pipeline.spider_closed, signal=signals.spider_closed)
        return pipeline

    async def open_spider(self) -> None:
        """Make the database ready and note that the run begins; else the run ends at once."""
        try:
            await self.writer.open()
            self.run_id = await self.writer.run(self._begin)
            enter_run(self.run_id, self.source_id)
            if self.spider is not None:
                self.spider.run_id = self.run_id  # the archive names its files by it
            self._give_frontier(self.run_id)
        except DatabaseError as error:
            self.failure = error
        except SQLAlchemyError as error:
            self.failure = DatabaseError(
                f"The database takes nothing in ({_cause(error)}): mend that and run it again."
            )
        if self.failure is not None:
            logger.info("%s", self.failure)
            raise CloseSpider(DATABASE_ERROR) from self.failure

    async def process_item(self, item: Visit) -> Visit:
        """The visit as it is stored."""
        verdict = item.outcome
        if not isinstance(verdict, visits.Verdict):
            raise TypeError(f"{item.page.url} was not judged: is JudgePipeline on the road?")
        try:
            outcome, again = await self.writer.run(
                lambda session: self._save(session, item.page, verdict)
            )
        except UsageError as error:
            # Its address cannot be kept, so neither can the page; the person still hears of it.
            outcome = Rejected(url=item.page.url, reason=Reason.FETCH_FAILED, evidence=str(error))
            again = False
        except SQLAlchemyError as error:
            self.give_up(error)
            raise DropItem(f"the database failed: {error}") from error
        self._count(readable(item.page.url), outcome)
        # A list is measured by all that it names, not by what was new of it.
        measured = verdict if isinstance(verdict, IndexPage) else outcome
        self.measuring.visit(item.page, measured, again=again)
        self.has_answer |= item.page.status is not None
        return replace(item, outcome=outcome)

    async def spider_closed(self, spider: Spider | None, reason: str) -> None:
        """Note how the run ended; called again, do nothing."""
        if self.ended:
            return
        self.ended = True
        status = STATUSES.get(reason, "failed")
        try:
            # Also after a failure: it may have been of one moment, and no run should seem to go on.
            if self.run_id is not None:
                report = await self.writer.run(lambda session: self._end(session, status))
                await asyncio.to_thread(self.reporter.tell, report)
        except SQLAlchemyError as error:
            self.give_up(error)
        finally:
            self.writer.close()

    def abort(self) -> None:
        """Wait no longer for a locked database: the run ends."""
        self.writer.hurry()

    def give_up(self, error: SQLAlchemyError | DatabaseError) -> None:
        """End the run for a database that fails, and keep the sentence that says so."""
        # Pages that cannot be stored are lost work: better to stop and say so.
        if self.failure is None:
            self.failure = DatabaseError(
                f"The database stopped taking pages ({_cause(error)}):"
                " mend that and run the same again."
            )
            logger.info("%s", self.failure)
            self.close()

    @property
    def source_id(self) -> int | None:
        """The source that is crawled, if it is one."""
        return getattr(self.spider, "source_id", None)

    def _save(
        self, session: Session, page: Page, verdict: visits.Verdict
    ) -> tuple[visits.Outcome, bool]:
        """What the visit came to, and whether it came to nothing as the visits before it."""
        again = isinstance(verdict, Rejected) and health.was_rejected(session, page.url)
        stored = visits.record_visit(session, page, verdict, run_id=self.run_id, steps=self.steps)
        return stored, again

    def _give_frontier(self, run_id: int) -> None:
        # A spider of a source asks for what is due; the others know their pages.
        source = getattr(self.spider, "source_id", None)
        if source is not None:
            self.spider.frontier = Frontier(self.writer, source, run_id, self.spider.holder)

    def _count(self, url: str, outcome: visits.Outcome) -> None:
        if isinstance(outcome, Stored):
            self.counts[outcome.change.value] += 1
            logger.info("%s %s: %s", outcome.change.value, url, outcome.article.title)
        elif isinstance(outcome, Unmodified):
            self.counts["not_modified"] += 1
            logger.info("not modified %s", url)
        elif isinstance(outcome, IndexPage):
            self._count_list(url, outcome)
        else:
            self.counts["rejected"] += 1
            logger.info("rejected %s: %s: %s", url, outcome.reason.value, outcome.evidence)

    def _count_list(self, url: str, index: IndexPage) -> None:
        self.counts["lists"] += 1
        logger.info("read %s: %d new addresses", url, index.new_articles)
        for why, count in index.cut.items():
            self.counts[f"cut: {why}"] += count
            logger.info("left out %d addresses of %s: %s", count, url, why)

    def _begin(self, session: Session) -> int:
        now = datetime.now(UTC)
        return runs.start_run(session, self.kind, self.arguments, now, source_id=self.source_id)

    def _end(self, session: Session, status: str) -> Report:
        """Note the end, what was measured, and the alarms that follow from it."""
        if self.run_id is None:
            return Report()
        now, measures = datetime.now(UTC), self.measuring.measures()
        counts = self.counts + Counter(getattr(self.spider, "cut", {}))
        if self.source_id is not None and counts["rejected"] and not self.has_answer:
            status = "failed"  # a site that is down: no run of it went well
        runs.finish_run(session, self.run_id, status, counts, now, measures=measures)
        return self.reporter.report(session, self.run_id, now)


def _cause(error: Exception) -> str:
    return str(getattr(error, "orig", None) or error).strip().split("\n", 1)[0].rstrip(".")


class _Closer:
    """Ends the crawl from within one of its own pages, without waiting for itself."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.closing: asyncio.Future[None] | None = None

    def __call__(self) -> None:
        closing = self.crawler.engine.close_spider_async(reason=DATABASE_ERROR)
        # The loop keeps no hold of a task: without this one it may vanish half way.
        self.closing = asyncio.ensure_future(closing)
