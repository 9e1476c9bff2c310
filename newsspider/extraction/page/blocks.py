"""The page as a reader sees it: its lines of text in order, each with the links in it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from lxml.etree import iterwalk
from lxml.html import HtmlElement

from newsspider.extraction.page.texts import clean

INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark q ruby rb rt"
    " rp s samp small span strike strong sub sup time tt u var wbr nobr".split()
)
UNSEEN = frozenset(
    "script style noscript template head svg math iframe object select option textarea input"
    " datalist canvas audio video map source track".split()
)
SPOKEN = frozenset("span a b i em strong small".split())
SPOKEN_BOXES, SPOKEN_SIZE = frozenset("p div li label".split()), 200
"""A larger box is more than words read out, whatever it is named; a headline may be read out."""

READ_OUT = re.compile(
    r"(?:^|[\s_-])(?:sr-?only|visually-?hidden|screen-?reader(?:-text|-only)?|offscreen|a11y-hidden)(?=$|[\s_-])",
    re.IGNORECASE,
)
"""Names of text that stands out of sight and is read out, such as "(opens in a new window)"."""

BUTTONS, BUTTON_LEVELS = frozenset(("button", "summary")), 3

FOREIGN_REACH = 6
"""Boxes out in which a box of something else is looked for."""

STREAMED = re.compile(r"S:[0-9a-f]{1,4}")
OTHER = re.compile(
    r"relat|comment|kommentar|reply|sidebar|widget|popular|trending|latest|recent|recommend"
    r"|teaser|promo|carousel|slide|calendar|event|wm-ipp|most-|navi|menu|ticker|card\b",
    re.IGNORECASE,
)
"""Of other articles, of readers' words, of the site; and a web archive's own bar."""

FOOTER = re.compile(r"footer|copyright", re.IGNORECASE)
OTHER_TAGS, FOOTER_TAG = frozenset(("nav", "aside")), "footer"


@dataclass(slots=True)
class Block:
    """One line of text: what stands between two breaks of the page's flow."""

    text: str
    element: HtmlElement
    """The block-level element that the line stands in."""

    links: list[str] = field(default_factory=list)
    """The texts of the links in it, in order."""

    in_button: bool = False

    @property
    def link_share(self) -> float:
        """Share of the text that stands inside links, 0 to 1."""
        return min(sum(len(link) for link in self.links) / max(len(self.text), 1), 1.0)


def visible_blocks(tree: HtmlElement, *, hidden: bool = False) -> list[Block]:
    """The page's blocks in document order, hidden parts left out unless they are asked for."""
    flow = _Flow(tree)
    walker = iterwalk(tree, events=("start", "end", "comment", "pi"))
    for event, element in walker:
        if event == "end":
            flow.leave(element)
        elif event != "start":
            flow.add(element.tail)
        elif _is_unread(element) or (not hidden and is_hidden(element)):
            walker.skip_subtree()
            flow.skipped.add(element)
        else:
            flow.enter(element)
    flow.end_line()
    return flow.blocks


class _Flow:
    """The line being read, and the lines before it."""

    def __init__(self, tree: HtmlElement) -> None:
        self.blocks: list[Block] = []
        self.pieces: list[tuple[str, HtmlElement | None]] = []
        self.open_links: list[HtmlElement] = []
        self.linked = False
        self.skipped: set[HtmlElement] = set()
        self.tree = self.owner = tree

    def enter(self, element: HtmlElement) -> None:
        tag = element.tag
        if tag not in INLINE:
            self.end_line()
            self.owner = element
        elif tag == "a":
            self.open_links.append(element)
        self.add(element.text)

    def leave(self, element: HtmlElement) -> None:
        tag = element.tag
        if element in self.skipped:
            self.skipped.remove(element)
        elif tag not in INLINE:
            self.end_line()
            self.owner = _block_parent(element, self.tree)
        elif tag == "a":
            self.open_links.pop()
        if element is not self.tree:
            self.add(element.tail)

    def add(self, text: str | None) -> None:
        if text and (self.pieces or not text.isspace()):
            link = self.open_links[-1] if self.open_links else None
            self.linked = self.linked or link is not None
            self.pieces.append((text, link))

    def end_line(self) -> None:
        if not self.pieces:
            return
        text = clean("".join([piece for piece, _ in self.pieces]))
        if text:
            links = self._links() if self.linked else []
            self.blocks.append(Block(text, self.owner, links, _in_button(self.owner)))
        self.pieces.clear()
        self.linked = False

    def _links(self) -> list[str]:
        texts: dict[HtmlElement, str] = {}
        for piece, link in self.pieces:
            if link is not None:
                texts[link] = texts.get(link, "") + piece
        return [text for raw in texts.values() if (text := clean(raw))]


def _in_button(owner: HtmlElement) -> bool:
    box: HtmlElement | None = owner
    for _ in range(BUTTON_LEVELS):
        if box is None:
            return False
        if box.tag in BUTTONS:
            return True
        box = box.getparent()
    return False


def is_hidden(element: HtmlElement) -> bool:
    """Whether the markup itself says that a reader does not see the element.

    What React streams in stands in a hidden box until a script has put it in its place.
    """
    if element.tag == "dialog" and element.get("open") is None:
        return True
    hidden = element.get("hidden") is not None
    if (hidden and not STREAMED.fullmatch(element.get("id") or "")) or element.get(
        "aria-hidden"
    ) == "true":
        return True
    style = element.get("style")
    return style is not None and "display:none" in style.replace(" ", "").lower()


def _is_unread(element: HtmlElement) -> bool:
    """No text on the page: scripts, readings (``rt``) without brackets, words read out only."""
    tag = element.tag
    if tag in UNSEEN:
        return True
    if tag == "rt":
        parent = element.getparent()
        return parent is None or parent.find("rp") is None
    is_box = tag in SPOKEN_BOXES
    name = element.get("class") if is_box or tag in SPOKEN else None
    if name is None or not _is_read_out(name):
        return False
    return not is_box or len(str(element.text_content())) <= SPOKEN_SIZE


@lru_cache(maxsize=4096)
def _is_read_out(name: str) -> bool:
    return READ_OUT.search(name) is not None


def _block_parent(element: HtmlElement, tree: HtmlElement) -> HtmlElement:
    """The nearest block-level element around this one."""
    parent = element.getparent()
    while parent is not None and parent.tag in INLINE:
        parent = parent.getparent()
    return parent if parent is not None else tree


def article_around(element: HtmlElement) -> HtmlElement | None:
    """The nearest ``<article>`` that holds the element, itself included."""
    return next((box for box in (element, *element.iterancestors()) if box.tag == "article"), None)


def is_other_story(article: HtmlElement | None, own: HtmlElement) -> bool:
    """Whether an ``<article>`` stands beside the story's own: neither in it nor around it."""
    return (
        article is not None
        and article is not own
        and own not in article.iterancestors()
        and article not in own.iterancestors()
    )


def is_foreign(element: HtmlElement | None, *, footers: bool = True) -> bool:
    """Whether it stands in a box of something else than the article, ``footers`` among them."""
    for _ in range(FOREIGN_REACH):
        if element is None or element.tag in ("body", "main"):
            return False
        marks = f"{element.get('class', '')} {element.get('id', '')}"
        if element.tag in OTHER_TAGS or OTHER.search(marks):
            return True
        if footers and (element.tag == FOOTER_TAG or FOOTER.search(marks)):
            return True
        element = element.getparent()
    return False
