"""The page as a reader sees it: its lines of text in order, each with the links in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from lxml.html import HtmlElement

from newsspider.extraction.texts import clean

INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark q ruby rb rt"
    " rp s samp small span strike strong sub sup time tt u var wbr nobr".split()
)
UNSEEN = frozenset(
    "script style noscript template head svg math iframe object select option textarea input"
    " datalist canvas audio video map source track".split()
)
BUTTONS = frozenset(("button", "summary"))


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
    for event, element in _walk(tree, hidden=hidden):
        if event == "start":
            flow.enter(element)
        else:
            flow.leave(element, skipped=event == "skipped")
    flow.end_line()
    return flow.blocks


class _Flow:
    """The line being read, and the lines before it."""

    def __init__(self, tree: HtmlElement) -> None:
        self.blocks: list[Block] = []
        self.pieces: list[tuple[str, HtmlElement | None]] = []
        self.open_links: list[HtmlElement] = []
        self.tree = self.owner = tree

    def enter(self, element: HtmlElement) -> None:
        if element.tag not in INLINE:
            self.end_line()
            self.owner = element
        if element.tag == "a":
            self.open_links.append(element)
        self.add(element.text)

    def leave(self, element: HtmlElement, *, skipped: bool) -> None:
        if not skipped and element.tag not in INLINE:
            self.end_line()
            self.owner = _block_parent(element, self.tree)
        if not skipped and element.tag == "a":
            self.open_links.pop()
        if element is not self.tree:
            self.add(element.tail)

    def add(self, text: str | None) -> None:
        if text and (self.pieces or not text.isspace()):
            self.pieces.append((text, self.open_links[-1] if self.open_links else None))

    def end_line(self) -> None:
        if not self.pieces:
            return
        text = clean("".join(piece for piece, _ in self.pieces))
        if text:
            in_button = any(
                element.tag in BUTTONS
                for element in (self.owner, *islice(self.owner.iterancestors(), 2))
            )
            self.blocks.append(Block(text, self.owner, self._links(), in_button))
        self.pieces.clear()

    def _links(self) -> list[str]:
        texts: dict[HtmlElement, str] = {}
        for piece, link in self.pieces:
            if link is not None:
                texts[link] = texts.get(link, "") + piece
        return [text for raw in texts.values() if (text := clean(raw))]


def is_hidden(element: HtmlElement) -> bool:
    """Whether the markup itself says that a reader does not see the element."""
    if element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    style = element.get("style")
    return style is not None and "display:none" in style.replace(" ", "").lower()


def _is_unseen(element: HtmlElement) -> bool:
    """No text of the page: scripts and the like, and readings (``rt``) without brackets."""
    if element.tag == "rt":
        parent = element.getparent()
        return parent is None or parent.find("rp") is None
    return element.tag in UNSEEN


def _block_parent(element: HtmlElement, tree: HtmlElement) -> HtmlElement:
    """The nearest block-level element around this one."""
    parent = element.getparent()
    while parent is not None and parent.tag in INLINE:
        parent = parent.getparent()
    return parent if parent is not None else tree


def _walk(tree: HtmlElement, *, hidden: bool) -> Iterator[tuple[str, HtmlElement]]:
    """``start`` and ``end`` of every visible element, ``skipped`` for the others; no recursion."""
    stack: list[tuple[str, HtmlElement]] = [("start", tree)]
    while stack:
        event, element = stack.pop()
        if event == "end":
            yield event, element
        elif (
            not isinstance(element.tag, str)
            or _is_unseen(element)
            or (not hidden and is_hidden(element))
        ):
            yield "skipped", element
        else:
            yield event, element
            stack.append(("end", element))
            stack.extend(("start", child) for child in reversed(element))
