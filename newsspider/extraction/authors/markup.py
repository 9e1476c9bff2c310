"""The markup around a name: an author's box, or a box of other people."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

from lxml.html import HtmlElement

from newsspider.extraction.authors.credit_line import SEAM
from newsspider.extraction.page.blocks import UNSEEN
from newsspider.extraction.page.texts import bare, clean

REST = 2
"""Letters of the rest of a word that an element of its own holds, or of its first letter."""

MAX_CLASS, MAX_PIECES, REACH = 300, 40, 8
"""Letters of a class, pieces of a line, and boxes around a line that are looked at."""

MARK = re.compile(
    r"author|byline|contributor|(?<![a-z])(?:autor|auteur|autore|writer|journalist|reporter|redakteur"
    r"|verfasser|submitted|username|posted-?by|vcard|signature)",
    re.IGNORECASE,
)
OTHERS = re.compile(
    r"comment|disqus|respond|kommentar|related|recommend|teaser|most-?read|popular|sidebar"
    r"|widget|trending|latest|photo|image|caption|credit",
    re.IGNORECASE,
)
"""Boxes of other people's names: comments, other articles, photographers."""

ABOUT = re.compile(r"(?:author|autor)[\w-]*(?:bio|desc|role|job|title)", re.IGNORECASE)
ATTRIBUTES = ("class", "id", "data-component", "data-testid", "itemprop")


def marks_author(element: HtmlElement) -> bool:
    """Whether the markup calls it an author's, and not what is said of an author."""
    if element.tag == "address":
        return True
    for attribute in ATTRIBUTES:
        name = element.get(attribute)
        if name and _marks(name[:MAX_CLASS]) and not _is_about(name[:MAX_CLASS]):
            return True
    return False


def calls_author(element: HtmlElement) -> bool:
    """Whether its class calls it what is said of an author."""
    return _is_about(element.get("class", "")[:MAX_CLASS])


def is_near_class(element: HtmlElement) -> bool:
    """Whether its class or that of a box around it speaks of an author."""
    return any(
        speaks_on_author(box.get("class")) for box in (element, *islice(element.iterancestors(), 3))
    )


def calls_others(element: HtmlElement, *, asides: bool = True) -> bool:
    """Whether it stands in a box of other people's names."""
    return any(
        (asides and box.tag == "aside")
        or _names_others(box.get("class", "")[:MAX_CLASS])
        or _names_others(box.get("id", "")[:MAX_CLASS])
        for box in (element, *islice(element.iterancestors(), REACH))
    )


@lru_cache(maxsize=4096)
def speaks_on_author(name: str | None) -> bool:
    """Whether a class is of an author's name, or of what is said of an author."""
    return name is not None and (_marks(name[:MAX_CLASS]) or _is_about(name[:MAX_CLASS]))


def seamed(element: HtmlElement, line: str | None = None) -> str:
    """The element's text with a seam between the texts of its elements.

    With ``line``, that line, which holds the whole text or a part of it.
    """
    pieces = list(islice(_pieces(element), MAX_PIECES))
    if line is not None:
        pieces = _within(pieces, line)
    if not pieces:
        return line or ""
    text = pieces[0]
    for piece in pieces[1:]:
        text += _seam(text, piece) + piece
    return clean(text)


def _seam(before: str, behind: str) -> str:
    """The separator between two texts: nothing where they are one word."""
    if before[-1].isalnum() and behind[0].islower():
        is_rest = len(behind) <= REST or before[-REST:].strip()[1:] == ""
        return "" if is_rest else f" {SEAM} "
    if behind.lstrip()[0] in ",;:.،，、":
        return ""
    return f" {SEAM} " if before.rstrip()[-1].isalnum() and behind.lstrip()[0].isalnum() else " "


def _pieces(element: HtmlElement) -> Iterator[str]:
    """The texts in an element, those of scripts and styles left out."""
    if isinstance(element.tag, str) and element.tag not in UNSEEN:
        if element.text and clean(element.text):
            yield element.text
        for child in element:
            yield from _pieces(child)
            if child.tail and clean(child.tail):
                yield child.tail


def _within(pieces: list[str], line: str) -> list[str]:
    """The pieces that make up a line, those between them that it lacks left out."""
    key = bare(line)
    for start in range(len(pieces)):
        rest = key
        kept: list[str] = []
        for piece in pieces[start:]:
            letters = bare(piece)
            if rest.startswith(letters) and (letters or kept):
                kept.append(piece)
                rest = rest[len(letters) :]
                if not rest:
                    return kept
            elif not kept:
                break
    return []


@lru_cache(maxsize=4096)
def _marks(name: str) -> bool:
    return MARK.search(name) is not None and not OTHERS.search(name)


@lru_cache(maxsize=4096)
def _is_about(name: str) -> bool:
    return ABOUT.search(name) is not None


@lru_cache(maxsize=4096)
def _names_others(name: str) -> bool:
    return OTHERS.search(name) is not None
