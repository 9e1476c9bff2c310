"""A crawl into the database, beside the plain spider that anybody writes in an hour.

``python benchmarks/throughput.py [--corpora FOLDER] [--pages 400] [--rounds 3] [--database URL]``
serves real pages (of the corpora; else made-up ones) on loopback hosts from a process of its own,
and has each side take them all in turn: Scrapy that only fetches, a plain spider (trafilatura with
metadata in its callback, a commit a page), ``newsspider crawl``, and the two extractions alone.
Prints medians, and ratios to the plain spider of the same round.
"""

from __future__ import annotations

import argparse
import asyncio
import multiprocessing
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parent))

from kit.corpora import NAMES, load
from kit.generated import generate
from rich.console import Console
from rich.progress import track
from rich.table import Table
from sqlalchemy import create_engine, text

HOSTS, ADDRESS = 16, "127.0.{}.1"
FOLDER = Path(__file__).parent
SAMPLING = 0.1
"""Seconds between two looks at the memory of a side's processes."""

TABLES = {"plain": ("articles",), "newsspider": ("articles", "rejected_pages")}
"""Where each side that stores has a row for each page."""

Answers = Mapping[str, bytes]
"""The answers by host and path."""


@dataclass(frozen=True, slots=True)
class Run:
    """One side of one round."""

    pages: int
    seconds: float
    """From the first request to the end; the whole time of a side that asks for nothing."""

    cpu: float
    """Seconds of processor time of all its processes."""

    first_after: float
    """Seconds from its start to its first request."""

    megabytes: float
    """The most that its processes held at once, shared pages counted in part (PSS)."""


def main() -> None:
    """Run all sides in turn and print their table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, help="folder of real pages")
    parser.add_argument("--pages", type=int, default=400)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--database", help="of PostgreSQL; it is emptied before each run")
    parser.add_argument("--only", choices=SIDES, action="append", help="a side; may repeat")
    options = parser.parse_args()
    bodies = real(options.corpora, options.pages) if options.corpora else made_up(options.pages)
    sides = options.only or list(SIDES)
    runs: dict[str, list[Run]] = {name: [] for name in sides}
    with Site(bodies) as site, tempfile.TemporaryDirectory() as folder:
        saved = Path(folder) / "pages"
        save(bodies, saved)
        plan = [name for _ in range(options.rounds) for name in sides]
        for number, name in enumerate(track(plan, "runs", console=Console(stderr=True))):
            url = options.database or f"sqlite:///{folder}/{number}.db"
            if options.database:
                emptied(url)
            runs[name].append(measure(name, site, saved, url, Path(folder)))
    Console(width=120).print(shown(runs))


def shown(runs: Mapping[str, list[Run]]) -> Table:
    """Medians of the rounds, and their ratios to the plain spider's of the same round."""
    grid = Table("side", "pages", "pages / s", "÷ plain", "CPU ms / page", "÷ plain",
                 "first request s", "÷ plain", "peak MB", "÷ plain")  # fmt: skip
    plain = runs.get("plain", [])
    for name, side in runs.items():
        cells = [name, str(side[0].pages)]
        for measure_of, form in (
            (lambda run: run.pages / run.seconds, "{:.1f}"),
            (lambda run: 1000 * run.cpu / max(run.pages, 1), "{:.1f}"),
            (lambda run: run.first_after, "{:.2f}"),
            (lambda run: run.megabytes, "{:.0f}"),
        ):
            cells.append(form.format(median(map(measure_of, side))))
            pairs = [(measure_of(a), measure_of(b)) for a, b in zip(side, plain, strict=False)]
            ratios = [ours / theirs for ours, theirs in pairs if theirs and ours]
            cells.append(f"{median(ratios):.2f}" if ratios else "")
        grid.add_row(*cells)
    return grid


