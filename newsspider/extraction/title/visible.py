"""The headings on the page, what the place of each says of it, and which stand over the text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from lxml.etree import iterwalk
from lxml.html import HtmlElement

from newsspider.extraction.page.blocks import INLINE, Block, is_hidden
from newsspider.extraction.page.texts import bare, clean, ends_sentence, size

MAX_HEADINGS, MAX_PARTS, MAX_CHARACTERS = 24, 6, 500
CRUMB_REACH, PLACE_REACH = 4, 12
"""Elements around a heading that are looked at."""

CRUMB = re.compile(r"bread-?crumb|crumb(?:s|\b|_)|brotkrume|fil-?ariane", re.IGNORECASE)
SITE = re.compile(r"(?<![a-z])(?:logo|site-?(?:title|name)|masthead|brand(?:ing)?)(?![a-z])", re.I)
KICKER = re.compile(
    r"kicker|overline|over-?title|dachzeile|top-?line|roofline|pre-?title|super-?title|eyebrow"
    r"|spitzmarke|sur-?titre|antetit|cintillo|occhiello|catenaccio|volanta|vignette",
    re.IGNORECASE,
)
HEADLINE = re.compile(
    r"(?<!sub)(?<!sub[_-])(?:head-?line|title)(?![_-]{0,2}(?:sub|page|number|delim))", re.IGNORECASE
)
NAMED = re.compile(
    r"head-?line|(?:^|[^a-z])(?:entry|post|article|story|news|single|content|artikel|nota)[\s_-]{0,2}(?:title|titel|titulo)"
    r"|titulo|titular|titolo|titre|itemprop headline",
    re.IGNORECASE,
)
"""Names of a heading that is the article's own."""

PROSE, SENTENCE = 140, 60
"""The letters of a line of prose, and of one that ends as a sentence does."""

SHORT = 30
"""Characters of a line that is no sentence in any script: most lines are seen off by that."""

LINKED_SHARE = 0.3
GAP = 6
"""Lines of anything else that may stand between two of one text."""

HEADING_LEVELS = 4

READINGS = frozenset(("rt", "rp"))
ASIDE = frozenset(("aside", "nav", "footer", "dialog", "form"))
HOME = re.compile(r"(?:https?://[^/]+)?/?(?:index\.\w+)?(?:\?[^/]*)?", re.IGNORECASE)


PAGE = (
    "page|pagina|página|seite|strona|sida|side|sivu|strana|страница|стр|σελίδα|sayfa|halaman"
    "|ページ|頁|页"
)
OF = "/|of|von|de|di|van|av|из|z"
PAGE_NUMBER = re.compile(
    rf"\s*[(（\[]\s?(?:(?:{PAGE})\.?\s?\d{{1,3}}(?:\s?(?:{OF})\s?\d{{1,3}})?"
    rf"|\d{{1,3}}\s?/\s?\d{{1,3}}\s?(?:{PAGE}))\s?[)）\]]\s*\Z"
    rf"|\s*[-–—|,]\s(?:{PAGE})\s\d{{1,3}}(?:\s?(?:{OF})\s?\d{{1,3}})?\s*\Z",
    re.IGNORECASE,
)
"""Which page this is of a story in pages: "(Page 1 of 3)", "（1/2 ページ）", "| Seite 2"."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading, or a part of one that has an element of its own."""

    text: str
    kind: str
    """``h1``, ``h1 in trail`` (the last step of a breadcrumb), ``h1 of site`` (the logo),
    ``h1 aside``, ``h1 part``, ``heading``, ``heading aside``, ``heading part``."""

    role: str = ""
    """``kicker`` or ``headline`` where the part's markup calls it so; ``named`` for a heading."""


def without_page_number(title: str) -> str:
    """The headline of a story that is cut into pages, without the number of this one."""
    return PAGE_NUMBER.sub("", title) or title


def heading_text(element: HtmlElement) -> str:
    """The heading's text on one line, its breaks as spaces, without readings (``rt``)."""
    parts = []
    for event, part in iterwalk(element, events=("start", "end")):
        if event == "end":
            parts.append((part.tail if part is not element else "") or "")
        elif part.tag in READINGS:
            continue
        elif part.tag in INLINE or part is element:
            parts.append(part.text or "")
        else:
            parts += [" ", part.text or ""]
    return clean("".join(parts))


