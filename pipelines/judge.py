"""The quality gate: an article, or the reason why the page is none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Self

from scrapy.crawler import Crawler

from newsspider import extraction
from newsspider.extraction.gate.types import Reading
from newsspider.items import Article, Page, Reason, Rejected
from newsspider.processing.failed import failed
from newsspider.processing.visit import Visit

Objection = Callable[[Article], str | None]
"""Why a crawl does not want an article, ``None`` where it does."""


class JudgePipeline:
    """Decide on each page that was read; a page that was refused passes as it is."""

    def __init__(self, objection: Objection = lambda article: None) -> None:
        self.objection = objection

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """With what the spider says of the dates that it wants, if it says anything."""
        objection: Objection | None = getattr(crawler.spider, "objection", None)
        return cls() if objection is None else cls(objection)

    def process_item(self, item: Visit) -> Visit:
        """The visit with its verdict."""
        if not isinstance(item.outcome, Reading):
            return item
        verdict = _verdict(item.page, item.outcome)
        why = self.objection(verdict) if isinstance(verdict, Article) else None
        if why is not None:
            verdict = Rejected(url=item.page.url, reason=Reason.OTHER_DATES, evidence=why)
        return replace(item, outcome=verdict)


def _verdict(page: Page, reading: Reading) -> Article | Rejected:
    try:
        return extraction.judge(reading, page)
    except Exception as error:  # noqa: BLE001 - the page's own boundary: it is kept, with why
        return failed(page, error)
