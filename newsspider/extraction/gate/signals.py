"""Signals of a page's kind, in figures and marks that a person can check."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from lxml.html import HtmlElement

from newsspider.extraction.gate import notices
from newsspider.extraction.gate.kind_facts import declares_news, find_kind_facts
from newsspider.extraction.gate.notices import marks
from newsspider.extraction.gate.text_flow import GATE_CHARACTERS, follow_text
from newsspider.extraction.gate.types import Signals
from newsspider.extraction.page.blocks import Block
from newsspider.extraction.page.evidence import Decision, Evidence, witnesses_of
from newsspider.extraction.page.jsonld import is_article, types
from newsspider.extraction.page.texts import size, words
from newsspider.items import Paragraph
from newsspider.timestamps import Timestamp

PROSE_WORDS, PROSE_CHARACTERS = 22, 120
"""Beyond either, a paragraph is longer than a teaser."""

NOTICE_TEXT = 3_000
"""A page with more text is no notice: its phrases are not looked for."""

LISTED = 3
"""So many articles, none named as this page's own, are a list."""

ADDRESSED = frozenset(("feed", "url", "htmldate"))
"""Witnesses of a date that say nothing of what the page shows: a wall has the article's address."""

HOME = re.compile(r"https?://[^/?#]+/?(?:index\.(?:html?|php))?(?:#.*)?$")
"""The address of a site's first page; with a query it may be any."""

SCRIPT = re.compile(r"<script(?![^>]{0,200}json)[\s>]", re.IGNORECASE)

OUTSIDE = frozenset("nav header footer aside".split())
INDEX_TYPES = frozenset("collectionpage searchresultspage profilepage itemlist".split())
MEDIA_TYPES = frozenset("videoobject imagegallery mediagallery audioobject".split())


def find_signals(evidence: Evidence) -> Signals:
    """The signals of one page, all but those that its record gives."""
    main = _main(evidence.blocks)
    titles = tuple(notices.headings(evidence.document.tree))
    named = "\n".join((*titles, *evidence.meta.get("og:title", ()))).casefold()
    flow = follow_text(main, named, _gates(main))
    kinds = frozenset(kind.lower() for node in evidence.linked.nodes for kind in types(node))
    declared = _declares_article(evidence, kinds)
    is_news = _declares_news(evidence)
    signals = Signals(
        declared_article=declared,
        declared_news=is_news,
        declared_index=not declared and bool(INDEX_TYPES & kinds),
        is_home=HOME.match(evidence.document.url) is not None,
        declared_media=not declared and _declares_media(evidence, kinds),
        page_characters=sum(size(block.text) for block in main),
        has_scripts=SCRIPT.search(evidence.document.text) is not None,
        link_share=_link_share(main),
        headline_links=flow.headlines,
        own_characters=flow.own,
        text_run=flow.longest,
        paywall_marks=flow.gate,
        declared_free=_declared_free(evidence),
        kind_facts=find_kind_facts(evidence, main, is_news=is_news),
    )
    return _with_marks(signals, evidence, titles)


def with_record(
    signals: Signals, body: Sequence[Paragraph], published: Decision[Timestamp] | None
) -> Signals:
    """The signals with the sizes of the body, and whether the page shows its date."""
    sizes = [(paragraph.text, size(paragraph.text)) for paragraph in body]
    return replace(
        signals,
        shows_date=published is not None and _shows(published),
        body_characters=sum(long for _, long in sizes),
        prose_characters=sum(
            long for text, long in sizes if long >= PROSE_CHARACTERS or words(text) >= PROSE_WORDS
        ),
    )


def _shows(published: Decision[Timestamp]) -> bool:
    """Whether the page itself says so, not only its address or the feed that named it."""
    return any(
        witness.source not in ADDRESSED and witness.value.day == published.value.day
        for witness in witnesses_of(published)
    )


def _main(blocks: Iterable[Block]) -> list[Block]:
    """The blocks outside header, footer, navigation and asides."""
    known: dict[HtmlElement, bool] = {}
    return [block for block in blocks if not _is_outside(block.element, known)]


