"""Summary, tags and canonical address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from urllib.parse import urlsplit

from newsspider.extraction.fields.sitename import find_site
from newsspider.extraction.page.document import link
from newsspider.extraction.page.evidence import Decision, Evidence, Witness, decide
from newsspider.extraction.page.jsonld import strings
from newsspider.extraction.page.metadata import MAX_VALUE, value
from newsspider.extraction.page.texts import bare, clean, ends_sentence
from newsspider.items import Provenance
from newsspider.text.hosts import site_host
from newsspider.text.urls import canonical_url

MAX_SUMMARY, MAX_TAG, MAX_TAGS = 1_000, 60, 30
TAG_SEPARATOR = re.compile(r"\s*[,;،؛、|]\s*")

FORMS = frozenset("amp print printer mobile m index outputtype page view full single".split())
"""Steps and parameters of an address that name a form of a page, not another page."""

ENDING = re.compile(r"(?:\.(?:amp|s?html?|php|aspx?))+$", re.IGNORECASE)
TELLING = re.compile(r"\w-\w+-\w|\d{4,}")
NUMBER = re.compile(r"\d{4,}")

MIN_CUT = 40
"""Letters of a summary that has to be long enough to be found again on the page."""

CUT = ("…", "...", "…]", "...]")
MARKUP = re.compile(r"<[a-zA-Z/][^<>]*>")
MACHINE_TAG = re.compile(
    r"^\d{4,}$|^[0-9a-f]{8}-[0-9a-f]{4}-|^[0-9a-f]{16,}$|^[\w ]*(?:category|entity|token)[\w ]*:"
    r"|^https?://",
    re.IGNORECASE,
)
"""Numbers and labels that a site's own programs put among the keywords."""

Names = tuple[str, ...]


def plain_text(text: str) -> str:
    """A declared text without the markup and entities that templates leave in it."""
    if "&" not in text and "<" not in text:
        return clean(text)
    return clean(unescape(MARKUP.sub(" ", unescape(text))))


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
    """The lead or description that the publisher wrote, unless it only repeats the headline.

    One that is cut short gives way to the page's own line that begins so.
    """
    headline = bare(title or "")
    heard = [
        Witness(text, source, confidence)
        for raw, source, confidence in _summaries(evidence)
        if (text := _once(plain_text(raw[:MAX_VALUE]))) and bare(text) != headline
    ]
    whole = [
        replace(witness, value=_whole(witness.value, evidence)[:MAX_SUMMARY]) for witness in heard
    ]
    return decide(whole, bare)


def _once(text: str) -> str:
    """A text that is written twice over, once."""
    half = len(text) // 2
    first, second = text[:half].strip(), text[half:].strip()
    return first if first == second and len(text) > MIN_CUT else text


def _whole(text: str, evidence: Evidence) -> str:
    """The line of the page that goes on where the text was cut; the text itself where none does."""
    start = text.rstrip(" .…[]") if text.endswith(CUT) else text
    if len(start) < MIN_CUT or (start == text and ends_sentence(text)):
        return text
    return next(
        (
            block.text
            for block in evidence.blocks
            if len(start) < len(block.text) <= MAX_SUMMARY and block.text.startswith(start)
        ),
        text,
    )


def find_tags(evidence: Evidence) -> Decision[Names] | None:
    """The keywords that the page gives the article, in its order."""
    for texts, source, confidence in _keywords(evidence):
        tags: dict[str, str] = {}
        for part in (part for text in texts for part in TAG_SEPARATOR.split(plain_text(text))):
            if bare(part) and len(part) <= MAX_TAG and not MACHINE_TAG.search(part):
                tags.setdefault(bare(part), part)
        site = find_site(evidence)
        for name in site.witnesses if site and tags else ():
            tags.pop(bare(name.value), None)
        if tags:
            return decide([Witness(tuple(tags.values())[:MAX_TAGS], source, confidence)], str)
    return None


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
    links = evidence.document.tree.iterfind(".//a[@rel]")
    tagged = (a for a in links if "tag" in (a.get("rel") or "").split())
    return [clean(str(a.text_content())) for a in tagged if "category" not in (a.get("rel") or "")]
