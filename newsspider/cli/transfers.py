"""``newsspider sources import`` and ``export``: all sources as one file."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from newsspider.cli.options import DEFAULT_DATABASE, Database

STANDARD_OUTPUT = Path("-")


def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE.toml", help="A file of sources.")],
    database: Database = DEFAULT_DATABASE,
) -> None:
    """Add the sources of a file, and change what it says of those that are there: all or nothing.

    Of a source that is there already, keys that the file does not name stay as they are.
    """
    from collections import Counter

    from newsspider.cli.edits import save_changed, storing
    from newsspider.cli.said import changed
    from newsspider.cli.terminal import note
    from newsspider.sources import from_table, read_tables, to_table
    from storage.sources import add as keep
    from storage.sources import every

    given, now = read_tables(file), datetime.now(UTC)
    did: Counter[str] = Counter()
    with storing(database) as session:
        known = {source.site: source for source in every(session)}
        for site, table in given.items():
            if site not in known:
                keep(session, site, to_table(from_table(table)), now)
                did["added"] += 1
            else:
                # Which address of the site a file names says nothing of where its crawls begin.
                source = changed(known[site].settings, {**table, "site": site})
                differs = save_changed(session, known[site], source, now)
                did["changed" if differs else "unchanged"] += 1
    note(f"Sources: {did['added']} added, {did['changed']} changed, {did['unchanged']} unchanged.")


def export(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="The file; - is standard output.")
    ] = STANDARD_OUTPUT,
    database: Database = DEFAULT_DATABASE,
) -> None:
    """Write all sources as a file (TOML) that names every key, for import and for --sources."""
    from newsspider.cli.corpus import reading
    from newsspider.cli.terminal import note, output
    from newsspider.errors import OutputError
    from newsspider.sources import from_table, written_sources
    from storage.sources import every

    with reading(database) as session:
        known = [from_table(source.settings) for source in every(session)]
    text = written_sources(known, every_key=True)
    if file == STANDARD_OUTPUT:
        with output():
            typer.echo(text, nl=False)
        return
    try:
        file.write_text(text, "utf-8")
    except OSError as error:
        raise OutputError(f"{file} cannot be written: {error.strerror}.") from None
    note(f"Sources exported: {len(known)}.")
