"""The dates that a page declares for machines: JSON-LD, meta, microdata, attributes, address."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from lxml.html import HtmlElement

from newsspider.dates import DateReader, find_date, parse_date
from newsspider.extraction.page.blocks import is_foreign
from newsspider.extraction.page.evidence import Evidence, Witness
from newsspider.extraction.page.jsonld import strings
from newsspider.extraction.page.metadata import value
from newsspider.text.limits import MAX_MARKUP
from newsspider.timestamps import Timestamp

PUBLISHED_META = {
    0.95: (
        "article:published_time", "og:article:published_time", "article:published",
        "og:published_time", "datepublished", "parsely-pub-date", "sailthru.date",
        "cxenseparse:recs:publishtime", "dc.date.issued", "dcterms.issued", "rnews:datepublished",
        "article_date_original", "article.published", "citation_publication_date", "publishdate",
        "publish-date", "publish_date", "publication_date", "prism.publicationdate",
        "vr:published-time", "shareaholic:article_published_time", "bt:pubdate", "displaydate",
        "originalpublicationdate", "citation_online_date", "article.created", "published",
    ),
    0.8: (
        "date", "pubdate", "dc.date", "dcterms.date", "dcterms.created", "dc.date.created",
        "dc:date.created", "dc:created", "date.created", "ob:date", "release_date", "search.date",
        "created", "article:created_time",
    ),
}  # fmt: skip
"""By how often they are right."""

MODIFIED_META = (
    "article:modified_time", "og:updated_time", "datemodified", "last-modified", "lastmod",
    "dcterms.modified", "dc.date.modified", "og:article:modified_time", "article:modified",
    "dc:date.modified", "vr:modified-time", "revised", "cxenseparse:recs:modifiedtime",
)  # fmt: skip

STAND_INS = ("WebPage", "ItemPage", "MedicalWebPage", "Recipe", "Review")
"""Types that may be dated in an article's place."""

DATA = ("data-publish-date", "data-published", "data-published-at", "data-pubdate")
ATTRIBUTES = "//*[@itemprop='datePublished']|//abbr[contains(@class,'publi')]|" + "|".join(
    f"//*[@{name}]" for name in DATA
)
MOST = 3

MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
YEAR = r"(?<!\d)((?:19|20)\d\d)"
URL_DAYS = (
    re.compile(rf"{YEAR}([/_-]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?=\D|$)"),
    re.compile(rf"{YEAR}()(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?=[0-2]\d[0-5]\d)"),
    re.compile(rf"{YEAR}([/-])({'|'.join(MONTHS)}|[1-9])\2([1-9]|0[1-9]|[12]\d|3[01])(?=[/-]|$)"),
    re.compile(r"(?<=[/_-])(0[1-9]|[12]\d|3[01])([_-])(0[1-9]|1[0-2])\2(20\d\d)(?=\D|$)"),
)
"""A day in a path: 2024/10/23, 20241023 (a time may follow), 2024/oct/23, 23-10-2024."""

COPY = re.compile(r"/\d{14}(?:[a-z]{2}_)?/(?=https?:|[\w-]+(?:\.[\w-]+)+/)")
"""When a web archive took its copy, before the page's own address."""

STATE = re.compile(
    r'"(?:date_?)?(?:first_?)?pub(?:lish(?:ed)?|lication)?_?(?:at|date|time|on|datetime|timestamp)?'
    r'(?:_?(?:gmt|utc|iso))?\\{0,3}"\s{0,3}:\s{0,3}\\{0,3}"(\d{4}-\d\d-\d\d[^"\\]{0,20})',
    re.IGNORECASE,
)
"""A date of publication in the data that a page's own scripts are given."""

TRACKBACK = re.compile(r'dc:date="(\d{4}-\d\d-\d\d[^"]{0,20})"')
"""An entry's date for those who link to it: RDF in a comment (the TrackBack specification)."""

FOLDERS, NAMED = 0.96, 0.94
"""The share of days that are right: of the path's own folders, and of those within a name."""