def _is_outside(element: HtmlElement, known: dict[HtmlElement, bool]) -> bool:
    if element in known:
        return known[element]
    path: list[HtmlElement] = []
    above: HtmlElement | None = element
    while above is not None and above not in known and above.tag not in OUTSIDE:
        path.append(above)
        above = above.getparent()
    outside = above is not None and known.get(above, True)
    known.update(dict.fromkeys(path, outside))
    return outside


def _gates(blocks: Iterable[Block]) -> tuple[str, ...]:
    """The phrases of a gate that stand anywhere in the page's short lines: mostly none."""
    lines = (block.text for block in blocks if len(block.text) <= GATE_CHARACTERS)
    return marks("paywall", "\n".join(lines).casefold())


def _link_share(blocks: Sequence[Block]) -> float:
    linked = sum(len(link) for block in blocks for link in block.links)
    return round(min(linked / max(sum(len(block.text) for block in blocks), 1), 1.0), 3)


def _declares_article(evidence: Evidence, kinds: frozenset[str]) -> bool:
    """Whether anything calls the page an article; a list of articles names many."""
    if evidence.linked.article is not None and not _lists_articles(evidence):
        return True
    if evidence.micro.get("articleBody"):
        return True
    opengraph = any("article" in kind.lower() for kind in evidence.meta.get("og:type", ()))
    return (opengraph and not INDEX_TYPES & kinds) or (
        bool(evidence.micro.get("headline")) and not _lists_scopes(evidence.document.tree)
    )


def _declares_news(evidence: Evidence) -> bool:
    article = evidence.linked.article
    return article is not None and declares_news(article) and not _lists_articles(evidence)


def _lists_articles(evidence: Evidence) -> bool:
    nodes = [node for node in evidence.linked.nodes if is_article(node)]
    main = evidence.linked.article
    return len(nodes) >= LISTED and main is nodes[0] and not main.get("articleBody")


def _lists_scopes(tree: HtmlElement) -> bool:
    kinds = (
        element.get("itemtype") or "" for element in tree.iter() if "itemscope" in element.attrib
    )
    return sum("rticle" in kind or "Posting" in kind for kind in kinds) >= LISTED


def _declares_media(evidence: Evidence, kinds: frozenset[str]) -> bool:
    stated = evidence.meta.get("og:type", ())
    return bool(MEDIA_TYPES & kinds) or any(kind.lower().startswith("video") for kind in stated)


def _declared_free(evidence: Evidence) -> bool | None:
    for node in evidence.linked.nodes:
        free = node.get("isAccessibleForFree")
        if free is not None:
            return str(free).strip().lower() not in ("false", "0", "no")
    tier = [kind.lower() for kind in evidence.meta.get("article:content_tier", ())]
    return False if "locked" in tier else None


def _with_marks(signals: Signals, evidence: Evidence, titles: Sequence[str]) -> Signals:
    """The signals with what a notice would say, where the page is short enough to be one."""
    blocks, tree = evidence.blocks, evidence.document.tree
    if notices.text_outside(blocks, ()) >= NOTICE_TEXT:
        return signals
    boxes = notices.consent_boxes(blocks)
    opening = notices.opening(blocks)
    prominent = "\n".join((*titles, opening))
    login, media = marks("login", prominent), notices.promises(titles)
    marked: dict[str, Any] = {
        "consent_marks": _consent(signals, blocks, boxes),
        "text_beside_consent": notices.text_outside(blocks, boxes) if boxes else None,
        "block_marks": marks("block", prominent),
        "trace_marks": marks("trace", opening),
        "missing_marks": marks("missing", prominent),
        "lost_marks": marks("lost", "\n".join(titles)),
        "login_marks": login if login and notices.asks_password(tree) else (),
        "media_marks": media if media and notices.shows_media(tree) else (),
        "loading_marks": notices.loading(opening),
        "shows_captcha": signals.is_bare and notices.shows_captcha(tree),
    }
    return replace(signals, **marked)


def _consent(
    signals: Signals, blocks: Iterable[Block], boxes: Sequence[HtmlElement]
) -> tuple[str, ...]:
    """Marks in the boxes; without a box, a page that stands alone is one."""
    if boxes:
        return marks("consent", "\n".join(str(box.text_content()) for box in boxes).casefold())
    if signals.is_bare:
        return marks("consent", "\n".join(block.text for block in blocks).casefold())
    return ()
