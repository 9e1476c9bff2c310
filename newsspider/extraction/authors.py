"""Who wrote it: people and desks, as the page names them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from newsspider.extraction.data import table
from newsspider.extraction.dates import Reader, find_date
from newsspider.extraction.dates.months import fold
from newsspider.extraction.dates.weekdays import weekday_words
from newsspider.extraction.evidence import Decision, Evidence, Witness, decide
from newsspider.extraction.header import Header
from newsspider.extraction.jsonld import strings
from newsspider.extraction.metadata import value
from newsspider.extraction.sitename import declared_names
from newsspider.extraction.texts import bare, clean

MAX_NAME, MAX_WORDS, MAX_AUTHORS = 60, 7, 12
JOINT = re.compile(r"\s*(?:[,;،؛、/|]|\s(?:and|und|et|y|e|i|и|та|ve|dan|&)\s|\sو\s)\s*")
"""What stands between two names."""

RESIDUE_EDGES = ".,:|،()（）［］"
BRACKETS = re.compile(r"\s*[(\[（][^()\[\]]*[)\]）]")
ADDRESS = re.compile(r"https?:|www\.|@|\.(com|org|net)\b", re.IGNORECASE)
CLASS = re.compile(
    r"(?<![a-z])(author|byline|autor|auteur|writer|journalist|reporter)(?![a-z]*-(bio|box|image|more))",
    re.IGNORECASE,
)

Names = tuple[str, ...]


def find_authors(evidence: Evidence, header: Header, reader: Reader) -> Decision[Names] | None:
    """The names that most evidence speaks for; the site's own name only where no other is given."""
    own = declared_names(evidence)
    witnesses = []
    for texts, source, confidence in _texts(evidence, header, reader):
        names = _names(texts)
        others = tuple(name for name in names if bare(name) not in own)
        if names:
            witnesses.append(Witness(others or names, source, confidence if others else 0.3))
    return decide(witnesses, lambda names: frozenset(bare(name) for name in names))


def _texts(
    evidence: Evidence, header: Header, reader: Reader
) -> Iterator[tuple[list[str], str, float]]:
    article = evidence.linked.article or {}
    yield strings(article.get("author")), "json-ld", 0.85
    yield strings(article.get("creator")), "json-ld", 0.5
    for name in (
        "author",
        "article:author",
        "parsely-author",
        "sailthru.author",
        "dc.creator",
        "byl",
        "dcterms.creator",
    ):
        yield list(evidence.meta.get(name, ())), "meta", 0.6
    yield [_person(element) for element in evidence.micro.get("author", ())], "microdata", 0.75
    yield from _visible(header, reader)
    if header.byline:
        yield [_without_residue(header.byline, reader)], "visible", 0.5


def _visible(header: Header, reader: Reader) -> Iterator[tuple[list[str], str, float]]:
    """Lines under the headline whose markup or first word says that they name the author."""
    lines = (_undated(block.text, reader) for block in header.below)
    led = [line for line in lines if _led(line) != line and len(line) <= 2 * MAX_NAME]
    linked: list[str] = []
    marked: list[str] = []
    for element in dict.fromkeys(block.element for block in header.below):
        for inner in element.iter(
            "a", "span", "p", "div", "address", "li", "strong", "b", "em", "i"
        ):
            text = _undated(clean(str(inner.text_content())), reader)
            if "author" in (inner.get("rel") or "").split():
                linked.append(text)
            elif len(text) <= 2 * MAX_NAME and CLASS.search(inner.get("class") or ""):
                marked.append(text)
    yield list(dict.fromkeys(linked)), "visible", 0.7
    yield marked[:1], "visible", 0.6
    yield led[:1], "visible", 0.6


def _without_residue(line: str, reader: Reader) -> str:
    """What stands beside a date, less what belongs to it: "Published on", "Uhr", the weekday."""
    weekdays = weekday_words((reader.language or "").split("-")[0])
    words = ((word, word.casefold().strip(RESIDUE_EDGES)) for word in line.split() if bare(word))
    return " ".join(
        word
        for word, core in words
        if core not in table("bylines")["residue"] and fold(core) not in weekdays
    )


def _undated(text: str, reader: Reader) -> str:
    found = find_date(text, reader) if len(text) <= 4 * MAX_NAME else None
    return clean(text[: found.start]) if found else text


def _person(element: HtmlElement) -> str:
    named = element.xpath(".//*[contains(@itemprop, 'name')]")
    return value(named[0]) if isinstance(named, list) and named else value(element)


def _names(texts: list[str]) -> Names:
    found: dict[str, str] = {}
    for text in texts:
        if ADDRESS.match(text):
            continue
        for part in JOINT.split(_led(BRACKETS.sub("", clean(text)))):
            name = _led(part).strip(" .-–—|·•:()\"'")
            if _is_name(name):
                found.setdefault(bare(name), name)
    return tuple(found.values())[:MAX_AUTHORS]


def _led(text: str) -> str:
    """The text without the word that introduces an author ("By", "Von", "بقلم")."""
    lower = text.casefold()
    for word in table("bylines")["lead"]:
        if lower.startswith(word) and not lower[len(word) : len(word) + 1].isalnum():
            return text[len(word) :].lstrip(" :：")
    return text


def _is_name(name: str) -> bool:
    return (
        2 <= len(name) <= MAX_NAME
        and len(name.split()) <= MAX_WORDS
        and not ADDRESS.search(name)
        and not any(character.isdigit() for character in name)
        and name.casefold() not in table("bylines")["nobody"]
    )
