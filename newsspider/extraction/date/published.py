"""When the article was published, and when it was last changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from dataclasses import replace
from datetime import date, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from htmldate import find_date as search_date
from lxml.html import HtmlElement

from newsspider.dates import EARLIEST, DateReader, parse_date
from newsspider.extraction.date.metadata import (
    FOLDERS,
    declared_changes,
    declared_dates,
    marked_dates,
    scripted_dates,
)
from newsspider.extraction.date.visible import shown_dates
from newsspider.extraction.page.blocks import is_foreign
from newsspider.extraction.page.datelines import LABEL, changed_in, is_change_label
from newsspider.extraction.page.evidence import Decision, Evidence, Witness, support
from newsspider.extraction.page.header import Header
from newsspider.extraction.page.texts import words_before
from newsspider.items import Provenance
from newsspider.timestamps import Precision, Timestamp

CHANGED = 0.4
"""As much for a date that is called that of a change, where the page has no other."""

MOST_TIMES = 30
"""``<time>`` elements that are read."""

WEST, EAST = timedelta(hours=-8), timedelta(hours=9)
"""The distances of the clocks of newsrooms from UTC."""

DECLARED = frozenset(("json-ld", "meta", "microdata"))
SHOWN = frozenset(("visible", "url", "time"))
"""Witnesses of a day as the newsroom's own clock has it."""

STRONG = 0.91
"""A page that declares its date as surely is not searched for lines below its header."""

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
EVENING = 17
SUREST = 0.98
"""The share of days that are right where all witnesses agree."""

Moment = Decision[Timestamp]
Dates = Iterator[Witness[Timestamp]]
Witnesses = tuple[Witness[Timestamp], ...]


def find_published(evidence: Evidence, header: Header, reader: DateReader) -> Moment | None:
    """The publication date with the most evidence; witnesses agree if they name the same day."""
    changes = tuple(witness.value for witness in declared_changes(evidence, reader))
    heard = tuple(
        replace(witness, value=_in_newsroom(witness.value, reader))
        for witness in _published(evidence, header, changes, reader)
    )
    changes += tuple(witness.value for witness in _shown_changes(header, reader))
    return (
        _decide(heard, _first_declared(_first_edition(heard), changes))
        or _decide(_hinted(evidence))
        or _decide(_searched(evidence, reader))
    )


def find_modified(
    evidence: Evidence, published: Moment | None, header: Header, reader: DateReader
) -> Moment | None:
    """The date of the last change, never before the publication."""
    decision = _decide(_modified(evidence, header, reader))
    if decision and published and _earlier(decision.value, published.value):
        return None
    return decision


def _earlier(first: Timestamp, second: Timestamp) -> bool:
    if Precision.DAY in (first.precision, second.precision):
        return first.day < second.day
    return first.instant < second.instant


def _decide(
    heard: Iterable[Witness[Timestamp]], believed: Iterable[Witness[Timestamp]] | None = None
) -> Moment | None:
    """The day with most support, in the form of its most precise credible witness."""
    heard = tuple(heard)
    believed = heard if believed is None else tuple(believed)
    shown = _shown_days(believed)
    eves = {witness.value.day for witness in believed if _is_eve(witness)}
    days: dict[date, list[Witness[Timestamp]]] = {}
    for witness in believed:
        days.setdefault(_own_day(witness.value, shown, eves), []).append(witness)
    if not days:
        return None
    day = max(days, key=lambda day: support(days[day]))
    group = days[day]
    best = max(group, key=lambda w: (w.value.precision is not Precision.DAY, w.confidence))
    provenance = Provenance(source=best.source, confidence=round(min(support(group), SUREST), 3))
    return Decision(_on_day(best.value, day), provenance, heard)


def _first_edition(heard: Witnesses) -> Witnesses:
    """The witnesses less those of later days, where the address is made of an earlier one.

    What is edited again may get a new date, but not a new address.
    """
    first = next((w.value.day for w in heard if _is_made_of_day(w)), date.max - DAY)
    return tuple(witness for witness in heard if witness.value.day <= first + DAY)


def _is_made_of_day(witness: Witness[Timestamp]) -> bool:
    return witness.source == "url" and witness.confidence >= FOLDERS


def _first_declared(heard: Witnesses, changes: tuple[Timestamp, ...]) -> Witnesses:
    """The witnesses less those of the last change, where a firm one names an earlier day."""
    days = {change.day for change in changes}
    unchanged = [
        w for w in heard if w.value not in changes and (_is_firm(w) or w.value.day not in days)
    ]
    shown = _shown_days(heard)
    firm = [_own_day(witness.value, shown) for witness in unchanged if _is_firm(witness)]
    if not firm or min(firm) >= min(days, default=date.min):
        return heard
    return tuple(unchanged)


def _is_firm(witness: Witness[Timestamp]) -> bool:
    return witness.source in DECLARED and witness.confidence >= STRONG


def _shown_days(witnesses: Iterable[Witness[Timestamp]]) -> list[date]:
    """The days on the newsroom's own clock, the surest first."""
    days = [w for w in witnesses if w.source in SHOWN and w.value.offset != 0]
    return [w.value.day for w in sorted(days, key=lambda w: w.confidence, reverse=True)]


