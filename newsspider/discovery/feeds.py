"""RSS, Atom and JSON Feed: the articles that a feed names, with title, date and section."""

from __future__ import annotations

import json
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import fastfeedparser  # type: ignore[import-untyped]
from lxml import etree

from newsspider.dates import written_date
from newsspider.discovery.documents import unpack
from newsspider.discovery.leads import Lead, LeadKind
from newsspider.items import Hints
from newsspider.text.urls import absolute
from newsspider.timestamps import Timestamp

MOST = 1000
"""Entries read of one feed."""

LONGEST = 500
"""Characters kept of a title or section."""

DATES = ("pubDate", "published", "issued", "date")


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """The articles that a feed names; without leads where it cannot be read."""

    home: str | None = None
    """The site that the feed calls its own."""

    leads: tuple[Lead, ...] = ()


def read_feed(body: bytes, url: str) -> Feed:
    """The feed's entries in its own order; ``url`` is where the feed was found."""
    try:
        content = _shortened(unpack(body))
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
        home=absolute(url, home) if isinstance(home, str) else None,
        leads=tuple(lead for lead in leads if lead),
    )


def _lead(entry: dict[str, Any], date: Timestamp | None, url: str) -> Lead | None:
    link = entry.get("link")
    address = absolute(url, link) if isinstance(link, str) else None
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


def _text(value: object) -> str | None:
    text = " ".join(value.split())[:LONGEST] if isinstance(value, str) else ""
    return text or None


def _written_dates(content: bytes) -> list[Timestamp | None]:
    # fastfeedparser turns every date into UTC: the zone that was written, and whether there was
    # a time of day at all, are gone. So the dates are read again from the document itself.
    if _is_json(content):
        items = json.loads(content.decode("utf-8-sig", "replace")).get("items", [])
        return [written_date(str(item.get("date_published") or "")) for item in items]
    return [written_date(_date_of(entry)) for entry in _entries(_tree(content))]


def _shortened(content: bytes) -> bytes:
    """The feed with its first entries only: each costs time, odd dates most of all."""
    if _is_json(content):
        feed = json.loads(content.decode("utf-8-sig", "replace"))
        if len(feed.get("items", [])) <= MOST:
            return content
        return json.dumps(feed | {"items": feed["items"][:MOST]}).encode()
    tree = _tree(content)
    beyond = _entries(tree)[MOST:]
    for entry in beyond:
        entry.getparent().remove(entry)
    return etree.tostring(tree, encoding="utf-8", xml_declaration=True) if beyond else content


def _is_json(content: bytes) -> bool:
    return content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{")


def _tree(content: bytes) -> Any:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    return etree.parse(BytesIO(content), parser)


def _entries(tree: Any) -> list[Any]:
    return list(tree.iter("{*}item", "{*}entry")) if tree.getroot() is not None else []


def _date_of(entry: Any) -> str | None:
    for name in DATES:
        for child in entry.iterchildren(f"{{*}}{name}"):
            if child.text and child.text.strip():
                return str(child.text)
    return None
