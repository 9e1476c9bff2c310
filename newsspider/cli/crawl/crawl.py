"""``newsspider crawl``: from the addresses of sites to their articles in the database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from newsspider.cli.app import app
from newsspider.cli.kit.groups import grouped
from newsspider.cli.kit.options import (
    DEFAULT_DATABASE,
    AllowPrivate,
    ArchiveFolder,
    Browser,
    Database,
    SourcesFile,
    overrides,
)
from newsspider.errors import INTERRUPTED

if TYPE_CHECKING:
    from datetime import date

    from newsspider.crawling.report import RunReport

    Window = tuple[date | None, date | None]

KEPT = "Interrupted: what is above is kept, run the same again for the rest."


def _window(
    since: Annotated[
        str | None,
        typer.Option(
            metavar="DAY",
            help="No article from before; archive pages by date are followed back to it.",
        ),
    ] = None,
    until: Annotated[
        str | None, typer.Option(metavar="DAY", help="No article from after this day.")
    ] = None,
) -> Window:
    from newsspider.services.crawl import parse_days

    return parse_days(since, until)


@app.command()
@grouped("window", _window)
def crawl(
    urls: Annotated[
        list[str],
        typer.Argument(metavar="URL", help="A site's home, section, feed or sitemap."),
    ],
    database: Database = DEFAULT_DATABASE,
    sources: SourcesFile = None,
    max_pages: Annotated[
        int, typer.Option("--max-pages", min=1, help="Fetch so many articles at most.")
    ] = 1000,
    delay: Annotated[
        float | None,
        typer.Option(
            min=0, help="Seconds between two requests to a site; robots.txt may ask more."
        ),
    ] = None,
    *,
    window: Window,
    archive: ArchiveFolder = None,
    browser: Browser = False,
    allow_private: AllowPrivate = False,
) -> None:
    """Follow a site's feeds, sitemaps and sections to its articles and store them."""
    from newsspider.cli.kit.bars import crawl_line
    from newsspider.services.addresses import web_address
    from newsspider.services.crawl import crawl_addresses
    from newsspider.services.runs import CrawlOptions

    addresses = [web_address(url) for url in urls]
    first, last = window
    options = CrawlOptions(max_pages=max_pages, delay=delay, since=first, until=last)
    settings = overrides(database, sources, archive, allow_private=allow_private, browser=browser)
    with crawl_line() as show:
        report = crawl_addresses(addresses, options, settings, on_tick=show)
    typer.echo("\n".join(_summary(report, dated=bool(first or last))))
    raise typer.Exit(_status(report))


def _status(report: RunReport) -> int:
    if report.interrupted:
        return INTERRUPTED
    if report.ended != "finished":
        typer.echo(f"newsspider: the crawl ended early ({report.ended}): run it again.", err=True)
        return 1
    if has_lost(report):
        return 1
    if not report.answered:
        _say_why(report)
        return 1
    return 0


def has_lost(report: RunReport) -> bool:
    """Whether errors of our own lost pages; says so."""
    if report.errors:
        note = f"newsspider: {report.errors} pages were lost to errors: see the log above."
        typer.echo(note, err=True)
    return report.errors > 0


def _summary(report: RunReport, *, dated: bool) -> list[str]:
    lines = [counts(report)]
    if dated and report.undated:
        lines.append(f"Of no known day, and so taken in: {report.undated:,}.")
    if report.interrupted:
        lines.append(KEPT)
    elif report.stored:
        lines.append("Ask with: newsspider search WORDS")
    return lines


def counts(report: RunReport) -> str:
    """The pages by what became of them, in two sentences."""
    return (
        f"Articles: {report.new:,} new, {report.updated:,} updated, {report.unchanged:,} unchanged."
        f" Rejected: {report.rejected:,}{_reasons(report)}."
    )


def _reasons(report: RunReport) -> str:
    named = ", ".join(f"{reason.value} {count:,}" for reason, count in report.reasons.items())
    return f" ({named})" if named else ""


def _say_why(report: RunReport) -> None:
    from newsspider.cli.kit.terminal import note
    from newsspider.text.hosts import readable

    typer.echo("newsspider: nothing could be fetched.", err=True)
    for failure in report.failures:
        note(f"{readable(failure.url)}: {failure.reason.value}: {failure.evidence}")
