"""Show each HTML answer in a browser, and hand on the document as its scripts left it."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from http import HTTPStatus
from itertools import count
from typing import TYPE_CHECKING, Self

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import HtmlResponse, Response
from scrapy.http.request import NO_CALLBACK

from newsspider.archive import CAPTURE
from newsspider.discovery.documents import DocumentKind, document_kind
from newsspider.items import Failure, Reason
from newsspider.middlewares.archive import ArchiveMiddleware
from newsspider.middlewares.browser.program import launch_options, program
from newsspider.middlewares.browser.tunnel import Tunnel
from newsspider.middlewares.failures import Refused

if TYPE_CHECKING:
    from playwright.async_api import Page
    from scrapy_playwright.handler import ScrapyPlaywrightDownloadHandler

    from newsspider.middlewares.browser.view import View

RENDER = "RENDER"
BROWSER = "browser"
"""The value of the setting ``RENDER`` with which pages are shown in a browser."""

PAGE = "playwright_page"
"""Key in ``Request.meta`` where scrapy-playwright leaves the page open."""

LONGEST = 300
CLOSING = 10
"""Seconds that a page has to close."""


class BrowserMiddleware:
    """Shows pages in a browser; nearer to the spider than the parts that decode and redirect.

    The pages are fetched as ever and kept as they came; the browser is given the answer and
    fetches only what the page's scripts ask for.
    """

    def __init__(self, crawler: Crawler, path: str) -> None:
        from scrapy_playwright.handler import ScrapyPlaywrightDownloadHandler

        settings = crawler.settings
        self.crawler = crawler
        self.allow_private = settings.getbool("ALLOW_PRIVATE")
        self.agent: str = settings["USER_AGENT"]
        self.timeout = settings.getint("BROWSER_TIMEOUT")
        self.largest = settings.getint("DOWNLOAD_MAXSIZE")
        self.tunnel = Tunnel(allow_private=self.allow_private)
        self.handler: ScrapyPlaywrightDownloadHandler = ScrapyPlaywrightDownloadHandler(crawler)
        self.handler.config.launch_options = launch_options(path, self.tunnel.port)
        self.numbers = count()
        self.room = asyncio.Semaphore(settings.getint("BROWSER_PAGES"))

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build it where ``RENDER`` asks for it; raises ``UsageError`` without a browser."""
        settings = crawler.settings
        if settings[RENDER] != BROWSER:
            raise NotConfigured
        logging.getLogger("scrapy-playwright").setLevel(logging.ERROR)
        middleware = cls(crawler, program(settings["BROWSER"]))
        crawler.signals.connect(middleware.spider_opened, signal=signals.spider_opened)
        crawler.signals.connect(middleware.spider_closed, signal=signals.spider_closed)
        return middleware

    async def spider_opened(self) -> None:
        """Open the tunnel; the browser starts with the first page."""
        await self.tunnel.open()

    async def spider_closed(self) -> None:
        """End the browser."""
        await self.handler.close()
        await self.tunnel.close()

    async def process_response(self, request: Request, response: Response) -> Response:
        """The answer with the document as it stands once its scripts are done."""
        if not _is_page(response) or request.callback is NO_CALLBACK:
            return response
        async with self.room:  # waiting for it is no fault of the page
            body = await self._shown(response)
        headers = response.headers.copy()
        headers["Content-Type"] = "text/html; charset=utf-8"
        headers["Content-Length"] = str(len(body))
        shown = response.replace(body=body, headers=headers, encoding="utf-8")
        archive = self.crawler.get_downloader_middleware(ArchiveMiddleware)
        if archive is not None and CAPTURE in request.meta:
            await archive.convert(request, shown)
        return shown

    async def _shown(self, response: Response) -> bytes:
        from playwright.async_api import Error as PlaywrightError

        from newsspider.middlewares.browser.view import View

        view = View(
            response,
            timeout=self.timeout,
            largest=self.largest,
            allow_private=self.allow_private,
        )
        request = self._request(response.url, view)
        try:
            async with asyncio.timeout(self.timeout):
                await self._open(request)
                return await view.read(request.meta[PAGE])
        except (PlaywrightError, TimeoutError) as error:
            raise Refused(_failure(error)) from error
        finally:
            await self._close(request.meta["playwright_context"])

    async def _open(self, request: Request) -> None:
        from playwright.async_api import Error as PlaywrightError

        from newsspider.middlewares.browser.view import is_leaving

        try:
            await self.handler.download_request(request)
        except PlaywrightError as error:  # the handler reads the page as well, too early
            if not is_leaving(error):
                raise

    async def _close(self, name: str) -> None:
        """End the page with its context: no other page sees the traces of its scripts."""
        from playwright.async_api import Error as PlaywrightError

        wrapper = self.handler.context_wrappers.get(name)
        if wrapper is not None:
            with suppress(PlaywrightError, TimeoutError):  # the browser may be gone
                async with asyncio.timeout(CLOSING):
                    # Else scripts go on asking while their page closes.
                    await wrapper.context.set_offline(True)
                    await wrapper.context.close()

    def _request(self, url: str, view: View) -> Request:
        async def begin(page: Page, _: Request) -> None:
            await view.begin(page)

        meta = {
            "playwright": True,
            "playwright_include_page": True,
            "playwright_context": f"page-{next(self.numbers)}",
            "playwright_context_kwargs": {
                "user_agent": self.agent,
                "accept_downloads": False,
                "service_workers": "block",
            },
            "playwright_page_init_callback": begin,
            "playwright_page_goto_kwargs": {"wait_until": "commit"},
        }
        return Request(url, meta=meta, dont_filter=True)


def _is_page(response: Response) -> bool:
    if not isinstance(response, HtmlResponse) or response.status != HTTPStatus.OK:
        return False
    # Many servers call their feeds HTML.
    kind = (response.headers.get(b"Content-Type") or b"").decode("latin-1")
    return document_kind(response.body, kind) is DocumentKind.HTML


def _failure(error: Exception) -> Failure:
    reason = str(error).partition("\n")[0] or "it did not come to an end in time"
    evidence = f"The browser could not show the page: {reason}"[:LONGEST]
    return Failure(reason=Reason.FETCH_FAILED, evidence=evidence)
