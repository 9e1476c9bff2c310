"""Log lines that name a page instead of printing its bytes."""

from __future__ import annotations

import logging
from typing import Any

from scrapy import Spider
from scrapy.http import Response
from scrapy.logformatter import LogFormatter, LogFormatterResult
from twisted.python.failure import Failure


class QuietFormatter(LogFormatter):
    """Scrapy's lines, without the item itself: an item here is a whole page."""

    def scraped(  # type: ignore[override] # Scrapy's own way to say nothing
        self, item: Any, response: Response | Failure | None, spider: Spider
    ) -> None:
        """Log nothing: the last pipeline logs the page's outcome."""

    def item_error(
        self, item: Any, exception: BaseException, response: Any, spider: Spider
    ) -> LogFormatterResult:
        """The page's address and the error."""
        return _line(logging.ERROR, "Could not process %(url)s: %(error)r", item, exception)

    def dropped(
        self, item: Any, exception: BaseException, response: Any, spider: Spider
    ) -> LogFormatterResult:
        """The page's address and why it went no further."""
        return _line(logging.INFO, "Gave up %(url)s: %(error)s", item, exception)


def _line(level: int, message: str, item: Any, error: BaseException) -> LogFormatterResult:
    page = getattr(item, "page", item)
    args = {"url": getattr(page, "url", type(page).__name__), "error": error}
    return {"level": level, "msg": message, "args": args}
