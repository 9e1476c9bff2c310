"""Cuts what is chrome by its markup or its words out of a tree, before the body is looked for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from lxml.html import HtmlElement

from newsspider.extraction.blocks import Block, is_hidden
from newsspider.extraction.chrome import END_CLASSES, POINTER, chrome_class

REMOVED = frozenset("nav aside footer form button noscript iframe dialog menu".split())
MARKED = re.compile(
    r"(?:^|[\s_-])(related|share|sharing|social|socials|newsletters?|promo|promoted|advert|advertisement|ads?|sponsor\w*"
    r"|recommend\w*|comments?|disqus|outbrain|taboola|breadcrumbs?|trending|popular|most-?read|read-?more|readmore|read-?also"
    r"|also-?read|more-?on|sidebar|subscribe|subscription|cookies?|consent|follow|tags|tag-?list|taglist|author-?bio"
    r"|author-?box|about-?author|toolbar|skip-?link|modal|popup|tooltip|byline|dateline|post-?meta|entry-?meta"
    r"|article-?meta|meta-?info|rating|feedback|credits?|relacionad\w*|similares|verwandt\w*|mehr-?zum-?thema|teaser-?list"
    r"|lire-?aussi)(?=$|[\s_-])",
    re.IGNORECASE,
)
"""Names that templates give to what stands around an article."""

LARGE_SHARE = 0.3
"""An element with more of the page's text than this is not chrome, whatever it is called."""

LINKED_SHARE = 0.5

PROSE_CHARACTERS, PROSE_PARAGRAPHS = 100, 2
"""Two paragraphs this long without links are text, whatever their box is called."""


def remove_chrome(tree: HtmlElement, blocks: Iterable[Block]) -> None:
    """Take chrome out of the tree, in place: by element, by name, and by the lexicon.

    ``blocks`` are the tree's visible lines.
    """
    largest = LARGE_SHARE * len(_text(tree))
    for found in (_by_markup(tree), _by_words(blocks)):
        for element in list(found):
            if len(_text(element)) <= largest:
                _drop(element)


def _by_markup(tree: HtmlElement) -> Iterator[HtmlElement]:
    for element in tree.iter():
        if not isinstance(element.tag, str) or element.tag in ("html", "body", "article", "main"):
            continue
        named = is_hidden(element) or _is_marked(element)
        if element.tag in REMOVED or (named and not _holds_prose(element)):
            yield element


def _is_marked(element: HtmlElement) -> bool:
    names = f"{element.get('class', '')} {element.get('id', '')}"
    if element.tag == "h1" or not MARKED.search(names):
        return False
    return element.tag != "p" or len(_text(element)) < PROSE_CHARACTERS


def _holds_prose(element: HtmlElement) -> bool:
    """Whether paragraphs of running text stand in it, of which no more than a part are links."""
    found = 0
    for paragraph in element.iter("p"):
        text = _text(paragraph)
        linked = sum(len(_text(link)) for link in paragraph.iter("a"))
        within_link = any(above.tag == "a" for above in paragraph.iterancestors())
        if len(text) >= PROSE_CHARACTERS and linked < LINKED_SHARE * len(text) and not within_link:
            found += 1
    return found >= PROSE_PARAGRAPHS


def _by_words(blocks: Iterable[Block]) -> Iterator[HtmlElement]:
    """Lines of the lexicon whose form is that of chrome: alone in a link, a button or a box."""
    for block in blocks:
        kind = chrome_class(block.text)
        if kind is None:
            continue
        formed = block.in_button or block.link_share > 0.8 or block.element.tag != "p"
        formed = formed or kind == POINTER
        if not formed or block.element.tag in ("body", "article", "main", "html"):
            continue
        if kind in END_CLASSES:
            yield _box(block.element)
        elif len(_text(block.element)) <= len(block.text) + 5:
            yield block.element


def _box(heading: HtmlElement) -> HtmlElement:
    """The box that a heading such as "Related articles" stands over: what is mostly links."""
    box = heading
    for ancestor in heading.iterancestors():
        if ancestor.tag in ("body", "article", "main", "html"):
            break
        text = _text(ancestor)
        linked = sum(len(_text(link)) for link in ancestor.iter("a"))
        if linked < LINKED_SHARE * (len(text) - len(_text(heading))):
            break
        box = ancestor
    return box


def _text(element: HtmlElement) -> str:
    return " ".join(str(element.text_content()).split())


def _drop(element: HtmlElement) -> None:
    if element.getparent() is not None:
        element.drop_tree()
