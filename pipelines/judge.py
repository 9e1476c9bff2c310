"""The quality gate: an article, or the reason why the page is none."""

from __future__ import annotations

from dataclasses import replace

from newsspider import extraction
from newsspider.extraction.reading import Reading
from newsspider.items import Article, Page, Rejected
from pipelines.failed import failed
from pipelines.visit import Visit


class JudgePipeline:
    """Decide on each page that was read; a page that was refused passes as it is."""

    def process_item(self, item: Visit) -> Visit:
        """The visit with its verdict."""
        if not isinstance(item.outcome, Reading):
            return item
        return replace(item, outcome=_verdict(item.page, item.outcome))


def _verdict(page: Page, reading: Reading) -> Article | Rejected:
    try:
        return extraction.judge(reading, page)
    except Exception as error:  # noqa: BLE001 - the page's own boundary: it is kept, with why
        return failed(page, error)
