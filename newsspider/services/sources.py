"""Sources as a person cares for them: added, changed, paused, removed, brought in and given out.

Each function works in the caller's transaction.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from newsspider.errors import UsageError
from newsspider.services.addresses import web_address
from newsspider.sources import Source, from_table, to_table, written_sources
from newsspider.sources.file import PAUSED
from newsspider.sources.probe import Probe, probe_from_table, probe_to_table, rhythm
from newsspider.sources.schedules import next_due
from newsspider.text.hosts import site_host
from storage.crawl import source_status, sources
from storage.crawl.same_host import hosts_of

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from storage.crawl.sources import StoredSource


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedSources:
    """How many sources an import changed."""

    added: int
    changed: int
    unchanged: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportedSources:
    """All sources as the text of a TOML file."""

    text: str
    number: int


def new_sources(urls: Iterable[str], options: Mapping[str, Any]) -> list[Source]:
    """A source for each site of the addresses, where its crawls begin; ``options`` are of all.

    Raises ``UsageError`` for what is no web address, or an option that makes no sense.
    """
    tables: dict[str, dict[str, Any]] = {}
    for url in map(web_address, urls):
        site = site_host(url)
        tables.setdefault(site, {"site": site, "starts": []})["starts"].append(url)
    return [with_options(table, options) for table in tables.values()]


def with_options(table: Mapping[str, Any], options: Mapping[str, Any]) -> Source:
    """The source of the table with the keys of ``options`` anew; raises ``UsageError``."""
    try:
        return from_table({**table, **options})
    except ValueError as problem:
        raise UsageError(f"{str(problem).removeprefix('source ')}.") from None


def refuse_known(session: Session, new: Iterable[Source]) -> None:
    """Raise ``UsageError`` for a site that is a source already."""
    known = {stored.site for stored in sources.list_sources(session)}
    for source in new:
        if source.site in known:
            raise UsageError(
                f"{source.site} is a source already:"
                f" newsspider sources edit {source.site} changes how it is crawled."
            )


def add(session: Session, source: Source, probe: Probe | None, now: datetime) -> int:
    """Add the source, due at once; its id. Raises ``UsageError`` where the site has one."""
    table = probe_to_table(probe) if probe else None
    return sources.add_source(session, source.site, to_table(source), now, found=table)


def with_unnamed(source: Source, probe: Probe) -> Source:
    """The source that also starts at the index pages which no page of the site names."""
    new = tuple(url for url in probe.unnamed if url not in source.starts)
    return replace(source, starts=(*source.starts, *new))


def change(session: Session, source_id: int, source: Source, now: datetime) -> bool:
    """Change a stored source; whether there was anything to change.

    With another schedule, the next run is due as long after the latest one as that says. Raises
    ``UsageError`` for other hosts while it is crawled: nobody would know which of them are asked.
    """
    known = sources.find_source(session, str(source_id))
    before, table = from_table(known.settings), to_table(source)
    if source == before:
        return False
    if known.is_held(now) and hosts_of(known.site, table) != hosts_of(known.site, known.settings):
        raise UsageError(
            f"{known.site} is being crawled now: name starts on other hosts when that has ended."
        )
    sources.change_settings(session, known.id, table)
    if (source.schedule, source.timezone) != (before.schedule, before.timezone):
        _reschedule(session, known, source, now)
    return True


def pause(session: Session, names: Iterable[str], now: datetime) -> list[StoredSource]:
    """Crawl the sources no more until they are resumed; raises ``UsageError`` for one unknown."""
    named = [sources.find_source(session, name) for name in names]
    for source in named:
        sources.pause_source(session, source.id, now)
    return named


def resume(session: Session, names: Iterable[str]) -> list[StoredSource]:
    """Crawl paused sources again; raises ``UsageError`` for one unknown."""
    named = [sources.find_source(session, name) for name in names]
    for source in named:
        sources.resume_source(session, source.id)
    return named


def remove(session: Session, source_ids: Sequence[int], now: datetime) -> None:
    """Forget the sources; their articles stay. Raises ``UsageError`` for one that is crawled."""
    for source_id in source_ids:
        source = sources.find_source(session, str(source_id))
        if source.is_held(now):
            raise UsageError(
                f"{source.site} is being crawled now: newsspider sources pause {source.site},"
                " and remove it when that has ended."
            )
        sources.remove_source(session, source_id)


def import_tables(
    session: Session, tables: Mapping[str, Mapping[str, Any]], now: datetime
) -> ImportedSources:
    """Add the sources of the tables, by site (``newsspider.sources.read_tables``), or change them.

    Of a source that is there already, keys that its table does not name stay as they are.
    """
    known = {source.site: source for source in sources.list_sources(session)}
    done = Counter(
        _import(session, site, table, known.get(site), now) for site, table in tables.items()
    )
    return ImportedSources(
        added=done["added"], changed=done["changed"], unchanged=done["unchanged"]
    )


def export(session: Session) -> ExportedSources:
    """All sources with every key, for ``import_tables`` to put each back as it is now."""
    stored = sources.list_sources(session)
    paused = {source.site for source in stored if source.paused_at is not None}
    tables = [from_table(source.settings) for source in stored]
    text = written_sources(tables, every_key=True, paused=paused)
    return ExportedSources(text=text, number=len(stored))


def _reschedule(session: Session, known: StoredSource, source: Source, now: datetime) -> None:
    run = source_status.source_status(session, known, now).run
    if run is None:
        return
    probe = probe_from_table(known.found)
    learned = rhythm(probe.pages_a_day) if probe else None
    zone = source.timezone
    due = next_due(source.schedule, run.started_at, now, learned=learned, timezone=zone)
    sources.reschedule(session, known.id, due)


def _import(
    session: Session,
    site: str,
    table: Mapping[str, Any],
    known: StoredSource | None,
    now: datetime,
) -> str:
    settings = {key: value for key, value in table.items() if key != PAUSED}
    if known is None:
        source_id = add(session, from_table(settings), None, now)
        differs, was_paused = False, False
    else:
        source_id, was_paused = known.id, known.paused_at is not None
        # Which address of the site a file names says nothing of where its crawls begin.
        source = with_options(known.settings, {**settings, "site": site})
        differs = change(session, source_id, source, now)
    is_paused = table.get(PAUSED, was_paused)
    if is_paused != was_paused:
        if is_paused:
            sources.pause_source(session, source_id, now)
        else:
            sources.resume_source(session, source_id)
        differs = True
    return "added" if known is None else "changed" if differs else "unchanged"
