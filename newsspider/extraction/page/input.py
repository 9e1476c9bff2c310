"""A page out of the bytes, the text or the parsed tree that a caller has."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from lxml import etree
from lxml.html import HtmlElement

from newsspider.extraction.page.document import Document, link
from newsspider.extraction.page.metadata import meta_tags
from newsspider.items import Page

Tree = etree._Element | etree._ElementTree
Content = Page | bytes | str | Tree


def page_of(
    content: Content,
    url: str = "",
    *,
    content_type: str = "",
    fetched_at: datetime | None = None,
) -> Page:
    """The content as a page; a page comes back as it is.

    A tree is written out and read again: whatever is done to the page is not done to it. Raises
    ``TypeError`` for anything else. This is the one place of extraction that looks at the clock,
    and only where ``fetched_at`` is missing.
    """
    if isinstance(content, Page):
        return content
    return Page(
        url=url,
        body=_bytes(content),
        fetched_at=fetched_at or datetime.now(UTC),
        status=None,
        headers={"content-type": content_type} if content_type else {},
    )


def own_address(document: Document) -> str:
    """The absolute address that the page declares for itself, ``""`` where it declares none."""
    return next((url for href in _declared(document.tree) if (url := link(document, href))), "")


def _declared(tree: HtmlElement) -> Iterator[str]:
    for element in tree.iter("link"):
        if "canonical" in (element.get("rel") or "").lower().split():
            yield element.get("href") or ""
    yield from meta_tags(tree).get("og:url", ())


def _bytes(content: object) -> bytes:
    if isinstance(content, str):
        return content.encode("utf-8", "replace")
    if isinstance(content, bytes | bytearray | memoryview):
        return bytes(content)
    if isinstance(content, etree._Element | etree._ElementTree):
        written = etree.tostring(content, method="html", encoding="unicode", with_tail=False)
        return written.encode("utf-8", "replace")
    raise TypeError(f"a page is bytes, str, an lxml tree or a Page, not {type(content).__name__}")
