"""Runs: listed, and started and stopped in processes of their own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from newsspider.crawling.process import RunProcess, this_python
from newsspider.errors import UsageError
from newsspider.services.addresses import web_address
from storage import schema
from storage.crawl import runs, sources
from storage.db.engine import connect, readers

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from storage.crawl.runs import Run


@dataclass(frozen=True, slots=True, kw_only=True)
class RunSettings:
    """Settings of any run in a process of its own."""

    database: str
    """URL, as SQLAlchemy writes it."""

    archive: str = ""
    """Folder of the archive; ``""`` keeps no answers."""

    sources: str = ""
    """File of sources; ``""`` is ``sources.toml`` in the working directory, where there is one."""

    allow_private: bool = False
    """Whether private and local addresses are crawled too."""

    def arguments(self) -> list[str]:
        """The settings as options of a command."""
        return [
            *("--database", self.database, "--archive", self.archive),
            *(("--sources", self.sources) if self.sources else ()),
            *(("--allow-private",) if self.allow_private else ()),
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlOptions:
    """The limits of a crawl of addresses: pages, depth, pace."""

    max_pages: int = 1000
    """Articles that are fetched at most."""

    delay: float | None = None
    """Seconds between two requests to a site; ``None`` is the project's default."""

    since: date | None = None
    """No article from before."""

    until: date | None = None
    """No article from after this day."""

    browser: bool = False
    """Whether pages are shown in Chromium first."""

    def arguments(self) -> list[str]:
        """The same as options of a command."""
        named = {"--delay": self.delay, "--since": self.since, "--until": self.until}
        given = {name: str(value) for name, value in named.items() if value is not None}
        return [
            *("--max-pages", str(self.max_pages)),
            *(word for option in given.items() for word in option),
            *(("--browser",) if self.browser else ()),
        ]


class RunHandle:
    """A run in a process of its own; any thread may use it."""

    def __init__(self, process: RunProcess, database: str) -> None:
        self.process = process
        self.database = database

    @property
    def is_running(self) -> bool:
        """Whether its process is there."""
        return self.process.status is None

    def stop(self) -> None:
        """Have the run end clean: what it stored stays, and its status says that it was ended.

        Returns at once. Told again, it ends where it stands. One that is stopped before it began
        leaves no run.
        """
        self.process.stop()

    def wait(self, timeout: float | None = None) -> Run | None:
        """The run once its process ended; raises ``TimeoutError`` after so many seconds."""
        self.process.wait(timeout)
        return self.run()

    def run(self) -> Run | None:
        """The run as the database has it now; ``None`` before it began to be noted there."""
        engine = connect(self.database)
        try:
            with readers(engine)() as session:
                return next(iter(runs.find_runs(session, holder=self.process.holder)), None)
        finally:
            engine.dispose()


def start_crawl(
    urls: Iterable[str],
    settings: RunSettings,
    options: CrawlOptions = CrawlOptions(),
    *,
    log: Path | None = None,
) -> RunHandle:
    """Start a crawl of the addresses that ends with this process; ``log`` is as of ``RunProcess``.

    Makes the database where there is none. Raises ``UsageError`` for what is no web address, and
    ``DatabaseError``.
    """
    addresses = [web_address(url) for url in urls]
    line = this_python("crawl", *addresses, *options.arguments(), *settings.arguments())
    return _start(line, settings, log)


def start_source(source_id: int, settings: RunSettings, *, log: Path | None = None) -> RunHandle:
    """Start a crawl of the source, due or not, that ends with this process.

    Where another process crawls the source, the process ends and leaves no run.
    """
    return _start(source_command(source_id, settings, at_once=True), settings, log)


def source_command(source_id: int, settings: RunSettings, *, at_once: bool) -> list[str]:
    """The command line that crawls the source; ``at_once`` whatever the rhythm of its pages."""
    words = [str(source_id), *(["--now"] if at_once else [])]
    return this_python("run-source", *words, *settings.arguments())


def list_runs(
    session: Session, *, run_id: int | None = None, site: str | None = None, limit: int = 20
) -> list[Run]:
    """The latest runs, of all sources or of one, which may be removed; or the one with this id.

    ``site`` is a source's site, id or address. Raises ``UsageError`` for a run or a source that is
    not there.
    """
    source_ids = _source_ids(session, site) if site else None
    listed = runs.find_runs(session, run_id=run_id, source_ids=source_ids, limit=limit)
    if run_id is not None and not listed:
        raise UsageError(f"There is no run {run_id}: newsspider runs lists those that are.")
    return listed


def _start(line: Sequence[str], settings: RunSettings, log: Path | None) -> RunHandle:
    engine = connect(settings.database)
    try:
        schema.prepare(engine)
    finally:
        engine.dispose()
    return RunHandle(RunProcess(line, ends_with_parent=True, log=log), settings.database)


def _source_ids(session: Session, named: str) -> list[int]:
    """The source's, and those of removed ones of its site; raises ``UsageError`` without any."""
    removed = sources.find_removed_sources(session, named)
    try:
        source = sources.find_source(session, named)
    except UsageError:
        if not removed:
            raise
        return list(removed)
    # What was removed may be a part of a site that is a source.
    is_other = bool(removed) and source.site not in removed.values()
    return list(removed) if is_other else [source.id, *removed]
