"""From Scrapy's answers to the project's own ``Page``, for successes and failures alike."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import TypeVar

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure as TwistedFailure

from newsspider.archive import CAPTURE
from newsspider.discovery.reading import TooCostlyError
from newsspider.items import Failure, Hints, Page, Reason
from newsspider.middlewares.failures import Interrupted, failure_of
from newsspider.text.hosts import readable

logger = logging.getLogger(__name__)

T = TypeVar("T")

ASKED = "asked"
"""Key in ``Request.meta``: the address as it was named, before it was escaped or redirected."""

HINTS = "hints"
"""Key in ``Request.meta``: the ``Hints`` of the place that named the page."""

LONGEST = 300
"""Characters of an error that are kept as the evidence."""


def page_of(response: Response) -> Page:
    """The page that the server answered with, whatever its status."""
    request = response.request
    asked = response.url if request is None else _asked(request)
    return Page(
        url=asked,
        final_url=response.url if response.url != asked else None,
        fetched_at=datetime.now(UTC),
        body=response.body,
        status=response.status,
        headers=_headers(response),
        hints=_hints(request),
        capture=request.meta.get(CAPTURE) if request is not None else None,
    )


def pages_of_failure(failure: TwistedFailure) -> Iterator[Page]:
    """The page that could not be fetched, with the reason; none where the run was ending."""
    request: Request = failure.request  # type: ignore[attr-defined] # set by Scrapy
    error = failure.value
    if error is None or isinstance(error, Interrupted):
        return
    yield Page(
        url=_asked(request),
        fetched_at=datetime.now(UTC),
        status=None,
        hints=_hints(request),
        failure=failure_of(error),
    )


def page_of_bad_url(url: str, problem: ValueError) -> Page:
    """A page that cannot be asked for, because its address is none."""
    failure = Failure(reason=Reason.FETCH_FAILED, evidence=f"This is no web address: {problem}.")
    return Page(url=url, fetched_at=datetime.now(UTC), status=None, failure=failure)


def read_or_fail(response: Response, read: Callable[[Response], Iterator[T]]) -> Iterator[T | Page]:
    """All that ``read`` makes of the document, then the page with the reason if it fails.

    This is the document's own error boundary: an error of ours costs this document, and is logged.
    """
    try:
        yield from read(response)
    except TooCostlyError as problem:
        yield _unreadable(response, Reason.TOO_LARGE, str(problem))
    except Exception as error:
        logger.exception("Could not read the links of %s", readable(response.url))
        evidence = f"{type(error).__name__}: {error}"[:LONGEST]
        yield _unreadable(response, Reason.EXTRACTION_FAILED, evidence)


def content_type(response: Response) -> str:
    """The declared type, ``""`` where the server declares none."""
    return (response.headers.get(b"Content-Type") or b"").decode("latin-1")


def _unreadable(response: Response, reason: Reason, evidence: str) -> Page:
    return replace(page_of(response), failure=Failure(reason=reason, evidence=evidence))


def _asked(request: Request) -> str:
    first = request.meta.get("redirect_urls", [request.url])[0]
    asked: str = request.meta.get(ASKED, first)
    return asked


def _hints(request: Request | None) -> Hints:
    hints = request.meta.get(HINTS) if request is not None else None
    return hints if isinstance(hints, Hints) else Hints()


def _headers(response: Response) -> dict[str, str]:
    return {
        name.decode("latin-1").lower(): values[-1].decode("latin-1")
        for name, values in response.headers.items()
        if values
    }
