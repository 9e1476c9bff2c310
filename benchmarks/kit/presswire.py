"""A made-up news site on loopback, with the habits of a real one: for the crawl benchmarks.

Home, sections with further pages, a feed, a news sitemap and monthly sitemaps; ETags, and 304 for
who already has a page. It counts what it is asked and the bytes that it sends.
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import islice
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

from kit.generated import generate
from newsspider.items import Article
from newsspider.sources import Source, to_table
from storage import schema
from storage.crawl import sources
from storage.db.engine import connect, sessions

SECTIONS = ("politics", "economy", "sport", "culture", "world")
A_PAGE, A_FEED = 25, 40
STATUS = {200: "OK", 304: "Not Modified", 404: "Not Found"}
WEIGHT = 25_000
"""Bytes of scripts and styles in each page: the HTML of half of all pages is heavier."""

SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
HTML, XML = "text/html; charset=utf-8", "application/xml"


SETTINGS: dict[str, Any] = {"ALLOW_PRIVATE": True, "DOWNLOAD_DELAY": 0, "LOG_LEVEL": "ERROR"}
"""Settings of a crawl of the site: loopback is let, and nothing is waited for."""

FILLING = f"<script>/*{'x' * WEIGHT}*/</script>"


@dataclass(slots=True)
class Story:
    """One article of the site, as it stands."""

    number: int
    section: str
    published: datetime
    article: Article
    corrected: int = 0

    @property
    def path(self) -> str:
        """Its address on the site."""
        return f"/{self.section}/{self.published:%Y/%m/%d}/story-number-{self.number:05}.html"


@dataclass(slots=True)
class Asked:
    """One request that the site saw."""

    at: float
    ended: float
    path: str
    status: int
    sent: int


@dataclass
class Presswire:
    """``with Presswire(...) as site`` serves it; ``publish`` and ``correct`` change it."""

    count: int
    days: float = 20
    seed: int = 1
    crawl_delay: float | None = None
    latency: float = 0
    stories: list[Story] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._made = generate(self.count * 2 + 1_000, self.seed)
        now = datetime.now(UTC)
        step = timedelta(days=self.days) / max(self.count, 1)
        for number in range(self.count):
            self._add(now - timedelta(hours=2) - step * (self.count - number))

    def publish(self, count: int) -> list[Story]:
        """So many new articles."""
        return [self._add(datetime.now(UTC)) for _ in range(count)]

    def correct(self, stories: Iterable[Story]) -> None:
        """Change a sentence of each."""
        for story in stories:
            story.corrected += 1

    def __enter__(self) -> Self:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.05,), daemon=True
        )
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def origin(self) -> str:
        """``http://127.0.0.1:PORT``."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    @property
    def bytes(self) -> int:
        """The answers sent since ``forget``."""
        return sum(asked.sent for asked in self.asked)

    def forget(self) -> list[Asked]:
        """The requests since the last call."""
        asked, self.asked = self.asked, []
        return asked

    def answer(self, target: str) -> tuple[int, str, bytes]:
        """Status, content type and body of what stands at a path now."""
        parts = urlsplit(target)
        if parts.path == "/robots.txt":
            delay = f"Crawl-delay: {self.crawl_delay:g}\n" if self.crawl_delay else ""
            text = f"User-agent: *\n{delay}Sitemap: {self.origin}/sitemap.xml\n"
            return 200, "text/plain", text.encode()
        if parts.path == "/feed.xml":
            return 200, "application/rss+xml", self._feed().encode()
        if parts.path == "/sitemap.xml":
            return 200, XML, self._index().encode()
        if parts.path.startswith("/sitemap-"):
            return 200, XML, self._month(parts.path[9:-4]).encode()
        section = parts.path.strip("/")
        if section == "" or section in SECTIONS:
            page = int(parse_qs(parts.query).get("page", ["1"])[0])
            return 200, HTML, self._list(section, page).encode()
        story = self._by_path.get(parts.path)
        return (200, HTML, self._page(story).encode()) if story else (404, HTML, b"not here")

    def _add(self, published: datetime) -> Story:
        number = len(self.stories)
        article = next(islice(self._made, 1))
        story = Story(number, SECTIONS[number % len(SECTIONS)], published, article)
        self.stories.append(story)
        if not hasattr(self, "_by_path"):
            self._by_path: dict[str, Story] = {}
        self._by_path[story.path] = story
        return story

    def _latest(self, section: str = "") -> list[Story]:
        chosen = [story for story in self.stories if section in ("", story.section)]
        return sorted(chosen, key=lambda story: story.published, reverse=True)

    def _list(self, section: str, page: int) -> str:
        stories = self._latest(section)
        shown = stories[(page - 1) * A_PAGE : page * A_PAGE]
        items = "".join(
            f'<li><a href="{s.path}">{escape(s.article.title or "")}</a></li>' for s in shown
        )
        menu = "".join(f'<a href="/{name}">{name.title()}</a>' for name in SECTIONS)
        more = page * A_PAGE < len(stories) and section
        turn = f'<a rel="next" href="/{section}?page={page + 1}">Next</a>' if more else ""
        feed = '<link rel="alternate" type="application/rss+xml" href="/feed.xml">'
        head = f"<head><title>Presswire</title>{feed}</head>"
        return f"<html>{head}<body><nav>{menu}</nav><ul>{items}</ul>{turn}</body></html>"

    def _page(self, story: Story) -> str:
        article = story.article
        body = "".join(f"<p>{escape(block.text)}</p>" for block in article.body)
        times = f"{story.corrected} times" if story.corrected > 1 else "once"
        note = f"<p>Corrected {times}: an earlier version gave a wrong figure for the budget.</p>"
        menu = "".join(f'<a href="/{name}">{name.title()}</a>' for name in SECTIONS)
        return (
            f'<html lang="{article.language}"><head>{FILLING}'
            f"<title>{escape(article.title or '')}</title>"
            f'<meta property="og:type" content="article">'
            f'<meta property="article:published_time" content="{story.published.isoformat()}">'
            f'<meta property="article:section" content="{story.section.title()}"></head>'
            f"<body><nav>{menu}</nav><article><h1>{escape(article.title or '')}</h1>"
            f"{body}{note if story.corrected else ''}</article></body></html>"
        )

    def _feed(self) -> str:
        items = "".join(
            f"<item><title>{escape(s.article.title or '')}</title>"
            f"<link>{self.origin}{s.path}</link>"
            f"<pubDate>{s.published:%a, %d %b %Y %H:%M:%S} GMT</pubDate></item>"
            for s in self._latest()[:A_FEED]
        )
        head = f"<title>Presswire</title><link>{self.origin}/</link>"
        return f'<rss version="2.0"><channel>{head}{items}</channel></rss>'

    def _index(self) -> str:
        months = sorted({f"{story.published:%Y-%m}" for story in self.stories})
        named = "".join(
            f"<sitemap><loc>{self.origin}/sitemap-{m}.xml</loc></sitemap>" for m in months
        )
        return f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{named}</sitemapindex>'

    def _month(self, month: str) -> str:
        named = "".join(
            f"<url><loc>{self.origin}{s.path}</loc></url>"
            for s in self.stories
            if f"{s.published:%Y-%m}" == month
        )
        return f'<urlset xmlns="{SITEMAP}">{named}</urlset>'


def _handler(site: Presswire) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            began = time.monotonic()
            time.sleep(site.latency)
            status, kind, body = site.answer(self.path)
            etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
            if status == 200 and self.headers.get("If-None-Match") == etag:
                status, body = 304, b""
            head = (
                f"HTTP/1.1 {status} {STATUS[status]}\r\nContent-Type: {kind}\r\nETag: {etag}\r\n"
                f"Content-Length: {len(body)}\r\n\r\n"
            ).encode()
            with suppress(OSError):
                self.wfile.write(head + body)
            ended = time.monotonic()
            site.asked.append(Asked(began, ended, self.path, status, len(head) + len(body)))

        def log_message(self, *_: object) -> None:
            """A benchmark prints its figures only."""

    return Handler


def add_as_source(url: str, site: Presswire) -> int:
    """Put the site among the sources of the database at ``url``; return its id."""
    host = site.origin.removeprefix("http://")
    source = Source(
        site=host, starts=(f"{site.origin}/",), max_pages=100_000, max_hubs=10_000, delay=0
    )
    engine = connect(url)
    schema.prepare(engine)
    with sessions(engine).begin() as session:
        number = sources.add_source(session, host, to_table(source), datetime.now(UTC))
    engine.dispose()
    return number
