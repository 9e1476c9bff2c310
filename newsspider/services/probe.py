"""A probe of a site, before it becomes a source."""

from __future__ import annotations

import re
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from threading import current_thread, main_thread

from newsspider.errors import NewsspiderError
from newsspider.sources import Source
from newsspider.sources.probe import Probe

LONGEST = 180
"""Seconds after which the answers that came have to do: some sites ask for a slow pace."""

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
"""Remedies, by the problem of a start address that could not be read."""

OTHERWISE = "check the address, or add it unseen with --no-look"


def probe_site(
    source: Source,
    *,
    allow_private: bool,
    on_progress: Callable[[int], None] = lambda fetched: None,
) -> Probe:
    """Ask the source's site for a few pages; ``on_progress`` hears how many more answered.

    Raises ``NewsspiderError`` where none of it can be read, and ``KeyboardInterrupt`` where Ctrl-C
    or SIGTERM ended it. On another thread than the main one the probe runs in a process of its own,
    and ``on_progress`` hears nothing.
    """
    if current_thread() is main_thread():
        return _probe(source, allow_private, on_progress)
    with ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn")) as process:
        return process.submit(_probe, source, allow_private).result()


def _probe(
    source: Source,
    allow_private: bool,
    on_progress: Callable[[int], None] = lambda fetched: None,
) -> Probe:
    from newsspider.crawling.report import Tally
    from newsspider.crawling.run import run
    from newsspider.spiders.probe import ProbeSpider

    probes: list[Probe] = []
    settings: dict[str, object] = {
        "ALLOW_PRIVATE": allow_private,
        "ARCHIVE": "",
        "RENDER": source.render,
        "ITEM_PIPELINES": {},
        "CLOSESPIDER_TIMEOUT": LONGEST,
    }
    if source.delay is not None:
        settings["DOWNLOAD_DELAY"] = source.delay
    seen = 0

    def count(tally: Tally) -> None:
        nonlocal seen
        on_progress(tally.fetched - seen)
        seen = tally.fetched

    arguments = {"starts": source.starts, "tell": probes.append}
    report = run(ProbeSpider, arguments, settings, on_tick=count)
    if report.interrupted:
        raise KeyboardInterrupt
    if not probes or not probes[0].answered:
        raise NewsspiderError(_why_not(source, probes))
    return probes[0]


def _why_not(source: Source, probes: list[Probe]) -> str:
    problems = probes[0].problems if probes else ()
    why = problems[0].rstrip(".") if problems else "it could not be read, see the log above"
    advice = _advice(why)
    return f"{source.site} was not added " + (f"({why}): {advice}." if advice else f"({why}).")


def _advice(why: str) -> str:
    for pattern, advice in ADVICE:
        if match := re.search(pattern, why):
            return advice.format(*match.groups())
    return OTHERWISE