def _is_eve(witness: Witness[Timestamp]) -> bool:
    """Whether it was published on an evening, the next day's paper on its way."""
    moment = witness.value
    return _is_firm(witness) and bool(moment.offset) and moment.local.hour >= EVENING


def _own_day(moment: Timestamp, shown: list[date], eves: Set[date] = frozenset()) -> date:
    """The moment's day; written in UTC it may be that of the newsroom's clock.

    The day that a paper bears is not when its article came out, on the evening before.
    """
    if moment.precision is Precision.DAY and moment.day - DAY in eves:
        return moment.day - DAY
    if moment.precision is Precision.DAY or moment.offset != 0 or moment.day in shown:
        return moment.day
    first, last = ((moment.instant + shift).date() for shift in (WEST, EAST))
    return next((day for day in shown if first <= day <= last), moment.day)


def _in_newsroom(moment: Timestamp, reader: DateReader) -> Timestamp:
    """A moment that is written in UTC, on the clock of the newsroom where that is known."""
    if moment.offset != 0 or reader.timezone is None:
        return moment
    zone = ZoneInfo(reader.timezone)
    return Timestamp.of_instant(moment.instant.astimezone(zone), moment.precision)


def _on_day(moment: Timestamp, day: date) -> Timestamp:
    """The moment by the nearest whole hour from UTC that has that day."""
    if moment.day == day:
        return moment
    step = 60 if day > moment.day else -60
    offset = step
    while (moment.instant + HOUR * (offset // 60)).date() != day:
        offset += step
    return replace(moment, offset=offset)


def _published(
    evidence: Evidence, header: Header, changes: tuple[Timestamp, ...], reader: DateReader
) -> Dates:
    declared = list(declared_dates(evidence, reader))
    yield from declared
    if all(witness.value in changes for witness in declared):
        yield from marked_dates(evidence, reader)
    yield from _times(evidence, header, reader)
    is_sure = any(witness.confidence >= STRONG for witness in declared)
    if not is_sure:
        yield from scripted_dates(evidence, reader)
    if header.date or not is_sure:
        yield from shown_dates(evidence.blocks, header, reader)


def _hinted(evidence: Evidence) -> Dates:
    """The feed's or sitemap's date, for a page that names none: a record is its page's."""
    if evidence.hints.published_at:
        yield Witness(evidence.hints.published_at, "feed", 0.6)


def _searched(evidence: Evidence, reader: DateReader) -> Dates:
    """The date that htmldate finds on a page without any other evidence.

    It completes a lone year to 1 January, so that day does not count; and its extensive search
    takes any number for a date (a third of what it adds is right).
    """
    day = search_date(
        evidence.document.tree,
        url=evidence.document.url,
        original_date=True,
        extensive_search=False,
        min_date=EARLIEST.isoformat(),
        max_date=reader.now.date().isoformat(),
    )
    if day and not day.endswith("-01-01"):
        yield Witness(Timestamp.of_day(date.fromisoformat(day)), "htmldate", 0.6)


def _modified(evidence: Evidence, header: Header, reader: DateReader) -> Dates:
    yield from declared_changes(evidence, reader)
    yield from _shown_changes(header, reader)


def _shown_changes(header: Header, reader: DateReader) -> Dates:
    lines = (changed_in(block.text, reader) for block in header.below if len(block.text) < 160)
    for change in [change for change in lines if change][:1]:
        yield Witness(change.timestamp, "visible", 0.6)


def _times(evidence: Evidence, header: Header, reader: DateReader) -> Dates:
    """``<time>`` by its place: near the headline, marked as published, or the first on the page."""
    near = {time for block in header.below for time in block.element.iter("time")}
    others: dict[float, Timestamp] = {}
    for element in islice(evidence.document.tree.iter("time"), MOST_TIMES):
        marks = f"{element.get('class', '')} {element.get('itemprop', '')}".lower()
        moment = None if "modif" in marks or "updat" in marks else _time(element, reader)
        is_change = moment is not None and _is_called_change(element)
        if moment and element in near and not is_change:
            yield Witness(moment, "time", 0.94)
            return
        if moment:
            others.setdefault(CHANGED if is_change else _weight(element, marks), moment)
    for confidence in sorted(others, reverse=True)[:1]:
        yield Witness(others[confidence], "time", confidence)


def _is_called_change(element: HtmlElement) -> bool:
    """Whether the words right before the element say that it is the date of a change."""
    return is_change_label(words_before(element)[-LABEL:])


def _weight(element: HtmlElement, marks: str) -> float:
    if is_foreign(element):
        return 0.5
    return 0.9 if "publi" in marks or element.get("pubdate") is not None else 0.75


def _time(element: HtmlElement, reader: DateReader) -> Timestamp | None:
    """The element's date; the text's day where the attribute's is that of UTC."""
    declared = parse_date(element.get("datetime") or "", reader)
    if declared and declared.offset != 0:
        return declared
    shown = parse_date(str(element.text_content()), reader)
    if declared is None or shown is None:
        return declared or shown
    return shown if abs(shown.day - declared.day) == DAY else declared
