"""The links of a home or section page: which are articles, which lead on, which are neither."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urldefrag, urlsplit

from lxml import etree, html

from newsspider.discovery import words
from newsspider.discovery.addresses import is_aside, kind_by_address
from newsspider.discovery.leads import Lead, LeadKind
from newsspider.discovery.periods import period_of
from newsspider.items import Hints
from newsspider.text.charset import decode
from newsspider.text.urls import absolute

MOST = 2000
"""Links read of one page."""

FEED_TYPES = re.compile(r"application/(?:(?:rss|atom|rdf)\+xml|feed\+json)", re.IGNORECASE)
PAGE_NUMBER = re.compile(r"\d{1,6}$")
COMMENTS = re.compile(r"/comments?(?:/|$)|comments?[-_]?feed", re.IGNORECASE)
CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
HEADLINE_WORDS = 5
HEADLINE_CJK = 10
SECTION_WORDS = 3
MENU_WORDS = 7
SECTION_DEPTH = 3


def read_links(body: bytes, url: str, content_type: str = "") -> tuple[Lead, ...]:
    """The page's links that are worth a request, each once, in the page's order."""
    root = _parse(body, content_type)
    if root is None:
        return ()
    base = _base(root, url)
    leads = [Lead(kind=LeadKind.FEED, url=feed) for feed in _feeds(root, base)]
    leads += [Lead(kind=LeadKind.SECTION, url=following) for following in _following(root, base)]
    for address, (text, in_menu) in _anchors(root, base).items():
        kind = judge_link(address, text, in_menu=in_menu)
        if kind is not None and address != urldefrag(url).url:
            hints = Hints(found_in=url) if kind is LeadKind.ARTICLE else Hints()
            leads.append(Lead(kind=kind, url=address, hints=hints))
    return tuple({lead.url: lead for lead in reversed(leads)}.values())[::-1]


def judge_link(url: str, text: str, *, in_menu: bool = False) -> LeadKind | None:
    """The kind of page that a link leads to: by its address, and by its text where that is open."""
    if period_of(url) is not None:
        return LeadKind.ARCHIVE
    if is_aside(url):
        return None
    label = text.strip().lower()
    if PAGE_NUMBER.match(label) and re.search(rf"(?<!\d){int(label)}\D*$", url):
        return LeadKind.SECTION
    by_address = kind_by_address(url, in_menu=in_menu)
    if by_address is not None:
        return by_address
    if label in words.PAGE_TURNERS:
        return LeadKind.SECTION
    if not in_menu and _is_headline(text):
        return LeadKind.ARTICLE
    return LeadKind.SECTION if _is_section(url, text, in_menu=in_menu) else None


def _is_section(url: str, text: str, *, in_menu: bool) -> bool:
    depth = len([segment for segment in urlsplit(url).path.split("/") if segment])
    longest = MENU_WORDS if in_menu else SECTION_WORDS
    return 0 < depth <= SECTION_DEPTH and 0 < len(text.split()) <= longest


def _is_headline(text: str) -> bool:
    return len(text.split()) >= HEADLINE_WORDS or len(CJK.findall(text)) >= HEADLINE_CJK


def _parse(body: bytes, content_type: str) -> Any:
    text = decode(body, content_type).replace("\x00", "")
    try:
        return html.document_fromstring(text.encode("utf-8", "replace"), parser=_parser())
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None


def _parser() -> html.HTMLParser:
    return html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False)


def _base(root: Any, url: str) -> str:
    declared = root.xpath("string(//base/@href)")
    return _absolute(url, declared) or url if declared else url


def _feeds(root: Any, base: str) -> Iterator[str]:
    for link in root.iterfind(".//link[@href]"):
        is_feed = FEED_TYPES.search(link.get("type") or "")
        if "alternate" in (link.get("rel") or "").lower() and is_feed:
            address = _absolute(base, link.get("href"))
            if address and not COMMENTS.search(address):
                yield address


def _following(root: Any, base: str) -> Iterator[str]:
    for link in root.xpath("//link[@rel='next'][@href] | //a[@rel='next'][@href]"):
        address = _absolute(base, link.get("href"))
        if address:
            yield address


def _anchors(root: Any, base: str) -> dict[str, tuple[str, bool]]:
    # One story is often linked three times: by its picture, its headline and "read more". The
    # longest text is the headline.
    anchors: dict[str, tuple[str, bool]] = {}
    for anchor in root.iterfind(".//a[@href]"):
        address = _absolute(base, anchor.get("href"))
        if address is None:
            continue
        text = " ".join(anchor.text_content().split())
        known, in_menu = anchors.get(address, ("", True))
        anchors[address] = (max(known, text, key=len), in_menu and _in_menu(anchor))
        if len(anchors) >= MOST:
            break
    return anchors


def _in_menu(anchor: Any) -> bool:
    return next(anchor.iterancestors("nav", "footer", "menu"), None) is not None


def _absolute(base: str, link: str | None) -> str | None:
    address = absolute(base, link)
    return urldefrag(address).url if address else None
