"""What a person says of a source on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from newsspider.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from newsspider.sources import Source

Schedule = Annotated[
    str | None,
    typer.Option(
        "--schedule",
        metavar="WHEN",
        help="adaptive (as often as it publishes), 'every 30m', or a line of cron: '0 6 * * *'.",
    ),
]
Include = Annotated[
    list[str] | None,
    typer.Option(
        "--include",
        metavar="PATH|URL",
        help="Only what lies beneath this path or section page; may be repeated, '' clears.",
    ),
]
Exclude = Annotated[
    list[str] | None,
    typer.Option(
        "--exclude",
        metavar="PATH|URL",
        help="Nothing that lies beneath it; may be repeated, '' clears.",
    ),
]
MaxPages = Annotated[
    int | None, typer.Option("--max-pages", help="Fetch so many articles a run at most.")
]
Delay = Annotated[
    float | None,
    typer.Option("--delay", help="Seconds between two requests; robots.txt may ask more."),
]
Since = Annotated[
    str | None,
    typer.Option(
        "--since", metavar="DAY", help="Fetch no article that is known to be older; '' clears."
    ),
]
Render = Annotated[
    str | None, typer.Option("--render", metavar="http|browser", help="What fetches the pages.")
]


def tables_of(urls: Iterable[str]) -> list[dict[str, Any]]:
    """A table for each site, which starts at its addresses; raises ``UsageError``."""
    from newsspider.cli.addresses import web_address
    from newsspider.hosts import site_host

    tables: dict[str, dict[str, Any]] = {}
    for url in map(web_address, urls):
        site = site_host(url)
        tables.setdefault(site, {"site": site, "starts": []})["starts"].append(url)
    return list(tables.values())


def said_by(
    starts: list[str] | None,
    schedule: str | None,
    include: list[str] | None,
    exclude: list[str] | None,
    max_pages: int | None,
    delay: float | None,
    since: str | None,
    render: str | None,
) -> dict[str, Any]:
    """What the options say, by the key of a source's table; ``None`` puts the default back."""
    said = {
        "starts": starts or None,
        "schedule": schedule,
        "include": include or None,
        "exclude": exclude or None,
        "max_pages": max_pages,
        "delay": delay,
        "since": since,
        "render": render,
    }
    given = {key: value for key, value in said.items() if value is not None}
    return {key: None if value in ("", [""]) else value for key, value in given.items()}


def changed(table: Mapping[str, Any], said: Mapping[str, Any]) -> Source:
    """The source of the table with what the options say; raises ``UsageError``."""
    from newsspider.sources import from_table

    merged = {key: value for key, value in {**table, **said}.items() if value is not None}
    try:
        return from_table(merged)
    except ValueError as problem:
        raise UsageError(f"{str(problem).removeprefix('source ')}.") from None
