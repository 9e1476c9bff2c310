"""RSS, Atom and JSON Feed: the articles that a feed names, with title, date and section."""

from __future__ import annotations

import json
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from urllib.parse import urljoin, urlsplit

import fastfeedparser  # type: ignore[import-untyped]
from lxml import etree

from newsspider.discovery.dates import written_date
from newsspider.discovery.documents import unpack
from newsspider.discovery.leads import Lead, LeadKind
from newsspider.items import Hints
from newsspider.timestamps import Timestamp

MOST = 1000
"""Entries read of one feed."""

LONGEST = 500
"""Characters kept of a title or section."""

DATES = ("pubDate", "published", "issued", "date")


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """What a feed names; without leads where it cannot be read."""

    home: str | None = None
    """The site that the feed calls its own."""

    leads: tuple[Lead, ...] = ()


def read_feed(body: bytes, url: str) -> Feed:
    """The feed's entries in its own order; ``url`` is where the feed was found."""
    content = unpack(body)
    try:
        parsed = fastfeedparser.parse(content, include_content=False, include_media=False)
        written = _written_dates(content)
    except Exception:  # noqa: BLE001 - a feed is a stranger's, and its parser raises many kinds
        return Feed()
    entries = parsed.get("entries", [])
    if len(written) != len(entries):
        written = [None] * len(entries)
    leads = (_lead(entry, date, url) for entry, date in zip(entries, written, strict=True))
    home = parsed.get("feed", {}).get("link")
    return Feed(
        home=urljoin(url, home) if isinstance(home, str) and home else None,
        leads=tuple(lead for lead in leads if lead)[:MOST],
    )


def _lead(entry: dict[str, Any], date: Timestamp | None, url: str) -> Lead | None:
    link = entry.get("link")
    address = _absolute(url, link) if isinstance(link, str) and link.strip() else None
    if address is None:
        return None
    tags = [tag.get("term") for tag in entry.get("tags") or ()]
    hints = Hints(
        found_in=url,
        title=_text(entry.get("title")),
        published_at=date,
        section=_text(tags[0]) if tags else None,
    )
    return Lead(kind=LeadKind.ARTICLE, url=address, hints=hints)


def _absolute(base: str, link: str) -> str | None:
    try:
        address = urljoin(base, link.strip())
        return address if urlsplit(address).scheme in ("http", "https") else None
    except ValueError:
        return None


def _text(value: object) -> str | None:
    text = " ".join(value.split())[:LONGEST] if isinstance(value, str) else ""
    return text or None


def _written_dates(content: bytes) -> list[Timestamp | None]:
    # fastfeedparser turns every date into UTC: the zone that was written, and whether there was
    # a time of day at all, are gone. So the dates are read again from the document itself.
    if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        items = json.loads(content.decode("utf-8-sig", "replace")).get("items", [])
        return [written_date(str(item.get("date_published") or "")) for item in items]
    return [written_date(_date_of(entry)) for entry in _entries(content)]


def _entries(content: bytes) -> list[Any]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    tree = etree.parse(BytesIO(content), parser)
    return list(tree.iter("{*}item", "{*}entry")) if tree.getroot() is not None else []


def _date_of(entry: Any) -> str | None:
    for name in DATES:
        for child in entry.iterchildren(f"{{*}}{name}"):
            if child.text and child.text.strip():
                return str(child.text)
    return None
