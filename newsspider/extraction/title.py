"""The headline as the reader sees it, without the site's name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from newsspider.extraction.evidence import Decision, Evidence, Witness, decide
from newsspider.extraction.jsonld import strings
from newsspider.extraction.labels import is_known
from newsspider.extraction.metadata import value
from newsspider.extraction.sitename import declared_names
from newsspider.extraction.texts import bare, clean

SEPARATOR = re.compile(r"\s+[|\-–—·•»«:/>]+\s+|\s*[|｜»]\s*")
LEADING = re.compile(r":\s+")
MAX_CHARACTERS = 500
UNLINKED = 0.5


def find_title(evidence: Evidence) -> Decision[str] | None:
    """The headline that most witnesses show; the page's own heading counts most."""
    names = declared_names(evidence)
    return decide(_titles(_texts(evidence), names), bare) or decide(
        _titles(_hinted(evidence), names), bare
    )


def _titles(texts: Iterable[tuple[str, str, float]], names: set[str]) -> Iterator[Witness[str]]:
    for text, source, confidence in texts:
        if len(text) > 2 * MAX_CHARACTERS:
            continue
        title = without_site(clean(text), names)
        if bare(title) and len(title) <= MAX_CHARACTERS and bare(title) not in names:
            yield Witness(title, source, confidence)


def _hinted(evidence: Evidence) -> Iterator[tuple[str, str, float]]:
    if evidence.hints.title:
        yield evidence.hints.title, "feed", 0.4


def _texts(evidence: Evidence) -> Iterator[tuple[str, str, float]]:
    headings = list(_headings(evidence))
    yield from headings
    for element in evidence.micro.get("headline", ())[:1]:
        yield value(element), "microdata", 0.5
    for headline in strings((evidence.linked.article or {}).get("headline"))[:1]:
        yield headline, "json-ld", 0.55
    for name, source, confidence in (
        ("og:title", "opengraph", 0.5),
        ("twitter:title", "meta", 0.25),
    ):
        for title in evidence.meta.get(name, ())[:1]:
            yield title, source, confidence
    page_title = evidence.document.tree.findtext(".//title")
    if page_title and len(page_title) <= 2 * MAX_CHARACTERS:
        yield page_title, "title", 0.3
        shown = () if headings else _shown_parts(clean(page_title), evidence)
        yield from ((part, "visible", 0.35) for part in shown)


def _shown_parts(page_title: str, evidence: Evidence) -> Iterator[str]:
    """The longest part of ``<title>`` that stands on the page as a line of its own, unlinked."""
    lines = {bare(block.text) for block in evidence.blocks if block.link_share < UNLINKED}
    cuts = [
        0,
        *(end for cut in SEPARATOR.finditer(page_title) for end in cut.span()),
        len(page_title),
    ]
    parts = (page_title[start:end] for start in cuts[::2] for end in cuts[1::2] if start < end)
    shown = [part for part in parts if bare(part) and bare(part) in lines]
    if shown:
        yield max(shown, key=len)


def _headings(evidence: Evidence) -> Iterator[tuple[str, str, float]]:
    """The first ``<h1>`` elements; of several, the longest is most likely the headline."""
    headings = [
        text
        for element in evidence.document.tree.iter("h1")
        if (text := clean(str(element.text_content())))
    ]
    longest = max(headings[:5], key=len, default="")
    for text in headings[:5]:
        yield text, "h1", 0.75 if len(headings) == 1 else 0.6 if text == longest else 0.5


def without_site(title: str, names: set[str]) -> str:
    """The title less a leading or trailing part that is the site's name.

    A section's name before the site's goes too: "Headline | News | The Post".
    """
    parts = list(SEPARATOR.finditer(title))
    for separator in parts:
        if bare(title[separator.end() :]) in names and bare(title[: separator.start()]):
            return _without_section(title[: separator.start()])
    for separator in [*reversed(parts), *LEADING.finditer(title)]:
        if bare(title[: separator.start()]) in names and bare(title[separator.end() :]):
            return title[separator.end() :]
    return title


def _without_section(title: str) -> str:
    last = list(SEPARATOR.finditer(title))[-1:]
    return next((title[: at.start()] for at in last if is_known(title[at.end() :])), title)
