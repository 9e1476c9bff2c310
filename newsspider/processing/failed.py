"""The per-page boundary: a page on which our own code fails is kept as rejected, and named."""

from __future__ import annotations

import logging

from newsspider.items import Page, Reason, Rejected
from newsspider.text.hosts import readable

logger = logging.getLogger(__name__)

LONGEST = 300


def failed(page: Page, error: Exception) -> Rejected:
    """The page with the error that reading or judging it ended in."""
    return given_up(page, Reason.EXTRACTION_FAILED, f"{type(error).__name__}: {error}"[:LONGEST])


def given_up(page: Page, reason: Reason, evidence: str) -> Rejected:
    """The page with the reason why it could not be read; also a line in the log."""
    logger.warning("%s: %s", readable(page.url), evidence)
    return Rejected(url=page.url, reason=reason, evidence=evidence)
