"""``newsspider reextract``: today's extraction over the archive, shown first, then stored."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from newsspider.cli.app import app
from newsspider.cli.kit.filters import with_filters
from newsspider.cli.kit.options import (
    DEFAULT_DATABASE,
    ArchiveFolder,
    Database,
    SourcesFile,
    archive_setting,
    sources_setting,
)
from newsspider.errors import UsageError

if TYPE_CHECKING:
    from storage.search.search import Query


# A word may begin with a hyphen: it is one that must not be there.
@app.command(context_settings={"ignore_unknown_options": True})
@with_filters()
def reextract(
    query: Query,
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
    from newsspider.cli.kit.bars import bar
    from newsspider.cli.kit.database import ready
    from newsspider.cli.kit.terminal import interrupted, note
    from newsspider.services.reextraction.apply import Reextraction

    folder, file = _folder(archive), sources_setting(sources)
    with ready(database) as engine:
        reading = Reextraction(
            engine, query, folder=folder, sources=file, apply=apply, examples=examples
        )
        if reading.goes_on:
            note(f"Going on where run {reading.goes_on} was.")
        try:
            with bar("Reading again", reading.total) as advance:
                reading.run(advance)
        except KeyboardInterrupt:
            print_summary(reading)
            raise interrupted("run the same again for the rest.") from None
        print_summary(reading)
    if reading.unreadable:
        note(
            f"newsspider: answers that cannot be read: {reading.unreadable:,}. newsspider archive"
            " verify says why, with the same --archive and --database."
        )
        raise typer.Exit(1)


def _folder(named: str | None) -> Path:
    folder = archive_setting(named)
    if not folder or (named is not None and not Path(folder).is_dir()):
        raise UsageError("There is no archive to read again: name its folder with --archive.")
    return Path(folder)
