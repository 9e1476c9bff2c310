"""The facts by which pages that are no articles show what they are.

Declared types, the address, and what stands on the page: prices and carts, repeated cards, posts
with their dates, code, calls to action. Each fact is a short name; ``kinds.py`` weighs them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from urllib.parse import urlsplit

from lxml.etree import XPath
from lxml.html import HtmlElement

from newsspider.extraction.data import table
from newsspider.extraction.page.blocks import Block
from newsspider.extraction.page.evidence import Evidence
from newsspider.extraction.page.jsonld import Node, types
from newsspider.extraction.page.texts import size

LABEL_CHARACTERS, DATE_LINE, PRICE_LINE = 40, 50, 60
"""A label, a line that is a date, a line that is a price: none is longer."""

PROSE_CHARACTERS, SPOKEN_CHARACTERS = 120, 20_000
PRICE = re.compile(
    r"(?:[$€£¥₹₽₺₩₴₫฿﷼]|\b(?:USD|EUR|GBP|SAR|AED|EGP|CHF|PLN|SEK|NOK|DKK|BRL|R\$|Rs\.?|kr)"
    r"|ر\.س|د\.إ|جنيه)\s?\d"
    r"|\d\s?(?:[€£₽₺₩₴₫฿﷼円元원]|(?:USD|EUR|SAR|AED|EGP|CHF|PLN|Kč|kr|zł|lei|Ft|TL|руб)\b"
    r"|ر\.س|ريال|درهم|جنيه|تومان|دينار)"
)
DIGIT = re.compile(r"\d")
DATED = re.compile(
    r"\b(?:19|20)\d\d\b|[٢۲][٠۰][٠-٩۰-۹]{2}|\b\d{1,2}:\d\d\b|منذ|לפני|前|전"
    r"|\b(?:ago|hace|il y a|vor|fa|há|geleden|temu|sedan|siden|sitten|назад|тому|önce|پیش)\b"
)
ADDRESS_DATE = re.compile(r"/(?:19|20)\d\d[/-]\d{1,2}[/-]|/(?:19|20)\d\d/|\d{8}")
FORUM_HOST = re.compile(r"forum|boards?\.|discuss|communit")
PERSON = re.compile(r"/(?:users?|members?|profiles?|u)/|(?:user|member)\.php", re.IGNORECASE)
EDIT = re.compile(r"git(?:hub|lab).*/edit/|action=edit|/_edit/", re.IGNORECASE)
MARKS = {
    "posts": re.compile(
        r"(?:^|[\s_-])(?:post|message|comment|reply|answer|topic|thread|msg|forum)"
        r"(?:s|body|content|list|author|row)?(?:$|[\s_\d-])"
    ),
    "cards": re.compile(
        r"(?:^|[\s_-])(?:product|card|tile|grid-?item|listing|result|item)(?:$|[\s_-])"
    ),
    "cart": re.compile(r"add-?_?to-?_?(?:cart|bag|basket)|buy-?now|product-?form"),
    "byline": re.compile(r"byline|author(?!ity|iz)|contributor"),
    "toc": re.compile(r"toc|table-of-contents|side-?nav|docs?-"),
    "hero": re.compile(r"hero|cta|testimonial|banner"),
    "price": re.compile(r"price|precio|prix|preis"),
}
"""Kinds of things that classes and ids name, in small letters."""

ROOT = re.compile(
    "post|message|msg|comment|reply|answer|topic|thread|forum|product|card|tile|item|listing|result"
    "|cart|bag|basket|buy|byline|author|contributor|toc|contents|nav|doc|hero|cta|testimonial"
    "|banner|price|precio|prix|preis"
)
"""Without one of these a name is none of them: looked for first, since most hold none."""

TAGS = {
    "pre": "code", "code": "inline code", "table": "tables", "h2": "h2", "h1": "h1",
    "article": "articles", "img": "pictures", "time": "times", "li": "lists", "form": "forms",
    "button": "buttons", "input": "fields", "textarea": "fields", "select": "fields",
}  # fmt: skip
CLASSES = XPath("//@class|//@id", smart_strings=False)
HREFS = XPath("//a/@href", smart_strings=False)
ITEM_TYPES = XPath("//@itemtype", smart_strings=False)
BODY_CLASSES = XPath("/html/@class|/html/body/@class", smart_strings=False)
OPENGRAPH = frozenset(
    "article website product product.item product.group blog profile og:product".split()
)
SIGNS = {
    "shop": ("type product", "type offer", "og product", "og og:product", "meta price",
             "made by shop", "step product", "cart markup", "cart labels", "body product"),
    "thread": ("type question", "type thread", "made by thread", "step thread", "host thread",
               "body thread", "replies"),
    "manual": ("type manual", "made by manual", "step manual", "host manual", "edit link",
               "body manual", "manual labels 2", "code 1"),
    "list": ("type list", "step list", "last step list", "sort labels", "body list", "cards 24",
             "headlines 16", "link share 0.5", "linked lines 0.4", "repeated cards 12",
             "price lines 4"),
    "service": ("type service", "type faq", "type contact", "step service", "last step service",
                "action labels 2", "tel 1", "body fixed", "persons in text 0.025", "hero 4",
                "fields 3"),
    "story": ("type news", "type post", "step news", "step date", "body post", "meta published",
              "headline date", "byline markup", "headline byline"),
}  # fmt: skip
"""Facts of a kind: how many of them a page shows is a fact, too."""


def declares_news(node: Node) -> bool:
    """Whether JSON-LD calls the article news."""
    known = _groups("types")
    return any("news" in known.get(kind.lower(), ()) for kind in types(node))


def find_kind_facts(
    evidence: Evidence, main: Sequence[Block], *, is_news: bool = False
) -> tuple[str, ...]:
    """All facts of the page that its record does not give, sorted.

    News that is declared is of no other kind: only its headline is looked at.
    """
    if is_news:
        return tuple(sorted(_near_headline(evidence.blocks)))
    facts = {
        *_declared(evidence),
        *_address(evidence.document.url),
        *_labels(evidence.blocks),
        *_text(main),
        *_near_headline(evidence.blocks),
        *_markup(evidence.document.tree),
    }
    return tuple(sorted({*facts, *_signs(facts)}))


def shown_signs(kind: str, facts: Iterable[str]) -> tuple[str, ...]:
    """The facts that are signs of a kind, one for each sign."""
    first = {sign: fact for fact in sorted(facts, reverse=True) for sign in _signs_of(fact)}
    return tuple(first[kind, sign] for sign in SIGNS[kind] if (kind, sign) in first)


def _signs(facts: Iterable[str]) -> Iterator[str]:
    shown = Counter(kind for kind, _ in {sign for fact in facts for sign in _signs_of(fact)})
    for kind in SIGNS:
        yield from _at_least(f"signs of {kind}", shown[kind], (1, 2, 3, 4))


@lru_cache(maxsize=1024)
def _signs_of(fact: str) -> tuple[tuple[str, str], ...]:
    """The signs that a fact is, each with the kind that it is a sign of."""
    return tuple(
        (kind, sign) for kind, signs in SIGNS.items() for sign in signs if fact.startswith(sign)
    )


def _at_least(name: str, figure: float, steps: Iterable[float]) -> Iterator[str]:
    return (f"{name} {step}+" for step in steps if figure >= step)


@cache
def _groups(kind: str) -> dict[str, tuple[str, ...]]:
    """The names of groups by entry."""
    groups: dict[str, tuple[str, ...]] = {}
    for group, entries in table("page_kinds")[kind].items():
        for entry in entries:
            groups[entry] = (*groups.get(entry, ()), group)
    return groups


def _declared(evidence: Evidence) -> Iterator[str]:
    known = _groups("types")
    named = {kind.lower() for node in evidence.linked.nodes for kind in types(node)}
    items = ITEM_TYPES(evidence.document.tree)
    named |= {str(kind).rstrip("/").rpartition("/")[2].lower() for kind in items}
    yield from (f"type {group}" for kind in named for group in known.get(kind, ()))
    stated = [kind.lower() for kind in evidence.meta.get("og:type", ())]
    yield from (f"og {kind.partition('.')[0]}" for kind in stated if kind in OPENGRAPH)
    if not named:
        yield "type none"
    if not stated:
        yield "og none"
    if any(name.startswith(("product:", "og:price")) for name in evidence.meta):
        yield "meta price"
    if evidence.meta.get("article:published_time"):
        yield "meta published"
    if evidence.meta.get("author") or evidence.meta.get("article:author"):
        yield "meta author"
    made_by = " ".join(evidence.meta.get("generator", ())).lower()
    for name, groups in _groups("generators").items():
        if made_by and name in made_by:
            yield from (f"made by {group}" for group in groups)
    classes = " ".join(map(str, BODY_CLASSES(evidence.document.tree))).lower().split()
    for name in classes:
        known_as = _groups("bodies").get(name) or _groups("bodies").get(
            name.rstrip("0123456789-"), ()
        )
        yield from (f"body {group}" for group in known_as)


def _address(url: str) -> Iterator[str]:
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return
    steps = [step for step in parts.path.lower().split("/") if step]
    known = _groups("steps")
    yield from (f"step {group}" for step in steps[:-1] for group in known.get(step, ()))
    last = steps[-1] if steps else ""
    yield from (f"last step {group}" for group in known.get(last, ()))
    yield from (f"host {group}" for group in _groups("hosts").get(host.partition(".")[0], ()))
    if FORUM_HOST.search(host):
        yield "host thread"
    if ADDRESS_DATE.search(parts.path):
        yield "step date"
    yield from _at_least("dashes", max(last.count("-"), last.count("_")), (2, 4, 6))
    yield from _at_least("steps", len(steps), (1, 2, 3, 5))
    if parts.query:
        yield "query"


def _labels(blocks: Iterable[Block]) -> Iterator[str]:
    known = _groups("buttons")
    seen: dict[str, set[str]] = {}
    replies = 0
    for block in blocks:
        for text in (block.text, *block.links):
            if len(text) <= LABEL_CHARACTERS:
                label = text.casefold().strip(" .:›»>→+…!#0123456789()")
                for group in known.get(label, ()):
                    seen.setdefault(group, set()).add(label)
                    replies += group == "reply"
    for group, labels in seen.items():
        yield from _at_least(f"{group} labels", len(labels), (1, 2, 4))
    yield from _at_least("replies", replies, (3, 8, 20))


def _text(main: Sequence[Block]) -> Iterator[str]:
    sizes = [size(block.text) for block in main]
    lines = [block.text for block in main if len(block.text) <= PRICE_LINE]
    prose = [
        block.text
        for block, letters in zip(main, sizes, strict=True)
        if letters >= PROSE_CHARACTERS and block.link_share < 0.5
    ]
    letters = sum(map(size, prose))
    linked = sum(block.link_share > 0.5 for block in main)
    figures = [line for line in lines if DIGIT.search(line)]
    yield from _at_least("price lines", sum(map(bool, map(PRICE.search, figures))), (1, 2, 4, 10))
    dates = sum(len(line) <= DATE_LINE and DATED.search(line) is not None for line in lines)
    yield from _at_least("dates", dates, (3, 6, 12))
    yield from _at_least("prose", letters / max(sum(sizes), 1), (0.2, 0.4, 0.6, 0.8))
    yield from _at_least("paragraphs", len(prose), (1, 3, 6, 12))
    yield from _at_least("paragraph size", letters / max(len(prose), 1), (180, 240, 320, 450))
    yield from _at_least("linked lines", linked / max(len(main), 1), (0.2, 0.4, 0.6))
    words = " ".join(prose)[:SPOKEN_CHARACTERS].casefold().split()
    spoken = sum(word in _persons() for word in words)
    if spoken > 2:
        yield from _at_least("persons in text", spoken / len(words), (0.01, 0.025, 0.05))


@cache
def _persons() -> frozenset[str]:
    return frozenset(table("page_kinds")["persons"]["words"])


def _near_headline(blocks: Sequence[Block]) -> Iterator[str]:
    """Whether a date stands close to the first heading, and what names its writer."""
    at = next((at for at, block in enumerate(blocks) if block.element.tag == "h1"), None)
    if at is None:
        return
    near = blocks[max(at - 4, 0) : at + 9]
    if any(len(block.text) <= 90 and DATED.search(block.text) for block in near):
        yield "headline date"
    for block in near:
        box = block.element
        above = box.getparent()
        for element in (box, above):
            if element is not None and "byline" in _named(element.get("class") or ""):
                yield "headline byline"
                return


@lru_cache(maxsize=16_384)
def _named(marks: str) -> tuple[str, ...]:
    """The kind of thing that a class or an id names."""
    low = marks.lower()
    if ROOT.search(low) is None:
        return ()
    return tuple(name for name, pattern in MARKS.items() if pattern.search(low))


def _markup(tree: HtmlElement) -> Iterator[str]:
    tags = Counter(TAGS[str(element.tag)] for element in tree.iter(*TAGS))
    for name, steps in MARKUP_STEPS.items():
        yield from _at_least(name, tags[name], steps)
    counts: Counter[str] = Counter()
    for marks, number in Counter(map(str, CLASSES(tree))).items():
        for name in _named(marks):
            counts[name] += number
            counts[f"repeated {name}"] = max(counts[f"repeated {name}"], number)
    for href in map(str, HREFS(tree)):
        counts[_leads(href)] += 1
    for name, steps in NAMED_STEPS.items():
        yield from _at_least(name, counts[name], steps)
    for name in ("cart", "byline", "toc"):
        if counts[name]:
            yield f"{name} markup"
    if counts["edit"]:
        yield "edit link"


MARKUP_STEPS = {
    "code": (1, 3, 8), "inline code": (3, 10), "tables": (1, 3), "h2": (3, 7), "h1": (1, 2),
    "articles": (1, 2, 5), "pictures": (10, 30), "times": (1, 3, 8), "lists": (40, 120),
    "buttons": (4, 10), "fields": (3, 8), "forms": (1, 3),
}  # fmt: skip
NAMED_STEPS = {
    "posts": (2, 5, 12, 30), "repeated posts": (3, 8), "cards": (6, 12, 24),
    "repeated cards": (6, 12, 24),
    "anchors": (4, 10), "persons": (2, 5), "tel": (1, 3), "hero": (1, 4), "price": (1, 4, 12),
}  # fmt: skip


def _leads(href: str) -> str:
    """The kind of place that a link leads to, where that tells something."""
    if href.startswith("#"):
        return "anchors" if len(href) > 1 else ""
    if href.startswith(("tel:", "mailto:")):
        return "tel"
    low = href.lower()
    if ("user" in low or "member" in low or "profile" in low or "/u/" in low) and PERSON.search(
        low
    ):
        return "persons"
    return "edit" if "edit" in low and EDIT.search(low) else ""
