"""What kind of page it is, in figures and marks that a person can check."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from lxml.html import HtmlElement

from newsspider.extraction.blocks import Block
from newsspider.extraction.data import table
from newsspider.extraction.evidence import Evidence
from newsspider.extraction.jsonld import types
from newsspider.extraction.reading import Signals
from newsspider.extraction.texts import size, words
from newsspider.items import Paragraph

HEADLINE_WORDS, PROSE_WORDS = 5, 22
GATE_CHARACTERS = 200
OUTSIDE = frozenset("nav header footer aside".split())
INDEX_TYPES = frozenset("collectionpage searchresultspage profilepage".split())


def find_signals(evidence: Evidence) -> Signals:
    """The signals of one page, all but the sizes of its body."""
    main = [block for block in evidence.blocks if not _is_outside(block.element)]
    everything = " ".join(block.text for block in evidence.blocks).casefold()
    return Signals(
        declared_article=_declares_article(evidence),
        declared_index=_declares_index(evidence),
        page_characters=sum(size(block.text) for block in main),
        link_share=_link_share(main),
        headline_links=sum(1 for b in main for text in b.links if words(text) >= HEADLINE_WORDS),
        consent_marks=_marks("consent", everything),
        paywall_marks=_marks("paywall", _short_lines(main)),
        declared_free=_declared_free(evidence),
        block_marks=_marks("block", everything),
        missing_marks=_marks("missing", _headline_text(evidence)),
    )


def with_body(signals: Signals, body: Sequence[Paragraph]) -> Signals:
    """The signals with the sizes of the body that was found."""
    return replace(
        signals,
        body_characters=sum(size(paragraph.text) for paragraph in body),
        prose_characters=sum(size(p.text) for p in body if words(p.text) >= PROSE_WORDS),
    )


def _is_outside(element: HtmlElement) -> bool:
    return element.tag in OUTSIDE or any(above.tag in OUTSIDE for above in element.iterancestors())


def _link_share(blocks: Sequence[Block]) -> float:
    linked = sum(len(link) for block in blocks for link in block.links)
    return round(min(linked / max(sum(len(block.text) for block in blocks), 1), 1.0), 3)


def _short_lines(blocks: Sequence[Block]) -> str:
    """What stands in lines too short for prose, such as the words of a gate; not the headline."""
    lines = (b.text for b in blocks if len(b.text) <= GATE_CHARACTERS and b.element.tag != "h1")
    return " ".join(lines).casefold()


def _declares_article(evidence: Evidence) -> bool:
    kinds = evidence.meta.get("og:type", ())
    return (
        evidence.linked.article is not None
        or any("article" in kind.lower() for kind in kinds)
        or bool(evidence.micro.get("articleBody") or evidence.micro.get("headline"))
    )


def _declares_index(evidence: Evidence) -> bool:
    if _declares_article(evidence):
        return False
    kinds = {kind.lower() for node in evidence.linked.nodes for kind in types(node)}
    return bool(INDEX_TYPES & kinds)


def _declared_free(evidence: Evidence) -> bool | None:
    for node in evidence.linked.nodes:
        given = node.get("isAccessibleForFree")
        if given is not None:
            return str(given).strip().lower() not in ("false", "0", "no")
    tier = [kind.lower() for kind in evidence.meta.get("article:content_tier", ())]
    return False if "locked" in tier else None


def _headline_text(evidence: Evidence) -> str:
    tree = evidence.document.tree
    return " ".join(
        str(element.text_content()) for tag in ("title", "h1") for element in tree.iter(tag)
    ).casefold()


def _marks(kind: str, text: str) -> tuple[str, ...]:
    phrases: Iterable[str] = table("marks")[kind]
    return tuple(phrase for phrase in phrases if phrase in text)
