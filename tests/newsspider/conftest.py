"""A real site on this machine, and ways to send spiders to it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

HTML = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the site says to one path."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=lambda: {"Content-Type": HTML})
    delay: float = 0
    endless: bool = False


@dataclass(slots=True)
class Site:
    """A site whose pages are set by the test, and the requests that it saw."""

    address: str
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[tuple[str, float]] = field(default_factory=list)

    def says(self, path: str, body: str | bytes = b"", **answer: Any) -> str:
        """Set what a path answers; its full address."""
        content = body.encode() if isinstance(body, str) else body
        self.answers[path] = Answer(body=content, **answer)
        return self.url(path)

    def url(self, path: str) -> str:
        return self.address + path

    def times(self, path: str) -> list[float]:
        return [moment for asked, moment in self.asked if asked == path]

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]


def _handler(site: Site) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.asked.append((self.path, time.monotonic()))
            answer = site.answers.get(self.path, Answer(status=404, body=b"not here"))
            etag = answer.headers.get("ETag")
            if etag is not None and self.headers.get("If-None-Match") == etag:
                answer = Answer(status=304, headers={"ETag": etag})
            time.sleep(answer.delay)
            with suppress(OSError):
                self._send(answer)

        def _send(self, answer: Answer) -> None:
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            if not answer.endless:
                self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            self.wfile.write(answer.body)
            for _ in range(2000 if answer.endless else 0):
                self.wfile.write(b"x" * 65536)

        def log_message(self, *_: object) -> None:
            """Tests print nothing."""

    return Handler


@pytest.fixture
def make_site() -> Iterator[Callable[..., Site]]:
    """Starts sites, each on a free port."""
    servers: list[ThreadingHTTPServer] = []

    def make(host: str = "127.0.0.1") -> Site:
        site = Site(address="")
        server = ThreadingHTTPServer((host, 0), _handler(site))
        server.daemon_threads = True
        servers.append(server)
        site.address = f"http://{host}:{server.server_address[1]}"
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        return site

    yield make
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture
def site(make_site: Callable[..., Site]) -> Site:
    return make_site()


@pytest.fixture
def fetch() -> Callable[..., list[Any]]:
    """Runs a spider without pipelines; the pages that it yields, in order."""
    from scrapy import signals
    from scrapy.crawler import AsyncCrawlerRunner

    from newsspider.crawling.run import project_settings, run_in_reactor

    def run(spider: type, settings: dict[str, Any] | None = None, **arguments: Any) -> list[Any]:
        quick = {"ITEM_PIPELINES": {}, "DOWNLOAD_DELAY": 0, "RETRY_TIMES": 0}
        chosen = project_settings({"ALLOW_PRIVATE": True, **quick, **(settings or {})})
        chosen.set("ITEM_PIPELINES", {}, priority="cmdline")
        pages: list[Any] = []

        async def crawl() -> None:
            runner = AsyncCrawlerRunner(chosen)
            crawler = runner.create_crawler(spider)

            def keep(item: Any) -> None:
                pages.append(item)

            crawler.signals.connect(keep, signal=signals.item_scraped)
            await runner.crawl(crawler, **arguments)

        run_in_reactor(crawl(), chosen)
        return pages

    return run
