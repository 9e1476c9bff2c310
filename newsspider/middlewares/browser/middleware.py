"""Show each HTML answer in a browser, and hand on what its scripts made of it."""

from __future__ import annotations

import asyncio
import logging
from itertools import count
from typing import TYPE_CHECKING, Self

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import HtmlResponse, Response
from scrapy.http.request import NO_CALLBACK

from newsspider.archive import CAPTURE
from newsspider.failures import Refused
from newsspider.items import Failure, Reason
from newsspider.middlewares.archive import ArchiveMiddleware
from newsspider.middlewares.browser.program import launch_options, program
from newsspider.middlewares.browser.tunnel import Tunnel

if TYPE_CHECKING:
    from playwright.async_api import Page
    from scrapy_playwright.handler import ScrapyPlaywrightDownloadHandler

    from newsspider.middlewares.browser.view import View

RENDER = "RENDER"
BROWSER = "browser"
"""What the setting ``RENDER`` says where pages are shown in one."""

PAGE = "playwright_page"
"""Key in ``Request.meta`` where scrapy-playwright leaves the page open."""

LONGEST = 300


class BrowserMiddleware:
    """Nearer to the spider than what decodes and redirects: it sees whole pages.

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

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Built where ``RENDER`` says so; raises ``UsageError`` where there is no browser."""
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
        is_page = isinstance(response, HtmlResponse) and response.status == 200
        if not is_page or request.callback is NO_CALLBACK or not response.body:
            return response
        body = await self._shown(response)
        if len(body) > self.largest:
            evidence = "The page grew larger than the limit in the browser."
            raise Refused(Failure(reason=Reason.TOO_LARGE, evidence=evidence))
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

        view = View(response, allow_private=self.allow_private)
        request = self._request(response.url, view)
        try:
            async with asyncio.timeout(self.timeout):
                await self.handler.download_request(request)
                return await view.read(request.meta[PAGE])
        except (PlaywrightError, TimeoutError) as error:
            raise Refused(_failure(error)) from error
        finally:
            page = request.meta.get(PAGE)
            if page is not None:
                # With its context: no page sees what another one's scripts left.
                await page.context.close()

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


def _failure(error: Exception) -> Failure:
    said = str(error).partition("\n")[0] or "it did not come to an end in time"
    evidence = f"The browser could not show the page: {said}"[:LONGEST]
    return Failure(reason=Reason.FETCH_FAILED, evidence=evidence)
