"""From a page to its verdict: refused, or read and judged, within the page's own boundary.

Loads neither the extraction, which readers do, nor the database.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from newsspider.items import Article, Page, Provenance, Reason, Rejected, SiteProfile
from newsspider.text.hosts import readable, site_host

if TYPE_CHECKING:
    from newsspider.extraction.explanation import Explanation

logger = logging.getLogger(__name__)

T = TypeVar("T")

Job = Callable[[Page, SiteProfile], T]
"""The work of a reader on a page: a function of a module, which another process can import."""

Objection = Callable[[Article], str | None]
"""Why a run does not take an article, ``None`` where it does."""

LONGEST = 300


def read_and_judge(page: Page, profile: SiteProfile) -> Article | Rejected:
    """The article of the page, or why it is none."""
    from newsspider.extraction import extract

    return extract(page, profile)


def read_and_keep(page: Page, profile: SiteProfile) -> Article | Rejected:
    """The record of a page that a person wants, whatever kind of page it is.

    Where the gate objects, the provenance of ``kept`` names the reason. A page without text, and
    one that was refused unread, is rejected all the same.
    """
    from newsspider.extraction import judge, read, refuse

    refusal = refuse(page)
    if refusal is not None:
        return refusal
    reading = read(page, profile)
    verdict = judge(reading, page)
    if isinstance(verdict, Article) or not reading.article.body:
        return verdict
    kept = Provenance(source=str(verdict.reason), confidence=0.0)
    return replace(reading.article, provenance={**reading.article.provenance, "kept": kept})


def refuse_or_explain(page: Page, profile: SiteProfile) -> Explanation | Rejected:
    """The page's record with all its evidence, not judged; or why it is not read."""
    from newsspider.extraction import explain, refuse

    return refuse(page) or explain(page, profile)


def accept(article: Article) -> str | None:
    """Object to no article."""


class ReaderDiedError(Exception):
    """The process that read a page ended without an answer."""

    def __init__(self, exit_code: int | None) -> None:
        super().__init__(f"The worker that read it died (exit code {exit_code}).")


class Readers(Protocol):
    """Where pages are read: a pool of processes, a fork, or this very process.

    ``run`` and ``run_now`` give what the job returns or raises. They raise ``TimeoutError`` and
    ``ReaderDiedError`` for a process that hangs or dies.
    """

    timeout: float
    """Seconds that one page may take."""

    def start(self) -> None:
        """Begin to warm the readers; returns at once."""

    def stop(self) -> None:
        """End the readers, even while they read."""

    def abort(self) -> None:
        """Give up pages that wait or are being read; their callers are cancelled."""

    async def run(self, job: Job[T], page: Page, profile: SiteProfile) -> T:
        """Wait for the answer in an event loop."""
        ...

    def run_now(self, job: Job[T], page: Page, profile: SiteProfile) -> T:
        """Block until the answer is there."""
        ...


class ThisProcess:
    """Reads pages right here: for a page that is trusted, which no limit of time or memory ends."""

    timeout = float("inf")

    def start(self) -> None:
        """Do nothing."""

    stop = abort = start

    async def run(self, job: Job[T], page: Page, profile: SiteProfile) -> T:
        """Read the page in a thread."""
        import asyncio

        return await asyncio.to_thread(job, page, profile)

    def run_now(self, job: Job[T], page: Page, profile: SiteProfile) -> T:
        """Read the page."""
        return job(page, profile)


class PageReader(Generic[T]):
    """Refuses, reads and judges pages with the profiles of their sites.

    An error of our own, a page that hangs or one that kills its reader costs that page: it comes
    back as ``Rejected``, with why. Errors of the database, which ``profile`` asks, are raised.
    """

    def __init__(
        self,
        readers: Readers,
        profile: Callable[[str], SiteProfile],
        job: Job[T],
        objection: Objection = accept,
        *,
        close: Callable[[], None] = lambda: None,
    ) -> None:
        self.close_profiles = close
        self.readers = readers
        self.profile = profile
        self.job = job
        self.objection = objection
        self.profiles: dict[str, SiteProfile] = {}
        """One state of knowledge for a whole run: the order of pages then changes nothing."""

    def start(self) -> None:
        """Begin to warm the readers; returns at once."""
        self.readers.start()

    def abort(self) -> None:
        """Give up the pages that wait or are being read; their callers are cancelled."""
        self.readers.abort()

    def close(self) -> None:
        """End the readers, and the connection that the profiles came from."""
        self.readers.stop()
        self.close_profiles()

    async def read(self, page: Page) -> T | Rejected:
        """The page's verdict, waited for in an event loop."""
        if page.failure is not None:
            return unfetched(page)
        host = site_host(page.address)
        if host not in self.profiles:
            import asyncio  # which a script that blocks does without

            self.profiles[host] = await asyncio.to_thread(self.profile, host)
        try:
            verdict = await self.readers.run(self.job, page, self.profiles[host])
        except Exception as error:  # noqa: BLE001 - the page's own boundary: it is kept, with why
            return self._given_up(page, error)
        return self._taken(page, verdict)

    def read_now(self, page: Page) -> T | Rejected:
        """The page's verdict; blocks until it is there."""
        if page.failure is not None:
            return unfetched(page)
        host = site_host(page.address)
        if host not in self.profiles:
            self.profiles[host] = self.profile(host)
        try:
            verdict = self.readers.run_now(self.job, page, self.profiles[host])
        except Exception as error:  # noqa: BLE001 - the page's own boundary: it is kept, with why
            return self._given_up(page, error)
        return self._taken(page, verdict)

    def _taken(self, page: Page, verdict: T) -> T | Rejected:
        why = self.objection(verdict) if isinstance(verdict, Article) else None
        if why is None:
            return verdict
        return Rejected(url=page.url, reason=Reason.OTHER_DATES, evidence=why)

    def _given_up(self, page: Page, error: Exception) -> Rejected:
        reason, evidence = Reason.EXTRACTION_FAILED, f"{type(error).__name__}: {error}"[:LONGEST]
        if isinstance(error, TimeoutError):
            reason = Reason.EXTRACTION_TIMEOUT
            evidence = f"Reading it took longer than {self.readers.timeout:g} seconds."
        elif isinstance(error, ReaderDiedError):
            evidence = str(error)
        logger.warning("%s: %s", readable(page.url), evidence)
        return Rejected(url=page.url, reason=reason, evidence=evidence)


def unfetched(page: Page) -> Rejected:
    """The rejection of a page that could not be fetched."""
    if page.failure is None:
        raise ValueError("The page was fetched.")
    return Rejected(url=page.url, reason=page.failure.reason, evidence=page.failure.evidence)
