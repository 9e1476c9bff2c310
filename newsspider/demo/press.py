"""Printing an outlet: every page that it serves, from its stories."""

from __future__ import annotations

import struct
import zlib
from functools import cache
from html import escape
from urllib.parse import unquote

from newsspider.demo.archive import Notice
from newsspider.demo.edition import Answer, Edition, failure, moved
from newsspider.demo.listing import Listing
from newsspider.demo.markup import anchors, fill, lines
from newsspider.demo.scripted import scripted_pages
from newsspider.demo.site import Site
from newsspider.demo.story import Story
from newsspider.items import Reason

READABLE = (None, Reason.ROBOTS)
"""A page that robots.txt bans is an article like any other."""

WIDTH, HEIGHT = 320, 180
"""Of the pictures that fill the pages, drawn here so that the package carries none."""

FRAMELESS = (Reason.CONSENT_WALL,)
"""A consent wall stands before the page, not in it."""


def edition(site: Site) -> Edition:
    """All that the outlet serves, and the truth about it."""
    answers = {f"/media/{story.number}.png": picture(story.number) for story in site.stories}
    answers |= scripted_pages(site) if site.needs_browser else _pages(site)
    answers |= site.extras()
    return Edition(
        answers={unquote(path): answer for path, answer in answers.items()},
        articles=tuple(site.truth(story) for story in site.stories if story.is_article),
        traps={site.url(story): story.reason for story in site.stories if story.reason},
    )


def _pages(site: Site) -> dict[str, Answer]:
    answers = {listing.address: _hub(site, listing) for listing in site.listings()}
    answers |= {notice.path: _notice(site, notice) for notice in site.archive.notices}
    answers |= {site.path(story): _answer(site, story) for story in site.stories}
    return answers


def _answer(site: Site, story: Story) -> Answer:
    if story.moved_to is not None:
        return moved(site.url(site.find(story.moved_to)))
    if story.status != 200:
        return failure(story.status)
    template = "article" if story.reason in READABLE else str(story.reason)
    main = fill(site.template(template), site.values(story))
    if story.reason in FRAMELESS:
        return _send(site, main)
    if story.page_title is not None:
        return _send(site, _frame(site, story.page_title, main))
    return _send(site, _frame(site, story.title, main, site.head(story)))


def _hub(site: Site, listing: Listing) -> Answer:
    numbered = ((address, str(number)) for number, address in enumerate(listing.addresses, 1))
    values = {
        "origin": site.origin,
        "heading": escape(listing.heading),
        "items": site.cards("item", listing.stories),
        "pager": anchors(numbered, ' <a class="page-number" href="{}">{}</a>'),
    }
    return _send(site, _frame(site, listing.heading, fill(site.template("hub"), values)))


def _notice(site: Site, notice: Notice) -> Answer:
    paragraphs = lines(f"<p>{escape(block.text)}</p>" for block in notice.blocks)
    main = f'<div class="page">\n<h1>{escape(notice.title)}</h1>\n{paragraphs}\n</div>'
    return _send(site, _frame(site, notice.title, main))


def _frame(site: Site, title: str, main: str, head: str = "") -> str:
    menu = [(site.section_path(name), name) for name in site.archive.sections]
    values = {
        "origin": site.origin,
        "title": escape(title),
        "head": head,
        "navigation": anchors(menu, site.menu_form),
        "popular": site.cards("popular", site.popular()),
        "main": main,
    }
    return fill(site.template("frame"), values)


def _send(site: Site, html: str) -> Answer:
    return Answer(body=html.encode(site.charset), content_type=site.content_type)


@cache
def picture(seed: int) -> Answer:
    """A PNG: a coloured sky over a darker ground, the tint chosen by ``seed``."""
    tint = (seed * 53 % 160 + 60, seed * 97 % 160 + 60, seed * 31 % 160 + 60)
    rows = (_row(tint, number) for number in range(HEIGHT))
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(b"".join(rows))), (b"IEND", b""))
    body = b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in chunks)
    return Answer(body=body, content_type="image/png")


def _row(tint: tuple[int, int, int], number: int) -> bytes:
    sky = number < HEIGHT * 2 // 3
    light = 100 - number * 40 // HEIGHT if sky else 45
    return b"\x00" + bytes(channel * light // 100 for channel in tint) * WIDTH


def _chunk(name: bytes, data: bytes) -> bytes:
    checksum = zlib.crc32(name + data)
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", checksum)
