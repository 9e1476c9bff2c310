"""A crawl of a site's addresses in this process."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from newsspider.crawling.report import RunReport, Tally
from newsspider.crawling.run import run
from newsspider.errors import UsageError
from newsspider.services.addresses import web_address
from newsspider.services.runs import CrawlOptions
from newsspider.sources.checks import day
from newsspider.spiders.site import SiteSpider


def crawl_addresses(
    urls: Iterable[str],
    options: CrawlOptions,
    overrides: Mapping[str, Any],
    *,
    on_tick: Callable[[Tally], None] = lambda tally: None,
) -> RunReport:
    """Store the articles that the addresses lead to; ``on_tick`` is called some times a second.

    ``overrides`` go before the project's settings. To be called from the main thread, where Ctrl-C
    and SIGTERM end it clean, and the report says so. Raises ``UsageError`` for what is no web
    address, ``DatabaseError``, and ``ArchiveError``.
    """
    arguments = {
        "urls": [web_address(url) for url in urls],
        "max_pages": options.max_pages,
        "since": options.since,
        "until": options.until,
    }
    delay = {} if options.delay is None else {"DOWNLOAD_DELAY": options.delay}
    return run(SiteSpider, arguments, {**overrides, **delay}, on_tick=on_tick)


def parse_days(since: str | None, until: str | None) -> tuple[date | None, date | None]:
    """The first and the last day of a date window; raises ``UsageError``."""
    try:
        first, last = (day(text) if text is not None else None for text in (since, until))
    except ValueError as problem:
        raise UsageError(f"{problem}.") from None
    if first and last and last < first:
        raise UsageError(f"--until, {last}, lies before --since, {first}.")
    return first, last
