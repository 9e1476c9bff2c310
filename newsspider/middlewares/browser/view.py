"""One page as the browser shows it: its document comes from the crawl, the rest by the tunnel."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import TimeoutError as PlaywrightTimeout
from scrapy.http import Response

from newsspider.items import Failure, Reason
from newsspider.middlewares.failures import Refused
from newsspider.middlewares.public_addresses import private_host

if TYPE_CHECKING:
    from playwright.async_api import Page, Request, Route

UNSEEN = frozenset(("font", "image", "media", "manifest", "ping", "texttrack"))
"""Kinds of resources that no text comes from."""

STAY = "aborted"
"""Any other error would show a page of the browser's own in place of this one."""

UNFIT = frozenset(
    (
        b"content-encoding",
        b"content-length",
        b"transfer-encoding",
        b"connection",
        b"content-disposition",
    )
)
"""Headers that no longer hold for a body that was decoded, or would have it saved, not shown."""

QUIET_PART = 4
"""The part of its time that a page may go on fetching; then it is taken as it is."""

CHANGING_SECONDS = 3
"""Time that a page that fetches nothing may go on changing (a clock, a slide show)."""

LOOK_SECONDS = 0.15
"""Least time between two looks that tell whether a page still changes."""

IDLE = """() => new Promise(done => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => done(document.documentElement.outerHTML.length);
    channel.port2.postMessage(null);
})"""
"""The document's length, once the page's scripts have done the work that waits for them now.

A message, since timers and idle callbacks of pages that are not in front wait for seconds.
"""

SETTLING = (0.1, 0.3, 1.0, 3.0)
"""Seconds until a page is read again whose scripts led elsewhere while it was read."""

LEAVING = ("page is navigating", "context was destroyed")
"""Words of Playwright's error then; it has no other mark."""


class View:
    """Shows a document that was fetched already.

    So that robots.txt, delays, redirects, limits and the archive hold for it as for any other. It
    stays the page's only one: scripts that lead elsewhere, and frames, get nothing.
    """

    def __init__(
        self, response: Response, *, timeout: float, largest: int, allow_private: bool = False
    ) -> None:
        self.response = response
        self.quiet = timeout / QUIET_PART
        self.largest = largest
        self.allow_private = allow_private
        self.is_shown = False
        self.asked = 0
        """Requests of the page so far."""

        self.asked_at = 0.0
        """When the latest of them was reported, by the loop's clock."""

        self.under_way: set[Request] = set()

    async def begin(self, page: Page) -> None:
        """Take the page's requests before anybody else does; pages that it opens get nothing."""
        await page.context.route("**/*", _refuse)
        await page.route("**/*", self._handle)
        page.on("request", self._begun)
        page.on("requestfinished", self._ended)
        page.on("requestfailed", self._ended)

    async def read(self, page: Page) -> bytes:
        """The document once the page fetches nothing more, or has had its time."""
        for wait in SETTLING:
            try:
                return await self._document(page)
            except PlaywrightError as error:
                if not is_leaving(error):
                    raise
            await asyncio.sleep(wait)
        return await self._document(page)

    async def _document(self, page: Page) -> bytes:
        with suppress(PlaywrightTimeout, TimeoutError):
            async with asyncio.timeout(self.quiet):
                await page.wait_for_load_state("networkidle", timeout=self.quiet * 1000)
                await self._settle(page)
        if await page.evaluate("document.documentElement.outerHTML.length") > self.largest:
            evidence = "The page grew larger than the limit in the browser."
            raise Refused(Failure(reason=Reason.TOO_LARGE, evidence=evidence))
        content = await page.content()
        if not page.url.startswith(("http:", "https:")):  # now or at any time before
            evidence = "Its scripts put another document in its place."
            raise Refused(Failure(reason=Reason.FETCH_FAILED, evidence=evidence))
        return content.encode("utf-8", "replace")

    async def _settle(self, page: Page) -> None:
        """Return once two looks at the page see the same, and it asks for nothing after that.

        On a busy machine half a second without a request, which is what Playwright waits for, may
        pass before a script has come to its next one. A look that a busy script holds up ends with
        it, and may be here before the report of what the script asked for at its end.
        """
        clock = asyncio.get_running_loop().time
        self.asked_at = clock()
        before = None
        while clock() - self.asked_at < CHANGING_SECONDS or self.under_way:
            looked_at = clock()
            seen = (await page.evaluate(IDLE), self.asked)
            # The slower the page answers, the longer its scripts may take to the next step.
            wait = max(LOOK_SECONDS, 3 * (clock() - looked_at))
            await asyncio.sleep(min(wait, CHANGING_SECONDS))
            if seen == before and self.asked == seen[1] and not self.under_way:
                return
            before = seen

    def _begun(self, request: Request) -> None:
        self.asked += 1
        self.asked_at = asyncio.get_running_loop().time()
        self.under_way.add(request)

    def _ended(self, request: Request) -> None:
        self.under_way.discard(request)

    async def _handle(self, route: Route, request: Request) -> None:
        if request.is_navigation_request():
            is_first = not self.is_shown and request.frame.parent_frame is None
            self.is_shown = True
            await (self._show(route) if is_first else route.abort(STAY))
        elif request.resource_type in UNSEEN or self._is_private(request.url):
            await route.abort("blockedbyclient")
        else:
            await route.fallback()

    async def _show(self, route: Route) -> None:
        await route.fulfill(
            status=self.response.status, headers=self._headers(), body=self.response.body
        )

    def _headers(self) -> dict[str, str]:
        return {
            # Playwright parts several cookies at the line's end.
            name.decode("latin-1"): "\n".join(value.decode("latin-1") for value in values)
            for name, values in self.response.headers.items()
            if name.lower() not in UNFIT
        }

    def _is_private(self, url: str) -> bool:
        return not self.allow_private and private_host(urlsplit(url).hostname or "") is not None


def is_leaving(error: PlaywrightError) -> bool:
    """Whether a page could not be read only because its scripts lead elsewhere just now."""
    return any(words in error.message for words in LEAVING)


async def _refuse(route: Route) -> None:
    await route.abort("blockedbyclient")
