"""Which boxes of a page are boilerplate by their markup, or by the words of their heading."""

from __future__ import annotations

import re
from functools import lru_cache

from lxml.html import HtmlElement

from newsspider.extraction.body.regions import Layout
from newsspider.extraction.page.blocks import article_around, is_other_story
from newsspider.extraction.page.lexicon import END_CLASSES

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

NEVER = frozenset(("figcaption", "form"))
PROSE_LINES = 2
"""Lines of running text that make a box text, whatever it is called."""

LINKED_SHARE = 0.5
OTHER_STORY = "another story"
ON_AUTHOR, AUTHOR_SIZE, AUTHOR_SHARE = "about the author", 1_000, 0.35
"""The letters, and the share of the letters beside the text, that a box about the author holds at
most: a template may name the box of the whole text after its author."""

AUTHOR = re.compile(
    r"(?:^|[\s_-])(?:about-?)?(?:authors?|autora?|autorin|autoren|auteure?|autore|contributors?|columnist|writer"
    r"|bio|biography)(?=$|[\s_-]|bio|box|info|desc|card|about|profile)",
    re.IGNORECASE,
)
"""Names that templates give to what they say of the author."""

OUTERMOST = frozenset(("body", "article", "main", "html"))


def is_marked(box: HtmlElement) -> bool:
    """Whether the box's element or its names say that it stands around an article."""
    if box.tag in REMOVED:
        return True
    if box.tag in OUTERMOST or box.tag == "h1":
        return False
    return _is_boilerplate(f"{box.get('class', '')} {box.get('id', '')}")


@lru_cache(maxsize=4096)
def _is_boilerplate(names: str) -> bool:
    return MARKED.search(names) is not None


def boilerplate_boxes(layout: Layout) -> dict[HtmlElement, str]:
    """The boxes whose lines are boilerplate without asking further, each with the reason.

    Captions and forms; what stands under "Related articles"; and what names itself boilerplate and
    holds no prose: all but a few in a thousand lines of these are no part of an article.
    """
    reasons: dict[HtmlElement, str] = dict(_headed_boxes(layout))
    seen = set(layout.around)
    for line in layout.lines:
        box: HtmlElement | None = line.parent
        if line.block.element.tag in NEVER:
            reasons[line.block.element] = str(line.block.element.tag)
        elif line.prose and is_on_author(line.block.element, layout):
            reasons[line.block.element] = ON_AUTHOR
        while box is not None and box not in seen:
            seen.add(box)
            reason = reasons.get(box) or _reason(box, layout)
            if reason:
                reasons[box] = reason
            box = box.getparent()
    return reasons


def other_articles(layout: Layout, title_at: int | None) -> dict[HtmlElement, str]:
    """The ``<article>`` elements of other stories, beside the one that holds headline and text.

    The entries of a live blog are none: they stand inside it, or its headline stands over all.
    """
    if title_at is None:
        return {}
    own = article_around(layout.lines[title_at].block.element)
    if own is None or layout.held[own].prose < PROSE_LINES:
        return {}
    articles = {article_around(line.parent) for line in layout.lines}
    return {
        article: OTHER_STORY
        for article in articles
        if article is not None and is_other_story(article, own)
    }


def _reason(box: HtmlElement, layout: Layout) -> str | None:
    if box.tag in NEVER:
        return str(box.tag)
    if layout.held[box].prose and is_on_author(box, layout):
        return ON_AUTHOR
    return "named as chrome" if _says_nothing(box, layout) and is_marked(box) else None


def is_on_author(box: HtmlElement, layout: Layout) -> bool:
    """Whether its names say that it is about the author, and it holds little beside the text."""
    if box.tag in OUTERMOST or not _names_author(f"{box.get('class', '')} {box.get('id', '')}"):
        return False
    held, whole = layout.held[box].text, layout.prose
    return held <= AUTHOR_SIZE and held <= AUTHOR_SHARE * whole


@lru_cache(maxsize=4096)
def _names_author(names: str) -> bool:
    return AUTHOR.search(names) is not None


def _says_nothing(box: HtmlElement, layout: Layout) -> bool:
    """Whether there is neither prose in it nor a line that trafilatura keeps."""
    held = layout.held[box]
    return not held.prose and not held.kept


def _headed_boxes(layout: Layout) -> dict[HtmlElement, str]:
    """The boxes that a heading such as "Related articles" stands over, with its class."""
    headed = ((line.block.element, line.boilerplate) for line in layout.lines)
    boxes = {_box(heading, layout): kind for heading, kind in headed if kind in END_CLASSES}
    return {box: kind for box, kind in boxes.items() if not layout.held[box].prose}


def _box(heading: HtmlElement, layout: Layout) -> HtmlElement:
    """The widest box around the heading that is mostly links."""
    box = heading
    for ancestor in heading.iterancestors():
        others = layout.held[ancestor].text - layout.held[heading].text
        if (
            ancestor in layout.around
            or ancestor.tag in OUTERMOST
            or layout.held[ancestor].linked < LINKED_SHARE * others
        ):
            break
        box = ancestor
    return box
