"""``newsspider reextract``: today's extraction over the archive, shown first, then stored."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from newsspider.cli.app import app
from newsspider.cli.kit.filters import (
    Author,
    Language,
    Section,
    Since,
    Site,
    Until,
    Words,
    query_of,
)
from newsspider.cli.kit.options import (
    DEFAULT_DATABASE,
    ArchiveFolder,
    Database,
    SourcesFile,
    archive_setting,
    sources_setting,
)
from newsspider.errors import INTERRUPTED, UsageError

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from newsspider.services.reextraction.apply import Applying
    from newsspider.services.reextraction.outcomes import Summary
    from newsspider.services.reextraction.reader import Reader
    from storage.search.search import Query


# A word may begin with a hyphen: it is one that must not be there.
@app.command(context_settings={"ignore_unknown_options": True})
def reextract(
    words: Words = None,
    since: Since = None,
    until: Until = None,
    section: Section = None,
    site: Site = None,
    language: Language = None,
    author: Author = None,
    apply: Annotated[
        bool, typer.Option("--apply", help="Store what changes; without it nothing is stored.")
    ] = False,
    examples: Annotated[
        int, typer.Option(min=0, max=1000, help="Show so many changed articles.")
    ] = 5,
    archive: ArchiveFolder = None,
    sources: SourcesFile = None,
    database: Database = DEFAULT_DATABASE,
) -> None:
    """Read the articles' archived pages again and show what changes; store it with --apply."""
    from newsspider.cli.archive.reextract_report import print_summary
    from newsspider.cli.kit.database import ready
    from newsspider.cli.kit.terminal import note
    from newsspider.services.reextraction.outcomes import Summary

    folder = archive_setting(archive)
    if not folder or (archive is not None and not Path(folder).is_dir()):
        raise UsageError("There is no archive to read again: name its folder with --archive.")
    query = query_of(words, since, until, section, site, language, author, None)
    summary = Summary(examples)
    settings = {"folder": folder, "sources": sources_setting(sources)}
    with ready(database) as engine:
        total, reader = _count(engine, query), _reader(engine, settings)
        applying = _applying(engine, query, settings["sources"]) if apply else None
        try:
            asyncio.run(_run(reader, query, summary, applying, total))
        except (KeyboardInterrupt, asyncio.CancelledError):
            print_summary(summary, applying)
            note("newsspider: interrupted: run the same again for the rest.")
            raise typer.Exit(INTERRUPTED) from None
        print_summary(summary, applying)
    if unreadable := _unreadable(summary, applying):
        note(
            f"newsspider: answers that cannot be read: {unreadable:,}. newsspider archive verify"
            " says why, with the same --archive and --database."
        )
        raise typer.Exit(1)


def _unreadable(summary: Summary, applying: Applying | None) -> int:
    """How many answers; also those that an interrupted run came upon, where this one goes on."""
    from newsspider.services.reextraction.outcomes import UNREADABLE

    return applying.going.counts.get("unreadable", 0) if applying else summary.missing[UNREADABLE]


def _applying(engine: Engine, query: Query, sources: str) -> Applying:
    from newsspider.cli.kit.terminal import note
    from newsspider.services.reextraction.apply import Applying

    asked = {
        name: str(value) if value is not None else None
        for name in ("words", "since", "until", "section", "site", "language", "author")
        for value in [getattr(query, name)]
    }
    applying = Applying(engine, asked | {"sources": sources})
    if applying.going.goes_on:
        note(f"Going on where run {applying.going.goes_on} was.")
    return applying


def _count(engine: Engine, query: Query) -> int:
    from storage.db.engine import readers
    from storage.search.search import count_matches

    with readers(engine)() as session:
        return count_matches(session, query)


async def _run(
    reader: Reader, query: Query, summary: Summary, applying: Applying | None, total: int
) -> None:
    from newsspider.cli.kit.bars import bar
    from newsspider.services.reextraction.apply import preview

    with bar("Reading again", total) as advance:
        reader.reader.start()
        try:
            if applying is not None:
                await applying.run(reader, query, summary, advance)
            else:
                await preview(reader, query, summary, advance)
        finally:
            reader.reader.abort()
            reader.reader.close()


def _reader(engine: Engine, settings: dict[str, str]) -> Reader:
    from newsspider import settings as project
    from newsspider.processing.profiles import StoredProfiles
    from newsspider.processing.readers import ReaderPool
    from newsspider.processing.reading import PageReader, read_and_judge
    from newsspider.services.reextraction.reader import Reader
    from newsspider.sources import Sources, read_sources

    sources = read_sources(Path(settings["sources"])) if settings["sources"] else Sources()
    pool = ReaderPool.from_settings(vars(project))
    reader = PageReader(pool, StoredProfiles(engine, sources), read_and_judge)
    return Reader(engine, Path(settings["folder"]), reader)
