"""The site's name, as the page gives it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from unicodedata import combining, normalize
from urllib.parse import unquote, urlsplit

from newsspider.extraction.page.evidence import Decision, Evidence, Witness, decide
from newsspider.extraction.page.jsonld import strings
from newsspider.extraction.page.metadata import value
from newsspider.extraction.page.texts import bare, clean
from newsspider.text.hosts import site_host

HEADLINE_WORDS = 4
NAME_LETTERS, EXTRA_LETTERS = 5, 8
"""A name this long may stand with this many letters more: "Post Online"."""

LETTERS = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "ø": "oe", "å": "aa"}
)
"""The letters that addresses write where ASCII has none; other accents fall off."""

ADDRESS = re.compile(r"https?://", re.I)
FIRM_NAME = 0.25
FIRM = re.compile(
    r"\b(gmbh|ag|kg|ltd|llc|inc|plc|s\.?a\.?|s\.?l\.?|s\.?r\.?l|b\.?v|a/?s)\b\.?", re.I
)
"""The firm that publishes, not the site: the host says more."""


def find_site(evidence: Evidence) -> Decision[str] | None:
    """The name that the page declares, else the host."""
    return decide(_witnesses(evidence), bare)


def declared_names(evidence: Evidence) -> set[str]:
    """Every spelling of the site's name on the page, as ``bare`` writes it, the host's included."""
    host = site_host(evidence.document.url)
    names = {bare(witness.value) for witness in _witnesses(evidence)}
    return names | {
        bare(host),
        "www" + bare(host),
        bare(host.rsplit(".", 1)[0]),
        bare(host.split(".")[0]),
    }


def names_site(text: str, names: set[str]) -> bool:
    """Whether a text is one of the site's names (``declared_names``), or that and a word more."""
    key = bare(text)
    if key in names or as_in_address(key) in names:
        return True
    return any(
        len(name) >= NAME_LETTERS and key.startswith(name) and len(key) - len(name) <= EXTRA_LETTERS
        for name in names
    )


def as_in_address(text: str) -> str:
    """The text in small letters without accents, as addresses are written."""
    lower = text.casefold()
    if lower.isascii():
        return lower
    spelt = normalize("NFKD", lower.translate(LETTERS))
    return "".join(letter for letter in spelt if not combining(letter))


def address_steps(url: str) -> list[str]:
    """The steps of the address's path, read; none where it is no address."""
    try:
        path = urlsplit(url).path
    except ValueError:
        return []
    return [unquote(step) for step in path.split("/") if step]


def _witnesses(evidence: Evidence) -> Iterator[Witness[str]]:
    """The names, entities read; neither an address nor a firm's name is a good one.

    Some templates name the site by the page's own headline.
    """
    headlines = _headlines(evidence)
    for name in _names(evidence):
        text = clean(unescape(name.value))
        if ADDRESS.match(text) or not bare(text) or bare(text) in headlines:
            continue
        yield Witness(text, name.source, FIRM_NAME if FIRM.search(text) else name.confidence)


def _headlines(evidence: Evidence) -> set[str]:
    """The headlines that the page declares, which are longer than a name and not in the host."""
    article = evidence.linked.article or {}
    titles = [
        *evidence.meta.get("og:title", ())[:1],
        *strings(article.get("headline"))[:1],
        evidence.document.tree.findtext(".//title") or "",
    ]
    host = bare(site_host(evidence.document.url))
    headlines = {bare(text) for text in map(clean, titles) if len(text.split()) >= HEADLINE_WORDS}
    return {key for key in headlines if as_in_address(key) not in host}


def _names(evidence: Evidence) -> Iterator[Witness[str]]:
    for name in evidence.meta.get("og:site_name", ())[:1]:
        yield Witness(name, "opengraph", 0.9)
    for name in strings((evidence.linked.article or {}).get("publisher"))[:1]:
        yield Witness(name, "json-ld", 0.8)
    for node in evidence.linked.of_type("WebSite"):
        for name in strings(node.get("name"))[:1]:
            yield Witness(name, "json-ld", 0.7)
    for name in evidence.meta.get("application-name", ())[:1]:
        yield Witness(name, "meta", 0.6)
    for element in evidence.micro.get("publisher", ())[:1]:
        named = element.xpath(".//*[@itemprop='name']")
        if isinstance(named, list) and named:
            yield Witness(value(named[0]), "microdata", 0.7)
    host = site_host(evidence.document.url)
    if host:
        yield Witness(host, "url", 0.3)