def headings(tree: HtmlElement) -> Iterator[Heading]:
    """The visible headings in the page's order, and the parts of those that have parts."""
    for element in islice(tree.iter("h1", "h2"), MAX_HEADINGS):
        text = without_page_number(heading_text(element))
        around = [element, *islice(element.iterancestors(), PLACE_REACH)]
        if not text or len(text) > MAX_CHARACTERS or any(map(is_hidden, around)):
            continue
        kind = _kind(element, around)
        named = kind in ("h1", "heading") and NAMED.search(" ".join(map(_marks, around[:2])))
        yield Heading(text, kind, "named" if named else "")
        if len(element) and kind in ("h1", "heading"):
            name = f"{kind} part"
            yield from (Heading(part, name, role) for part, role in _parts(element) if part != text)


def _kind(element: HtmlElement, around: list[HtmlElement]) -> str:
    aside = any(box.tag in ASIDE for box in around)
    if element.tag != "h1":
        return "heading aside" if aside else "heading"
    if _in_trail(around[:CRUMB_REACH]):
        return "h1 in trail"
    if _names_site(element, around[:2]):
        return "h1 of site"
    return "h1 aside" if aside else "h1"


def _in_trail(boxes: list[HtmlElement]) -> bool:
    """Whether the heading is the last step of a breadcrumb: there it is written for machines."""
    return any(
        CRUMB.search(_marks(box)) and box.find(".//p") is None and box.find(".//h2") is None
        for box in boxes
    )


def _names_site(element: HtmlElement, boxes: list[HtmlElement]) -> bool:
    """Whether it is the logo: a link home, or called so by its markup."""
    links = [box for box in (*boxes[1:], *element.iterfind(".//a")) if box.tag == "a"]
    home = any(HOME.fullmatch((link.get("href") or "#").strip()) for link in links)
    return home or any(SITE.search(_marks(box)) for box in boxes)


def _marks(element: HtmlElement) -> str:
    return " ".join(part for pair in element.items() for part in pair if len(part) < 200)


def _parts(element: HtmlElement) -> Iterator[tuple[str, str]]:
    """The texts of the elements inside a heading, and what is left beside them.

    What follows a kicker is the headline; what comes first is, at most, a part of it.
    """
    kicker, whole = "", heading_text(element)
    for child in islice(element.iterdescendants(), MAX_PARTS):
        if isinstance(child.tag, str) and (text := clean(str(child.text_content()))):
            role = "headline" if kicker and text not in kicker else _role(child)
            kicker = text if role == "kicker" else kicker
            is_first = text != whole and whole.startswith(text)
            role = "" if role == "headline" and is_first else role
            yield text, role
    beside = clean(" ".join([element.text or "", *((child.tail or "") for child in element)]))
    if beside and len(element):
        yield beside, "headline" if kicker else ""


def _role(element: HtmlElement) -> str:
    marks = _marks(element)
    return "kicker" if KICKER.search(marks) else "headline" if HEADLINE.search(marks) else ""


def headings_over_text(blocks: list[Block]) -> tuple[str, str]:
    """The nearest ``<h1>`` and the nearest heading of either level before the text, as ``bare``."""
    start = _text_start(blocks)
    before = blocks[:start]
    first = next(_keys(reversed(before), ("h1",)), "") or next(_keys(blocks[start:], ("h1",)), "")
    return first, next(_keys(reversed(before), ("h1", "h2")), "")


def _text_start(blocks: list[Block]) -> int:
    """Where the run of prose with the most letters begins; the end where there is none."""
    best, most = len(blocks), 0
    start, letters, last = 0, 0, -GAP - 2
    for at, block in enumerate(blocks):
        if len(block.text) < SHORT or not _is_prose(block):
            continue
        if at - last > GAP + 1:
            start, letters = at, 0
        last = at
        letters += size(block.text)
        if letters > most:
            best, most = start, letters
    return best


def _is_prose(block: Block) -> bool:
    letters = size(block.text)
    if letters < SENTENCE or block.link_share > LINKED_SHARE:
        return False
    return (letters >= PROSE or ends_sentence(block.text)) and _heading(block) is None


def _keys(blocks: Iterable[Block], tags: tuple[str, ...]) -> Iterator[str]:
    for block in blocks:
        heading = _heading(block)
        if heading is not None and heading.tag in tags:
            yield bare(without_page_number(heading_text(heading)))


def _heading(block: Block) -> HtmlElement | None:
    boxes = (block.element, *islice(block.element.iterancestors(), HEADING_LEVELS))
    return next((box for box in boxes if box.tag in ("h1", "h2")), None)
