"""What a person says of a source on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from newsspider.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from newsspider.sources import Source

Start = Annotated[
    list[str] | None,
    typer.Option(
        "--start",
        metavar="URL",
        help="Where a crawl begins, instead of before; may be repeated, '' is the home.",
    ),
]
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
    str | None,
    typer.Option(
        "--max-pages",
        metavar="NUMBER",
        help="Fetch so many articles a run at most; '' is the default.",
    ),
]
Delay = Annotated[
    str | None,
    typer.Option(
        "--delay",
        metavar="SECONDS",
        help="Between two requests; robots.txt may ask more. '' is the default.",
    ),
]
Since = Annotated[
    str | None,
    typer.Option(
        "--since",
        metavar="DAY",
        help="Fetch no article from before, and read archive pages back to it; '' clears.",
    ),
]
Until = Annotated[
    str | None,
    typer.Option("--until", metavar="DAY", help="Fetch no article from after it; '' clears."),
]
Render = Annotated[
    str | None, typer.Option("--render", metavar="http|browser", help="What fetches the pages.")
]


def tables_of(urls: Iterable[str]) -> list[dict[str, Any]]:
    """A table for each site, which starts at its addresses; raises ``UsageError``."""
    from newsspider.services.addresses import web_address
    from newsspider.text.hosts import site_host

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
    max_pages: str | None,
    delay: str | None,
    since: str | None,
    until: str | None,
    render: str | None,
) -> dict[str, Any]:
    """What the options say, by the key of a source's table."""
    said = {
        "starts": starts or None,
        "schedule": schedule,
        "include": include or None,
        "exclude": exclude or None,
        "max_pages": _number(int, max_pages),
        "delay": _number(float, delay),
        "since": since,
        "until": until,
        "render": render,
    }
    given = {key: value for key, value in said.items() if value is not None}
    return {key: "" if value == [""] else value for key, value in given.items()}


def changed(table: Mapping[str, Any], said: Mapping[str, Any]) -> Source:
    """The source of the table with what is said anew of its keys; raises ``UsageError``."""
    from newsspider.sources import from_table

    try:
        return from_table({**table, **said})
    except ValueError as problem:
        raise UsageError(f"{str(problem).removeprefix('source ')}.") from None


def _number(kind: type[int | float], text: str | None) -> int | float | str | None:
    """The number; what is none stays as it is, for the check of its key to refuse."""
    try:
        return kind(text) if text else text
    except ValueError:
        return text
