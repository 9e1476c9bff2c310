"""Notices in place of an article: their phrases, and the box in which consent is asked for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import islice

from lxml.etree import XPath
from lxml.html import HtmlElement

from newsspider.extraction.data import table
from newsspider.extraction.page.blocks import Block
from newsspider.extraction.page.texts import clean, size

ACCEPT_CHARACTERS = 40
TEXT_CHARACTERS = 80
"""A line from this size on is text that a notice box either holds or leaves outside."""

BOX_CHARACTERS = 6_000
BOX_DEPTH = 8
SITE = ("nav", "article")
"""A box that holds one of these is the page itself."""

OPENING_LINES = 12
PARTS = re.compile(r"[|:：\-–—·•/»«\[\]【】.()]")
"""Between the parts of a title."""

SPOKEN = XPath(".//text()[not(ancestor::a or ancestor::button)]")
CAPTCHA = XPath(
    "//*[contains(@id, 'captcha') or contains(@class, 'captcha') or contains(@src, 'captcha')"
    " or contains(@class, 'cf-turnstile') or contains(@id, 'challenge-')]"
)
PLAYERS = frozenset(("video", "iframe", "amp-video", "amp-youtube", "amp-iframe", "audio"))
PLAYER = ("player", "embed", "youtu", "vimeo", "dailymotion", "video")


@cache
def phrases(kind: str) -> tuple[str, ...]:
    """The phrases of one kind of notice."""
    return tuple(table("marks")[kind])


def marks(kind: str, text: str) -> tuple[str, ...]:
    """The phrases of this kind that the text, in lower case, holds."""
    return tuple(phrase for phrase in phrases(kind) if phrase in text)


def opening(blocks: Iterable[Block]) -> str:
    """The first lines that are no links: where a notice says what it is."""
    lines = (block.text for block in blocks if block.link_share < 0.5)
    return "\n".join(islice(lines, OPENING_LINES)).casefold()


def consent_boxes(blocks: Iterable[Block]) -> list[HtmlElement]:
    """The boxes around each control by which one agrees to something that names cookies."""
    around = (_box(block) for block in blocks if _accepts(block))
    return [box for box in around if box is not None]


def _accepts(block: Block) -> bool:
    return (
        len(block.text) <= ACCEPT_CHARACTERS
        and (block.in_button or bool(block.links))
        and block.text.casefold().startswith(phrases("accept"))
    )


def _box(control: Block) -> HtmlElement | None:
    """The smallest box around the control that speaks of consent outside links and buttons."""
    for box in islice((control.element, *control.element.iterancestors()), BOX_DEPTH):
        spoken = clean(" ".join(map(str, SPOKEN(box)))[:BOX_CHARACTERS]).casefold()
        if marks("consent", spoken):
            return None if box.tag == "body" or next(box.iter(*SITE), None) is not None else box
    return None


def text_outside(blocks: Iterable[Block], boxes: Sequence[HtmlElement]) -> int:
    """Characters of text, links aside, that stand in none of the boxes."""
    return sum(
        size(block.text)
        for block in blocks
        if len(block.text) >= TEXT_CHARACTERS / 2
        and size(block.text) >= TEXT_CHARACTERS
        and (not block.links or block.link_share < 0.5)
        and not (boxes and _is_in(block.element, boxes))
    )


def _is_in(element: HtmlElement, boxes: Sequence[HtmlElement]) -> bool:
    return any(above in boxes for above in (element, *element.iterancestors()))


def promises(titles: Iterable[str]) -> tuple[str, ...]:
    """The words for video or pictures that are a part of a title by themselves, or end one."""
    parts = [part.strip() for title in titles for part in PARTS.split(title)]
    return tuple(
        phrase
        for phrase in phrases("media")
        if any(part == phrase or (" " in phrase and part.endswith(phrase)) for part in parts)
    )


def loading(opening: str) -> tuple[str, ...]:
    """The lines that say that the text is still to come."""
    lines = {line.strip(" .…") for line in opening.splitlines()}
    return tuple(phrase for phrase in phrases("loading") if phrase in lines)


def shows_captcha(tree: HtmlElement) -> bool:
    """Whether a test for robots is built into the page."""
    return bool(CAPTCHA(tree))


def asks_password(tree: HtmlElement) -> bool:
    """Whether there is a field for a password."""
    return any(field.get("type") == "password" for field in tree.iter("input"))


def shows_media(tree: HtmlElement) -> bool:
    """Whether a player or a picture stands on the page, outside links."""
    pictures = tree.iter("img", "amp-img")
    return any(map(_plays, tree.iter(*PLAYERS))) or not all(map(_is_linked, pictures))


def _plays(element: HtmlElement) -> bool:
    if element.tag != "iframe":
        return True
    source = (element.get("src") or element.get("data-src") or "").lower()
    return any(name in source for name in PLAYER)


def _is_linked(element: HtmlElement) -> bool:
    return any(above.tag == "a" for above in islice(element.iterancestors(), 3))


def headings(tree: HtmlElement) -> Iterator[str]:
    """The title and the first-level headings, in lower case."""
    for element in tree.iter("title", "h1"):
        text = clean(str(element.text_content())).casefold()
        if text:
            yield text
