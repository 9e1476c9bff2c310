"""A look at a site, before it becomes a source."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import typer

from newsspider.errors import INTERRUPTED, NewsspiderError

if TYPE_CHECKING:
    from newsspider.crawling.report import Tally
    from newsspider.sources import Source
    from newsspider.sources.probe import Probe

LONGEST = 180
"""Seconds after which what was found so far has to do: some sites ask for a slow pace."""

LATER = "try again later, or add it unseen with --no-look"
ADVICE = (
    (r"give --allow-private", ""),  # it says itself what to do
    (r"robots\.txt forbids", "name an address of it that robots.txt allows: newsspider obeys that"),
    (r"is it http or https", "check whether its address begins with http:// or https://"),
    (r"robots\.txt (?:answered|gave no answer)", LATER),
    (r"answered (?:404|410)$", "check the address: there is no such page"),
    (r"answered (?:401|403|451)$", "name another address of it, or ask the site to let you in"),
    (r"answered (?:408|429|5\d\d)$", LATER),
    (r"is no page, feed or sitemap", "name the site's home, a section, a feed or a sitemap"),
    (r"does not resolve", "check how its host is written"),
    (r"redirects to another site, (\S+):", "newsspider sources add {} adds that one"),
    (r"refused the connection|in time|broke off", f"see whether a browser opens it; {LATER}"),
)
"""What to do, by what is said of a start address that could not be read."""

OTHERWISE = "check the address, or add it unseen with --no-look"


def look_at(source: Source, *, allow_private: bool) -> Probe:
    """What is on the source's site; raises ``NewsspiderError`` where none of it can be read."""
    from newsspider.cli.kit.bars import bar
    from newsspider.crawling.run import run
    from newsspider.spiders.probe import ProbeSpider

    looks: list[Probe] = []
    settings: dict[str, object] = {
        "ALLOW_PRIVATE": allow_private,
        "ARCHIVE": "",
        "RENDER": source.render,
        "ITEM_PIPELINES": {},
        "CLOSESPIDER_TIMEOUT": LONGEST,
    }
    if source.delay is not None:
        settings["DOWNLOAD_DELAY"] = source.delay
    arguments = {"starts": source.starts, "tell": looks.append}
    with bar(f"Looking at {source.site}", None) as advance:
        seen = 0

        def show(tally: Tally) -> None:
            nonlocal seen
            advance(tally.fetched - seen)
            seen = tally.fetched

        report = run(ProbeSpider, arguments, settings, on_tick=show)
    if report.interrupted:
        typer.echo("newsspider: interrupted: nothing more was added.", err=True)
        raise typer.Exit(INTERRUPTED)
    if not looks or not looks[0].answered:
        raise NewsspiderError(_why_not(source, looks))
    return looks[0]


def with_unnamed(source: Source, look: Probe) -> Source:
    """The source that also starts at the lists which no page of the site names."""
    new = tuple(url for url in look.unnamed if url not in source.starts)
    return replace(source, starts=(*source.starts, *new))


def _why_not(source: Source, looks: list[Probe]) -> str:
    problems = looks[0].problems if looks else ()
    why = problems[0].rstrip(".") if problems else "it could not be read, see the log above"
    advice = _advice(why)
    return f"{source.site} was not added " + (f"({why}): {advice}." if advice else f"({why}).")


def _advice(why: str) -> str:
    for pattern, advice in ADVICE:
        if found := re.search(pattern, why):
            return advice.format(*found.groups())
    return OTHERWISE
