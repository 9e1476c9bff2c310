"""Changing a source that is stored: in a person's editor, and in the database."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import typer

from newsspider.cli.kit.database import ready
from newsspider.cli.kit.terminal import note
from newsspider.errors import UsageError
from newsspider.sources import from_table, parse_sources, to_table, written_sources
from newsspider.sources.probe import probe_from_table, rhythm
from newsspider.sources.schedules import next_due
from storage.crawl.same_host import hosts_of
from storage.crawl.source_status import source_status
from storage.crawl.sources import change_settings, reschedule
from storage.db.engine import sessions

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from newsspider.sources import Source
    from storage.crawl.sources import StoredSource

WRITTEN = "What you wrote"


def edited(source: Source) -> Source:
    """The source as a person's editor leaves it, who is asked again while it has a mistake.

    Raises ``UsageError`` where nobody is there to ask.
    """
    text = written_sources([source])
    while True:
        text = _edit(text)
        try:
            return _read(text, source.site)
        except UsageError as error:
            if not sys.stdin.isatty():
                raise
            note(f"newsspider: {error}")
            if not typer.confirm("Edit again?", default=True, err=True):
                raise typer.Exit(1) from None


@contextmanager
def storing(database: str) -> Iterator[Session]:
    """One transaction on a database that is made where it is missing."""
    with ready(database, must_exist=False) as engine, sessions(engine).begin() as session:
        yield session


def save_changed(session: Session, known: StoredSource, source: Source, now: datetime) -> bool:
    """Change a stored source; whether there was anything to change.

    With another schedule, the next run is due as long after the latest one as that says. Raises
    ``UsageError`` for other hosts while it is crawled: nobody would know which of them are asked.
    """
    before, table = from_table(known.settings), to_table(source)
    if source == before:
        return False
    if known.is_held(now) and hosts_of(known.site, table) != hosts_of(known.site, known.settings):
        raise UsageError(
            f"{known.site} is being crawled now: name starts on other hosts when that has ended."
        )
    change_settings(session, known.id, table)
    run = source_status(session, known, now).run
    if run is not None and (source.schedule, source.timezone) != (before.schedule, before.timezone):
        look = probe_from_table(known.found)
        learned = rhythm(look.pages_a_day) if look else None
        zone = source.timezone
        due = next_due(source.schedule, run.started_at, now, learned=learned, timezone=zone)
        reschedule(session, known.id, due)
    return True


def _read(text: str, site: str) -> Source:
    sources = list(parse_sources(text, WRITTEN))
    if [source.site for source in sources] != [site]:
        raise UsageError(f"{WRITTEN}: only the source of {site} belongs here.")
    return sources[0]


def _edit(text: str) -> str:
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
    with TemporaryDirectory(prefix="newsspider-") as folder:
        file = Path(folder, "source.toml")
        file.write_text(text, "utf-8")
        try:
            done = subprocess.run([*shlex.split(editor), str(file)], check=False)  # noqa: S603
        except (OSError, ValueError):
            raise UsageError(
                f"The editor {editor} cannot be started: name yours in EDITOR,"
                " or say what to change by options."
            ) from None
        if done.returncode:
            raise UsageError(f"The editor {editor} failed, so nothing was changed.")
        return file.read_text("utf-8", "replace")
