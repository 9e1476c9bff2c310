"""When the article was published, and when it was last changed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from htmldate import find_date as search_date

from newsspider.extraction.dates import EARLIEST, Reader, find_date, parse_date
from newsspider.extraction.evidence import Decision, Evidence, Witness, support
from newsspider.extraction.header import Header
from newsspider.extraction.jsonld import strings
from newsspider.extraction.metadata import value
from newsspider.items import Provenance
from newsspider.timestamps import Precision, Timestamp

PUBLISHED_META = (
    "article:published_time", "og:article:published_time", "article:published", "datepublished",
    "parsely-pub-date", "sailthru.date", "date", "pubdate", "publishdate", "publish-date",
    "publish_date", "dc.date", "dc.date.issued", "dcterms.date", "dcterms.created",
    "dcterms.issued", "cxenseparse:recs:publishtime", "article_date_original",
    "og:published_time", "rnews:datepublished",
    "citation_publication_date", "date.created", "shareaholic:article_published_time",
)  # fmt: skip
MODIFIED_META = (
    "article:modified_time", "og:updated_time", "datemodified", "last-modified", "lastmod",
    "dcterms.modified", "dc.date.modified", "og:article:modified_time",
)  # fmt: skip
URL_DAY = re.compile(r"/(20\d\d)[/-]?(0[1-9]|1[0-2])[/-]?(0[1-9]|[12]\d|3[01])(?=[/._-]|$)")

Moment = Decision[Timestamp]


def find_published(evidence: Evidence, header: Header, reader: Reader) -> Moment | None:
    """The publication date that most evidence speaks for; its day is what has to agree."""
    return (
        _decide(_published(evidence, header, reader))
        or _decide(_hinted(evidence))
        or _decide(_searched(evidence, reader))
    )


def find_modified(evidence: Evidence, published: Moment | None, reader: Reader) -> Moment | None:
    """The declared date of the last change, never before the publication."""
    decision = _decide(_modified(evidence, reader))
    if decision and published and _earlier(decision.value, published.value):
        return None
    return decision


def _earlier(first: Timestamp, second: Timestamp) -> bool:
    if Precision.DAY in (first.precision, second.precision):
        return first.day < second.day
    return first.instant < second.instant


def _decide(witnesses: Iterator[Witness[Timestamp]]) -> Moment | None:
    """The day with most support, said by its most precise credible witness."""
    heard = tuple(witnesses)
    days: dict[date, list[Witness[Timestamp]]] = {}
    for witness in heard:
        days.setdefault(witness.value.day, []).append(witness)
    if not days:
        return None
    group = max(days.values(), key=support)
    best = max(group, key=lambda w: (w.value.precision is not Precision.DAY, w.confidence))
    provenance = Provenance(source=best.source, confidence=round(support(group), 3))
    return Decision(best.value, provenance, heard)


def _published(evidence: Evidence, header: Header, reader: Reader) -> Iterator[Witness[Timestamp]]:
    article = evidence.linked.article or {}
    yield from _read(strings(article.get("datePublished"))[:1], "json-ld", 0.9, reader)
    yield from _read(strings(article.get("dateCreated"))[:1], "json-ld", 0.5, reader)
    for name in PUBLISHED_META:
        yield from _read(evidence.meta.get(name, ())[:1], "meta", 0.8, reader)
    for element in evidence.micro.get("datePublished", ())[:1]:
        yield from _read([value(element)], "microdata", 0.8, reader)
    yield from _times(evidence, header, reader)
    if header.date:
        yield Witness(header.date, "visible", 0.7)
    yield from _url(evidence, reader)


def _hinted(evidence: Evidence) -> Iterator[Witness[Timestamp]]:
    """The feed's or sitemap's date, for a page that names none: a record is its page's."""
    if evidence.hints.published_at:
        yield Witness(evidence.hints.published_at, "feed", 0.6)


def _searched(evidence: Evidence, reader: Reader) -> Iterator[Witness[Timestamp]]:
    """What htmldate finds on a page without any other evidence.

    It completes a lone year to 1 January, so that day does not count.
    """
    found = search_date(
        evidence.document.tree,
        url=evidence.document.url,
        original_date=True,
        min_date=EARLIEST.isoformat(),
        max_date=reader.now.date().isoformat(),
    )
    if found and not found.endswith("-01-01"):
        yield Witness(Timestamp.of_day(date.fromisoformat(found)), "htmldate", 0.5)


def _modified(evidence: Evidence, reader: Reader) -> Iterator[Witness[Timestamp]]:
    article = evidence.linked.article or {}
    yield from _read(strings(article.get("dateModified"))[:1], "json-ld", 0.85, reader)
    for name in MODIFIED_META:
        yield from _read(evidence.meta.get(name, ())[:1], "meta", 0.7, reader)
    for element in evidence.micro.get("dateModified", ())[:1]:
        yield from _read([value(element)], "microdata", 0.8, reader)


def _read(
    texts: list[str] | tuple[str, ...], source: str, confidence: float, reader: Reader
) -> Iterator[Witness[Timestamp]]:
    for text in texts:
        found = parse_date(text, reader)
        if found:
            yield Witness(found, source, confidence)


def _times(evidence: Evidence, header: Header, reader: Reader) -> Iterator[Witness[Timestamp]]:
    """``<time>`` by its place: near the headline, marked as published, or anywhere."""
    for element in list(evidence.document.tree.iter("time"))[:20]:
        found = parse_date(element.get("datetime") or "", reader) or parse_date(
            str(element.text_content()), reader
        )
        if found is None:
            continue
        marks = f"{element.get('class', '')} {element.get('itemprop', '')} {element.get('pubdate')}"
        near = any(element in block.element.iter("time") for block in header.below)
        if near or "publi" in marks or element.get("pubdate") is not None:
            yield Witness(
                found, "time", 0.7 if "modif" not in marks and "updat" not in marks else 0.2
            )
        else:
            yield Witness(found, "time", 0.2)


def _url(evidence: Evidence, reader: Reader) -> Iterator[Witness[Timestamp]]:
    match = URL_DAY.search(evidence.document.url)
    if match:
        found = find_date("-".join(match.groups()), reader)
        if found:
            yield Witness(found.timestamp, "url", 0.6)