def real(folder: Path, count: int) -> list[bytes]:
    """So many articles of the corpora, of all of them in part."""
    samples = [
        sample.html
        for name in NAMES
        if (folder / name / "index.jsonl").exists()
        for sample in load(folder / name)
    ]
    random.Random(4).shuffle(samples)  # noqa: S311
    return (samples * (count // max(len(samples), 1) + 1))[:count]


def made_up(count: int) -> list[bytes]:
    """So many pages of made-up words, in a plain frame."""
    frame = (
        '<!doctype html><html lang="{}"><head><meta charset="utf-8"><title>{}</title></head><body>'
        "<nav>{}</nav><article><h1>{}</h1><time datetime={}>{}</time>{}</article></body></html>"
    )
    menu = "".join(f'<a href="/section/{name}">{name}</a>' for name in "abcdefgh")
    pages = []
    for article in generate(count, 5):
        day = article.published_at.day if article.published_at else ""
        body = "".join(f"<p>{paragraph.text}</p>" for paragraph in article.body)
        page = frame.format(article.language, article.title, menu, article.title, day, day, body)
        pages.append(page.encode())
    return pages


def save(bodies: list[bytes], folder: Path) -> None:
    """The pages as files, for the sides that only extract."""
    folder.mkdir()
    for number, body in enumerate(bodies):
        (folder / f"{number}.html").write_bytes(body)


class Site:
    """The hosts and their pages, served by a process of its own while the ``with`` block runs."""

    def __init__(self, bodies: list[bytes]) -> None:
        self.hosts = [ADDRESS.format(number + 1) for number in range(HOSTS)]
        self.answers: dict[str, bytes] = {}
        links: dict[str, list[str]] = {host: [] for host in self.hosts}
        for number, body in enumerate(bodies):
            host = self.hosts[number % HOSTS]
            path = f"/2026/11/{1 + number % 28:02}/a-story-of-some-words-{100000 + number}.html"
            links[host].append(path)
            # No link of a page leads anywhere on this host.
            self.answers[host + path] = body.replace(
                b"<head>", b'<head><base href="https://elsewhere.example/">', 1
            )
        for host, paths in links.items():
            items = (
                f'<li><a class="story" href="{path}">Six plain words on {path[-11:-5]}</a></li>'
                for path in paths
            )
            page = f"<html><title>{host}</title><h1>News</h1><ul>{''.join(items)}</ul></html>"
            self.answers[f"{host}/"] = page.encode()
        self.count = len(bodies)
        self.port = 0

    def __enter__(self) -> Site:
        context = multiprocessing.get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=serve, args=(self.answers, theirs), daemon=True)
        self.process.start()
        self.port = self.pipe.recv()
        return self

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.join()

    @property
    def starts(self) -> list[str]:
        """The front page of each host."""
        return [f"http://{host}:{self.port}/" for host in self.hosts]

    def asked(self) -> float:
        """When the first request since the last call came; 0 where none did."""
        self.pipe.send("asked")
        first: float = self.pipe.recv()
        return first


def serve(answers: Answers, pipe: Connection) -> None:
    """Answer requests until the process is ended."""
    asyncio.run(_serve(answers, pipe))


async def _serve(answers: Answers, pipe: Connection) -> None:
    seen: list[float] = []

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
                seen.append(time.monotonic())
                path = head.split(" ", 2)[1]
                host = head.lower().partition("\r\nhost:")[2].split("\r\n")[0].strip()
                body = answers.get(host.partition(":")[0] + path)
                status = "404 Not Found" if body is None else "200 OK"
                body = body or b""
                lines = (
                    f"HTTP/1.1 {status}",
                    "Content-Type: text/html",
                    f"Content-Length: {len(body)}",
                )
                writer.write("\r\n".join((*lines, "", "")).encode() + body)
                await writer.drain()
        writer.close()

    server = await asyncio.start_server(talk, "0.0.0.0", 0, limit=1 << 20)  # noqa: S104 - all of 127/8
    pipe.send(server.sockets[0].getsockname()[1])
    loop = asyncio.get_running_loop()

    def answer() -> None:
        pipe.recv()
        pipe.send(seen[0] if seen else 0.0)
        seen.clear()

    loop.add_reader(pipe.fileno(), answer)
    await server.serve_forever()


def measure(name: str, site: Site, saved: Path, url: str, folder: Path) -> Run:
    """One side's run, and what it took."""
    command = SIDES[name](site, saved, url)
    site.asked()
    log = folder / "log.txt"
    with log.open("w") as output:
        start = time.monotonic()
        process = subprocess.Popen(  # noqa: S603
            command, stdout=output, stderr=subprocess.STDOUT
        )
        with peak(process.pid) as held:
            _, status, usage = os.wait4(process.pid, 0)
        end = time.monotonic()
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{name} failed:\n{log.read_text()[-2000:]}")
    first = site.asked()
    begun = first or start
    pages = stored(name, url) if name in TABLES else site.count
    return Run(pages, end - begun, usage.ru_utime + usage.ru_stime, begun - start, held[0] / 1024)


def stored(name: str, url: str) -> int:
    """How many pages came to their end."""
    engine = create_engine(url)
    with engine.connect() as connection:
        counts = (text(f"SELECT count(*) FROM {table}") for table in TABLES[name])  # noqa: S608
        count = sum(map(connection.scalar, counts))
    engine.dispose()
    return count


@contextmanager
def peak(pid: int) -> Iterator[list[int]]:
    """Watches the memory of a process and its descendants; kilobytes, the most at once."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    watcher = context.Process(target=_watch, args=(pid, theirs), daemon=True)
    watcher.start()
    held = [0]
    try:
        yield held
    finally:
        ours.send("stop")
        held[0] = ours.recv()
        watcher.join()


def _watch(pid: int, pipe: Connection) -> None:
    most = 0
    while not pipe.poll(SAMPLING):
        most = max(most, sum(map(_held, _family(pid))))
    pipe.send(most)


def _family(pid: int) -> Iterator[int]:
    yield pid
    with suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                yield from _family(int(child))


def _held(pid: int) -> int:
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    return 0


def emptied(url: str) -> None:
    """Drop all that a database of PostgreSQL holds."""
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    engine.dispose()


def _by(script: str, *words: str) -> list[str]:
    return [sys.executable, str(FOLDER / "kit" / script), *words]


SIDES = {
    "fetch": lambda site, saved, url: _by("plain_spider.py", "fetch", "", *site.starts),
    "plain": lambda site, saved, url: _by("plain_spider.py", "store", url, *site.starts),
    "newsspider": lambda site, saved, url: [
        sys.executable, "-m", "newsspider", "crawl", *site.starts, "--allow-private",
        "--delay", "0", "--database", url, "--archive", "", "--max-pages", str(site.count),
    ],
    "extract": lambda site, saved, url: _by("alone.py", "newsspider", str(saved)),
    "trafilatura": lambda site, saved, url: _by("alone.py", "trafilatura", str(saved)),
}  # fmt: skip

if __name__ == "__main__":
    main()
