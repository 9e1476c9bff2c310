"""Summary, tags, main image and canonical address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from newsspider.extraction.document import link
from newsspider.extraction.evidence import Decision, Evidence, Witness, decide
from newsspider.extraction.jsonld import strings
from newsspider.extraction.metadata import value
from newsspider.extraction.texts import bare, clean
from newsspider.hosts import site_host
from newsspider.items import Provenance
from newsspider.urls import canonical_url

MAX_SUMMARY, MAX_TAG, MAX_TAGS = 1_000, 60, 30
TAG_SEPARATOR = re.compile(r"\s*[,;،؛、|]\s*")

FORMS = frozenset("amp print printer mobile m index outputtype page view full single".split())
"""Steps and parameters of an address that name a form of a page, not another page."""

ENDING = re.compile(r"(?:\.(?:amp|s?html?|php|aspx?))+$", re.IGNORECASE)
TELLING = re.compile(r"\w-\w+-\w|\d{4,}")
NUMBER = re.compile(r"\d{4,}")

Names = tuple[str, ...]


def find_url(evidence: Evidence) -> Decision[str]:
    """The address that the page calls its own, where that can be believed; else its address."""
    address = canonical_url(evidence.document.url)
    own = [
        (canonical_url(url), source)
        for href, source in _own_addresses(evidence)
        if (url := link(evidence.document, href))
    ]
    for url, source in own:
        if site_host(url) == site_host(address) and _is_own(url, address):
            return Decision(url, Provenance(source=source, confidence=0.95))
    return Decision(address, Provenance(source="url", confidence=0.8))


def find_summary(evidence: Evidence, title: str | None) -> Decision[str] | None:
    """The lead or description that the publisher wrote, unless it only repeats the headline."""
    wanted = (
        Witness(clean(text)[:MAX_SUMMARY], source, confidence)
        for text, source, confidence in _summaries(evidence)
        if clean(text) and bare(text) != bare(title or "")
    )
    return decide(wanted, bare)


def find_tags(evidence: Evidence) -> Decision[Names] | None:
    """The keywords that the page gives the article, in its order."""
    for texts, source, confidence in _keywords(evidence):
        tags: dict[str, str] = {}
        for part in (clean(part) for text in texts for part in TAG_SEPARATOR.split(text)):
            if bare(part) and len(part) <= MAX_TAG:
                tags.setdefault(bare(part), part)
        if tags:
            return decide([Witness(tuple(tags.values())[:MAX_TAGS], source, confidence)], str)
    return None


def find_image(evidence: Evidence) -> Decision[str] | None:
    """The main image's absolute address."""
    wanted = (
        Witness(url, source, confidence)
        for href, source, confidence in _images(evidence)
        if (url := link(evidence.document, href))
    )
    return decide(wanted, str)


def _is_own(url: str, address: str) -> bool:
    """Whether a canonical address names this page.

    Templates that name one address on every page are common: the home, the section, the newest
    article. So the name of the page, the last step that is no form of it (``/amp``, ``/print``),
    has to be the same, or the number of the article in it. A query may go where the name alone
    tells articles apart.
    """
    ours, theirs = _page_name(address), _page_name(url)
    if theirs in (ours, ours.partition("?")[0]):
        return theirs == ours or TELLING.search(theirs) is not None
    return bool(set(NUMBER.findall(ours)) & set(NUMBER.findall(theirs)))


def _page_name(url: str) -> str:
    parts = urlsplit(url)
    steps = [step for step in parts.path.split("/") if step and step.lower() not in FORMS]
    name = ENDING.sub("", steps[-1].lower()) if steps else ""
    query = "&".join(pair for pair in parts.query.split("&") if pair.split("=")[0] not in FORMS)
    return f"{name}?{query}" if query else name


def _own_addresses(evidence: Evidence) -> Iterator[tuple[str, str]]:
    for element in evidence.document.tree.iter("link"):
        if "canonical" in (element.get("rel") or "").lower().split() and element.get("href"):
            yield element.get("href") or "", "canonical"
    yield from ((url, "opengraph") for url in evidence.meta.get("og:url", ())[:1])


def _summaries(evidence: Evidence) -> Iterator[tuple[str, str, float]]:
    article = evidence.linked.article or {}
    yield from ((text, "json-ld", 0.7) for text in strings(article.get("description"))[:1])
    for name, source, confidence in (
        ("og:description", "opengraph", 0.7),
        ("description", "meta", 0.65),
        ("twitter:description", "meta", 0.5),
    ):
        yield from ((text, source, confidence) for text in evidence.meta.get(name, ())[:1])
    yield from (
        (value(element), "microdata", 0.7) for element in evidence.micro.get("description", ())[:1]
    )


def _keywords(evidence: Evidence) -> Iterator[tuple[list[str], str, float]]:
    article = evidence.linked.article or {}
    yield list(evidence.meta.get("article:tag", ())), "opengraph", 0.8
    yield strings(article.get("keywords")), "json-ld", 0.8
    yield [value(element) for element in evidence.micro.get("keywords", ())], "microdata", 0.75
    yield _tag_links(evidence), "visible", 0.7
    for name in ("news_keywords", "keywords"):
        yield list(evidence.meta.get(name, ())), "meta", 0.6


def _tag_links(evidence: Evidence) -> list[str]:
    links = (a for a in evidence.document.tree.iter("a") if "tag" in (a.get("rel") or "").split())
    return [clean(str(a.text_content())) for a in links if "category" not in (a.get("rel") or "")]


def _images(evidence: Evidence) -> Iterator[tuple[str, str, float]]:
    yield from ((url, "opengraph", 0.8) for url in evidence.meta.get("og:image", ())[:1])
    images = (evidence.linked.article or {}).get("image")
    yield from ((url, "json-ld", 0.75) for url in strings(images, "url")[:1])
    yield from ((url, "meta", 0.6) for url in evidence.meta.get("twitter:image", ())[:1])
    yield from (
        (value(element), "microdata", 0.7) for element in evidence.micro.get("image", ())[:1]
    )
    yield from ((src, "figure", 0.5) for src in _figures(evidence.document.tree))


def _figures(tree: HtmlElement) -> Iterator[str]:
    for figure in tree.iter("figure"):
        for image in figure.iter("img"):
            src = image.get("src") or image.get("data-src")
            if src:
                yield src
                return