Dates = Iterator[Witness[Timestamp]]


def declared_dates(evidence: Evidence, reader: DateReader) -> Dates:
    """The times of publication that the page declares."""
    yield from _linked(evidence, reader)
    for confidence, names in PUBLISHED_META.items():
        yield from _meta(evidence, names, confidence, reader)
    for name, confidence in (("datePublished", 0.92), ("dateCreated", 0.45)):
        for element in evidence.micro.get(name, ())[:1]:
            yield from _read([value(element)], "microdata", confidence, reader)
    yield from _address(evidence.document.url, reader)


def declared_changes(evidence: Evidence, reader: DateReader) -> Dates:
    """The times of the last change that the page declares."""
    article = evidence.linked.article or {}
    changed = strings(article.get("dateModified"))
    if not changed:
        pages = evidence.linked.of_type(*STAND_INS)
        changed = [text for page in pages for text in strings(page.get("dateModified"))]
    yield from _read(changed[:1], "json-ld", 0.85, reader)
    yield from _meta(evidence, MODIFIED_META, 0.7, reader)
    for element in evidence.micro.get("dateModified", ())[:1]:
        yield from _read([value(element)], "microdata", 0.8, reader)


def marked_dates(evidence: Evidence, reader: DateReader) -> Dates:
    """Dates in attributes anywhere on the page, for one that declares nothing else."""
    matches = evidence.document.tree.xpath(ATTRIBUTES)
    elements = [
        element
        for element in matches
        if isinstance(element, HtmlElement) and not is_foreign(element)
    ]
    for element in elements[:MOST]:
        attributes = [element.get(name) for name in (*DATA, "title", "content", "datetime")]
        texts = [text for text in (*attributes, value(element)) if text][:MOST]
        dated = list(_read(texts, "microdata", 0.92, reader))
        if dated:
            yield dated[0]
            return


def scripted_dates(evidence: Evidence, reader: DateReader) -> Dates:
    """The first dates in the data of the page's scripts, and in its comments for other sites."""
    for pattern, confidence in ((STATE, 0.89), (TRACKBACK, 0.92)):
        for match in islice(pattern.finditer(evidence.document.text, 0, MAX_MARKUP), MOST):
            dated = list(_read([match[1]], "script", confidence, reader))
            if dated:
                yield dated[0]
                return


def _linked(evidence: Evidence, reader: DateReader) -> Dates:
    article = evidence.linked.article or {}
    dated = list(_read(strings(article.get("datePublished"))[:1], "json-ld", 0.94, reader))
    dated += _read(strings(article.get("dateCreated"))[:1], "json-ld", 0.85, reader)
    yield from dated
    if not dated:
        pages = evidence.linked.of_type(*STAND_INS)
        texts = [text for page in pages for text in strings(page.get("datePublished"))]
        yield from _read(texts[:1], "json-ld", 0.9, reader)


def _meta(evidence: Evidence, names: Iterable[str], confidence: float, reader: DateReader) -> Dates:
    for name in names:
        yield from _read(evidence.meta.get(name, ())[:1], "meta", confidence, reader)


def _read(texts: Sequence[str], source: str, confidence: float, reader: DateReader) -> Dates:
    for text in texts:
        timestamp = parse_date(text, reader)
        if timestamp:
            yield Witness(timestamp, source, confidence)


def _address(url: str, reader: DateReader) -> Dates:
    """The day in the path; a copy's address holds the page's own, and the day of the copy."""
    path = COPY.split(url.partition("?")[0])[-1]
    for pattern in URL_DAYS:
        for match in pattern.finditer(path.lower()):
            date = find_date(_day_of(match), reader)
            if date:
                yield Witness(date.timestamp, "url", FOLDERS if match[2] == "/" else NAMED)
                return


def _day_of(match: re.Match[str]) -> str:
    first, _, month, last = match.groups()
    number = MONTHS.index(month) + 1 if month in MONTHS else int(month)
    year, day = (first, last) if len(first) == 4 else (last, first)
    return f"{year}-{number:02d}-{int(day):02d}"
