"""The kind of a page by its address alone: article, index page, or neither."""

from __future__ import annotations

import re
from datetime import date
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from newsspider.discovery import words
from newsspider.discovery.leads import LeadKind

PAGE_ENDING = re.compile(r"\.(?:s?html?|php\d?|aspx?|jsp|cms|do|cfm|ece)$", re.IGNORECASE)
ENDING = re.compile(r"\.([a-z0-9]{1,5})$", re.IGNORECASE)
DATED = re.compile(
    r"/(?:19|20)\d\d[/-](?:0?[1-9]|1[0-2])(?:[/-]?(?:0[1-9]|[12]\d|3[01]|[1-9]))?(?=[/-]|$)"
)
DAY = re.compile(r"/((?:19|20)\d\d)[/-]?(\d\d)[/-]?(\d\d)(?!\d)")
COMPACT_DATE = re.compile(r"(?<!\d)(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?!\d)")
PAGED = re.compile(r"/(?:page|seite|pagina|p)[/-]?\d{1,4}/?$", re.IGNORECASE)
NUMBER = re.compile(r"(?<!\d)(?!(?:19|20)\d\d(?!\d))\d{4,}")
SEPARATOR = re.compile(r"[-_\s+.،,]+")
FEED = re.compile(r"(?:/(?:feed|rss|atom)/?|\.(?:rss|rdf|atom))$", re.IGNORECASE)
FEED_FILE = re.compile(r"(?:rss|feed|atom)[^/]*\.(?:xml|json)$", re.IGNORECASE)
SITEMAP_FILE = re.compile(r"sitemap[^/]*\.xml(?:\.gz)?$", re.IGNORECASE)
HEADLINE_WORDS = 3
"""Words of a slug that make it a headline; section names are shorter."""


def kind_by_address(url: str, *, in_menu: bool = False) -> LeadKind | None:
    """The kind by the address alone; ``None`` where it shows none, or ``is_aside``.

    A slug of several words is a headline, but in a menu it is the long name of a section.
    """
    parts = urlsplit(url)
    path = unquote(parts.path)
    if SITEMAP_FILE.search(path):
        return LeadKind.SITEMAP
    if FEED.search(path) or FEED_FILE.search(path):
        return LeadKind.FEED
    if is_aside(url):
        return None
    if _is_further_page(parts, path):
        return LeadKind.SECTION
    if _names_article(parts, path) or (not in_menu and _has_headline(path)):
        return LeadKind.ARTICLE
    return LeadKind.SECTION if _names_index(parts, path) else None


def is_further_page(url: str) -> bool:
    """Whether the address is that of a further page of an index page."""
    parts = urlsplit(url)
    return _is_further_page(parts, unquote(parts.path))


def page_number_of(url: str) -> int | None:
    """The number of the further page, or how many entries stand before it; ``None`` where none."""
    parts = urlsplit(url)
    parameters = _parameters(parts)
    named = (parameters[name] for name in sorted(words.PAGE_NUMBERS & parameters.keys()))
    paged = PAGED.search(unquote(parts.path))
    written = (*named, *re.findall(r"\d+", paged[0] if paged else ""))
    return next((int(number) for number in written if number.isdecimal()), None)


def day_of(url: str) -> date | None:
    """The day that the address itself names, ``/2024/11/05/``; ``None`` where it names none."""
    dated = DAY.search(urlsplit(url).path)
    try:
        return date(*map(int, dated.groups())) if dated else None
    except ValueError:
        return None


def is_aside(url: str) -> bool:
    """Whether the address is a login, search, tag, author, calendar or static page."""
    parts = urlsplit(url)
    path = unquote(parts.path)
    ending = ENDING.search(path)
    if ending and ending[1].lower() in words.STATIC:
        return True
    segments = _segments(path)
    if words.ASIDE_BRANCHES.intersection(segments) or words.ASIDE_PAGES.intersection(segments[-1:]):
        return True
    if words.ASIDE_QUERIES & _parameters(parts).keys():
        return True
    dated = DATED.search(path)
    return dated is not None and not path[dated.end() :].strip("/")


def _is_further_page(parts: SplitResult, path: str) -> bool:
    if PAGED.search(path):
        return True
    numbers = words.PAGE_NUMBERS & _parameters(parts).keys()
    return bool(numbers) and not words.ARTICLE_IDS & _parameters(parts).keys()


def _names_article(parts: SplitResult, path: str) -> bool:
    segments = _segments(path)
    if _named_by_query(parts, segments):
        return True
    if not segments:
        return False
    slug = segments[-1]
    if DATED.search(path) or COMPACT_DATE.search(path) or NUMBER.search(slug):
        return True
    if any(segment in words.ARTICLES for segment in segments[:-1]):
        return True
    if any(NUMBER.fullmatch(segment) for segment in segments):
        return True
    return len(segments) > 1 and slug.isdigit()


def _has_headline(path: str) -> bool:
    slug = (_segments(path) or [""])[-1]
    spoken = [word for word in SEPARATOR.split(slug) if len(word) > 1 and not word.isdigit()]
    return len(spoken) >= HEADLINE_WORDS


def _named_by_query(parts: SplitResult, segments: list[str]) -> bool:
    parameters = _parameters(parts)
    stem = segments[-1] if segments else ""
    if words.INDEX_IDS & parameters.keys() or stem in words.INDEX_FILES:
        return False
    return any(parameters.get(name) for name in words.ARTICLE_IDS)


def _names_index(parts: SplitResult, path: str) -> bool:
    if words.INDEX_IDS & _parameters(parts).keys():
        return True
    return any(segment in words.INDEXES for segment in _segments(path))


def _segments(path: str) -> list[str]:
    segments = [segment for segment in path.lower().split("/") if segment]
    if segments:
        segments[-1] = PAGE_ENDING.sub("", segments[-1])
    return segments


def _parameters(parts: SplitResult) -> dict[str, str]:
    return {name.lower(): value for name, value in parse_qsl(parts.query)}
