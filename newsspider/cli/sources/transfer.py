"""``newsspider sources import`` and ``export``: all sources as one file."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from newsspider.cli.kit.options import DEFAULT_DATABASE, Database

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

STANDARD_OUTPUT = Path("-")


def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE.toml", help="A file of sources.")],
    database: Database = DEFAULT_DATABASE,
) -> None:
    """Add the sources of a file, and change what it says of those that are there: all or nothing.

    Of a source that is there already, keys that the file does not name stay as they are.
    """
    from collections import Counter

    from newsspider.cli.kit.terminal import note
    from newsspider.cli.sources.edit import save_changed, storing
    from newsspider.cli.sources.source_options import changed
    from newsspider.sources import from_table, read_tables, to_table
    from newsspider.sources.file import PAUSED
    from storage.crawl.sources import add_source as keep
    from storage.crawl.sources import list_sources

    given, now = read_tables(file), datetime.now(UTC)
    did: Counter[str] = Counter()
    with storing(database) as session:
        known = {source.site: source for source in list_sources(session)}
        for site, table in given.items():
            paused = table.pop(PAUSED, None)
            if site not in known:
                number = keep(session, site, to_table(from_table(table)), now)
                _put(session, number, paused=paused is True, was_paused=False)
                did["added"] += 1
            else:
                # Which address of the site a file names says nothing of where its crawls begin.
                source = changed(known[site].settings, {**table, "site": site})
                differs = save_changed(session, known[site], source, now)
                was_paused = known[site].paused_at is not None
                if paused is not None:
                    _put(session, known[site].id, paused=paused, was_paused=was_paused)
                    differs |= paused != was_paused
                did["changed" if differs else "unchanged"] += 1
    note(f"Sources: {did['added']} added, {did['changed']} changed, {did['unchanged']} unchanged.")


def export(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="The file; - is standard output.")
    ] = STANDARD_OUTPUT,
    database: Database = DEFAULT_DATABASE,
) -> None:
    """Write all sources as a file (TOML) that names every key, for import and for --sources."""
    from newsspider.cli.kit.database import reading
    from newsspider.cli.kit.terminal import note, output
    from newsspider.errors import OutputError
    from newsspider.sources import from_table, written_sources
    from storage.crawl.sources import list_sources

    with reading(database) as session:
        stored = list_sources(session)
    known = [from_table(source.settings) for source in stored]
    paused = {source.site for source in stored if source.paused_at is not None}
    text = written_sources(known, every_key=True, paused=paused)
    if file == STANDARD_OUTPUT:
        with output():
            typer.echo(text, nl=False)
        return
    try:
        file.write_text(text, "utf-8")
    except OSError as error:
        raise OutputError(f"{file} cannot be written: {error.strerror}.") from None
    note(f"Sources exported: {len(known)}.")


def _put(session: Session, source_id: int, *, paused: bool, was_paused: bool) -> None:
    from storage.crawl.sources import pause_source, resume_source

    if paused and not was_paused:
        pause_source(session, source_id, datetime.now(UTC))
    elif was_paused and not paused:
        resume_source(session, source_id)
