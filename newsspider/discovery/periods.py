"""Archive pages by date: the days that an index page's address names."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import parse_qsl, unquote, urlsplit

from newsspider.discovery import words

PAGE_ENDING = re.compile(r"\.(?:s?html?|php\d?|aspx?|jsp)$")
TURNED = re.compile(r"/(?:page|seite|pagina|p)[/-]?\d{1,4}$")
DATED = re.compile(r"/((?:19|20)\d\d)[/-](0?[1-9]|1[0-2])(?:[/-](0?[1-9]|[12]\d|3[01]))?$")
YEAR = re.compile(r"/((?:19|20)\d\d)$")
COMPACT = re.compile(r"/((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])?$")
WRITTEN = re.compile(r"((?:19|20)\d\d)[-/.]?(\d\d)(?:[-/.]?(\d\d))?$")
DATE_QUERIES = ("date", "day", "d")


@dataclass(frozen=True, slots=True)
class Period:
    """A day, a month or a year."""

    first: date
    last: date


def period_of(url: str) -> Period | None:
    """The days whose articles the page names, ``None`` where its address names no days.

    Further pages of such a list are of the same days. A year, and a date without separators, count
    only beneath an archive: elsewhere they may name a section or an article.
    """
    parts = urlsplit(url)
    path = PAGE_ENDING.sub("", unquote(parts.path).lower().rstrip("/"))
    path = TURNED.sub("", path)
    steps = frozenset(path.split("/"))
    if words.ASIDE_BRANCHES & steps:
        return None
    query = {name.lower(): value for name, value in parse_qsl(parts.query)}
    in_archive = bool(words.ARCHIVES & steps)
    dated = DATED.search(path)
    if dated is None and in_archive:
        dated = YEAR.search(path) or COMPACT.search(path)
    if dated is not None:
        return _period(*dated.groups())
    return _asked_for(query, in_archive=in_archive)


def _asked_for(query: Mapping[str, str], *, in_archive: bool) -> Period | None:
    """The period that the query names; beside an article's own number it names its date."""
    if words.ARTICLE_IDS & query.keys():
        return None
    for name in DATE_QUERIES:
        written = WRITTEN.match(query.get(name, ""))
        if written is not None:
            return _period(*written.groups())
    if "year" in query and ("month" in query or in_archive):
        return _period(query["year"], query.get("month"), query.get("day"))
    return None


def _period(year: str, month: str | None = None, day: str | None = None) -> Period | None:
    try:
        if not month:
            return Period(date(int(year), 1, 1), date(int(year), 12, 31))
        if not day:
            end = monthrange(int(year), int(month))[1]
            return Period(date(int(year), int(month), 1), date(int(year), int(month), end))
        single_day = date(int(year), int(month), int(day))
    except (OverflowError, ValueError):  # the 31st of February, or no number at all
        return None
    return Period(single_day, single_day)
