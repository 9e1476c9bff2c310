"""The reasons why a fetch failed: raised by middlewares, kept with the page by spiders."""

from __future__ import annotations

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    NotSupported,
    ResponseDataLossError,
)

from newsspider.items import Failure, Reason

LONGEST = 300


class Refused(IgnoreRequest):
    """A request that is not to be made, with its failure."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.evidence)
        self.failure = failure


class Interrupted(IgnoreRequest):
    """A request given up because the run ends: it says nothing about the page."""


SENTENCES: tuple[tuple[type[Exception], str], ...] = (
    (CannotResolveHostError, "The host name does not resolve."),
    (DownloadConnectionRefusedError, "The server refused the connection."),
    (DownloadTimeoutError, "The server did not answer in time."),
    (ResponseDataLossError, "The answer broke off before its end."),
    (NotSupported, "Only http and https addresses are fetched."),
    (DownloadFailedError, "The connection broke off before an answer: is it http or https?"),
)


def failure_of(error: BaseException) -> Failure:
    """The reason and a sentence for any error that a download ends in."""
    if isinstance(error, Refused):
        return error.failure
    if _is_too_large(error):
        return Failure(reason=Reason.TOO_LARGE, evidence="The answer is larger than the limit.")
    for kind, sentence in SENTENCES:
        if isinstance(error, kind):
            return Failure(reason=Reason.FETCH_FAILED, evidence=sentence)
    if isinstance(error, IgnoreRequest) and "redirections" in str(error):
        return Failure(reason=Reason.FETCH_FAILED, evidence="The address redirects in a circle.")
    evidence = f"{type(error).__name__}: {error}".strip()[:LONGEST]
    return Failure(reason=Reason.FETCH_FAILED, evidence=evidence)


def _is_too_large(error: BaseException) -> bool:
    # Scrapy cancels a body that grows too large with an error that carries no message.
    if isinstance(error, DownloadCancelledError):
        return True
    return isinstance(error, IgnoreRequest) and "DOWNLOAD_MAXSIZE" in str(error)
