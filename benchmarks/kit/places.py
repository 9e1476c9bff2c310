"""The kind of a line of text on its page: by its markup, its links and its words."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from kit.corpora import Sample
from kit.engines import NOW
from kit.scores import bare
from newsspider.extraction.page.blocks import Block, visible_blocks
from newsspider.extraction.page.document import parse
from newsspider.items import Page

TAGS = {
    **dict.fromkeys(("figcaption", "figure"), "caption"),
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "heading"),
    **dict.fromkeys(("li", "dt", "dd"), "list item"),
    **dict.fromkeys(("blockquote", "q"), "quote"),
    **dict.fromkeys(("table", "td", "th"), "table"),
    **dict.fromkeys(("time", "address"), "byline or date"),
    **dict.fromkeys(("aside", "nav", "footer", "form"), "box"),
}
NAMED = {
    "caption": re.compile(r"caption|credit|legend|photo|bildunter"),
    "byline or date": re.compile(r"byline|author|autor|dateline|timestamp|pubdate|published"),
    "promo or related": re.compile(r"related|promo|teaser|newsletter|recommend|read-?more|subscri"),
}
WORDED = {
    "promo or related": re.compile(
        r"newsletter|subscri|sign up|read (?:more|also)|also read|see also|related|lesen sie|"
        r"mehr zum|lire aussi|à lire|lee también|leer más|leggi anche|leia (?:mais|também)|"
        r"follow us|whatsapp|telegram|podcast|recommended|article content|advertisement|anzeige|"
        r"читайте|اقرأ|^(?:[>*→»]|more:|video:)"
    ),
    "caption": re.compile(
        r"©|\(c\) |getty|(?:photo|foto|image|bild|picture|credit|file)\S{0,3}:|"
        r"/ ?(?:afp|reuters|ap|dpa)\b"
    ),
    "byline or date": re.compile(
        r"^(?:by|von|par|por|di|от|published|updated|posted|stand:?) \S|\d{1,2}:\d\d|"
        r"\b\d{1,2}\W{1,2}\w{3,9}\W{1,2}(?:19|20)\d\d\b|"
        r"^(?:with |mit )?(?:reporting|informationen) "
    ),
}
SHORT = 140
"""Letters up to which the words of a line say what it is."""


class Places:
    """The lines of one page, hidden ones too."""

    def __init__(self, sample: Sample) -> None:
        page = Page(url=sample.url, body=sample.html, fetched_at=NOW)
        blocks = visible_blocks(parse(page).tree, hidden=True)
        self.blocks: dict[str, Block] = {}
        for block in blocks:
            self.blocks.setdefault(bare(block.text), block)
        self.text = bare(" ".join(block.text for block in blocks))

    def holds(self, line: str) -> bool:
        """Whether the page shows these letters and digits, in whatever blocks."""
        return bare(line) in self.text

    def kind(self, line: str, *, named: bool = True) -> str | None:
        """Caption, heading, list item, promo …; ``None`` for running text.

        ``named``: by class names and words too, which is right of most lines that do not belong
        and wrong of most that do.
        """
        block = self.blocks.get(bare(line))
        marked = _marked(block.element, NAMED if named else {}) if block is not None else None
        if not named:
            return marked
        if marked is None and block is not None and block.link_share > 0.5:
            marked = "promo or related"
        if marked in (None, "list item", "heading", "box"):
            return _worded(line) or marked
        return marked


def _marked(element: HtmlElement, patterns: dict[str, re.Pattern[str]]) -> str | None:
    """By the nearest element, of the line's own and three around it, that says what it is."""
    around = [element, *list(element.iterancestors())[:3]]
    for near in around:
        if near.tag in TAGS:
            return TAGS[near.tag]
        named = f"{near.get('class', '')} {near.get('id', '')}".lower()[:200]
        for kind, pattern in patterns.items():
            if near.tag not in ("html", "body", "main", "article") and pattern.search(named):
                return kind
    return None


def _worded(line: str) -> str | None:
    if len(line) > SHORT:
        return None
    words = line.strip().lower()
    return next((kind for kind, pattern in WORDED.items() if pattern.search(words)), None)
